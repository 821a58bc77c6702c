"""Checking the official log: that nothing in it, and nothing it vouches for, was changed behind the product's back.

An event's hash covers its own words, the hash of the event before it, and a digest of the history rows that it made. A
change anywhere shows at the first event that no longer fits. Each event names the columns that its digest covers, so
that a column added later leaves it as it was (ADR 0012). Only events cut off at the end leave no trace in the chain
itself: compare its head with one that was printed on a document earlier.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.models import TextField
from django.db.models.expressions import RawSQL

from . import access, steps
from .models import LogChain, LogEvent, Organisation, Partnership

#: How many events, with their history rows, are held in memory at a time.
CHUNK = 500

#: The tables as they were when events did not yet name their columns: those then cover every column of that time.
FIRST_TABLES = [("partnerships", "0003_section_templates"), ("governance", "0002_promises")]

#: The act that empties fields of history rows, and which: nothing else may be put right that way (ADR 0014).
REDACTING = "person.erase"
REDACTED = {"partnerships.historicalinvitation": "email"}

#: (label of a history model, history id) -> the row as it stands now.
Rows = dict[tuple[str, int], models.Model]
#: The same -> [(number of the event that emptied the row, the row's digest until then)].
Redactions = dict[tuple[str, int], list[tuple[int, str]]]


class Head(NamedTuple):
    """The last event of a chain: whoever has seen it holds everything before it to what it was."""

    number: int
    hash: str


class Fault(NamedTuple):
    """The first event of a chain that does not hold, and why."""

    number: int
    reason: str


BEFORE_THE_FIRST = Head(0, "")


def head(chain: LogChain) -> Head:
    """Number and hash of the chain's last event; (0, "") while it is empty."""
    last = LogEvent.objects.filter(chain=chain).order_by("-number").values_list("number", "hash").first()
    return Head(*last) if last else BEFORE_THE_FIRST


def verify(chain: LogChain) -> Fault | None:
    """The first fault of the chain, or None. Reads it from the beginning, a part at a time."""
    before, redactions = BEFORE_THE_FIRST, _redactions(chain)
    for events in _parts(chain):
        rows = _rows(events)
        for event in events:
            reason = _fault(event, before, rows, redactions)
            if reason:
                return Fault(event.number, reason)
            before = Head(event.number, event.hash)
    return None


def chains(partnership: Partnership | None = None) -> Iterator[tuple[str, LogChain]]:
    """Every chain, or those of one partnership and its bodies, with names that tell nothing of a members-only body."""
    bodies = apps.get_model(access.SCOPES[access.BODY][0])._base_manager.exclude(visibility="partnership")
    partnerships = Partnership._base_manager.all()
    if partnership is None:
        for organisation in Organisation._base_manager.select_related("chain").order_by("pk").iterator():
            yield f"organisation {organisation.number}", organisation.chain
    else:
        partnerships, bodies = partnerships.filter(pk=partnership.pk), bodies.filter(partnership=partnership)
    for one in partnerships.select_related("chain").order_by("pk").iterator():
        yield f"partnership {one.slug}", one.chain
    for body in bodies.select_related("chain").order_by("pk").iterator():
        yield f"members-only body {body.pk}", body.chain


def _parts(chain: LogChain) -> Iterator[list[LogEvent]]:
    """The chain's events in order, each with `computed`: its hash as the database works it out anew."""
    computed = RawSQL("iop_log_hash(partnerships_logevent)", (), output_field=TextField())  # noqa: S611 no value in it
    events = LogEvent.objects.filter(chain=chain).annotate(computed=computed).order_by("number").iterator(CHUNK)
    while part := list(islice(events, CHUNK)):
        yield part


def _rows(events: Iterable[LogEvent]) -> Rows:
    """The history rows that the events name, as they stand now: one query for each model."""
    wanted = defaultdict(set)
    for event in events:
        for label, history_id, *_columns in event.rows:
            wanted[label].add(history_id)
    return {
        (label, row.pk): row
        for label, keys in wanted.items()
        for row in apps.get_model(label)._base_manager.filter(pk__in=keys).iterator(CHUNK)
    }


def _redactions(chain: LogChain) -> Redactions:
    """What rows of the chain were before they were emptied, in the order of the events that say so."""
    found: Redactions = defaultdict(list)
    for event in LogEvent.objects.filter(chain=chain, action=REDACTING).order_by("number"):
        for label, key, _columns, *old in event.rows:
            if old and label in REDACTED:
                found[label, key].append((event.number, old[0]))
    return found


def _fault(event: LogEvent, before: Head, rows: Rows, redactions: Redactions) -> str:
    """Why the event does not hold after the one before it; empty if it does."""
    if event.number != before.number + 1:
        return f"event {before.number + 1} is missing before it"
    if event.previous_hash != before.hash:
        return "it does not follow from the event before it"
    if event.hash != event.computed:
        return "its own words have been changed"
    missing = [f"{label} {key}" for label, key, *_columns in event.rows if (label, key) not in rows]
    if missing:
        return f"history it made is gone: {', '.join(missing)}"
    emptied = [rows[label, key] for label, key, *rest in event.rows if len(rest) > 1]
    if any(getattr(row, REDACTED.get(row._meta.label_lower, ""), "?") for row in emptied):
        return "what it emptied is filled in again"
    if event.digest != steps.digest_of([_as_made(event, one, rows, redactions) for one in event.rows]):
        return "history it made has been changed"
    return ""


def _as_made(event: LogEvent, entry: list[Any], rows: Rows, redactions: Redactions) -> str:
    """The digest of a row as it was when the event named it: a later event has kept it if the row is emptied since."""
    label, key, *rest = entry
    later = [old for number, old in redactions.get((label, key), []) if number > event.number]
    return later[0] if later else _digest(rows[label, key], *rest[:1])


def covered_digest(row: models.Model, event: LogEvent) -> str:
    """The digest of a row over the columns that `event` names for it."""
    columns = next(rest[:1] for label, key, *rest in event.rows if (label, key) == (row._meta.label_lower, row.pk))
    return _digest(row, *columns)


def _digest(row: models.Model, columns: Iterable[str] | None = None) -> str:
    """The digest of a row as it stands now, over the columns that its event names."""
    return steps.row_digest(row, first_columns().get(row._meta.label_lower, []) if columns is None else columns)


@cache
def first_columns() -> dict[str, list[str]]:
    """Label of a history model -> the columns that events covered before they named them.

    Read from the migrations, which are never edited. Naming too few or too many here can only raise a false alarm.
    """
    state: Any = MigrationLoader(None).project_state(FIRST_TABLES)
    return {
        f"{app}.{model}": [f"{name}_id" if one.is_relation else name for name, one in model_state.fields.items()]
        for (app, model), model_state in state.models.items()
    }
