"""Addresses of the demo."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.people, name="demo"),
    path("login/", views.login, name="demo_login"),
]
