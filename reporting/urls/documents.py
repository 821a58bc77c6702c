"""Addresses of documents."""

from django.urls import path

from reporting.views import documents, versions

urlpatterns = [
    path(
        "partnerskap/<slug:slug>/avtal/<int:pk>/sammanfattning.pdf",
        documents.agreement_summary,
        name="agreement_summary",
    ),
    path("partnerskap/<slug:slug>/avtal/<int:pk>/avtal.pdf", documents.agreement_signed, name="agreement_signed"),
    path(
        "partnerskap/<slug:slug>/avtal/<int:pk>/skillnad.pdf",
        versions.agreement_difference_pdf,
        name="agreement_difference_pdf",
    ),
    path("partnerskap/<slug:slug>/avtal/<int:pk>/pa-dagen.pdf", versions.agreement_text_pdf, name="agreement_text_pdf"),
    path(
        "partnerskap/<slug:slug>/avtal/<int:pk>/lydelse.pdf", documents.agreement_reading, name="agreement_reading_pdf"
    ),
    path("partnerskap/<slug:slug>/form/<int:pk>/underlag.pdf", documents.decision_basis, name="decision_basis"),
    path("partnerskap/<slug:slug>/avtal/<int:pk>/underskriftsfil/", documents.agreement_paper, name="agreement_paper"),
    path(
        "partnerskap/<slug:slug>/behovsanalys/<int:number>/behovsanalys.pdf",
        documents.analysis,
        name="analysis_pdf",
    ),
    path("partnerskap/<slug:slug>/moten/<int:pk>/protokoll.pdf", documents.minutes, name="minutes_pdf"),
    path("partnerskap/<slug:slug>/fond/redovisning.pdf", documents.fund_statement, name="fund_statement"),
]
