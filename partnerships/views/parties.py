"""Pages of partnerships, their phases and their parties."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, clock, frame, initiative, parties, tasks
from partnerships.forms.parties import EditForm, GoForm, PartyForm, PhaseForm, ProposeForm, StartForm, may_start
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Partnership, PartnershipRole, Party, PhasePeriod, Side, User, swedish

from .acts import done, form_page, get_and_post, version_of


# -- Partnerships -----------------------------------------------------------------------------------------------------
@require_GET
def partnership_list(request: HttpRequest) -> HttpResponse:
    """The reader's partnerships: phase, place, one's own place in them, and what waits."""
    waiting = _waiting(request.user)
    listing = Listing(
        request,
        _with_own_place(Partnership.objects.visible_to(request.user), request.user),
        _partnership_columns(waiting),
        name="partnerskap",
        search=("name", "place", "registry_number", "challenge"),
        search_label=_("Search partnerships"),
        filters=[Filter("phase", _("Phase"), PhasePeriod.Phase.choices, _in_phase)],
        sort="name",
    )
    if listing.response:
        return listing.response
    for row in listing.context["page_obj"]:
        row.place_of_mine, row.waiting = _own_place(row), waiting.get(row.slug, 0)
    context = {**listing.context, "may_start": may_start(request.user), "tones": frame.TONES}
    return render(request, "partnerships/partnership_list.html", context)


def _partnership_columns(waiting: dict[str, int]) -> list[Column]:
    return [
        Column("name", _("Partnership"), lambda row: row.name, (swedish("name"),)),
        Column("phase", _("Phase"), lambda row: ", ".join(capfirst(one.get_phase_display()) for one in row.now)),
        Column("place", _("Place"), lambda row: row.place, (swedish("place"), swedish("name"))),
        Column("role", _("Your place in it"), lambda row: ", ".join(_own_place(row))),
        Column("waiting", _("Waits for you"), lambda row: waiting.get(row.slug, 0)),
        Column("registry_number", _("Registry number"), lambda row: row.registry_number, ("registry_number",)),
    ]


def _with_own_place(rows: Any, user: User) -> Any:
    own = Party.objects.filter(organisation__in=access.objects_with(user, "view_organisation"), status__in=Party.INSIDE)
    roles = PartnershipRole.objects.valid_on(clock.today()).filter(person=user)
    phases = PhasePeriod.objects.valid_on(clock.today()).order_by("valid_from", "pk")
    return rows.prefetch_related(
        Prefetch("parties", own.for_list(), to_attr="mine"),
        Prefetch("roles", roles.order_by("pk"), to_attr="my_roles"),
        Prefetch("phases", phases, to_attr="now"),
    )


def _own_place(row: Any) -> list[str]:
    words = [f"{party.name} ({party.get_status_display()})" for party in row.mine]
    return words + [one.get_role_display() for one in row.my_roles]


def _in_phase(chosen: str) -> Q:
    return Q(pk__in=PhasePeriod.objects.valid_on(clock.today()).filter(phase=chosen).values("partnership"))


def _waiting(user: User) -> dict[str, int]:
    """Slug -> how many things wait for `user`: every page of a partnership lies under its slug."""
    counts: dict[str, int] = {}
    for task in tasks.waiting_for(user):
        where = task.url.split("/")
        if len(where) > 2 and where[1] == "partnerskap":
            counts[where[2]] = counts.get(where[2], 0) + 1
    return counts


@get_and_post
def partnership_new(request: HttpRequest) -> HttpResponse:
    """Start a partnership, beginning with its challenge."""
    if not may_start(request.user):
        raise PermissionDenied(access.refusal("start_partnership"))
    form = StartForm(request.POST or None, actor=request.user)
    made: list[Partnership] = []
    if request.method == "POST" and done(
        form,
        lambda: made.append(initiative.start(actor=request.user, phase_from=clock.today(), **form.cleaned_data)),
    ):
        messages.success(request, _("The initiative has begun. Propose the organisations you want to talk with."))
        return redirect("partnerships:party_list", made[0].slug)
    context = {"form": form}
    return render(
        request, "partnerships/partnership_form.html", context, status=422 if request.method == "POST" else 200
    )


@get_and_post
def partnership_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the description; the phases are managed below it."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "edit_partnership", partnership)
    initial = {name: getattr(partnership, name) for name in EditForm.base_fields}
    form = EditForm(request.POST or None, initial=initial, partnership=partnership)
    return form_page(
        request,
        partnership,
        "overview",
        form,
        lambda: initiative.edit(
            partnership, actor=request.user, version=version_of(request, partnership.version), **form.cleaned_data
        ),
        to=partnership.get_absolute_url(),
        title=_("Edit the partnership"),
        submit=_("Save"),
        back=partnership.get_absolute_url(),
        said=_("Saved."),
        version=partnership.version,
        template="partnerships/partnership_edit.html",
        crumbs=[(partnership.name, partnership.get_absolute_url())],
        phases=partnership.phases.order_by("valid_from", "pk"),
        tones=frame.TONES,
    )


@get_and_post
def phase_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a phase."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "edit_partnership", partnership)
    form = PhaseForm(request.POST or None, initial={"valid_from": clock.today()})
    return _phase_page(
        request,
        partnership,
        form,
        lambda: initiative.set_phase(partnership, actor=request.user, **form.cleaned_data),
        _("New phase"),
    )


@get_and_post
def phase_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a phase's days or note."""
    partnership = frame.seen(request, slug)
    period = get_object_or_404(partnership.phases, pk=pk)
    access.require(request.user, "edit_partnership", partnership)
    initial = {name: getattr(period, name) for name in PhaseForm.base_fields}
    form = PhaseForm(request.POST or None, initial=initial)
    return _phase_page(
        request,
        partnership,
        form,
        lambda: initiative.edit_phase(
            period, actor=request.user, version=version_of(request, period.version), **form.cleaned_data
        ),
        _("Change the phase"),
        period.version,
    )


