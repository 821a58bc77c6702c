"""Addresses of an agreement's versions."""

from django.urls import path

from partnerships.views import versions

from .agreements import ONE

urlpatterns = [
    path(f"{ONE}versioner/", versions.agreement_versions, name="agreement_versions"),
    path(f"{ONE}skillnad/", versions.agreement_difference, name="agreement_difference"),
    path(f"{ONE}pa-dagen/", versions.agreement_on_day, name="agreement_on_day"),
]
