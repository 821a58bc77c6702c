"""Organisations, their units and people, and the roles and invitations of a partnership."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, clock, frame, invitations, organisations
from partnerships.forms.organisations import (
    EndForm,
    InvitationForm,
    MandateForm,
    OrganisationForm,
    PartnershipInvitationForm,
    UnitForm,
)
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Invitation, Mandate, Organisation, Party, Side, swedish

from .acts import done, get_and_post, version_of


def _seen(request: HttpRequest, pk: int) -> tuple[Organisation, set[str]]:
    """The organisation if the reader may see it, and what the reader may do there."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    return organisation, access.actions_for(request.user, organisation)


def _need(actions: set[str], action: str) -> None:
    if action not in actions:
        raise PermissionDenied(access.refusal(action))


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _theirs(form: forms.ModelForm) -> list[tuple[str, Any]]:
    """What somebody else has saved meanwhile, field by field, where it differs from what was typed."""
    current = getattr(form, "conflict", None)
    if current is None:
        return []
    differing = [name for name in form.cleaned_data if getattr(current, name) != form.cleaned_data[name]]
    return [
        (form[name].label, getattr(current, f"get_{name}_display", lambda name=name: getattr(current, name))())
        for name in differing
    ]


# -- Organisations ----------------------------------------------------------------------------------------------------
@require_GET
def organisation_list(request: HttpRequest) -> HttpResponse:
    """The organisations that the reader may see."""
    columns = [
        Column("name", _("Name"), lambda row: row.name, sort=[swedish("name")]),
        Column("number", _("Organisation number"), lambda row: row.number, sort=["number"]),
        Column("side", _("Side"), lambda row: row.get_side_display(), sort=["side", swedish("name")]),
        Column("form", _("Legal form"), lambda row: row.get_legal_form_display(), sort=["legal_form", swedish("name")]),
        Column("code", _("Municipality code"), lambda row: row.municipality_code),
        Column("website", _("Website"), lambda row: row.website),
    ]
    listing = Listing(
        request,
        Organisation.objects.visible_to(request.user),
        columns,
        name="organisationer",
        search=("name", "number"),
        search_label=_("Name or number"),
        filters=[Filter("side", _("Side"), Side.choices)],
        sort="name",
    )
    if listing.response:
        return listing.response
    context = {**listing.context, "may_create": organisations.may_create(request.user)}
    return render(request, "partnerships/organisation_list.html", context)


@get_and_post
def organisation_new(request: HttpRequest) -> HttpResponse:
    """Register an organisation."""
    if not organisations.may_create(request.user):
        raise PermissionDenied(access.refusal(*organisations.RIGHTS_TO_CREATE))
    form = OrganisationForm(request.POST or None)
    made: list[Organisation] = []
    if request.method == "POST" and done(
        form, lambda: made.append(organisations.create(actor=request.user, values=form.cleaned_data))
    ):
        messages.success(request, _("The organisation is registered."))
        return redirect(made[0])
    return render(request, "partnerships/organisation_form.html", {"form": form}, status=_status(request))


