"""Addresses of what an agreement says in rows, and of what came of it."""

from django.urls import path

from partnerships.views import commitments, conditions, outcomes, ownership

ONE = "partnerskap/<slug:slug>/avtal/<int:pk>/"
COMMITMENTS = f"{ONE}ataganden/"
OWNERSHIP = f"{ONE}agande/"
CONDITIONS = f"{ONE}villkor/"
CONDITION = f"{CONDITIONS}<int:condition>/"
OUTCOMES = "partnerskap/<slug:slug>/insatser/utfall/"

urlpatterns = [
    path(COMMITMENTS, commitments.commitment_list, name="commitment_list"),
    path(f"{COMMITMENTS}nya/", commitments.commitment_new, name="commitment_new"),
    path(f"{COMMITMENTS}ersatt/", commitments.commitment_replace, name="commitment_replace"),
    path(f"{COMMITMENTS}<int:row>/", commitments.commitment, name="commitment"),
    path(f"{COMMITMENTS}<int:row>/andra/", commitments.commitment_edit, name="commitment_edit"),
    path(f"{COMMITMENTS}<int:row>/ta-bort/", commitments.commitment_remove, name="commitment_remove"),
    path(f"{OUTCOMES}<int:party>/", outcomes.outcome_new, name="outcome_new"),
    path(f"{OUTCOMES}ratta/<int:pk>/", outcomes.outcome_correct, name="outcome_correct"),
    path(OWNERSHIP, ownership.ownership_list, name="ownership_list"),
    path(f"{OWNERSHIP}nya/", ownership.ownership_new, name="ownership_new"),
    path(f"{OWNERSHIP}<int:line>/andra/", ownership.ownership_edit, name="ownership_edit"),
    path(f"{OWNERSHIP}<int:line>/ta-bort/", ownership.ownership_remove, name="ownership_remove"),
    path(CONDITIONS, conditions.condition_list, name="condition_list"),
    path(f"{CONDITIONS}nya/", conditions.condition_new, name="condition_new"),
    path(f"{CONDITIONS}beslut/", conditions.condition_decide, name="condition_decide"),
    path(CONDITION, conditions.condition, name="condition"),
    path(f"{CONDITION}andra/", conditions.condition_edit, name="condition_edit"),
    path(f"{CONDITION}ta-bort/", conditions.condition_remove, name="condition_remove"),
    path(f"{CONDITION}tillsyn/", conditions.condition_check, name="condition_check"),
    path(f"{CONDITION}upphav/", conditions.condition_lift, name="condition_lift"),
]
