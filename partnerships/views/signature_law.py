"""What the signatures given here are in law, for everybody to read."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from partnerships.agreements.law import IN_LAW
from partnerships.models import Signature


@login_not_required
@require_GET
def signature_law(request: HttpRequest) -> HttpResponse:
    """The built-in approval beside the three levels of the eIDAS regulation."""
    return render(request, "partnerships/signature_law.html", {"in_law": IN_LAW[Signature.Method.PASSWORD]})
