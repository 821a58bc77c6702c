"""Which personal data IOP holds, why, and what it holds about the reader."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from partnerships import personal_data


@login_not_required
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The register of processing (GDPR art. 30), made of the tags that every field must have."""
    return render(request, "partnerships/personal_data.html", {"treatments": personal_data.TREATMENTS})


@never_cache
@require_GET
def my_data(request: HttpRequest) -> HttpResponse:
    """What IOP holds about the reader (GDPR art. 15), in figures; the whole is a file."""
    return render(request, "partnerships/my_data.html", {"found": personal_data.counts_about(request.user)})


@never_cache
@require_GET
def my_data_file(request: HttpRequest) -> HttpResponse:
    """Everything that IOP holds about the reader, for the reader's computer."""
    response = JsonResponse(personal_data.about(request.user), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="iop.json"'
    return response
