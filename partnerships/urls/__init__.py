"""Addresses of the app, one module for each noun."""

from . import (
    account,
    agreements,
    documents,
    drafting,
    form_choices,
    initiative,
    old_agreements,
    organisations,
    parties,
    party_decisions,
    reference_values,
    services,
    signatures,
    state_aid,
    terms,
    versions,
    winding,
)

app_name = "partnerships"
urlpatterns = [
    *account.urlpatterns,
    *agreements.urlpatterns,
    *documents.urlpatterns,
    *form_choices.urlpatterns,
    *drafting.urlpatterns,
    *initiative.urlpatterns,
    *old_agreements.urlpatterns,
    *organisations.urlpatterns,
    *parties.urlpatterns,
    *party_decisions.urlpatterns,
    *reference_values.urlpatterns,
    *services.urlpatterns,
    *signatures.urlpatterns,
    *versions.urlpatterns,
    *terms.urlpatterns,
    *state_aid.urlpatterns,
    *winding.urlpatterns,
]
