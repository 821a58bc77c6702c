"""Addresses of one's own account, invitations, and the pages that everybody may read."""

from django.urls import path

from partnerships.views import account as views
from partnerships.views import privacy

urlpatterns = [
    path("konto/jag/", views.account, name="account"),
    path("konto/jag/uppgifter/", privacy.my_data, name="my_data"),
    path("konto/jag/uppgifter/fil/", privacy.my_data_file, name="my_data_file"),
    path("personer/<int:pk>/radera/", privacy.person_erase, name="person_erase"),
    path("personer/<int:pk>/radera/bekrafta/", privacy.person_erase_confirm, name="person_erase_confirm"),
    path("personer/<int:pk>/radera/aterta/", privacy.person_keep, name="person_keep"),
    path("personuppgifter/", privacy.register, name="personal_data"),
    path("inbjudan/<slug:token>/", views.invitation_accept, name="invitation_accept"),
    path("vem-far-gora-vad/", views.rights, name="rights"),
    path("ordlista/", views.glossary, name="glossary"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
]
