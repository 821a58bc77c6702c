"""Addresses of what belongs to signing, beside the signing itself."""

from django.urls import path

from partnerships.urls.agreements import ONE
from partnerships.views import reading, signature_law, signature_order

urlpatterns = [
    path(f"{ONE}last/<int:party>/", reading.agreement_read, name="agreement_read"),
    path(f"{ONE}ordning/", signature_order.agreement_order, name="agreement_order"),
    path("underskrift-i-lag/", signature_law.signature_law, name="signature_law"),
]
