"""Addresses of the choice of form."""

from django.urls import path

from partnerships.views import form_choices as views
from partnerships.views import form_points as points

AT = "partnerskap/<slug:slug>/form/"
ONE = f"{AT}<int:pk>/"

urlpatterns = [
    path(AT, views.form_choice, name="form_choice"),
    path(f"{AT}nytt/", views.form_choice_begin, name="form_choice_begin"),
    path(ONE, views.form_choice_one, name="form_choice_one"),
    path(f"{ONE}kriterier/", views.form_choice_sets, name="form_choice_sets"),
    path(f"{ONE}slutsats/", points.form_choice_conclude, name="form_choice_conclude"),
    path(f"{ONE}foresla/", views.form_choice_propose, name="form_choice_propose"),
    path(f"{ONE}aterta/", views.form_choice_return, name="form_choice_return"),
    path(f"{ONE}faststall/", views.form_choice_settle, name="form_choice_settle"),
    path(f"{AT}vagd/<int:pk>/", points.weighed_form, name="weighed_form"),
    path(f"{AT}kriterium/<int:pk>/", points.criterion_answer, name="criterion_answer"),
    path(f"{AT}flagga/<int:pk>/", points.red_flag, name="red_flag"),
]
