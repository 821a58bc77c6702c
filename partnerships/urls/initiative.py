"""Addresses of the road to an agreement."""

from django.urls import path

from partnerships.views import initiative

AT = "partnerskap/<slug:slug>/"

urlpatterns = [
    path(f"{AT}initiativ/", initiative.initiative, name="initiative"),
]
