"""Stating which aid an organisation has been granted."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships import access, aid_statements
from partnerships.forms.state_aid import AidForm, CorrectionForm
from partnerships.models import AidGrant, Organisation, Side

from .acts import done, get_and_post, posted
from .organisations import seen, status
from .state_aid import visible

#: What one statement takes over from another.
COPIED = (
    "granted_by", "granted_by_name", "kind", "granted_on", "amount", "rate", "rate_on", "rate_source", "legal_basis",
    "why_not_aid", "why_above", "undertaking_note", "registered_on",
)  # fmt: skip


@get_and_post
def organisation_aid_new(request: HttpRequest, pk: int) -> HttpResponse:
    """State a grant to the organisation."""
    organisation, _actions = seen(request, pk)
    form = _form(request, AidForm, organisation, aid_statements.may_state_for(request.user, organisation))
    return _page(
        request,
        organisation,
        form,
        lambda data: aid_statements.state(organisation, actor=request.user, **data),
        title=_("State aid that was granted"),
        back=_home(organisation),
    )


@get_and_post
def aid_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """State the same grant from the other side."""
    row = visible(request, pk)
    able = aid_statements.may_state_for(request.user, row.organisation)
    other = row.granted_by_id if row.stated_by_id == row.organisation_id else row.organisation_id
    form = _form(request, AidForm, row.organisation, able.filter(pk=other), row)
    if row.stated_by_id != row.organisation_id:
        form.initial["granted_by"] = row.granted_by_id
    return _page(
        request,
        row.organisation,
        form,
        lambda data: aid_statements.answer(
            row, actor=request.user, **{key: value for key, value in data.items() if key != "is_another"}
        ),
        title=_("Say what your organisation knows of this grant"),
        back=row.get_absolute_url(),
        lead=_("%(who)s has stated this. Save it as it is if it is right, else change what is not.")
        % {"who": row.stated_by.name},
    )


@get_and_post
def aid_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct or complete a statement of one's own organisation."""
    row = visible(request, pk)
    able = aid_statements.may_state_for(request.user, row.organisation).filter(pk=row.stated_by_id)
    form = _form(request, CorrectionForm, row.organisation, able, row)
    form.initial["is_withdrawn"] = row.is_withdrawn
    skipped = ("is_another", "stated_by")
    return _page(
        request,
        row.organisation,
        form,
        lambda data: aid_statements.correct(
            row, actor=request.user, **{key: value for key, value in data.items() if key not in skipped}
        ),
        title=_("Correct or complete the statement"),
        back=row.get_absolute_url(),
        lead=_("What stands now is kept, and your correction names it."),
    )


def _home(organisation: Organisation) -> str:
    return reverse("partnerships:organisation_aid", args=[organisation.pk])


def _form(
    request: HttpRequest, form: type[AidForm], receiver: Organisation, able: Any, like: AidGrant | None = None
) -> Any:
    """The form for those for which the reader may state it, filled in like a statement; 403 if there are none."""
    if receiver.side != Side.IDEBUREN or not able.exists():
        raise PermissionDenied(access.refusal(*aid_statements.RIGHTS))
    initial = {name: getattr(like, name) for name in COPIED} if like else {}
    givers = Organisation.objects.visible_to(request.user)
    files = request.FILES if request.method == "POST" else None
    return form(posted(request), files, receiver=receiver, states_for=able, givers=givers, initial=initial)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    form: Any,
    act: Callable[[dict[str, Any]], AidGrant],
    *,
    title: str,
    back: str,
    lead: str = "",
) -> HttpResponse:
    made: list[AidGrant] = []
    if request.method == "POST" and done(form, lambda: made.extend(_attempt(form, act))):
        messages.success(request, _("The statement is kept."))
        return redirect(made[0])
    context = {
        "form": form,
        "organisation": organisation,
        "title": title,
        "lead": lead,
        "back": back,
        "home": _home(organisation),
        "sum": getattr(form, "sum", None),
        "other": getattr(form, "other", None),
    }
    return render(request, "partnerships/state_aid_form.html", context, status=status(request))


def _attempt(form: Any, act: Callable[[dict[str, Any]], AidGrant]) -> list[AidGrant]:
    """The statement if it was made; what has to be answered first stands beside its field."""
    try:
        return [act(form.cleaned_data)]
    except aid_statements.WhyAbove as refused:
        form.ask("why_above", str(refused))
        form.sum = refused.sum
    except aid_statements.StatedAlready as refused:
        form.ask("is_another", str(refused))
        form.other = refused.other
    return []
