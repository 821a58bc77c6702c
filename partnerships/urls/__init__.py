"""Addresses of the app, one module for each noun."""

from . import account, agreements, documents, organisations, parties, services

app_name = "partnerships"
urlpatterns = [
    *account.urlpatterns,
    *agreements.urlpatterns,
    *documents.urlpatterns,
    *organisations.urlpatterns,
    *parties.urlpatterns,
    *services.urlpatterns,
]
