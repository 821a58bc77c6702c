"""Addresses of what belongs to signing, beside the signing itself."""

from django.urls import path

from partnerships.views import signature_law

urlpatterns = [
    path("underskrift-i-lag/", signature_law.signature_law, name="signature_law"),
]
