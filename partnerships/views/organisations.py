"""Organisations and their units."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from partnerships import access, clock, invitations, organisations
from partnerships.forms.organisations import OrganisationForm, UnitForm
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Invitation, Mandate, Organisation, Party, Side, swedish

from .acts import came_from, done, get_and_post, version_of


def seen(request: HttpRequest, pk: int) -> tuple[Organisation, set[str]]:
    """The organisation if the reader may see it, and what the reader may do there."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    return organisation, access.actions_for(request.user, organisation)


def need(actions: set[str], action: str) -> None:
    """403 unless `action` is among what the reader may do."""
    if action not in actions:
        raise PermissionDenied(access.refusal(action))


def status(request: HttpRequest) -> int:
    """The status of a page with a form: 422 when what was posted did not hold."""
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
    """Register an organisation, on the way to choosing it in another form if `next` names one."""
    if not organisations.may_create(request.user):
        raise PermissionDenied(access.refusal(*organisations.RIGHTS_TO_CREATE))
    form = OrganisationForm(request.POST or None)
    back, made = came_from(request), []
    if request.method == "POST" and done(
        form, lambda: made.append(organisations.create(actor=request.user, values=form.cleaned_data))
    ):
        messages.success(request, _("The organisation is registered."))
        return redirect(f"{back.partition('?')[0]}?organisation={made[0].pk}" if back else made[0])
    context = {"form": form, "cancel_url": back or reverse("partnerships:organisation_list")}
    return render(request, "partnerships/organisation_form.html", context, status=status(request))


@require_GET
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: profile, people, units and partnerships."""
    organisation, actions = seen(request, pk)
    today, rank = clock.today(), list(Mandate.Role.values)
    rows = list(organisation.mandates.select_related("person", "unit").order_by("valid_from", "pk"))
    rows.sort(key=lambda row: (rank.index(row.role), row.person.name.lower()))
    mandates = [row for row in rows if row.valid_until is None or row.valid_until > today]
    parties = Party.objects.visible_to(request.user).filter(organisation=organisation).select_related("partnership")
    context = {
        "organisation": organisation,
        "actions": actions,
        "may_edit": "edit_organisation" in actions or organisations.is_being_registered(organisation, request.user),
        "mandates": mandates,
        "has_units": any(row.unit_id for row in mandates),
        "has_limits": any(row.limit_amount is not None for row in mandates),
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
        context["invitations"] = with_states(own)
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


def with_states(rows: QuerySet[Invitation]) -> list[dict[str, Any]]:
    """Invitations with their state in words, newest first."""
    labels = {
        "open": (_("waiting for an answer"), "info"),
        "accepted": (pgettext("invitation", "accepted"), "success"),
        "withdrawn": (_("withdrawn"), "ended"),
        "expired": (pgettext("invitation", "expired"), "warning"),
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
    organisation, actions = seen(request, pk)
    if not organisations.is_being_registered(organisation, request.user):
        need(actions, "edit_organisation")
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
    return render(request, "partnerships/organisation_form.html", context, status=status(request))


# -- Units ------------------------------------------------------------------------------------------------------------
@get_and_post
def unit_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a unit."""
    organisation, actions = seen(request, pk)
    need(actions, "edit_organisation")
    form = UnitForm(request.POST or None)
    form.instance.organisation = organisation
    if request.method == "POST" and done(
        form, lambda: organisations.add_unit(organisation, actor=request.user, name=form.cleaned_data["name"])
    ):
        messages.success(request, _("The unit is added."))
        return redirect(organisation)
    context = {"form": form, "organisation": organisation, "title": _("Add a unit"), "submit": _("Add the unit")}
    return render(request, "partnerships/organisation_part_form.html", context, status=status(request))


@get_and_post
def unit_edit(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """Rename a unit, close it or open it again."""
    organisation, actions = seen(request, pk)
    unit = get_object_or_404(organisation.units, pk=unit_pk)
    need(actions, "edit_organisation")
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
    return render(request, "partnerships/organisation_part_form.html", context, status=status(request))
