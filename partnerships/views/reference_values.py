"""The thresholds and limits of the law, with the days on which they hold and their sources."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import clock
from partnerships import reference_values as values
from partnerships.lists import Column, Filter, Listing
from partnerships.models import ReferenceValue
from partnerships.templatetags.iop import last_day


@login_not_required
@require_GET
def reference_values(request: HttpRequest) -> HttpResponse:
    """What holds today, or that it is unknown, and every value with its source."""
    today = clock.today()
    listing = Listing(
        request,
        ReferenceValue.objects.all(),
        _columns(today),
        name="gransvarden",
        search=("source", "to_verify"),
        search_label=_("Search the sources"),
        filters=[Filter("kind", _("What it is"), ReferenceValue.Kind.choices)],
        sort="kind",
    )
    if listing.response:
        return listing.response
    kinds, now = ReferenceValue.Kind, values.values_on(today)
    context = {
        **listing.context,
        "today": today,
        "now": [(kinds(kind).label, row) for kind, row in now.items()],
        "rows": [(row, *_state(row, today)) for row in listing.context["page_obj"]],
    }
    return render(request, "partnerships/reference_values.html", context)


def _state(row: ReferenceValue, today: Any) -> tuple[str, str]:
    """Whether the value holds, in a word, and the tone of the word."""
    if row.is_valid_on(today):
        return _("holds"), "success"
    return (_("does not hold yet"), "info") if row.valid_from > today else (_("has ceased"), "ended")


def _columns(today: Any) -> list[Column]:
    order = ("kind", "-valid_from")
    return [
        Column("kind", _("What it is"), lambda row: capfirst(row.get_kind_display()), order),
        Column("value", _("Value"), lambda row: row.amount, ("value",)),
        Column("unit", _("Unit"), lambda row: row.get_unit_display()),
        Column("period", _("Added up over"), lambda row: row.get_period_display()),
        Column("valid_from", _("From"), lambda row: row.valid_from, ("valid_from",)),
        Column("valid_until", _("Last day"), lambda row: last_day(row.valid_until), ("valid_until",)),
        Column("state", _("State"), lambda row: _state(row, today)[0]),
        Column("source", _("Source"), lambda row: row.source),
        Column("to_verify", _("Still to be checked"), lambda row: row.to_verify),
        Column("checked_on", _("Checked on"), lambda row: row.checked_on, ("checked_on",)),
    ]
