"""Addresses of partnerships, their phases and their parties."""

from django.urls import path

from partnerships.views import parties as views
from partnerships.views import partnerships, withdrawal

AT = "partnerskap/<slug:slug>/"

urlpatterns = [
    path("partnerskap/", partnerships.partnership_list, name="partnership_list"),
    path("nytt-partnerskap/", partnerships.partnership_new, name="partnership_new"),
    path(f"{AT}redigera/", partnerships.partnership_edit, name="partnership_edit"),
    path(f"{AT}faser/ny/", partnerships.phase_new, name="phase_new"),
    path(f"{AT}faser/<int:pk>/", partnerships.phase_edit, name="phase_edit"),
    path(f"{AT}parter/", views.party_list, name="party_list"),
    path(f"{AT}parter/foresla/", views.party_propose, name="party_propose"),
    path(f"{AT}parter/<int:pk>/", views.party, name="party"),
    path(f"{AT}parter/<int:pk>/redigera/", views.party_edit, name="party_edit"),
    path(f"{AT}parter/<int:pk>/dialog/", views.party_begin_dialogue, name="party_begin_dialogue"),
    path(f"{AT}parter/<int:pk>/avboj/", views.party_decline, name="party_decline"),
    path(f"{AT}parter/<int:pk>/lamna/", withdrawal.party_leave, name="party_leave"),
    path(f"{AT}parter/<int:pk>/stanna/", withdrawal.party_stay, name="party_stay"),
    path(f"{AT}parter/<int:pk>/lamnat/", withdrawal.party_left, name="party_left"),
    path(f"{AT}parter/<int:pk>/att-gora/", withdrawal.party_following, name="party_following"),
]
