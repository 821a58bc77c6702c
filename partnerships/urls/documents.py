"""Addresses of the documents that people have brought."""

from django.urls import path

from partnerships.views import documents as views

urlpatterns = [path("dokument/<int:pk>/", views.document, name="document")]
