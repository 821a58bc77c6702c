"""Addresses of considered organisations and of each party's own decisions."""

from django.urls import path

from partnerships.views import considered
from partnerships.views import party_decisions as views

CONSIDERED = "partnerskap/<slug:slug>/form/tillfragade/"
AT = "partnerskap/<slug:slug>/beslut-att-delta/"

urlpatterns = [
    path(CONSIDERED, considered.considered_list, name="considered_list"),
    path(f"{CONSIDERED}ny/", considered.considered_new, name="considered_new"),
    path(f"{CONSIDERED}<int:pk>/", considered.considered_edit, name="considered_edit"),
    path(AT, views.party_decision_list, name="party_decision_list"),
    path(f"{AT}nytt/<int:party>/", views.party_decision_new, name="party_decision_new"),
    path(f"{AT}<int:pk>/", views.party_decision, name="party_decision"),
    path(f"{AT}<int:pk>/ratta/", views.party_decision_correct, name="party_decision_correct"),
]
