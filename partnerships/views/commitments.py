"""Pages of what each party brings: the list, many at once, one by one, and what takes another's place."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import agreements, clock, frame
from partnerships.agreements import commitments, outcomes, rows
from partnerships.forms.commitments import CommitmentForm, CommitmentRow, ReplaceForm
from partnerships.forms.rows import TableForm, table_of
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Agreement, Commitment, swedish

from .acts import form_page, get_and_post, posted, version_of
from .agreements import crumbs_of
from .drafting import void_warning, writing
from .rows import package_of, remove_page, require_some, table_page, writable, writers_parties

PARTY = ("party__organisation", "party__unit")


def columns() -> list[Column]:
    """The columns of every list of commitments."""
    return [
        Column("party", _("Party"), lambda row: row.party.name, (swedish("party__organisation__name"), "starts_on")),
        Column("year", _("Year"), lambda row: row.starts_on.year, ("starts_on", swedish("party__organisation__name"))),
        Column("starts_on", _("First day"), lambda row: row.starts_on),
        Column("ends_on", _("Last day"), lambda row: row.ends_on),
        Column("kind", _("Kind"), lambda row: row.get_kind_display(), ("kind", "starts_on")),
        Column("description", _("What is brought"), lambda row: row.description, (swedish("description"),)),
        Column("quantity", _("Quantity"), lambda row: row.quantity),
        Column("unit", _("Unit"), lambda row: row.unit),
        Column("unit_value", _("Value of a unit, kr"), lambda row: row.unit_value),
        Column("value", _("Value, kr"), lambda row: row.value, ("value",)),
        Column("basis", _("Basis of the value"), lambda row: row.basis),
        Column("replaced_on", _("Replaced from"), lambda row: row.replaced_on),
        Column("planned", _("Planned, kr"), lambda row: row.planned, ("planned",)),
        Column("brought", _("Brought, kr"), lambda row: row.brought, ("brought",)),
        Column("agreement", _("Agreement"), lambda row: row.agreement.title),
    ]


def filters(found: Any) -> list[Filter]:
    """Choices that narrow a list of commitments: years, kinds and parties that there are."""
    years = found.order_by("-starts_on__year").values_list("starts_on__year", flat=True).distinct()
    of_party = {
        row.party_id: row.party.name for row in found.select_related(*PARTY).order_by("party").distinct("party")
    }
    return [
        Filter("year", _("Year"), [(str(one), str(one)) for one in years], lambda one: Q(starts_on__year=int(one))),
        Filter("kind", _("Kind"), Commitment.Kind.choices),
        Filter("party", _("Party"), [(str(key), name) for key, name in of_party.items()]),
    ]


@require_GET
def commitment_list(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the agreement says each party brings; of an agreement in force with what its amendments have agreed."""
    partnership, agreement = package_of(request, slug, pk)
    found = Commitment.objects.filter(
        Q(agreement=agreement) | Q(agreement__parent=agreement, agreement__in_force_on__isnull=False)
    )
    listing = Listing(
        request,
        found.with_figures().select_related(*PARTY, "agreement", "replaces"),
        columns(),
        name=f"{slug}-ataganden",
        search=("description", "basis", "unit", "party__organisation__name"),
        search_label=_("Search commitments"),
        filters=filters(found),
        sort="party",
    )
    if listing.response:
        return listing.response
    may_write = writable(request.user, agreement)
    more = {
        **listing.context,
        "agreement": agreement,
        "crumbs": crumbs_of(agreement, slug),
        "writable": may_write,
        "may_replace": bool(may_write) and commitments.replaceable(agreement).filter(party__in=may_write).exists(),
    }
    return render(
        request, "partnerships/commitment_list.html", frame.context(request, partnership, "agreements", **more)
    )


def address(agreement: Agreement, slug: str) -> str:
    """The page of an agreement's commitments."""
    return reverse("partnerships:commitment_list", args=[slug, agreement.pk])


