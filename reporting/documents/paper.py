"""What every document has in common: its template, its context, its date and its name as a file.

The date and the head of the log are those of the record's own last event, never of the moment of printing: the same
record gives the same bytes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from partnerships import steps
from partnerships.models import AnalysisApproval, LogChain, LogEvent, Mandate, Organisation, Party, Signature, Unit
from partnerships.templatetags.iop import day, last_day
from reporting.history import about
from reporting.pdf import render_pdf


@dataclass(frozen=True)
class Document:
    """One PDF, ready to be rendered."""

    template: str
    context: dict[str, Any]
    created: datetime
    filename: str
    draft: bool = False

    def render(self) -> bytes:
        """The file."""
        return render_pdf(self.template, self.context, created=self.created, draft=self.draft)


def file_name(*words: Any) -> str:
    """Words as the name of a file: 0193-15-avtal-version-2.pdf."""
    parts = [slugify(re.sub(r"[/\\.:]", "-", str(word))) for word in words if word not in ("", None)]
    return "-".join(part for part in parts if part)[:120] + ".pdf"


def last_event(obj: Any, *conditions: Q, chain: LogChain | None = None) -> LogEvent:
    """The last event about a record: its moment dates the file, its hash is the head of the log on it."""
    events = LogEvent.objects.filter(chain=chain or steps.chain_of(obj))
    own = events.filter(about(obj._meta.label_lower, obj.pk), *conditions).order_by("number").last()
    return own or events.latest("number")


def base(partnership: Any, event: LogEvent, *, name: str = "", **more: Any) -> dict[str, Any]:
    """What the paper itself needs: the running head and foot. `name`: what the partnership was called then."""
    return {
        "partnership": name or partnership.name,
        "registry_number": partnership.registry_number,
        "log_head": event.hash,
        "log_number": event.number,
        **more,
    }


def fact(term: str, value: Any) -> dict[str, str]:
    """One of the short facts in the head."""
    return {"term": str(term), "value": str(value)}


def parties_of(parties: Iterable[Party]) -> list[dict[str, Any]]:
    """Parties as the table of them takes them."""
    return [
        {"name": party.name, "side": party.organisation.side, "number": party.organisation.number} for party in parties
    ]


def names_at(parties: Iterable[Party], at: datetime | None) -> dict[int, str]:
    """What each party was called at a moment, without one what it is called now."""
    parties = list(parties)
    if at is None:
        return {party.pk: party.name for party in parties}
    then = {row.pk: row for row in Party.history.as_of(at).filter(id__in=[party.pk for party in parties])}
    organisations = _named(Organisation, {party.organisation_id for party in parties}, at)
    units = _named(Unit, {row.unit_id for row in then.values() if row.unit_id}, at)
    names = {}
    for party in parties:
        unit = units.get(then[party.pk].unit_id, "") if party.pk in then else ""
        organisation = organisations.get(party.organisation_id, party.organisation.name)
        names[party.pk] = f"{organisation}, {unit}" if unit else organisation
    return names


def _named(model: Any, keys: set[int], at: datetime) -> dict[int, str]:
    return {row.pk: row.name for row in model.history.as_of(at).filter(id__in=keys)}


def mandate_dates(given: Signature | AnalysisApproval) -> str:
    """The mandate as it stood when it was used: a later end of it is no part of what was signed."""
    mandate = Mandate.history.as_of(given.at).filter(id=given.mandate_id).first() or given.mandate
    words = {"start": day(mandate.valid_from)}
    if mandate.valid_until is None:
        return _("Mandate from %(start)s until further notice") % words
    return _("Mandate from %(start)s to %(end)s") % {**words, "end": day(last_day(mandate.valid_until))}
