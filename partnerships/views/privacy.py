"""Which personal data IOP holds, why, and what it holds about the reader."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from partnerships import erasure, personal_data
from partnerships.forms.passwords import WithPassword
from partnerships.models import User

from .acts import attempt, done, get_and_post, posted


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


# -- Erasing a person -------------------------------------------------------------------------------------------------
def _person(request: HttpRequest, pk: int) -> User:
    """The person if the reader may take part in erasing him or her, else 404."""
    person = get_object_or_404(User, pk=pk)
    if not erasure.may_take_part(request.user, person):
        raise Http404
    return person


def _page(request: HttpRequest, person: User, form: WithPassword | None, *, confirms: bool = False) -> HttpResponse:
    asked = erasure.open_request(person)
    context = {
        "person": person,
        "is_me": person.pk == request.user.pk,
        "asked": asked,
        "form": form,
        "confirms": confirms,
        "may_confirm": asked is not None and erasure.are_enough(asked.asked_by, request.user, person),
        "may_withdraw": asked is not None and request.user.pk in (asked.asked_by_id, person.pk),
    }
    return render(request, "partnerships/person_erase.html", context, status=422 if form and form.errors else 200)


@never_cache
@get_and_post
def person_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """What erasing a person means, where it stands, and to ask for it."""
    person = _person(request, pk)
    form = WithPassword(posted(request), actor=request.user)
    if request.method == "POST" and done(form, lambda: erasure.ask(person, actor=request.user)):
        messages.success(request, _("You have asked for it. Somebody else confirms it; those who can are told."))
        return redirect("partnerships:person_erase", person.pk)
    return _page(request, person, form)


@never_cache
@get_and_post
def person_erase_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, as the second of two, that a person is erased."""
    person = _person(request, pk)
    asked = erasure.open_request(person)
    if asked is None:
        messages.info(request, _("There is nothing to confirm here now."))
        return redirect("partnerships:person_erase", person.pk)
    form = WithPassword(posted(request), actor=request.user)
    if request.method == "POST" and done(form, lambda: erasure.confirm(asked, actor=request.user)):
        messages.success(request, _("The person is erased."))
        return redirect("partnerships:person_erase", person.pk)
    return _page(request, person, form, confirms=True)


@require_POST
def person_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request for erasure back."""
    person = _person(request, pk)
    asked = erasure.open_request(person)
    if asked is not None:
        said = _("The request is taken back. Nothing has been erased.")
        attempt(request, lambda: erasure.withdraw(asked, actor=request.user), said)
    return redirect("partnerships:person_erase", person.pk)
