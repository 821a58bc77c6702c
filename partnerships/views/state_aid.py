"""Reading state aid: what an organisation and the idéburna parties of a partnership have been granted, and the sums."""

from collections.abc import Iterable

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import aid_statements, frame, state_aid
from partnerships.forms.state_aid import TryForm
from partnerships.lists import Column, Filter, Listing
from partnerships.models import AidGrant, Organisation, Party, Side, swedish
from partnerships.models.reference import LIMITS_OF_AID

from .documents import as_file
from .organisations import seen

#: What is asked of the sums, in an address.
ASKED = ("day", "plan", "plan_kind", "rate")


def _try(request: HttpRequest) -> TryForm:
    """The day and the planned amount that are asked for, if any."""
    return TryForm(request.GET if any(request.GET.get(name) for name in ASKED) else None)


# -- One organisation -------------------------------------------------------------------------------------------------
@require_GET
def organisation_aid(request: HttpRequest, pk: int) -> HttpResponse:
    """What an idéburen organisation has received, with its sums; of a public one what it has given."""
    organisation, _actions = seen(request, pk)
    received = organisation.side == Side.IDEBUREN
    rows = AidGrant.objects.visible_to(request.user).current().for_list()
    rows = rows.filter(organisation=organisation) if received else rows.filter(granted_by=organisation)
    listing = Listing(
        request,
        rows,
        _columns(),
        name=f"statsstod-{organisation.pk}",
        search=("organisation__name", "granted_by__name", "granted_by_name", "legal_basis"),
        search_label=_("Name or legal basis"),
        filters=[Filter("kind", _("Kind"), AidGrant.Kind.choices)],
        sort="-granted_on",
    )
    if listing.response:
        return listing.response
    form = _try(request)
    sums = state_aid.sums([organisation], form.chosen_day, planned=form.planned) if received else {}
    context = {
        **listing.context,
        "organisation": organisation,
        "received": received,
        "form": form,
        "sums": list(sums[organisation.pk].values()) if received else [],
        "day": form.chosen_day,
        "may_state": received and aid_statements.may_state_for(request.user, organisation).exists(),
    }
    return render(request, "partnerships/state_aid.html", context)


def _columns() -> list[Column]:
    return [
        Column("granted_on", _("Granted on"), lambda row: row.granted_on, ("granted_on",)),
        Column("organisation", _("Received by"), lambda row: row.organisation.name, (swedish("organisation__name"),)),
        Column("giver", _("Granted by"), lambda row: row.giver),
        Column("kind", _("Kind"), lambda row: capfirst(row.get_kind_display()), ("kind", "-granted_on")),
        Column("amount", _("Amount, kr"), lambda row: row.amount, ("amount",)),
        Column("rate", _("Kronor for one euro"), lambda row: row.rate),
        Column("rate_on", _("Rate of"), lambda row: row.rate_on),
        Column("rate_source", _("Source of the rate"), lambda row: row.rate_source),
        Column("amount_eur", _("Amount, euro"), lambda row: row.amount_eur),
        Column("legal_basis", _("Legal basis"), lambda row: row.legal_basis),
        Column("why_not_aid", _("Why it is not aid"), lambda row: row.why_not_aid),
        Column("why_above", _("Why above the limit"), lambda row: row.why_above),
        Column("undertaking_note", _("Single undertaking"), lambda row: row.undertaking_note),
        Column("registered_on", _("In the central register since"), lambda row: row.registered_on),
        Column("stated_by", _("Stated by"), lambda row: row.stated_by.name),
        Column("stated_at", _("Stated"), lambda row: row.stated_at),
        Column("withdrawn", _("Withdrawn"), lambda row: _("yes") if row.is_withdrawn else _("no")),
        Column("grant", _("Grant number"), lambda row: row.grant_key),
        Column("illustrative", _("Illustrative"), lambda row: _("yes") if row.is_illustrative else _("no")),
    ]


