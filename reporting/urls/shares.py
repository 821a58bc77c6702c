"""Addresses of what each party brings."""

from django.urls import path

from reporting.views import shares

AT = "partnerskap/<slug:slug>/insatser/"

urlpatterns = [
    path(AT, shares.shares, name="shares"),
    path(f"{AT}insatser.pdf", shares.shares_pdf, name="shares_pdf"),
]
