"""Addresses of state aid: an organisation's, a partnership's, and one statement."""

from django.urls import path

from partnerships.views import state_aid as views
from partnerships.views import state_aid_forms as forms

OF_ORGANISATION = "organisationer/<int:pk>/statsstod/"
ONE = "statsstod/<int:pk>/"

urlpatterns = [
    path(OF_ORGANISATION, views.organisation_aid, name="organisation_aid"),
    path(f"{OF_ORGANISATION}nytt/", forms.organisation_aid_new, name="organisation_aid_new"),
    path("partnerskap/<slug:slug>/statsstod/", views.partnership_aid, name="partnership_aid"),
    path(ONE, views.aid, name="aid"),
    path(f"{ONE}ratta/", forms.aid_correct, name="aid_correct"),
    path(f"{ONE}svara/", forms.aid_answer, name="aid_answer"),
    path(f"{ONE}intyg/", views.aid_certificate, name="aid_certificate"),
]
