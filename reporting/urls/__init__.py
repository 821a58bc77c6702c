"""Addresses of the app, one module for each noun."""

from . import context, documents, history, overview, shares

app_name = "reporting"
urlpatterns = [
    *context.urlpatterns,
    *documents.urlpatterns,
    *history.urlpatterns,
    *overview.urlpatterns,
    *shares.urlpatterns,
]
