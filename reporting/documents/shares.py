"""What each party brings, as a document: for boards, auditors and the file."""

from django.db.models import Q
from django.utils.translation import gettext as _

from partnerships.models import LogEvent, Partnership
from reporting.shares import agreed_in, beside, sheet_of

from .paper import Document, base, fact, file_name, parties_of


def shares_of(partnership: Partnership, year: int | None = None) -> Document:
    """Planned and brought by party, kind and side, of one year or of all, as the record stands."""
    event = _last_event(partnership)
    sheet = sheet_of(partnership, year)
    when = str(year) if year else _("all years")
    rows = agreed_in(partnership)
    if year is not None:
        rows = rows.filter(starts_on__year=year)
    context = base(
        partnership,
        event,
        title=_("What each party brings, %(when)s") % {"when": when},
        caption=_("Planned and brought, %(when)s") % {"when": when},
        facts=[fact(_("Year"), when)],
        parties=parties_of(line.party for line in sheet.lines if line.party),
        sheet=sheet,
        beside=beside(partnership, year),
        rows=rows.select_related("party__organisation", "party__unit", "agreement").order_by(
            "party", "starts_on", "kind", "pk"
        ),
    )
    name = file_name(partnership.registry_number, partnership.name, _("what each party brings"), year or "")
    return Document("pdf/shares.html", context, event.at, name)


def _last_event(partnership: Partnership) -> LogEvent:
    """The last event about what the sheet shows: agreements, the fund and the monthly reports, or the partnership."""
    events = LogEvent.objects.filter(chain=partnership.chain_id)
    shown = Q(object_type__in=["partnerships.agreement", "governance.fund", "partnerships.service"])
    return events.filter(shown).order_by("number").last() or events.latest("number")
