"""Addresses of agreements that were signed on paper."""

from django.urls import path

from partnerships.views import old_agreements as views

AT = "partnerskap/<slug:slug>/avtal/"

urlpatterns = [
    path(f"{AT}aldre/", views.agreement_old_new, name="agreement_old_new"),
    path(f"{AT}<int:pk>/papper/", views.agreement_old_edit, name="agreement_old_edit"),
]