def _phase_page(
    request: HttpRequest, partnership: Partnership, form: Any, act: Any, title: str, version: int | None = None
) -> HttpResponse:
    back = reverse("partnerships:partnership_edit", args=[partnership.slug])
    return form_page(
        request,
        partnership,
        "overview",
        form,
        act,
        to=back,
        title=title,
        submit=_("Save"),
        back=back,
        said=_("Saved."),
        version=version,
        crumbs=[(partnership.name, partnership.get_absolute_url()), (_("Edit the partnership"), back)],
        intro=_("Phases flow into each other: one may begin before the one before it has ceased."),
    )


# -- Parties ----------------------------------------------------------------------------------------------------------
@require_GET
def party_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The parties as equals, side by side, and below them who declined or left."""
    partnership = frame.seen(request, slug)
    listing = Listing(
        request,
        partnership.parties.for_list(),
        _party_columns(),
        name=f"{slug}-parter",
        search=("organisation__name", "unit__name", "organisation__number", "brings"),
        search_label=_("Search parties"),
        filters=[
            Filter("organisation__side", _("Side"), Side.choices),
            Filter("status", _("Status"), Party.Status.choices),
        ],
    )
    if listing.response:
        return listing.response
    rows = list(listing.context["page_obj"])
    inside = [row for row in rows if row.status in Party.INSIDE]
    more = {
        **listing.context,
        "sides": [
            (Side.PUBLIC, _("Public side"), [row for row in inside if row.organisation.side == Side.PUBLIC]),
            (Side.IDEBUREN, _("Idéburen side"), [row for row in inside if row.organisation.side == Side.IDEBUREN]),
        ],
        "former": [row for row in rows if row.status not in Party.INSIDE],
        "tasks": list(parties.tasks_for(request.user, partnership)),
    }
    return render(request, "partnerships/party_list.html", frame.context(request, partnership, "parties", **more))


def _party_columns() -> list[Column]:
    name = (swedish("organisation__name"),)
    return [
        Column("party", _("Party"), lambda row: row.name, name),
        Column("number", _("Organisation number"), lambda row: row.organisation.number, ("organisation__number",)),
        Column("side", _("Side"), lambda row: row.organisation.get_side_display()),
        Column("status", _("Status"), lambda row: row.get_status_display(), ("status", *name)),
        Column("proposed_on", _("Proposed on"), lambda row: row.proposed_on, ("proposed_on", *name)),
        Column("joined_on", _("Party since"), lambda row: row.joined_on, ("joined_on", *name)),
        Column("left_on", _("Declined or left on"), lambda row: row.left_on, ("left_on", *name)),
        Column("brings", _("What the party brings"), lambda row: row.brings),
        Column("reason", _("Reason"), lambda row: row.reason),
    ]


def _crumbs(slug: str, party: Party | None = None) -> list[tuple[str, str]]:
    crumbs = [(_("Parties"), reverse("partnerships:party_list", args=[slug]))]
    return [*crumbs, (party.name, parties.party_url(party))] if party else crumbs


def party_of(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Party]:
    """The partnership and the party if the reader may see them, else 404."""
    partnership = frame.seen(request, slug)
    rows = partnership.parties.select_related("organisation", "unit", "partnership")
    return partnership, get_object_or_404(rows, pk=pk)


@require_GET
def party(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One party: what it brings, when it came, and what can be done."""
    partnership, party = party_of(request, slug, pk)
    url = parties.party_url(party)
    more = {
        "party": party,
        "tasks": [task for task in parties.tasks_for(request.user, partnership) if task.url == url],
        "waiting": _waits_for(party),
        "services": party.services.filter(shared_at__isnull=False).order_by(swedish("name"), "pk"),
        "annexes": party.annexes.select_related("parent").order_by("pk"),
    }
    context = frame.context(request, partnership, "parties", party.organisation, **more)
    return render(request, "partnerships/party.html", context)