# -- A partnership ----------------------------------------------------------------------------------------------------
@require_GET
def partnership_aid(request: HttpRequest, slug: str) -> HttpResponse:
    """The sums of every idéburen organisation in the partnership on a day, and what a planned amount would do."""
    partnership = frame.seen(request, slug)
    inside = Party.objects.filter(partnership=partnership, status__in=Party.INSIDE)
    rows = Organisation.objects.filter(side=Side.IDEBUREN, pk__in=inside.values("organisation"))
    form = _try(request)
    sums: dict[int, dict[str, state_aid.Sum]] = {}
    if request.GET.get("format"):
        sums = state_aid.sums(rows, form.chosen_day, planned=form.planned)
    listing = Listing(
        request,
        rows,
        _sum_columns(sums),
        name=f"{slug}-statsstod-{form.chosen_day:%Y-%m-%d}",
        search=("name", "number"),
        search_label=_("Name or number"),
        sort="name",
    )
    if listing.response:
        return listing.response
    page = listing.context["page_obj"].object_list
    more = {
        **listing.context,
        "form": form,
        "day": form.chosen_day,
        "rows": _with_sums(page, state_aid.sums(page, form.chosen_day, planned=form.planned)),
    }
    return render(
        request, "partnerships/partnership_aid.html", frame.context(request, partnership, "initiative", **more)
    )


def _with_sums(
    page: Iterable[Organisation], sums: dict[int, dict[str, state_aid.Sum]]
) -> list[tuple[Organisation, list[state_aid.Sum]]]:
    return [(one, list(sums[one.pk].values())) for one in page]


def _sum_columns(sums: dict[int, dict[str, state_aid.Sum]]) -> list[Column]:
    """Name and number, and for each kind of aid its arithmetic in figures."""
    columns = [
        Column("name", _("Organisation"), lambda row: row.name, [swedish("name")]),
        Column("number", _("Organisation number"), lambda row: row.number, ["number"]),
    ]
    parts = {
        "first": (_("first day"), lambda one: one.first),
        "day": (_("last day"), lambda one: one.day),
        "granted": (_("granted, euro"), lambda one: one.granted),
        "planned": (_("planned, euro"), lambda one: one.planned.amount_eur if one.planned else None),
        "limit": (_("limit, euro"), lambda one: one.limit.value if one.limit else None),
        "remaining": (_("remaining, euro"), lambda one: one.remaining),
        "level": (_("state"), lambda one: one.level.label),
        "source": (_("source"), lambda one: one.limit.source if one.limit else ""),
    }
    for kind in LIMITS_OF_AID:
        label = capfirst(AidGrant.Kind(kind).label)
        for name, (words, value) in parts.items():
            columns.append(
                Column(
                    f"{kind}_{name}",
                    f"{label}: {words}",
                    lambda row, kind=kind, value=value: value(sums[row.pk][kind]),
                )
            )
    return columns


# -- One statement ----------------------------------------------------------------------------------------------------
@require_GET
def aid(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement, what the other side says of the same grant, and what was said before."""
    row = visible(request, pk)
    key = row.grant_key
    group = AidGrant.objects.visible_to(request.user).for_list().filter(organisation=row.organisation_id)
    same = [one for one in group.order_by("pk") if one.grant_key == key]
    corrected = {one.corrects_id for one in same}
    able = {one.pk for one in aid_statements.may_state_for(request.user, row.organisation)}
    is_current = row.pk not in corrected
    context = {
        "row": row,
        "is_current": is_current,
        "latest": next((one for one in reversed(same) if one.stated_by_id == row.stated_by_id), row),
        "earlier": [one for one in same if one.stated_by_id == row.stated_by_id and one.pk < row.pk],
        "others": [one for one in same if one.stated_by_id != row.stated_by_id and one.pk not in corrected],
        "may_correct": is_current and row.stated_by_id in able,
        "may_answer": is_current and bool(_silent(row, same) & able),
    }
    return render(request, "partnerships/state_aid_one.html", context)


def _silent(row: AidGrant, same: Iterable[AidGrant]) -> set[int]:
    """The organisations of a grant that have not stated it."""
    return {row.organisation_id, row.granted_by_id or row.organisation_id} - {one.stated_by_id for one in same}


def visible(request: HttpRequest, pk: int) -> AidGrant:
    """The statement if the reader may see it, else 404."""
    rows = AidGrant.objects.visible_to(request.user).for_list().select_related("about", "corrects")
    return get_object_or_404(rows.select_related("organisation", "granted_by", "stated_by", "certificate"), pk=pk)


@require_GET
def aid_certificate(request: HttpRequest, pk: int) -> FileResponse:
    """The certificate of a statement: whoever may read the statement may read it."""
    row = visible(request, pk)
    if row.certificate is None:
        raise Http404
    return as_file(row.certificate)
