"""Extending an agreement by itself, as it says, when nobody has said no in time. The system's own act."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy

from partnerships import access, clock, steps
from partnerships.models import Agreement, AutomaticExtension

from .package import Kind, Status, address, lock
from .terms import effective_end, latest, months_before


class Coming(NamedTuple):
    """The automatic extension that lies ahead: the last day to say no, the last day now, and the one it gets."""

    say_no_by: date
    ends_on: date
    extended_to: date


def coming(agreement: Agreement) -> Coming | None:
    """What will happen by itself; None if nothing will, or it has happened as often as it may."""
    end = effective_end(agreement)
    if agreement.kind != Kind.MAIN or agreement.status != Status.IN_FORCE or end is None:
        return None
    if latest(agreement, "extension_kind", "") != Agreement.Extension.AUTOMATIC:
        return None
    times = latest(agreement, "extension_times")
    if times is not None and len(agreement.automatic_extensions.all()) >= times:
        return None
    notice = latest(agreement, "extension_notice_months")
    months = notice if notice is not None else latest(agreement, "notice_months") or 0
    return Coming(months_before(end, months), end, extended_end(end, latest(agreement, "extension_months")))


def extended_end(end: date, months: int) -> date:
    """The last day `months` after `end`: the last of a month gives the last of a month, as terms are written."""
    return months_before(end, -months)


def is_ended(agreement: Agreement) -> bool:
    """Whether somebody has given notice of the whole agreement, or ended it otherwise: then it is not extended."""
    ends = getattr(agreement, "ends", None)
    return ends is not None and ends.coming().exists()


def extend_due() -> int:
    """Extend by themselves the agreements that nobody has said no to in time; how many times. Idempotent."""
    rows = Agreement.objects.filter(kind=Kind.MAIN, status=Status.IN_FORCE).order_by("pk")
    return sum(_extend(agreement) for agreement in rows)


def _extend(agreement: Agreement) -> int:
    """Extend one agreement as often as is due, each time in an act of its own."""
    done = 0
    while (next_one := coming(Agreement.objects.get(pk=agreement.pk))) and next_one.say_no_by < clock.today():
        with steps.record("agreement.extend", actor=None) as act:
            main = lock(agreement)
            ahead = coming(main)
            if ahead is None or ahead != next_one or is_ended(main):
                return done
            act.root = main
            act.save(
                AutomaticExtension(
                    agreement=main, previous_end=ahead.ends_on, ends_on=ahead.extended_to, at=clock.now()
                )
            )
            act.notify(
                access.people_with("view_partnership", main.partnership),
                key=f"agreement:{main.pk}:extended:{ahead.extended_to.isoformat()}",
                text=gettext_lazy("“%(title)s” has been extended by itself. Its last day is now %(day)s."),
                url=address(main),
                title=main.title,
                day=ahead.extended_to.isoformat(),
            )
            done += 1
    return done