def _waits_for(party: Party) -> str:
    if party.status == Party.Status.PROPOSED:
        return _("A coordinator begins the dialogue, or the organisation declines.")
    if party.status == Party.Status.IN_DIALOGUE:
        return _("It becomes a party when an agreement that it is in has been signed by all.")
    if party.status == Party.Status.PARTY:
        return _("Nothing waits here. The party has signed and takes part.")
    return _("Nothing waits here. The organisation no longer takes part.")


@get_and_post
def party_propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose an organisation as a party."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "manage_parties", partnership)
    chosen = request.GET.get("organisation", "")
    initial = {"organisation": chosen} if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else {}
    form = ProposeForm(request.POST or None, initial=initial, partnership=partnership, actor=request.user)
    made: list[Party] = []
    return form_page(
        request,
        partnership,
        "parties",
        form,
        lambda: made.append(parties.propose(partnership, actor=request.user, **form.cleaned_data)),
        to=lambda: parties.party_url(made[0]),
        title=_("Propose a party"),
        submit=_("Propose"),
        back=reverse("partnerships:party_list", args=[slug]),
        said=_("The organisation is proposed. Its people can read the partnership from now on."),
        template="partnerships/party_propose.html",
        crumbs=_crumbs(slug),
    )


@get_and_post
def party_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what a party brings, and its unit."""
    partnership, party = party_of(request, slug, pk)
    access.require_any(request.user, ("manage_parties", partnership), ("edit_annex", party.organisation))
    form = PartyForm(request.POST or None, initial={"brings": party.brings, "unit": party.unit}, party=party)
    url = parties.party_url(party)
    return form_page(
        request,
        partnership,
        "parties",
        form,
        lambda: parties.edit(
            party, actor=request.user, version=version_of(request, party.version), **form.cleaned_data
        ),
        to=url,
        title=_("Edit %(name)s") % {"name": party.name},
        submit=_("Save"),
        back=url,
        said=_("Saved."),
        version=party.version,
        crumbs=_crumbs(slug, party),
    )


@get_and_post
def party_begin_dialogue(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm that the dialogue with a proposed party has begun."""
    partnership, party = party_of(request, slug, pk)
    access.require(request.user, "manage_parties", partnership)
    url = parties.party_url(party)
    return form_page(
        request,
        partnership,
        "parties",
        forms.Form(request.POST if request.method == "POST" else None),
        lambda: parties.begin_dialogue(party, actor=request.user),
        to=url,
        title=_("Begin the dialogue"),
        submit=_("Begin the dialogue"),
        back=url,
        said=_("The dialogue has begun."),
        crumbs=_crumbs(slug, party),
        what=_("The organisation goes from proposed to in dialogue. It can now be named in an agreement."),
        whom=party.name,
        stays=_("Its people are told. That the dialogue began today stays in the history."),
    )


@get_and_post
def party_decline(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm that an organisation declines to become a party."""
    partnership, party = party_of(request, slug, pk)
    access.require_any(request.user, ("decline", party.organisation), ("manage_parties", partnership))
    return _go_page(
        request,
        partnership,
        party,
        parties.decline,
        title=_("Decline to become a party"),
        submit=_("Register that the organisation declines"),
        said=_("It is registered that the organisation declines."),
        what=_("The organisation does not become a party. An agreement that waits for its signature needs changing."),
    )


@get_and_post
def party_leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm that a party leaves."""
    partnership, party = party_of(request, slug, pk)
    access.require(request.user, "decline", party.organisation)
    return _go_page(
        request,
        partnership,
        party,
        parties.leave,
        title=_("Leave the partnership"),
        submit=_("Leave the partnership"),
        said=_("The party has left the partnership."),
        what=_("The party leaves. What it has signed for the time until then is not changed by this."),
    )


def _go_page(
    request: HttpRequest, partnership: Partnership, party: Party, step: Any, *, said: str, **words: str
) -> HttpResponse:
    form = GoForm(request.POST or None)
    return form_page(
        request,
        partnership,
        "parties",
        form,
        lambda: step(party, actor=request.user, **form.cleaned_data),
        to=lambda: _after(request, party),
        back=parties.party_url(party),
        said=said,
        tone="danger",
        crumbs=_crumbs(partnership.slug, party),
        whom=party.name,
        stays=_(
            "Its people can no longer read the partnership. The day and the reason stay in the history. "
            "The organisation can be proposed anew."
        ),
        **words,
    )


def _after(request: HttpRequest, party: Party) -> str:
    """The party's page, unless the reader has gone with the party."""
    if Partnership.objects.visible_to(request.user).filter(pk=party.partnership_id).exists():
        return parties.party_url(party)
    return reverse("partnerships:partnership_list")
