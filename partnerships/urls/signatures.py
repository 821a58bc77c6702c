"""Addresses of what belongs to signing, beside the signing itself."""

from django.urls import path

from partnerships.urls.agreements import ONE
from partnerships.views import reading, signature_law, signature_order, signed_files

urlpatterns = [
    path(f"{ONE}filer/", signed_files.agreement_files, name="agreement_files"),
    path(f"{ONE}filer/ny/<int:party>/", signed_files.agreement_file_new, name="agreement_file_new"),
    path(f"{ONE}filer/<int:file>/galler/", signed_files.agreement_file_count, name="agreement_file_count"),
    path(f"{ONE}last/<int:party>/", reading.agreement_read, name="agreement_read"),
    path(f"{ONE}ordning/", signature_order.agreement_order, name="agreement_order"),
    path("underskrift-i-lag/", signature_law.signature_law, name="signature_law"),
]
