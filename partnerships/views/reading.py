"""A signatory's word that he or she has read a proposed text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnerships import agreements

from .acts import attempt
from .signing import package_of


@require_POST
def agreement_read(request: HttpRequest, slug: str, pk: int, party: int) -> HttpResponse:
    """Record it, and go back to the page on which the text is signed for `party`."""
    _partnership, agreement = package_of(request, slug, pk)
    text_hash = request.POST.get("text_hash", "")
    attempt(
        request,
        lambda: agreements.mark_read(agreement, actor=request.user, text_hash=text_hash),
        _("It is noted that you have read the text."),
    )
    return redirect("partnerships:agreement_sign", slug, pk, party)
