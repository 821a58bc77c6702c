"""Addresses of history."""

from django.urls import path

from reporting.views import history

urlpatterns = [
    path("partnerskap/<slug:slug>/historik/", history.timeline, name="history"),
    path("historik/<str:label>/<int:pk>/", history.of_object, name="object_history"),
]
