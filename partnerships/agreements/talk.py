"""How the talk about a package stands: counts for its sections, and what is unresolved."""

from typing import Any, NamedTuple

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from partnerships.models import Agreement, SectionComment, WordingProposal

from .package import Kind
from .turns import Turn, turns
from .wording import UNDER_WAY


class Standing(NamedTuple):
    """Whose turn it is on a draft, how many proposals wait for an answer, and which sections have open comments."""

    turn: Turn | None
    wordings: int
    comments: list[Any]  # rows with agreement_id, section_id, heading and n


def standing_of(root: Agreement) -> Standing | None:
    """How the drafting of a package stands; None when it is over. A fixed number of queries."""
    if root.status not in UNDER_WAY:
        return None
    wordings = of_package(WordingProposal.objects, root).filter(status=WordingProposal.Status.OPEN).count()
    return Standing(turns([root]).get(root.pk), wordings, unresolved(root))


def unresolved(root: Agreement) -> list[dict[str, Any]]:
    """The sections of a package with comments that nobody has resolved, and how many."""
    rows = of_package(SectionComment.objects, root).filter(status=SectionComment.Status.OPEN, parent=None)
    counted = rows.values("agreement_id", "section_id").annotate(
        n=Count("pk"), heading=Subquery(rows.filter(section=OuterRef("section")).order_by("-pk").values("heading")[:1])
    )
    return list(counted.order_by("agreement__kind", "agreement__number", F("section_id").asc()))


def of_package(rows: Any, root: Agreement) -> QuerySet:
    """Those of `rows` that are about the agreement or one of its annexes."""
    return rows.filter(Q(agreement=root) | Q(agreement__kind=Kind.ANNEX, agreement__parent=root))


def with_talk(sections: QuerySet) -> QuerySet:
    """The sections with `comments_open` and `wordings_open`."""
    return sections.annotate(
        comments_open=_count(SectionComment.objects.filter(status="open", parent=None)),
        wordings_open=_count(WordingProposal.objects.filter(status="open")),
    )


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.filter(section=OuterRef("pk")).order_by().values("section").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())
