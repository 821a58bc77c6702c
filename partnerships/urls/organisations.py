"""Addresses of organisations, their people, and the roles and invitations of a partnership."""

from django.urls import path

from partnerships.views import organisations as views
from partnerships.views import people

urlpatterns = [
    path("organisationer/", views.organisation_list, name="organisation_list"),
    path("organisationer/ny/", views.organisation_new, name="organisation_new"),
    path("organisationer/<int:pk>/", views.organisation, name="organisation"),
    path("organisationer/<int:pk>/redigera/", views.organisation_edit, name="organisation_edit"),
    path("organisationer/<int:pk>/enheter/ny/", views.unit_new, name="unit_new"),
    path("organisationer/<int:pk>/enheter/<int:unit_pk>/", views.unit_edit, name="unit_edit"),
    path("organisationer/<int:pk>/mandat/nytt/", people.mandate_new, name="mandate_new"),
    path("organisationer/<int:pk>/mandat/<int:mandate_pk>/avsluta/", people.mandate_end, name="mandate_end"),
    path("organisationer/<int:pk>/bjud-in/", people.invitation_new, name="invitation_new"),
    path("partnerskap/<slug:slug>/personer/", people.partnership_people, name="partnership_people"),
    path("partnerskap/<slug:slug>/personer/bjud-in/", people.partnership_invite, name="partnership_invite"),
    path("partnerskap/<slug:slug>/personer/<int:pk>/avsluta/", people.role_end, name="role_end"),
    path("inbjudningar/<int:pk>/skicka-igen/", people.invitation_send_again, name="invitation_send_again"),
    path("inbjudningar/<int:pk>/aterkalla/", people.invitation_withdraw, name="invitation_withdraw"),
]
