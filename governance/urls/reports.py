"""Addresses where monthly reports are confirmed."""

from django.urls import path

from governance.views import reports as views

AT = "partnerskap/<slug:slug>/rapporter/"

urlpatterns = [
    path(AT, views.report_list, name="report_list"),
    path(f"{AT}bekrafta/", views.reports_confirm, name="reports_confirm"),
    path(f"{AT}<int:pk>/bekrafta/", views.report_confirm, name="report_confirm"),
    path(f"{AT}<int:pk>/skicka-tillbaka/", views.report_send_back, name="report_send_back"),
]
