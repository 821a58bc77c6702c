"""What each party has decided at home about the partnership. Its own representative enters it, and nobody else can.

A missing decision never stops a signature: the pages where one proposes and signs say gently that it is not here.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import access, clock, documents, steps
from .models import Agreement, AgreementParty, Organisation, Partnership, Party, PartyDecision, Side, User
from .road import Milestone, State
from .tasks import Task

Kind, Level = PartyDecision.Kind, PartyDecision.Level
#: What is told of a decision.
FIELDS = frozenset(
    {
        "kind",
        "agreement",
        "level",
        "decided_by",
        "decided_on",
        "paragraph",
        "registry_number",
        "wording",
        "delegated_to",
        "conditions",
        "document",
    }
)


def register(
    party: Party,
    *,
    actor: User,
    decided_on: date,
    corrects: PartyDecision | None = None,
    file: Any = None,
    is_illustrative: bool = False,
    authority: str = "",
    **values: Any,
) -> PartyDecision:
    """Enter a decision of `party`; with `corrects`, one that takes the place of what was entered wrongly.

    Raises PermissionDenied for anybody but the party's own representatives, StepRefused for a day that lies ahead or a
    decision that has been corrected already.
    """
    unknown = values.keys() - FIELDS
    if unknown:
        raise TypeError(f"not told of a decision: {', '.join(sorted(unknown))}")
    action = "own_decision.correct" if corrects else "own_decision.enter"
    with steps.record(
        action, actor=actor, right="enter_decision", scope=party.organisation, authority=authority
    ) as act:
        locked = Party.objects.select_for_update(of=("self",)).select_related("organisation", "unit").get(pk=party.pk)
        _check(locked, decided_on, corrects, values)
        row = PartyDecision(
            party=locked,
            decided_on=decided_on,
            corrects=corrects,
            entered_by=actor,
            entered_at=clock.now(),
            is_illustrative=is_illustrative,
            **values,
        )
        if file:
            row.document = documents.attach(
                act, file, name=file.name, partnership=locked.partnership, is_illustrative=is_illustrative
            )
        act.save(row)
        act.root = row  # also if its document was kept first
        act.notify(
            access.people_with("manage_parties", locked.partnership),
            key=f"own_decision:{row.pk}",
            text=gettext_lazy("%(party)s has entered a decision of its own about %(partnership)s."),
            url=row.get_absolute_url(),
            party=locked.name,
            partnership=locked.partnership.name,
        )
    return row


def _check(party: Party, decided_on: date, corrects: PartyDecision | None, values: dict[str, Any]) -> None:
    if party.status not in Party.INSIDE:
        raise steps.StepRefused(_("%(party)s no longer takes part.") % {"party": party.name})
    if decided_on > clock.today():
        raise steps.StepRefused(_("The day lies ahead. Register it when it has come."))
    if values.get("level") == Level.POLITICAL and party.organisation.side != Side.PUBLIC:
        raise steps.StepRefused(_("Only a public party has a political body."))
    if corrects is not None and PartyDecision.objects.filter(corrects=corrects).exists():
        raise steps.StepRefused(_("This decision has been corrected already. Correct the newest one."))


# -- What is there and what is missing --------------------------------------------------------------------------------
def levels_of(organisation: Organisation) -> list[tuple[str, Any]]:
    """Who can decide for an organisation: a political body only on the public side."""
    return [one for one in Level.choices if organisation.side == Side.PUBLIC or one[0] != Level.POLITICAL]


def _carrying(agreement: Any) -> Q:
    """Decisions that carry `agreement` (it, or a reference to it): about it; for who is no party yet, to take part."""
    to_come_in = Q(agreement=None, kind__in=[Kind.PARTICIPATE, Kind.SIGN]) & ~Q(party__status=Party.Status.PARTY)
    return Q(agreement=agreement) | to_come_in


def missing(agreement: Agreement) -> list[Party]:
    """The contracting parties that have entered no decision of their own about the agreement. One query."""
    decided = PartyDecision.objects.current().filter(_carrying(agreement), party=OuterRef("pk"))
    between = Party.objects.filter(agreement_parties__agreement=agreement, status__in=Party.INSIDE)
    return list(between.filter(~Exists(decided)).for_list())


def without(partnership: Partnership) -> QuerySet[Party]:
    """Those in dialogue and the parties that have entered no decision to take part."""
    decided = PartyDecision.objects.current().filter(party=OuterRef("pk"), kind__in=[Kind.PARTICIPATE, Kind.SIGN])
    return Party.objects.filter(~Exists(decided), partnership=partnership).able_to_sign().for_list()


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """For representatives: the own organisation's decisions about what waits for signatures. One query."""
    if not access.may_somewhere(user, "enter_decision"):
        return
    carrying = _carrying(OuterRef("agreement"))
    decided = PartyDecision.objects.current().filter(carrying, party=OuterRef("party"))
    own = AgreementParty.objects.filter(
        ~Exists(decided),
        party__organisation__in=access.objects_with(user, "enter_decision"),
        party__status__in=Party.INSIDE,
        agreement__status=Agreement.Status.PROPOSED,
    )
    if partnership is not None:
        own = own.filter(agreement__partnership=partnership)
    rows = own.select_related("agreement__partnership", "party__organisation", "party__unit")
    for row in rows.order_by("pk"):
        url = reverse("partnerships:party_decision_new", args=[row.agreement.partnership.slug, row.party_id])
        yield Task(
            _("Enter your organisation's decision about “%(title)s”") % {"title": row.agreement.title},
            f"{url}?agreement={row.agreement_id}",
            _("If it has been taken. It does not stop anybody from signing."),
            since=row.agreement.proposed_on,
        )


def milestones(partnership: Partnership, _user: Any) -> Iterator[Milestone]:
    """How many of those who take part have entered their own decision. Two queries."""
    able = Party.objects.filter(partnership=partnership).able_to_sign().count()
    lacking = len(without(partnership))
    url = reverse("partnerships:party_decision_list", args=[partnership.slug])
    words = {"decided": able - lacking, "of": able}
    text = _("%(decided)s of %(of)s have entered their own decision to take part.") % words
    state = State.NOT_BEGUN if lacking == able else State.UNDER_WAY if lacking else State.DONE
    yield Milestone(_("Each party's own decision"), url, state, text)
