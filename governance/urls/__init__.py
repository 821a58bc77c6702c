"""Addresses of the app, one module for each noun."""

from . import bodies, decisions, fund, meetings, proposals, reports

app_name = "governance"
urlpatterns = [
    *bodies.urlpatterns,
    *decisions.urlpatterns,
    *fund.urlpatterns,
    *meetings.urlpatterns,
    *proposals.urlpatterns,
    *reports.urlpatterns,
]
