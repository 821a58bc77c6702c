"""Until when an agreement holds, how long notice is, and when it has to be given: by what was signed last.

Reads `agreement.children` and the contracting parties of them all: fetch them with `with_terms` for a list.
"""

import calendar
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Agreement, AutomaticExtension, Party

from .package import Kind, Status


def with_terms(agreements: models.QuerySet) -> models.QuerySet:
    """Fetch what the functions here ask for: four queries for any number of agreements."""
    return agreements.prefetch_related("agreement_parties", "children__agreement_parties", "automatic_extensions")


def own_notice(agreement: Agreement) -> dict[int, tuple[int, Agreement]]:
    """The parties that have a time of notice of their own -> its months, and where that is agreed."""
    found: dict[int, tuple[int, Agreement]] = {}
    for package in as_agreed(agreement):
        for row in package.agreement_parties.all():
            if row.notice_months is not None:
                found[row.party_id] = row.notice_months, package
    return found


def notice_months(agreement: Agreement, party: Party | None = None) -> int | None:
    """How long the party's notice is: its own if that is agreed, else the agreement's."""
    own = own_notice(agreement).get(party.pk) if party is not None else None
    return own[0] if own else latest(agreement, "notice_months")


def as_agreed(agreement: Agreement) -> Iterator[Agreement]:
    """The agreement, then what has been signed under it and holds, in the order in which it was agreed."""
    yield agreement
    signed = [
        one
        for one in agreement.children.all()
        if one.status == Status.IN_FORCE and one.kind in (Kind.AMENDMENT, Kind.EXTENSION)
    ]
    yield from sorted(signed, key=lambda one: one.agreed_at)


def latest(agreement: Agreement, name: str, empty: Any = None) -> Any:
    """The term called `name` as the package that was agreed last says it."""
    return next((found for one in reversed([*as_agreed(agreement)]) if (found := getattr(one, name)) != empty), empty)


def further_terms(agreement: Agreement) -> list[tuple[str, str]]:
    """(label, value) of what is agreed beside dates and notice: subjects, target group, extension."""
    rows = [
        (_("What it changes"), ", ".join(agreement.subject_labels)),
        (_("New target group"), agreement.target_group),
        (_("How it is extended"), extension_in_words(agreement)),
    ]
    own = [row for row in agreement.agreement_parties.all() if row.notice_months is not None]
    words = "; ".join(f"{row.party.name}: {months_in_words(row.notice_months or 0)}" for row in own)
    return [(label, value) for label, value in [*rows, (_("Own time of notice"), words)] if value]


def months_in_words(months: int) -> str:
    """A number of months."""
    return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}


def extension_in_words(agreement: Agreement) -> str:
    """How a text says that it is extended, with how long, how often, and when somebody has to say no."""
    if not agreement.extension_kind:
        return ""
    words = [str(agreement.get_extension_kind_display())]
    if agreement.extension_months:
        words.append(_("%(months)s each time") % {"months": months_in_words(agreement.extension_months)})
    if agreement.extension_times:
        times = ngettext("at most %(n)s time", "at most %(n)s times", agreement.extension_times)
        words.append(times % {"n": agreement.extension_times})
    if agreement.extension_notice_months is not None:
        words.append(
            _("to be said no to %(months)s before the last day")
            % {"months": months_in_words(agreement.extension_notice_months)}
        )
    return ", ".join(words)


def effective_end(agreement: Agreement) -> date | None:
    """The last day on which the agreement holds, with what has been signed under it; None: until further notice."""
    ends = ends_in_order(agreement)
    return ends[-1][0] if ends else None


def ends_in_order(agreement: Agreement) -> list[tuple[date, Agreement | AutomaticExtension]]:
    """Every last day that the agreement has had, and what gave it: the last one holds."""
    found: list[tuple[date, Agreement | AutomaticExtension]] = []
    if agreement.ends_on:
        found.append((agreement.ends_on, agreement))
    later: list[tuple[datetime, int, Agreement | AutomaticExtension]] = [
        (*one.agreed_at, one) for one in [*as_agreed(agreement)][1:] if one.ends_on
    ]
    later += [(one.at, one.pk, one) for one in agreement.automatic_extensions.all()]
    for _at, _pk, one in sorted(later, key=lambda row: row[:2]):
        is_amended = isinstance(one, Agreement) and one.kind == Kind.AMENDMENT
        if one.ends_on and (is_amended or (found and one.ends_on > found[-1][0])):
            found.append((one.ends_on, one))
    return found


def last_day_to_give_notice(agreement: Agreement, party: Party | None = None) -> date | None:
    """The last day from which the notice, of `party` or the agreement's, runs out by the end of the term.

    The last of a month stays the last of a month: with three months' notice, 31 May gives 28 or 29 February.
    """
    end, months = effective_end(agreement), notice_months(agreement, party)
    return None if end is None or months is None else months_before(end, months)


def months_after(day: date, months: int) -> date:
    """When `months` from `day` have run out: the day with the same number, or the month's last (lag 1930:173, § 2)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_before(day: date, months: int) -> date:
    """`months` calendar months before `day`; the last of a month gives the last of a month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))
