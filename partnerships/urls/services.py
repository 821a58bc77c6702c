"""Addresses of services and monthly reports."""

from django.urls import path

from partnerships.views import reports
from partnerships.views import services as views

AT = "partnerskap/<slug:slug>/tjanster/"
REPORTS = "partnerskap/<slug:slug>/manadsrapporter/"

urlpatterns = [
    path(AT, views.service_list, name="service_list"),
    path(f"{AT}ny/<int:party>/", views.service_new, name="service_new"),
    path(f"{AT}<int:pk>/", views.service, name="service"),
    path(f"{AT}<int:pk>/andra/", views.service_edit, name="service_edit"),
    path(f"{AT}<int:pk>/dela/", views.service_share, name="service_share"),
    path(f"{AT}<int:pk>/kapacitet/", views.capacity_new, name="capacity_new"),
    path(f"{AT}<int:pk>/rapport/", reports.month_form, name="month_form"),
    path(f"{REPORTS}<int:pk>/", reports.report, name="report"),
    path(f"{REPORTS}<int:pk>/skicka/", reports.report_submit, name="report_submit"),
    path(f"{REPORTS}<int:pk>/ratta/", reports.report_correct, name="report_correct"),
    path(f"{REPORTS}<int:pk>/kasta/", reports.report_discard, name="report_discard"),
    path(f"{REPORTS}manad/<str:month>/", reports.month, name="month"),
]
