"""An agreement's text through time as PDF: the same as the pages in partnerships.views.versions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from partnerships.views.versions import asked_day, package_of, two_versions
from reporting.documents import versions

from .documents import pdf


@require_GET
def agreement_difference_pdf(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What differs between two versions; without any in the address, those most likely asked about."""
    _partnership, agreement = package_of(request, slug, pk)
    return pdf(versions.difference_of(agreement, *two_versions(request, agreement)))


@require_GET
def agreement_text_pdf(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The text as it stood on a day; 404 for what is no day, or none on which there was a text."""
    _partnership, agreement = package_of(request, slug, pk)
    form, documents = asked_day(request, agreement)
    if not documents:
        raise Http404
    return pdf(versions.text_on(agreement, form.cleaned_data["day"], documents))
