"""What day it is. The one source of dates and moments in the domain.

The demo's calendar stands still on a day in 2017, so that its deadlines, mandates and minutes hang together;
everywhere else the clock is the real one. See docs/adr/0004-a-calendar-that-can-stand-still.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

DEMO_DAY = date(2017, 2, 6)

_travelled: ContextVar[datetime | None] = ContextVar("travelled", default=None)


def now() -> datetime:
    """The present moment, aware; in the demo on the demo's day, at the real time of day."""
    travelled = _travelled.get()
    if travelled is not None:
        return travelled
    if settings.DEMO:
        return timezone.make_aware(datetime.combine(DEMO_DAY, timezone.localtime().time()))
    return timezone.now()


def today() -> date:
    """The present day in Sweden."""
    return timezone.localdate(now())


def day_of(moment: datetime) -> date:
    """The day of a moment in Sweden."""
    return timezone.localdate(moment)


@contextmanager
def travel(day: date, at: time = time(9, 0)) -> Iterator[None]:
    """Let `now()` be `at` on `day` inside the block: for loading the demo's history and for tests."""
    token = _travelled.set(timezone.make_aware(datetime.combine(day, at)))
    try:
        yield
    finally:
        _travelled.reset(token)


def tick(minutes: int = 1) -> None:
    """Move a travelled clock forward."""
    travelled = _travelled.get()
    if travelled is not None:
        _travelled.set(travelled + timedelta(minutes=minutes))
