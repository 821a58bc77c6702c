"""Until when an agreement holds, and when notice has to be given."""

import calendar
from datetime import date

from partnerships.models import Agreement

from .package import Kind, Status


def effective_end(agreement: Agreement) -> date | None:
    """The last day on which the agreement holds, with the extensions in force; None: until further notice."""
    extended = [
        one.ends_on
        for one in agreement.children.all()
        if one.kind == Kind.EXTENSION and one.status == Status.IN_FORCE and one.ends_on
    ]
    return max([agreement.ends_on, *extended]) if agreement.ends_on else None


def last_day_to_give_notice(agreement: Agreement) -> date | None:
    """The day by which notice has to be given for the agreement to end with its term.

    The last of a month stays the last of a month: with three months' notice, 31 May gives 28 or 29 February.
    """
    end = effective_end(agreement)
    if end is None or agreement.notice_months is None:
        return None
    return months_before(end, agreement.notice_months)


def months_before(day: date, months: int) -> date:
    """`months` calendar months before `day`; the last of a month gives the last of a month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))
