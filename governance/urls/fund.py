"""Addresses of the shared fund and its books."""

from django.urls import path

from governance.views import fund as views
from governance.views import income

AT = "partnerskap/<slug:slug>/fond/"

urlpatterns = [
    path(AT, views.fund, name="fund"),
    path(f"{AT}oppna/", views.fund_new, name="fund_new"),
    path(f"{AT}andra/", views.fund_edit, name="fund_edit"),
    path(f"{AT}regel/", views.rule_new, name="rule_new"),
    path(f"{AT}tjanster/", income.service_list, name="income_services"),
    path(f"{AT}poster/", views.movement_list, name="movement_list"),
]