@require_GET
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: profile, people, units and partnerships."""
    organisation, actions = _seen(request, pk)
    today, rank = clock.today(), list(Mandate.Role.values)
    rows = list(organisation.mandates.select_related("person", "unit").order_by("valid_from", "pk"))
    rows.sort(key=lambda row: (rank.index(row.role), row.person.name.lower()))
    parties = Party.objects.visible_to(request.user).filter(organisation=organisation).select_related("partnership")
    context = {
        "organisation": organisation,
        "actions": actions,
        "may_edit": "edit_organisation" in actions or organisations.is_being_registered(organisation, request.user),
        "mandates": [row for row in rows if row.valid_until is None or row.valid_until > today],
        "former": [row for row in rows if row.valid_until is not None and row.valid_until <= today],
        "today": today,
        "units": organisation.units.order_by("is_closed", swedish("name"), "pk"),
        "parties": parties.order_by(swedish("partnership__name"), "pk"),
        "invitations": [],
        "facts": _facts(organisation),
        **_next_step(rows, actions, organisation),
    }
    if "manage_mandates" in actions:
        own = invitations.managed_by(request.user).filter(organisation=organisation, partnership=None)
        context["invitations"] = _with_states(own)
    return render(request, "partnerships/organisation.html", context)


def _facts(organisation: Organisation) -> list[tuple[str, Any, str]]:
    registered = {True: _("yes"), False: _("no"), None: ""}[organisation.is_registered]
    checked = organisation.registration_checked_on
    rows = [
        (_("Organisation number"), organisation.number, ""),
        (_("Legal form"), capfirst(organisation.get_legal_form_display()), ""),
        (_("Profile"), capfirst(organisation.get_profile_display()) if organisation.profile else "", ""),
        (_("Municipality code"), organisation.municipality_code, ""),
        (
            _("Registered as idéburen organisation (2022:900)"),
            registered,
            _("checked on %(day)s") % {"day": checked} if checked else "",
        ),
    ]
    return [row for row in rows if row[1]]


def _next_step(rows: list[Mandate], actions: set[str], organisation: Organisation) -> dict[str, Any]:
    """What waits for the reader here, else who is waited for."""
    today = clock.today()
    roles = {row.role for row in rows if row.is_valid_on(today) and row.person.is_active}
    if "manage_mandates" in actions and Mandate.Role.SIGNATORY not in roles:
        url = reverse("partnerships:invitation_new", args=[organisation.pk])
        task = {"title": _("Invite a signatory"), "url": url, "reason": _("nobody can sign for the organisation today")}
        return {"tasks": [task]}
    if Mandate.Role.REPRESENTATIVE not in roles:
        return {
            "waiting": _(
                "Nobody represents the organisation. Its first representative is invited by a coordinator, "
                "from the page of people in the partnership."
            )
        }
    return {"waiting": _("Nothing waits here. The organisation's representatives keep this page up to date.")}


def _with_states(rows: QuerySet[Invitation]) -> list[dict[str, Any]]:
    """Invitations with their state in words, newest first."""
    labels = {
        "open": (_("open"), "info"),
        "accepted": (_("accepted"), "success"),
        "withdrawn": (_("withdrawn"), "ended"),
        "expired": (_("expired"), "warning"),
    }
    found = []
    for row in rows.order_by("-invited_at", "-pk")[:50]:
        state = invitations.state_of(row)
        label, tone = labels[state]
        is_pending = state in ("open", "expired")
        role = invitations.role_label(row)
        found.append({"row": row, "role": role, "label": label, "tone": tone, "is_pending": is_pending})
    return found


@get_and_post
def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an organisation's profile."""
    organisation, actions = _seen(request, pk)
    if not organisations.is_being_registered(organisation, request.user):
        _need(actions, "edit_organisation")
    version = version_of(request, organisation.version)
    form = OrganisationForm(request.POST or None, instance=organisation)
    if request.method == "POST" and done(
        form,
        lambda: organisations.edit(organisation, actor=request.user, values=form.cleaned_data, version=version),
    ):
        messages.success(request, _("The changes are saved."))
        return redirect(organisation)
    context = {
        "form": form,
        "organisation": Organisation.objects.get(pk=pk),
        "version": getattr(getattr(form, "conflict", None), "version", version),
        "theirs": _theirs(form),
    }
    return render(request, "partnerships/organisation_form.html", context, status=_status(request))


# -- Units ------------------------------------------------------------------------------------------------------------
@get_and_post
def unit_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a unit."""
    organisation, actions = _seen(request, pk)
    _need(actions, "edit_organisation")
    form = UnitForm(request.POST or None)
    form.instance.organisation = organisation
    if request.method == "POST" and done(
        form, lambda: organisations.add_unit(organisation, actor=request.user, name=form.cleaned_data["name"])
    ):
        messages.success(request, _("The unit is added."))
        return redirect(organisation)
    context = {"form": form, "organisation": organisation, "title": _("Add a unit"), "submit": _("Add the unit")}
    return render(request, "partnerships/organisation_part_form.html", context, status=_status(request))


@get_and_post
def unit_edit(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """Rename a unit, close it or open it again."""
    organisation, actions = _seen(request, pk)
    unit = get_object_or_404(organisation.units, pk=unit_pk)
    _need(actions, "edit_organisation")
    version = version_of(request, unit.version)
    form = UnitForm(request.POST or None, instance=unit)
    if request.method == "POST" and done(
        form, lambda: organisations.edit_unit(unit, actor=request.user, values=form.cleaned_data, version=version)
    ):
        messages.success(request, _("The changes are saved."))
        return redirect(organisation)
    context = {
        "form": form,
        "organisation": organisation,
        "title": _("Edit the unit"),
        "submit": _("Save"),
        "version": getattr(getattr(form, "conflict", None), "version", version),
        "theirs": _theirs(form),
    }
    return render(request, "partnerships/organisation_part_form.html", context, status=_status(request))


# -- Mandates and invitations of an organisation ----------------------------------------------------------------------
@get_and_post
def mandate_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody of the organisation a further mandate."""
    organisation, actions = _seen(request, pk)
    _need(actions, "manage_mandates")
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
    return render(request, "partnerships/organisation_part_form.html", context, status=_status(request))


@get_and_post
def mandate_end(request: HttpRequest, pk: int, mandate_pk: int) -> HttpResponse:
    """Let a mandate cease, after a page that says what that means."""
    organisation, actions = _seen(request, pk)
    mandate = get_object_or_404(organisation.mandates.select_related("person"), pk=mandate_pk)
    _need(actions, "manage_mandates")
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
    return render(request, "partnerships/organisation_mandate_end.html", context, status=_status(request))


@get_and_post
def invitation_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite somebody to a mandate in the organisation."""
    organisation, actions = _seen(request, pk)
    _need(actions, "manage_mandates")
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
    return render(request, "partnerships/organisation_part_form.html", context, status=_status(request))


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
    return render(request, "partnerships/organisation_invitation.html", context, status=_status(request))


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
        context["invitations"] = _with_states(managed)
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
    return render(request, "partnerships/organisation_partnership_invite.html", context, status=_status(request))


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
    return render(request, "partnerships/organisation_role_end.html", context, status=_status(request))
