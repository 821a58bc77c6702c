"""Addresses of agreements."""

from django.urls import path

from partnerships.views import agreements as views
from partnerships.views import amending, consolidated, drafting, ending, sections, signing, terms_over_time

AT = "partnerskap/<slug:slug>/avtal/"
ONE = f"{AT}<int:pk>/"

urlpatterns = [
    path(AT, views.agreement_list, name="agreement_list"),
    path(f"{AT}nytt/", drafting.agreement_new, name="agreement_new"),
    path(ONE, views.agreement, name="agreement"),
    path(f"{ONE}redigera/", drafting.agreement_edit, name="agreement_edit"),
    path(f"{ONE}parter/", drafting.agreement_parties, name="agreement_parties"),
    path(f"{ONE}bilaga/", drafting.agreement_annex, name="agreement_annex"),
    path(f"{ONE}tillagg/", amending.agreement_amend, name="agreement_amend"),
    path(f"{ONE}forlang/", drafting.agreement_extend, name="agreement_extend"),
    path(f"{ONE}avsnitt/", sections.section_order, name="section_order"),
    path(f"{ONE}avsnitt/nytt/", sections.section_new, name="section_new"),
    path(f"{ONE}avsnitt/<int:section>/", sections.section_edit, name="section_edit"),
    path(f"{ONE}avsnitt/<int:section>/flytta/", sections.section_move, name="section_move"),
    path(f"{ONE}avsnitt/<int:section>/ta-bort/", sections.section_remove, name="section_remove"),
    path(f"{ONE}andringar/", amending.agreement_changes, name="agreement_changes"),
    path(f"{ONE}andringar/nytt/", amending.change_new, name="change_new"),
    path(f"{ONE}andringar/<int:section>/", amending.change_merge, name="change_merge"),
    path(f"{ONE}lagg-undan/", amending.agreement_drop, name="agreement_drop"),
    path(f"{ONE}tider/", terms_over_time.agreement_terms, name="agreement_terms"),
    path(f"{ONE}egen-uppsagning/", terms_over_time.agreement_own_notice, name="agreement_own_notice"),
    path(f"{ONE}lydelse/", consolidated.agreement_reading, name="agreement_reading"),
    path(f"{ONE}foresla/", signing.agreement_propose, name="agreement_propose"),
    path(f"{ONE}aterta/", signing.agreement_return, name="agreement_return"),
    path(f"{ONE}underteckna/<int:party>/", signing.agreement_sign, name="agreement_sign"),
    path(f"{ONE}kvitto/<int:signature>/", signing.agreement_receipt, name="agreement_receipt"),
    path(f"{ONE}upphorande/", ending.agreement_ending, name="agreement_ending"),
    path(f"{ONE}upphorande/overenskommelse/", drafting.agreement_to_end, name="agreement_to_end"),
    path(f"{ONE}upphorande/uppsagning/<int:party>/", ending.agreement_notice, name="agreement_notice"),
    path(f"{ONE}upphorande/havning/<int:party>/", ending.agreement_rescind, name="agreement_rescind"),
    path(f"{ONE}upphorande/<int:end>/svar/<int:party>/", ending.end_answer, name="agreement_end_answer"),
    path(f"{ONE}upphorande/<int:end>/aterta/<int:party>/", ending.end_take_back, name="agreement_end_take_back"),
]
