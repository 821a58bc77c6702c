"""One's own account, invitations, and the pages that everybody may read."""

from typing import Any

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from partnerships import access, clock, invitations
from partnerships.accessibility import statement
from partnerships.forms.account import AccountForm, FeedbackForm, NewAccountForm
from partnerships.glossary import entries
from partnerships.models import Invitation, User
from partnerships.steps import StepRefused

from .acts import get_and_post


# -- One's own account ------------------------------------------------------------------------------------------------
@get_and_post
def account(request: HttpRequest) -> HttpResponse:
    """What the reader may change about him- or herself, and the roles that he or she has."""
    person = User.objects.get(pk=request.user.pk)
    form = AccountForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The changes are saved."))
        return redirect("partnerships:account")
    today = clock.today()
    seats = person.seats.select_related("body__partnership", "party__organisation").order_by("valid_from", "pk")
    roles = person.partnership_roles.select_related("partnership", "organisation").order_by("valid_from", "pk")
    mandates = person.mandates.select_related("organisation", "unit").order_by("valid_from", "pk")
    context = {"form": form, "today": today, "mandates": mandates, "roles": roles, "seats": seats}
    return render(request, "partnerships/account.html", context, status=422 if form.errors else 200)


# -- Invitations ------------------------------------------------------------------------------------------------------
@login_not_required
@never_cache
@get_and_post
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: at once when logged in as the one invited, else after log-in or with a new account.

    The page tells the organisation and the role and nothing more.
    """
    invitation = invitations.found(token)
    if invitation is None:
        return render(request, "partnerships/account_invitation_over.html", status=404)
    if invitations.state_of(invitation) != "open":
        return render(request, "partnerships/account_invitation_over.html", status=410)
    context = {"place": invitations.place_name(invitation), "role": invitations.role_label(invitation)}
    if request.user.is_authenticated:
        return _accept_as_myself(request, invitation, context)
    if invitations.account_of(invitation):
        return render(request, "partnerships/account_invitation.html", {**context, "log_in": True})
    return _accept_as_new(request, invitation, context)


def _accept_as_myself(request: HttpRequest, invitation: Invitation, context: dict[str, Any]) -> HttpResponse:
    if request.user.email.lower() != invitation.email.lower():
        return render(request, "partnerships/account_invitation.html", {**context, "is_other": True}, status=403)
    refused = ""
    if request.method == "POST":
        try:
            invitations.accept(invitation, person=request.user)
        except StepRefused as no:
            refused = str(no)
        else:
            messages.success(request, _("You have accepted the invitation."))
            return redirect(_first_page(invitation))
    context |= {"confirm": True, "refused": refused}
    return render(request, "partnerships/account_invitation.html", context, status=422 if refused else 200)


def _accept_as_new(request: HttpRequest, invitation: Invitation, context: dict[str, Any]) -> HttpResponse:
    form = NewAccountForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person = invitations.accept_as_new(
                invitation, name=data["name"], password=data["password"], language=get_language() or "sv"
            )
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            return perform_login(request, person, redirect_url=_first_page(invitation))
    context["form"] = form
    return render(request, "partnerships/account_invitation.html", context, status=422 if form.errors else 200)


def _first_page(invitation: Invitation) -> str:
    """Where somebody lands who has accepted."""
    if invitation.mandate_role:
        return reverse("partnerships:organisation", args=[invitation.organisation_id])
    return reverse("partnerships:partnership_people", args=[invitation.partnership.slug])


# -- Pages for everybody ----------------------------------------------------------------------------------------------
@login_not_required
@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """Who may do what: the table that the product itself asks, role by role."""
    tables = []
    for scope, (title, caption) in _scope_texts().items():
        actions = [action for action in access.ACTIONS.values() if action.scope == scope]
        common = [action for action in actions if len(action.roles) == len(access.Role)]
        own = {role for action in actions if action not in common for role in action.roles}
        roles = [role for role in access.Role if role in own]
        rows = [(action.label, [_word(action, role) for role in roles]) for action in actions]
        tables.append(
            {"scope": scope, "title": title, "caption": caption, "roles": [role.label for role in roles], "rows": rows}
        )
    return render(request, "partnerships/rights.html", {"tables": tables})


def _scope_texts() -> dict[str, tuple[str, str]]:
    return {
        access.ORGANISATION: (
            _("In an organisation"),
            _("From a mandate in the organisation: each organisation decides who acts for it."),
        ),
        access.PARTNERSHIP: (
            _("In a partnership"),
            _(
                "From a role in the partnership, or from a mandate in an organisation that takes part. "
                "Everybody with a role or a mandate there may read it."
            ),
        ),
        access.BODY: (
            _("In a body"),
            _("From a seat in the body. Coordinators prepare the meetings of open bodies."),
        ),
    }


def _word(action: access.Action, role: access.Role) -> str:
    """What stands in one cell of the table."""
    if role not in action.roles:
        return ""
    sides = {access.PUBLIC: _("yes, on the public side"), access.IDEBUREN: _("yes, on the idéburen side")}
    return sides.get(action.side, _("yes"))


@login_not_required
@require_GET
def glossary(request: HttpRequest) -> HttpResponse:
    """The words that the product uses, in both languages."""
    return render(request, "partnerships/glossary.html", {"entries": entries()})


@login_not_required
@get_and_post
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, and a form to say what does not work."""
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.is_from_robot and not _feedback(request, form.cleaned_data):
            form.add_error(None, _("Many messages have come from your network just now. Write an e-mail instead."))
        else:
            messages.success(request, _("Thank you. Your message is sent."))
            return redirect("partnerships:accessibility")
    context = {"form": form, "rows": statement(), "contact": settings.DEFAULT_FROM_EMAIL}
    return render(request, "partnerships/accessibility.html", context, status=422 if form.errors else 200)


def _feedback(request: HttpRequest, data: dict[str, Any]) -> bool:
    """E-mail the message to those who run the system, unless too many have come from the same network."""
    if not ratelimit.consume(request, action="feedback"):
        return False
    body = f"{data['message']}\n\n{data['email'] or '–'}\n{settings.BASE_URL}"
    send_mail("Tillgänglighet: synpunkt / Accessibility: feedback", body, None, [settings.DEFAULT_FROM_EMAIL])
    return True
