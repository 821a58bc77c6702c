"""Addresses of overview."""

from django.urls import path

from reporting.views import overview

urlpatterns = [
    path("", overview.my_day, name="my_day"),
    path("aviseringar/lasta/", overview.mark_read, name="mark_read"),
    path("partnerskap/<slug:slug>/", overview.overview, name="overview"),
]
