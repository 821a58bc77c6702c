"""Addresses of the road to an agreement."""

from django.urls import path

from partnerships.views import analyses, initiative
from partnerships.views import analysis_steps as steps
from partnerships.views import perspectives as views

AT = "partnerskap/<slug:slug>/"
VIEW = f"{AT}syn/<int:pk>/"
ANALYSIS = f"{AT}behovsanalys/"

urlpatterns = [
    path(f"{AT}initiativ/", initiative.initiative, name="initiative"),
    path(f"{AT}syn/", views.perspective_list, name="perspective_list"),
    path(VIEW, views.perspective, name="perspective"),
    path(f"{VIEW}skriv/", views.perspective_write, name="perspective_write"),
    path(f"{VIEW}dela/", views.perspective_share, name="perspective_share"),
    path(f"{VIEW}kasta/", views.perspective_discard, name="perspective_discard"),
    path(ANALYSIS, analyses.analysis, name="analysis"),
    path(f"{ANALYSIS}<int:number>/", analyses.analysis_version, name="analysis_version"),
    path(f"{ANALYSIS}jamfor/", analyses.analysis_compare, name="analysis_compare"),
    path(f"{ANALYSIS}ny/", steps.analysis_begin, name="analysis_begin"),
    path(f"{ANALYSIS}skriv/", steps.analysis_write, name="analysis_write"),
    path(f"{ANALYSIS}kasta/", steps.analysis_discard, name="analysis_discard"),
    path(f"{ANALYSIS}foresla/", steps.analysis_propose, name="analysis_propose"),
    path(f"{ANALYSIS}aterta/", steps.analysis_return, name="analysis_return"),
    path(f"{ANALYSIS}godkann/<int:party>/", steps.analysis_approve, name="analysis_approve"),
    path(f"{ANALYSIS}klar/", steps.analysis_conclude, name="analysis_conclude"),
]
