"""Addresses of what an agreement says in rows, and of what came of it."""

from django.urls import path

from partnerships.views import commitments, outcomes

ONE = "partnerskap/<slug:slug>/avtal/<int:pk>/"
COMMITMENTS = f"{ONE}ataganden/"
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
]