@get_and_post
def commitment_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Enter what one party brings: many rows at once."""
    partnership, agreement = package_of(request, slug, pk)
    parties = writers_parties(request.user, agreement)
    require_some(parties)
    first = agreement.starts_on or clock.today()
    only = parties[0] if len(parties) == 1 else request.GET.get("part", "")
    head = TableForm(posted(request), parties=parties, initial={"seen": agreements.state_of(agreement), "party": only})
    table = table_of(CommitmentRow, posted(request), agreement=agreement, year=first.year)
    return table_page(
        request,
        partnership,
        agreement,
        head,
        table,
        lambda data, filled: commitments.add(
            agreement,
            actor=request.user,
            rows_of=[{**one, "party": data["party"]} for one in filled],
            seen=data["seen"],
        ),
        to=address(agreement, slug),
        title=_("What a party brings"),
        intro=_(
            "One row for each thing and year: money, things or time. A row is for the whole year, as far as the "
            "agreement lasts; a shorter time is written when you change the row. Rows left empty are left out."
        ),
        crumb=_("Commitments"),
    )


def commitment_of(agreement: Agreement, pk: int) -> Commitment:
    """A commitment of the agreement or of one that changes it, else 404."""
    found = Commitment.objects.with_figures().select_related(*PARTY, "party__partnership", "agreement__parent")
    row = get_object_or_404(found, Q(agreement=agreement) | Q(agreement__parent=agreement), pk=pk)
    row.agreement.partnership = agreement.partnership
    return row


@require_GET
def commitment(request: HttpRequest, slug: str, pk: int, row: int) -> HttpResponse:
    """One commitment: what is agreed, what was brought when, and what took its place."""
    partnership, agreement = package_of(request, slug, pk)
    found = commitment_of(agreement, row)
    context = frame.context(request, partnership, "agreements", found.organisation)
    actuals = found.actuals.select_related("corrected_by").order_by("starts_on", "pk")
    context |= {
        "agreement": found.agreement,
        "commitment": found,
        "crumbs": [*crumbs_of(agreement, slug), (_("Commitments"), address(agreement, slug))],
        "actuals": [(one, outcomes.Period(one.starts_on, one.ends_on)) for one in actuals],
        "may_write": found.party_id in writable(request.user, found.agreement),
        "replaced_by": Commitment.objects.filter(replaces=found).select_related("agreement").first(),
    }
    return render(request, "partnerships/commitment.html", context)


@get_and_post
def commitment_edit(request: HttpRequest, slug: str, pk: int, row: int) -> HttpResponse:
    """Change one commitment."""
    partnership, agreement = package_of(request, slug, pk)
    found = commitment_of(agreement, row)
    rows.require_rows(request.user, agreement, found.party)
    initial = {name: getattr(found, name) for name in CommitmentForm.base_fields if name != "seen"}
    initial["seen"] = agreements.state_of(agreement)
    form = CommitmentForm(posted(request), initial=initial, replaces=found.replaces)
    version = version_of(request, found.version)
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        writing(form, agreement, lambda data: commitments.edit(found, actor=request.user, version=version, **data)),
        to=address(agreement, slug),
        title=_("Edit %(name)s") % {"name": found.description},
        submit=_("Save"),
        back=address(agreement, slug),
        said=_("Saved."),
        version=found.version,
        warning=lambda: void_warning(agreement),
        crumbs=[*crumbs_of(agreement, slug), (_("Commitments"), address(agreement, slug))],
        intro=_("What %(party)s brings.") % {"party": found.party.name},
    )


@get_and_post
def commitment_remove(request: HttpRequest, slug: str, pk: int, row: int) -> HttpResponse:
    """Take one commitment out of the text."""
    partnership, agreement = package_of(request, slug, pk)
    found = commitment_of(agreement, row)
    rows.require_rows(request.user, agreement, found.party)
    words = {"what": found.description, "party": found.party.name, "year": found.starts_on.year}
    return remove_page(
        request,
        partnership,
        agreement,
        lambda **data: commitments.remove(found, actor=request.user, **data),
        title=_("Take out a commitment"),
        what=_("“%(what)s”, which %(party)s was to bring in %(year)s, goes out of the text.") % words,
        to=address(agreement, slug),
        crumb=_("Commitments"),
    )


@get_and_post
def commitment_replace(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """In an amendment: let something else hold instead of what is agreed, from a day on."""
    partnership, agreement = package_of(request, slug, pk)
    parties = writers_parties(request.user, agreement)
    require_some(parties)
    replaceable = commitments.replaceable(agreement).filter(party__in=parties.values("pk").order_by())
    form = ReplaceForm(
        posted(request),
        replaceable=replaceable,
        initial={
            "seen": agreements.state_of(agreement),
            "replaces": request.GET.get("vilket", ""),
            "starts_on": agreement.starts_on,
        },
    )
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        writing(form, agreement, lambda data: _replace(agreement, request.user, data)),
        to=address(agreement, slug),
        title=_("Replace what is agreed"),
        submit=_("Save"),
        back=address(agreement, slug),
        said=_("Saved."),
        warning=lambda: void_warning(agreement),
        crumbs=[*crumbs_of(agreement, slug), (_("Commitments"), address(agreement, slug))],
        intro=_(
            "The old commitment stands in its agreement as it was signed. This one holds instead from its first day."
        ),
    )


def _replace(agreement: Agreement, actor: Any, data: dict[str, Any]) -> Any:
    seen = data.pop("seen", None)
    return commitments.add(agreement, actor=actor, rows_of=[data], seen=seen)
