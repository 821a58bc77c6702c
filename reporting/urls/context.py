"""Addresses of what happens outside."""

from django.urls import path

from reporting.views import context as views

AT = "partnerskap/<slug:slug>/omvarld/"
ONE = f"{AT}<int:pk>/"

urlpatterns = [
    path(AT, views.context_list, name="context_list"),
    path(f"{AT}ny/", views.context_new, name="context_new"),
    path(ONE, views.context_event, name="context_event"),
    path(f"{ONE}redigera/", views.context_edit, name="context_event_edit"),
    path(f"{ONE}samrad/", views.context_call, name="context_event_call"),
    path(f"{ONE}mote/", views.context_hold, name="context_event_hold"),
    path(f"{ONE}utfall/", views.context_settle, name="context_event_settle"),
]
