"""Addresses of decisions, ratification and actions."""

from django.urls import path

from governance.views import actions
from governance.views import decisions as views

AT = "partnerskap/<slug:slug>/beslut/"
ITEM = "partnerskap/<slug:slug>/arende/<int:pk>/"
ACTIONS = "partnerskap/<slug:slug>/atgarder/"

urlpatterns = [
    path(AT, views.decision_list, name="decision_list"),
    path(f"{AT}<int:pk>/", views.decision, name="decision"),
    path(f"{AT}<int:pk>/andra/", views.decision_edit, name="decision_edit"),
    path(f"{AT}<int:pk>/stallning/", views.decision_positions, name="decision_positions"),
    path(f"{AT}<int:pk>/avgor/", views.decision_close, name="decision_close"),
    path(f"{AT}ratificering/<int:pk>/", views.ratification, name="ratification"),
    path(f"{ITEM}beslut/", views.decision_new, name="decision_new"),
    path(f"{ITEM}atgard/", actions.action_new, name="action_new"),
    path(ACTIONS, actions.action_list, name="action_list"),
    path(f"{ACTIONS}<int:pk>/klar/", actions.action_done, name="action_done"),
    path(f"{ACTIONS}<int:pk>/oppna/", actions.action_reopen, name="action_reopen"),
]
