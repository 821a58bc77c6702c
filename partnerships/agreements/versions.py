"""A package's text through time: the moments that matter, the text as it stood at any of them, and what differs."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from partnerships import clock, differences
from partnerships.models import Agreement, LogEvent

from .package import Status, root_pk
from .rows_text import KINDS
from .text import Document, package_text, read, terms_in_words, wording

__all__ = [
    "Version",
    "changes_between",
    "end_of",
    "package_as_of",
    "parts_of",
    "terms_in_words",
    "text_as_of",
    "told",
    "versions_of",
    "wording",
    "worth_comparing",
]

BEGUN, EDITED, PROPOSED, IN_FORCE = "begun", "edited", "proposed", "in_force"
LABELS = {
    BEGUN: pgettext_lazy("text of an agreement", "Begun"),
    EDITED: gettext_lazy("Edited"),
    PROPOSED: gettext_lazy("Proposed for signing"),
    IN_FORCE: gettext_lazy("In force"),
}

#: Rows that are part of the text: an act that touches one of them has changed what the package says.
TEXT_ROWS = (
    "partnerships.agreementsection",
    "partnerships.agreementparty",
    *(kind.model._meta.label_lower for kind in KINDS),
)
#: Acts that change the text although they may touch the agreement's own row alone; and the one that freezes it.
TEXT_ACTS = ("agreement.create", "agreement.edit", "agreement.add_annex")
PROPOSE = "agreement.propose"


class Version(NamedTuple):
    """The text at a moment that matters: what happened to it then, and whose work it was."""

    kind: str
    number: int  # of the last log event that made it: its name in addresses
    at: datetime
    who: tuple[str, ...]
    round: int = 0  # which proposal, if it was one

    @property
    def label(self) -> str:
        """What happened, in words."""
        again = self.kind == PROPOSED and self.round > 1
        return _("Proposed for signing, round %(n)s") % {"n": self.round} if again else str(LABELS[self.kind])


# -- The text at a moment ---------------------------------------------------------------------------------------------
def text_as_of(agreement: Agreement, at: datetime) -> str:
    """The package's canonical text as it stood at a moment; empty if it had not been begun."""
    return package_text(agreement, at)


def package_as_of(agreement: Agreement, at: datetime) -> list[Document]:
    """The agreement and its annexes as they stood at a moment, in order, with terms, parties and sections."""
    return read(agreement, at)


def end_of(day: date) -> datetime:
    """The last moment of a day in Sweden, or now if the day is not over: the text as it stood on that day."""
    return min(timezone.make_aware(datetime.combine(day, time.max)), clock.now())


def parts_of(documents: Iterable[Document]) -> list[differences.Part]:
    """The package as headed parts, for `differences.compare`: terms, parties, sections, and each annex's."""
    parts: list[differences.Part] = []
    for place, document in enumerate(documents):
        key, group = document.row.id, document.title.capitalize() if place else ""
        if place:
            heading, body = document.row.title, "\n".join(document.names)
            parts.append(differences.Part(("annex", key), heading, body, group=group))
        else:
            parts.append(differences.Part("terms", _("Terms"), "\n".join(terms_in_words(document.row))))
            parts.append(differences.Part("parties", _("Parties"), "\n".join(document.names)))
        parts += [
            differences.Part(("section", row.id), row.heading, row.body.strip(), str(row.position), group)
            for row in document.sections
            if row.body.strip()
        ]
        parts += [
            differences.Part(("rows", heading), heading.capitalize(), "\n".join(lines), group=group)
            for heading, lines in document.agreed
        ]
    return parts


def changes_between(
    agreement: Agreement, old: datetime, new: datetime, *, fold: bool = True
) -> list[differences.Change]:
    """What became of each part of the package between two moments. The same number of queries however much there is."""
    return differences.compare(
        parts_of(package_as_of(agreement, old)), parts_of(package_as_of(agreement, new)), fold=fold
    )


def told(changes: Iterable[differences.Change]) -> str:
    """The changes in one sentence: how many parts are changed, new, gone and moved. Empty for no change."""
    changes = list(changes)
    marks = [change.mark for change in changes]
    changed, added = marks.count(differences.Mark.CHANGED), marks.count(differences.Mark.ADDED)
    removed, moved = marks.count(differences.Mark.REMOVED), sum(change.is_moved for change in changes)
    counts = [
        (changed, ngettext("%(n)s changed", "%(n)s changed", changed)),
        (added, ngettext("%(n)s new", "%(n)s new", added)),
        (removed, ngettext("%(n)s taken out", "%(n)s taken out", removed)),
        (moved, ngettext("%(n)s moved", "%(n)s moved", moved)),
    ]
    return ", ".join(words % {"n": n} for n, words in counts if n)


def worth_comparing(found: Sequence[Version]) -> tuple[Version, Version]:
    """The two that a reader most likely asks about: the last, and the last proposal of an earlier text or the first."""
    rounds = [one for one in found if one.kind == PROPOSED]
    earlier = [one for one in rounds[:-1] if one is not found[-1]] if found[-1].kind != EDITED else rounds
    return (earlier or found)[-1 if earlier else 0], found[-1]


# -- The moments that matter ------------------------------------------------------------------------------------------
def versions_of(agreement: Agreement) -> list[Version]:
    """Each day the package's text was written on, each time it was proposed, and when it came into force: oldest first.

    One query. Who wrote stands in order of first writing.
    """
    found: list[Version] = []
    events: list[Any] = list(_events(root_pk(agreement)))
    for (kind, _day), run in groupby(events, lambda one: (one.moment_kind, clock.day_of(one.at))):
        acts = list(run)
        if kind == EDITED:
            found.append(_version(BEGUN if not found else EDITED, acts))
        else:
            found += [_version(kind, [act]) for act in acts]
    rounds = iter(range(1, len(found) + 1))
    return [one._replace(round=next(rounds)) if one.kind == PROPOSED else one for one in found]


def _version(kind: str, acts: list[LogEvent]) -> Version:
    who = dict.fromkeys(f"{act.actor}, {act.organisation}" if act.organisation else str(act.actor) for act in acts)
    return Version(kind, acts[-1].number, acts[-1].at, tuple(who))


def _events(root: int) -> Iterator[LogEvent]:
    """The events that made the text or changed its standing, oldest first, each with `moment_kind`."""
    touched = Q(action__in=TEXT_ACTS)
    for label in TEXT_ROWS:
        touched |= Q(changes__contains=[{"model": label}])
    rows = LogEvent.objects.filter(object_type="partnerships.agreement", object_id=root).annotate(
        moment_kind=Case(
            When(action=PROPOSE, then=Value(PROPOSED)),
            When(_came_into_force(root), then=Value(IN_FORCE)),
            When(touched, then=Value(EDITED)),
        )
    )
    rows = rows.filter(moment_kind__isnull=False).exclude(action="agreement.set_order")  # no part of the text
    rows = rows.select_related("actor", "organisation")
    yield from rows.defer("changes", "rows").order_by("number")


def _came_into_force(root: int) -> Q:
    """Events by which the agreement came into force, by the last signature or as an old one: it never goes back."""
    rows = [
        {"model": "partnerships.agreement", "pk": root, "fields": {"status": [before, Status.IN_FORCE]}}
        for before in (Status.DRAFT, Status.PROPOSED)
    ]
    return Q(changes__contains=[rows[0]]) | Q(changes__contains=[rows[1]])
