"""Addresses of the winding-down plan."""

from django.urls import path

from partnerships.views import winding

AT = "partnerskap/<slug:slug>/avveckling/"
ONE = f"{AT}<int:pk>/"

urlpatterns = [
    path(AT, winding.winding, name="winding"),
    path(f"{AT}borja/", winding.winding_begin, name="winding_begin"),
    path(f"{AT}lagg-undan/", winding.winding_lay_aside, name="winding_lay_aside"),
    path(f"{AT}stang/<int:party>/", winding.closing_approve, name="winding_close"),
    path(f"{AT}ny/", winding.winding_add, name="winding_add"),
    path(ONE, winding.item, name="winding_item"),
    path(f"{ONE}redigera/", winding.item_edit, name="winding_item_edit"),
    path(f"{ONE}klar/", winding.item_done, name="winding_item_done"),
    path(f"{ONE}intyga/", winding.item_verify, name="winding_item_verify"),
    path(f"{ONE}behovs-inte/", winding.item_not_needed, name="winding_item_not_needed"),
    path(f"{ONE}oppna/", winding.item_reopen, name="winding_item_reopen"),
]
