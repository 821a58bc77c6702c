"""Addresses of drafting together: proposed wording, comments on sections, the turn to write."""

from django.urls import path

from partnerships.views import comments, turns, wording

from .agreements import ONE

SECTION = f"{ONE}avsnitt/<int:section>/"
WORDING = f"{ONE}forslag/<int:wording>/"
COMMENT = f"{ONE}kommentar/<int:comment>/"

urlpatterns = [
    path(f"{SECTION}samtal/", comments.section_talk, name="section_talk"),
    path(f"{SECTION}foresla/", wording.wording_propose, name="section_wording"),
    path(f"{SECTION}foresla-bort/", wording.wording_propose_removal, name="section_wording_removal"),
    path(f"{ONE}forslag/", wording.wording_list, name="agreement_wordings"),
    path(f"{ONE}forslag/nytt/", wording.wording_new, name="section_wording_new"),
    path(WORDING, wording.wording, name="wording"),
    path(f"{WORDING}ta-in/", wording.wording_accept, name="wording_accept"),
    path(f"{WORDING}svara/", wording.wording_answer, name="wording_answer"),
    path(f"{WORDING}ta-tillbaka/", wording.wording_withdraw, name="wording_withdraw"),
    path(f"{COMMENT}svara/", comments.comment_reply, name="comment_reply"),
    path(f"{COMMENT}klar/", comments.comment_resolve, name="comment_resolve"),
    path(f"{COMMENT}oppna/", comments.comment_reopen, name="comment_reopen"),
    path(f"{ONE}skrivtur/", turns.agreement_turn, name="agreement_turn"),
]
