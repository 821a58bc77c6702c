"""Pages of a partnership's parties."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, clock, frame, parties
from partnerships.agreements import withdrawal
from partnerships.forms.parties import GoForm, PartyForm, ProposeForm
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Partnership, Party, Side, swedish

from .acts import form_page, get_and_post, version_of


# -- Reading ----------------------------------------------------------------------------------------------------------
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


def crumbs_of_party(slug: str, party: Party | None = None) -> list[tuple[str, str]]:
    """The way to the parties, or to one of them."""
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
        "coming": withdrawal.coming_of(party),
        "today": clock.today(),
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


# -- Coming and going -------------------------------------------------------------------------------------------------
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
        submit=_("Propose the party"),
        back=reverse("partnerships:party_list", args=[slug]),
        said=_("The organisation is proposed. Its people can read the partnership from now on."),
        template="partnerships/party_propose.html",
        crumbs=crumbs_of_party(slug),
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
        crumbs=crumbs_of_party(slug, party),
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
        crumbs=crumbs_of_party(slug, party),
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
        crumbs=crumbs_of_party(partnership.slug, party),
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
