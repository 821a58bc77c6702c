"""Addresses of the app, one module for each noun."""

from . import documents, history, overview, shares

app_name = "reporting"
urlpatterns = [
    *documents.urlpatterns,
    *history.urlpatterns,
    *overview.urlpatterns,
    *shares.urlpatterns,
]
