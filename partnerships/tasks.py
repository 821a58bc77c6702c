"""What waits for whom. Each part of the product adds its source; "Min dag" and the overview ask them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps


@dataclass(frozen=True)
class Task:
    """One thing that waits for the person looking, with its address, why, since when and until when.

    `is_closed`: it is of a members-only body, so that no e-mail says what it is.
    """

    title: str
    url: str
    reason: str = ""
    due_on: date | None = None
    since: date | None = None
    is_closed: bool = False


#: (user, partnership or None for all of the user's) -> tasks, in a number of queries that does not grow.
Source = Callable[[Any, Any], Iterable[Task]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source of tasks; called from an app's `ready`."""
    if source not in _sources:
        _sources.append(source)


def _closed() -> Iterable[str]:
    """The short names of partnerships that are closed: nothing waits there."""
    rows = apps.get_model("partnerships.Partnership").objects.filter(closed_on__isnull=False)
    return rows.values_list("slug", flat=True)


def waiting_for(user: Any, partnership: Any = None) -> list[Task]:
    """Everything that waits for `user`, soonest first, in one partnership or all."""
    if partnership is not None and partnership.closed_on is not None:
        return []
    found = [task for source in _sources for task in source(user, partnership)]
    closed = tuple(f"/partnerskap/{slug}/" for slug in (_closed() if partnership is None else ()))
    found = [task for task in found if not task.url.startswith(closed)] if closed else found
    return sorted(found, key=lambda task: (task.due_on is None, task.due_on or date.max, str(task.title)))
