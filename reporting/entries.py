"""Events of the official log in words: who did what, for which party, when and on what authority, and what changed.

Names are looked up for a whole page at once, and only of what the reader may see.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from governance.models import Body, Minutes
from governance.models.record import WORDS
from partnerships.models import LogEvent, MoneyField
from partnerships.templatetags.iop import NOTHING, day, kr, moment, number, plain

from .sentences import CAPACITY_CHANGED, CAPACITY_SET, CHANGED, LABELS, name_of, person_name, related, sentence_of

#: A value longer than this is shown below the sentence, word by word, not in it.
SHORT = 60
CAPACITY = "partnerships.servicecapacity"


@dataclass
class Entry:
    """One event for people to read: what `components/history_list.html` shows."""

    at: datetime
    actor: str
    organisation: str
    sentence: str
    authority: str
    number: int
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    room: str = ""

    def in_words(self) -> str:
        """The changes on lines, for a spreadsheet."""
        return "\n".join(f"{label}: {old or NOTHING} → {new or NOTHING}" for label, old, new in self.changes)


class Names:
    """What the objects that a page of events speaks of are called: one query for each kind of object."""

    def __init__(self, wanted: dict[str, set[int]], user: Any) -> None:
        self.known: dict[tuple[str, int], str] = {}
        self.of_notes: set[tuple[str, int]] = set()
        for label, keys in sorted(wanted.items()):
            for obj in _seen(label, user).filter(pk__in=keys):
                self.known[label, obj.pk] = name_of(obj)
                if label in ("governance.meeting", "governance.minutes") and obj.body.keeps_notes:
                    self.of_notes.add((label, obj.pk))

    def get(self, label: str, pk: Any, fields: dict[str, Any] | None = None) -> str:
        """The name, or what the event itself says it was called, or what kind of thing it is."""
        if (label, pk) in self.known:
            return self.known[label, pk]
        for key in ("name", "title", "heading"):
            if fields and key in fields:
                return str(fields[key][1] or fields[key][0])
        return str(apps.get_model(label)._meta.verbose_name)


def _seen(label: str, user: Any) -> models.QuerySet:
    """The objects of one kind that the reader may see, with what their names are made of."""
    model = apps.get_model(label)
    rows = model._default_manager.all()
    if hasattr(rows, "visible_to") and label != "partnerships.organisation":
        rows = rows.visible_to(user)
    return rows.select_related(*related(label))


def tell(page: Iterable[LogEvent], user: Any) -> list[Entry]:
    """The events as entries, in a number of queries that does not grow with them."""
    page = list(page)
    wanted: dict[str, set[int]] = defaultdict(set)
    for event in page:
        label, pk, _fields = _subject(event)
        wanted[label].add(pk)
        for change in event.changes:
            told = _told(change)
            if told or change["model"] == CAPACITY:
                wanted[change["model"]].add(change["pk"])
            for one, pair in told:
                if one.is_relation:
                    wanted[one.related_model._meta.label_lower].update(key for key in pair if key is not None)
    names = Names(wanted, user)
    rooms = dict(Body.objects.visible_to(user).filter(visibility=Body.Visibility.MEMBERS).values_list("chain", "name"))
    return [_entry(event, names, rooms) for event in page]


def _entry(event: LogEvent, names: Names, rooms: dict[int, str]) -> Entry:
    organisation = event.organisation.name if event.organisation else ""
    actor = person_name(event.actor) if event.actor else ""
    who = organisation or actor or _("The system")
    label, pk, fields = _subject(event)
    words = {"who": who, "what": names.get(label, pk, fields)}
    changes = _changes(event, names)
    edited = _single_edit(event, changes)
    if edited:
        sentence, changes = str(CHANGED) % {**words, **edited}, []
    else:
        of_notes = (label, pk) in names.of_notes
        sentence = _capacity(event, names, words) or str(sentence_of(event.action, of_notes=of_notes)) % words
    return Entry(
        at=event.at,
        actor=actor,
        organisation=organisation,
        sentence=sentence,
        authority=event.authority,
        number=event.number,
        changes=changes,
        room=rooms.get(event.chain_id, ""),
    )


def _subject(event: LogEvent) -> tuple[str, int, dict[str, Any]]:
    """What the sentence is about: the row of the kind that the action is named for, else the root.

    A row that came or went goes before those that only made room for it.
    """
    kind = event.action.partition(".")[0]
    named = [one for one in event.changes if one["model"].partition(".")[2] == KINDS.get(kind, kind)]
    root = [one for one in event.changes if (one["model"], one["pk"]) == (event.object_type, event.object_id)]
    for change in [*sorted(named, key=lambda one: one["kind"] == "~"), *root]:
        return change["model"], change["pk"], change["fields"]
    return event.object_type, event.object_id, {}


#: Action prefix -> the model it is about, where they differ.
KINDS = {
    "analysis": "needsanalysis",
    "wording": "wordingproposal",
    "comment": "sectioncomment",
    "turn": "draftingturn",
    "person": "user",
    "minutes": "meeting",
    "role": "partnershiprole",
    "phase": "phaseperiod",
    "section": "agreementsection",
    "form": "formchoice",
    "considered": "consideredorganisation",
    "own_decision": "partydecision",
    "report": "servicereport",
    "actual": "commitmentactual",
    "ownership": "ownershipitem",
    "item": "agendaitem",
    "action": "actionitem",
    "rule": "fundrule",
    "proposal": "fundproposal",
    "payment": "paymentrequest",
}


def _single_edit(event: LogEvent, changes: list[tuple[str, str, str]]) -> dict[str, str]:
    """The one short change that the sentence itself can tell, if the event is a plain edit."""
    is_edit = event.action.endswith(".edit") and len(event.changes) == 1 and event.changes[0]["kind"] == "~"
    if is_edit and len(changes) == 1 and max(len(changes[0][1]), len(changes[0][2])) <= SHORT:
        name, old, new = changes[0]
        return {"field": name[:1].lower() + name[1:], "old": old or NOTHING, "new": new or NOTHING}
    return {}


def _capacity(event: LogEvent, names: Names, words: dict[str, str]) -> str:
    """A new capacity beside the one it takes the place of: each stands in a dated row of its own."""
    rows = [one for one in event.changes if one["model"] == CAPACITY]
    newest = next((one["fields"]["capacity"] for one in rows if "capacity" in one["fields"]), None)
    if event.action != "service.set_capacity" or newest is None:
        return ""
    ended = [names.get(one["model"], one["pk"]) for one in rows if "capacity" not in one["fields"]]
    old = newest[0] if newest[0] is not None else next(iter(ended), None)
    sentence = CAPACITY_SET if old is None else CAPACITY_CHANGED
    return str(sentence) % {**words, "old": old, "new": newest[1]}


def _changes(event: LogEvent, names: Names) -> list[tuple[str, str, str]]:
    """(label, old, new) of everything that changed, in words. A part of something else says which part it is."""
    rows = []
    for change in event.changes:
        is_part = len(event.changes) > 1 and (change["model"], change["pk"]) != (event.object_type, event.object_id)
        told = _told(change)
        prefix = names.get(change["model"], change["pk"], change["fields"]) if is_part and told else ""
        for one, (old, new) in told:
            label = capfirst(str(_label(one)))
            label = f"{prefix}: {label.lower()}" if prefix else label
            of_notes = (change["model"], change["pk"]) in names.of_notes
            rows.append((label, _shown(one, old, names, of_notes), _shown(one, new, names, of_notes)))
    return rows


def _told(change: dict[str, Any]) -> list[tuple[models.Field, list[Any]]]:
    """The fields of a change that mean something to people, with old and new value."""
    model = apps.get_model(change["model"])
    fields = [(model._meta.get_field(name), pair) for name, pair in change["fields"].items() if _has(model, name)]
    return [(one, pair) for one, pair in fields if _label(one) and not isinstance(one, models.JSONField)]


def _has(model: type[models.Model], name: str) -> bool:
    """Whether the field still exists: the log outlives changes of the model."""
    return name in {one.name for one in model._meta.concrete_fields}


def _label(one: models.Field) -> Any:
    """A field's name for people; none for what only the program has use for."""
    if one.name in LABELS:
        return LABELS[one.name]
    return one.verbose_name if isinstance(one.verbose_name, Promise) or one.verbose_name == "§" else ""


def _shown(one: models.Field, value: Any, names: Names, of_notes: bool) -> str:
    """A stored value as people write it."""
    if value is None or value == "":
        return ""
    if one.is_relation:
        return names.get(one.related_model._meta.label_lower, value)
    if of_notes and one.model is Minutes and one.name == "status":
        return str(WORDS[Body.MinutesForm.NOTES][value])
    if one.flatchoices:
        return str(dict(one.flatchoices).get(value, value))
    if isinstance(one, models.BooleanField):
        return _("yes") if value else _("no")
    return _typed(one, value)


def _typed(one: models.Field, value: Any) -> str:
    if isinstance(one, models.DateTimeField):
        return moment(parse_datetime(value)) if isinstance(value, str) else str(value)
    if isinstance(one, models.DateField):
        return day(parse_date(value), "month" if one.name == "month" else "iso")
    if isinstance(one, MoneyField):
        return kr(value)
    if isinstance(one, models.IntegerField | models.DecimalField):
        return plain(value) if one.name in ("number", "year", "position") else number(value)
    return str(value)
