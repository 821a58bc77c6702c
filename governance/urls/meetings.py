"""Addresses of meetings, their agenda and their minutes."""

from django.urls import path

from governance.views import meetings as views
from governance.views import minutes

BODY = "partnerskap/<slug:slug>/organ/<int:pk>/"
AT = "partnerskap/<slug:slug>/mote/<int:pk>/"
ITEM = "partnerskap/<slug:slug>/arende/<int:pk>/"

urlpatterns = [
    path(f"{BODY}mote/", views.meeting_new, name="meeting_new"),
    path(AT, views.meeting, name="meeting"),
    path(f"{AT}andra/", views.meeting_edit, name="meeting_edit"),
    path(f"{AT}kalla/", views.meeting_call, name="meeting_call"),
    path(f"{AT}stall-in/", views.meeting_cancel, name="meeting_cancel"),
    path(f"{AT}narvaro/", views.meeting_roll, name="meeting_roll"),
    path(f"{AT}arende/", views.item_new, name="item_new"),
    path(f"{ITEM}andra/", views.item_edit, name="item_edit"),
    path(f"{ITEM}flytta/", views.item_move, name="item_move"),
    path(f"{ITEM}ta-bort/", views.item_remove, name="item_remove"),
    path(f"{ITEM}narvaro/", views.item_roll, name="item_roll"),
    path(f"{ITEM}text/", minutes.minutes_write, name="minutes_write"),
    path(f"{AT}protokoll/borja/", minutes.minutes_begin, name="minutes_begin"),
    path(f"{AT}protokoll/inledning/", minutes.minutes_opening, name="minutes_opening"),
    path(f"{AT}protokoll/justerare/", minutes.minutes_approvers, name="minutes_approvers"),
    path(f"{AT}protokoll/skicka/", minutes.minutes_circulate, name="minutes_circulate"),
    path(f"{AT}protokoll/utkast/", minutes.minutes_return, name="minutes_return"),
    path(f"{AT}protokoll/justera/", minutes.minutes_approve, name="minutes_approve"),
    path(f"{AT}protokoll/tillagg/", minutes.minutes_addendum, name="minutes_addendum"),
]
