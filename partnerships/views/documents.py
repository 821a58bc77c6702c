"""A document that somebody has brought, as a file."""

from io import BytesIO

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from partnerships import documents
from partnerships.models import Document


@require_GET
def document(request: HttpRequest, pk: int) -> FileResponse:
    """The document, to be saved: a stranger's file is never opened inside the product's own pages."""
    return as_file(get_object_or_404(Document.objects.visible_to(request.user), pk=pk))


def as_file(row: Document) -> FileResponse:
    """The file of a document that the reader may see."""
    response = FileResponse(
        BytesIO(documents.content_of(row)), as_attachment=True, filename=row.name, content_type="application/pdf"
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{row.sha256}"'
    return response
