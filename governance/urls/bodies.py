"""Addresses of bodies and seats."""

from django.urls import path

from governance.views import bodies as views

AT = "partnerskap/<slug:slug>/organ/"

urlpatterns = [
    path(AT, views.body_list, name="body_list"),
    path(f"{AT}nytt/", views.body_new, name="body_new"),
    path(f"{AT}<int:pk>/", views.body, name="body"),
    path(f"{AT}<int:pk>/andra/", views.body_edit, name="body_edit"),
    path(f"{AT}<int:pk>/plats/", views.seat_new, name="seat_new"),
    path(f"{AT}plats/<int:pk>/avsluta/", views.seat_end, name="seat_end"),
]
