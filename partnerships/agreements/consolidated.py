"""The agreement as it reads on a day (lydelse): the main agreement with what has been signed under it, computed.

Nothing here is stored: signed texts stay as they are, and each clause remembers the sections it has gone through.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q

from partnerships import clock
from partnerships.models import Agreement, AgreementSection

from .package import Kind, Status

Effect = AgreementSection.Effect


@dataclass
class Clause:
    """A section in effect, with the sections it has gone through, from the first; `section` is None once struck."""

    lineage: list[AgreementSection]
    section: AgreementSection | None

    @property
    def first(self) -> AgreementSection:
        """The section as it was first signed."""
        return self.lineage[0]

    @property
    def is_changed(self) -> bool:
        """Whether it reads otherwise than when it was first signed, or has come later."""
        return len(self.lineage) > 1 or self.first.effect == Effect.ADDS


@dataclass
class Chapter:
    """The main agreement, an annex, or the text that an amendment or extension has of its own."""

    agreement: Agreement
    clauses: list[Clause] = field(default_factory=list)

    @property
    def in_effect(self) -> list[Clause]:
        """The clauses that have not been struck out."""
        return [one for one in self.clauses if one.section is not None]


def as_it_reads(main: Agreement, on: date | None = None) -> list[Chapter]:
    """The chapters that hold on `on`, the main agreement first; without a day, all that has been agreed and holds.

    What was agreed later goes before. Where it changes a text that does not hold that day (not yet, or no more), it
    changes the one that this text had replaced.
    """
    rows = _packages(main)
    before = {section.pk: section.target_id for row in rows for section in row.sections.all() if section.effect}
    chapters: dict[int, Chapter] = {}
    places: dict[int, tuple[Chapter, Clause]] = {}
    for package in _that_hold(rows, main, on):
        chapter = Chapter(package)
        chapters[package.pk] = chapter
        for section in package.sections.all():
            if section.effect == Effect.OWN:
                clause = Clause([section], section)
                chapter.clauses.append(clause)
                places[section.pk] = chapter, clause
            else:
                target = section.target_id
                while target and target not in places:
                    target = before.get(target)
                _apply(section, chapters[main.pk], places, places.get(target or 0))
    return [one for one in chapters.values() if one.clauses]


def _apply(
    section: AgreementSection,
    main: Chapter,
    places: dict[int, tuple[Chapter, Clause]],
    place: tuple[Chapter, Clause] | None,
) -> None:
    """Let a section do what it does to the text so far, at the place of its target."""
    chapter, target = place or (main, None)
    if section.effect == Effect.ADDS:
        clause = Clause([section], section)
        index = chapter.clauses.index(target) + 1 if target else len(chapter.clauses)
        chapter.clauses.insert(index, clause)
        places[section.pk] = chapter, clause
    elif target is not None:
        target.lineage.append(section)
        target.section = section if section.effect == Effect.REPLACES else None
        places[section.pk] = chapter, target


def _packages(main: Agreement) -> list[Agreement]:
    """The main agreement, its annexes, and what has been signed under it with theirs: three queries."""
    rows = Agreement.objects.filter(Q(pk=main.pk) | Q(parent=main) | Q(parent__parent=main)).exclude(in_force_on=None)
    sections = Prefetch("sections", AgreementSection.objects.select_related("target__agreement").order_by("position"))
    return list(rows.select_related("party__organisation", "party__unit").prefetch_related(sections))


def _that_hold(rows: list[Agreement], main: Agreement, on: date | None) -> list[Agreement]:
    """Those that hold on the day, or now: the main agreement first, then in the order in which they were agreed."""
    found = _on(rows, on) if on else [one for one in rows if one.status == Status.IN_FORCE or one.pk == main.pk]
    return sorted(found, key=lambda one: (one.pk != main.pk, one.agreed_at[0], one.kind != Kind.ANNEX, one.pk))


def _on(rows: list[Agreement], on: date) -> list[Agreement]:
    begun = [one for one in rows if one.in_force_on and one.in_force_on <= on]
    over = [Status.SUPERSEDED, Status.TERMINATED, Status.ENDED]
    if not any(one.status in over for one in begun):
        return begun
    ended = Agreement.history.filter(id__in=[one.pk for one in begun], status__in=over)
    first: dict[int, date] = {}
    for pk, moment in ended.order_by("history_id").values_list("id", "history_date"):
        first.setdefault(pk, clock.day_of(moment))
    return [one for one in begun if one.status not in over or first[one.pk] > on]


def clauses_of(chapters: Iterable[Chapter]) -> Iterator[tuple[Chapter, Clause]]:
    """Every clause in effect, with its chapter."""
    for chapter in chapters:
        for clause in chapter.in_effect:
            yield chapter, clause


def days_of_change(main: Agreement) -> list[tuple[date, str]]:
    """The days from which something new held, the latest first, each with the title of what was signed."""
    rows = Agreement.objects.filter(Q(pk=main.pk) | Q(parent=main)).exclude(kind=Kind.ANNEX).exclude(in_force_on=None)
    rows = rows.order_by("-in_force_on", "-pk")
    return [(one.in_force_on, one.title) for one in rows if one.in_force_on]
