"""The talk about a section: its comments and its proposed wording on one page."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnerships import access
from partnerships.agreements import comments
from partnerships.agreements.package import root_of
from partnerships.agreements.wording import UNDER_WAY
from partnerships.forms.drafting import CommentForm, ReplyForm
from partnerships.models import Agreement, AgreementSection, SectionComment, WordingProposal

from .acts import attempt, form_page, get_and_post, posted
from .agreements import agreement_of, crumbs_of
from .wording import shown

BY = ("author", "resolved_by", "party__organisation", "party__unit")


@get_and_post
def section_talk(request: HttpRequest, slug: str, pk: int, section: int) -> HttpResponse:
    """What has been said and proposed about a section, and a form to comment on it. It stays when the section goes."""
    partnership, agreement = agreement_of(request, slug, pk)
    current = agreement.sections.filter(pk=section).first()
    threads, proposals = _threads(agreement, section), _proposals(agreement, section)
    if current is None and not threads and not proposals:
        raise Http404
    if request.method == "POST":
        access.require(request.user, "comment_agreement", partnership)
    heading = current.heading if current else (threads or proposals)[-1].heading
    form = CommentForm(posted(request))
    here = reverse("partnerships:section_talk", args=[slug, pk, section])
    current = current or AgreementSection(pk=section, agreement=agreement, position=0, heading=heading)
    current.agreement = agreement
    own = access.keys_with(request.user, "edit_annex")
    leads = access.may(request.user, "draft_agreement", partnership)
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        lambda: comments.comment(current, actor=request.user, **form.cleaned_data),
        to=here,
        title=heading,
        submit=_("Comment"),
        back="",
        said=_("Your comment stands with the section."),
        crumbs=crumbs_of(agreement, slug),
        template="partnerships/section_talk.html",
        agreement=agreement,
        section_row=current,
        is_gone=current.position == 0,
        is_under_way=root_of(agreement).status in UNDER_WAY,
        threads=[(one, leads or _is_own(one, request.user, own)) for one in threads],
        proposals=[(one, shown(one)) for one in proposals],
    )


def _is_own(row: Any, user: Any, own: set[int]) -> bool:
    return row.author_id == user.pk or (row.party is not None and row.party.organisation_id in own)


def _threads(agreement: Agreement, section: int) -> list[SectionComment]:
    replies = Prefetch("replies", SectionComment.objects.select_related(*BY).order_by("pk"))
    rows = SectionComment.objects.filter(agreement=agreement, section_id=section, parent=None).select_related(*BY)
    return list(rows.prefetch_related(replies).order_by("status", "pk"))


def _proposals(agreement: Agreement, section: int) -> list[WordingProposal]:
    rows = WordingProposal.objects.filter(agreement=agreement, section_id=section)
    people = ("proposed_by", "answered_by", "party__organisation", "party__unit")
    return sorted(rows.select_related(*people).order_by("-pk"), key=lambda row: row.status != row.Status.OPEN)


def _comment(request: HttpRequest, slug: str, pk: int, comment: int) -> tuple[Any, Agreement, SectionComment, str]:
    partnership, agreement = agreement_of(request, slug, pk)
    rows = SectionComment.objects.filter(agreement=agreement).select_related("author", "party__organisation")
    found = get_object_or_404(rows, pk=comment)
    found.agreement = agreement
    return partnership, agreement, found, reverse("partnerships:section_talk", args=[slug, pk, found.section_id])


@get_and_post
def comment_reply(request: HttpRequest, slug: str, pk: int, comment: int) -> HttpResponse:
    """Reply to a comment."""
    partnership, agreement, found, back = _comment(request, slug, pk, comment)
    access.require(request.user, "comment_agreement", partnership)
    form = ReplyForm(posted(request))
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        lambda: comments.reply(found, actor=request.user, **form.cleaned_data),
        to=back,
        title=_("Reply about “%(heading)s”") % {"heading": found.heading},
        submit=_("Reply"),
        back=back,
        said=_("Your reply stands with the comment."),
        crumbs=crumbs_of(agreement, slug),
        intro=found.text,
    )


@require_POST
def comment_resolve(request: HttpRequest, slug: str, pk: int, comment: int) -> HttpResponse:
    """Mark a comment as resolved."""
    *_rest, found, back = _comment(request, slug, pk, comment)
    attempt(request, lambda: comments.resolve(found, actor=request.user), _("The comment is resolved."))
    return redirect(back)


@require_POST
def comment_reopen(request: HttpRequest, slug: str, pk: int, comment: int) -> HttpResponse:
    """Open a resolved comment again."""
    *_rest, found, back = _comment(request, slug, pk, comment)
    attempt(request, lambda: comments.reopen(found, actor=request.user), _("The comment is open again."))
    return redirect(back)
