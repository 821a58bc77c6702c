"""The people of an organisation and of a partnership: mandates, roles and invitations."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, clock, frame, invitations, organisations
from partnerships.forms.organisations import EndForm, InvitationForm, MandateForm, PartnershipInvitationForm
from partnerships.models import Invitation, swedish

from .acts import done, get_and_post
from .organisations import need, seen, status, with_states


# -- Mandates ---------------------------------------------------------------------------------------------------------
@get_and_post
def mandate_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody of the organisation a further mandate."""
    organisation, actions = seen(request, pk)
    need(actions, "manage_mandates")
    form = MandateForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and done(
        form, lambda: organisations.give_mandate(organisation, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The mandate is given. Its rights hold from its first day."))
        return redirect(organisation)
    context = {
        "form": form,
        "organisation": organisation,
        "title": _("Give a further mandate"),
        "submit": _("Give the mandate"),
        "lead": _("To somebody who has, or has had, a mandate in the organisation. Invite everybody else."),
    }
    return render(request, "partnerships/organisation_part_form.html", context, status=status(request))


@get_and_post
def mandate_end(request: HttpRequest, pk: int, mandate_pk: int) -> HttpResponse:
    """Let a mandate cease, after a page that says what that means."""
    organisation, actions = seen(request, pk)
    mandate = get_object_or_404(organisation.mandates.select_related("person"), pk=mandate_pk)
    need(actions, "manage_mandates")
    is_last = organisations.is_last_representative(mandate, clock.today())
    form = EndForm(request.POST or None, is_last=is_last)
    if request.method == "POST" and done(
        form, lambda: organisations.end_mandate(mandate, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The mandate ceases on the day you chose, and its rights with it."))
        return redirect("partnerships:organisation_list" if mandate.person == request.user else organisation)
    context = {
        "form": form,
        "organisation": organisation,
        "mandate": mandate,
        "is_last": is_last,
        "pending": invitations.still_open().filter(organisation=organisation, invited_by=mandate.person).count(),
    }
    return render(request, "partnerships/organisation_mandate_end.html", context, status=status(request))


# -- Invitations ------------------------------------------------------------------------------------------------------
@get_and_post
def invitation_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite somebody to a mandate in the organisation."""
    organisation, actions = seen(request, pk)
    need(actions, "manage_mandates")
    form = InvitationForm(request.POST or None, organisation=organisation)
    sent: list[tuple[Invitation, str]] = []
    if request.method == "POST" and done(
        form, lambda: sent.append(invitations.invite(organisation, actor=request.user, **form.cleaned_data))
    ):
        return _sent(request, sent[0], organisation.get_absolute_url())
    context = {
        "form": form,
        "organisation": organisation,
        "title": _("Invite a person"),
        "submit": _("Send the invitation"),
        "lead": _("The person gets a link by e-mail, which works once and for 30 days."),
    }
    return render(request, "partnerships/organisation_part_form.html", context, status=status(request))


def _sent(request: HttpRequest, sent: tuple[Invitation, str], url: str) -> HttpResponse:
    """Tell that the link is on its way; in the demo, where no e-mail leaves, also the link."""
    invitation, link = sent
    messages.success(request, _("The invitation is sent to %(email)s.") % {"email": invitation.email})
    if settings.DEMO:
        messages.info(request, _("In the demo no e-mail leaves the computer. The link is: %(link)s") % {"link": link})
    return redirect(url)


def _home(invitation: Invitation) -> str:
    """The page that an invitation is managed from."""
    if invitation.partnership:
        return reverse("partnerships:partnership_people", args=[invitation.partnership.slug])
    return invitation.organisation.get_absolute_url()


@get_and_post
def invitation_send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a new link instead of the one before, after a confirming page."""
    return _change_invitation(request, pk, "again")


@get_and_post
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back, after a confirming page."""
    return _change_invitation(request, pk, "withdraw")


def _change_invitation(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    invitation = get_object_or_404(invitations.managed_by(request.user), pk=pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    act = {"again": invitations.send_again, "withdraw": invitations.withdraw}[what]
    sent: list[Any] = []
    if request.method == "POST" and done(form, lambda: sent.append(act(invitation, actor=request.user))):
        if what == "again":
            return _sent(request, sent[0], _home(invitation))
        messages.success(request, _("The invitation is withdrawn. Its link does not work any more."))
        return redirect(_home(invitation))
    context = {
        "form": form,
        "invitation": invitation,
        "role": invitations.role_label(invitation),
        "place": invitations.place_name(invitation),
        "home": _home(invitation),
        "what": what,
    }
    return render(request, "partnerships/organisation_invitation.html", context, status=status(request))


# -- Roles in a partnership -------------------------------------------------------------------------------------------
@require_GET
def partnership_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has a role in the partnership as a whole, and who is invited."""
    partnership = frame.seen(request, slug)
    today = clock.today()
    rows = partnership.roles.select_related("person", "organisation").order_by("role", swedish("person__name"), "pk")
    context = frame.context(request, partnership, "parties")
    own = access.acting_organisation(request.user, partnership)
    context |= {
        "roles": [row for row in rows if row.valid_until is None or row.valid_until > today],
        "former": [row for row in rows if row.valid_until is not None and row.valid_until <= today],
        "own_pk": own.pk if own else None,
        "without": invitations.without_people(partnership),
        "today": today,
        "invitations": [],
    }
    if "invite" in context["actions"]:
        managed = invitations.managed_by(request.user).filter(partnership=partnership)
        context["invitations"] = with_states(managed)
    return render(request, "partnerships/organisation_partnership_people.html", context)


@get_and_post
def partnership_invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite a first representative, a coordinator or an observer."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "invite", partnership)
    form = PartnershipInvitationForm(
        request.POST or None,
        representatives=invitations.without_people(partnership),
        coordinators=invitations.may_get_coordinator(partnership, request.user),
    )
    sent: list[tuple[Invitation, str]] = []
    if request.method == "POST" and done(
        form, lambda: sent.append(invitations.invite(partnership, actor=request.user, **form.cleaned_data))
    ):
        return _sent(request, sent[0], reverse("partnerships:partnership_people", args=[slug]))
    context = frame.context(request, partnership, "parties", form=form)
    return render(request, "partnerships/organisation_partnership_invite.html", context, status=status(request))


@get_and_post
def role_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a role in the partnership cease, after a page that says what that means."""
    partnership = frame.seen(request, slug)
    role = get_object_or_404(partnership.roles.select_related("person", "organisation", "partnership"), pk=pk)
    access.require(request.user, "invite", partnership)
    form = EndForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda: organisations.end_role(role, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The role ceases on the day you chose, and its rights with it."))
        return redirect("/") if role.person == request.user else redirect("partnerships:partnership_people", slug)
    context = frame.context(request, partnership, "parties", form=form, role=role)
    return render(request, "partnerships/organisation_role_end.html", context, status=status(request))
