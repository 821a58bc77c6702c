"""Whose turn it is to write on a draft: said by somebody, or worked out from what is lacking."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, clock, steps
from partnerships.models import Agreement, AgreementSection, DraftingTurn, Party, User, WordingProposal

from .package import Kind, Status, address, lock
from .wording import party_of

COORDINATORS = "coordinators"


class Turn(NamedTuple):
    """Who is to write now: some parties, or with none the coordinators. `said` is the act that said so, if any did."""

    parties: tuple[Party, ...]
    why: str
    due_on: date | None = None
    said: DraftingTurn | None = None

    @property
    def who(self) -> str:
        """Those who are to write, in words."""
        return "; ".join(party.name for party in self.parties) or _("the coordinators")


def hand_over(
    agreement: Agreement, *, actor: User, party: Party | None, note: str = "", due_on: date | None = None
) -> DraftingTurn:
    """Say whose turn it is: a party's, or without one the coordinators'. The coordinators may, and whose turn it is."""
    partnership = agreement.partnership
    with steps.record("turn.give", actor=actor, right="propose_wording", scope=partnership, root=agreement) as act:
        root = lock(agreement)
        if root.status != Status.DRAFT or root.kind == Kind.ANNEX:
            raise steps.StepRefused(_("The turn to write is given on a draft."))
        if not access.may(actor, "draft_agreement", partnership):
            own, turn = party_of(actor, root), turns([root])[root.pk]
            if own is None or own not in turn.parties:
                raise steps.StepRefused(_("It is not your organisation's turn. A coordinator can hand it over."))
        if party is not None and not root.agreement_parties.filter(party=party).exists():
            raise steps.StepRefused(_("%(party)s is not one of the agreement's parties.") % {"party": party.name})
        made = DraftingTurn(
            agreement=root, round=root.round, party=party, note=note, due_on=due_on, given_by=actor,
            given_at=clock.now(),
        )  # fmt: skip
        act.save(made)
        right, scope = ("edit_annex", party.organisation) if party else ("draft_agreement", partnership)
        act.notify(
            access.people_with(right, scope),
            key=f"turn:{made.pk}",
            text=gettext_lazy("It is your turn to write on “%(title)s”. %(note)s"),
            url=address(root),
            title=root.title,
            note=note,
        )
    return made


def turns(agreements: Iterable[Agreement]) -> dict[int, Turn]:
    """Key of each draft -> whose turn it is. At most three queries; others have no turn."""
    drafts = {one.pk: one for one in agreements if one.status == Status.DRAFT and one.kind != Kind.ANNEX}
    if not drafts:
        return {}
    given = DraftingTurn.objects.filter(agreement__in=drafts).order_by("agreement", "-pk").distinct("agreement")
    said = {
        row.agreement_id: row
        for row in given.select_related("party__organisation", "party__unit")
        if row.round == drafts[row.agreement_id].round
    }
    unsaid = drafts.keys() - said.keys()
    wordings = _by_package(_open_wordings(unsaid)) if unsaid else defaultdict(list)
    empty = _empty_annexes(unsaid) if unsaid else defaultdict(list)
    return {key: _turn(said.get(key), len(wordings[key]), empty[key]) for key in drafts}


def _turn(said: DraftingTurn | None, wordings: int, lacking: list[Party]) -> Turn:
    if said is not None:
        return Turn((said.party,) if said.party else (), said.note, said.due_on, said)
    if wordings:
        return Turn((), _("There is proposed wording to answer."))
    if lacking:
        return Turn(tuple(lacking), _("Their annexes have no text yet."))
    return Turn((), _("The text is to be written and proposed for signing."))


def _open_wordings(keys: Iterable[int]) -> QuerySet:
    of_package = Q(agreement__in=list(keys)) | Q(agreement__kind=Kind.ANNEX, agreement__parent__in=list(keys))
    return WordingProposal.objects.filter(of_package, status=WordingProposal.Status.OPEN).select_related("agreement")


def _by_package(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.agreement.parent_id if row.agreement.kind == Kind.ANNEX else row.agreement_id].append(row)
    return found


def _empty_annexes(keys: Iterable[int]) -> dict[int, list[Party]]:
    """Key of each package -> the contracting parties whose annex has no text yet."""
    found = defaultdict(list)
    rows = empty_annexes(Agreement.objects.filter(parent__in=list(keys)))
    for row in rows.select_related("party__organisation", "party__unit").order_by("number"):
        found[row.parent_id].append(row.party)
    return found


def empty_annexes(annexes: QuerySet) -> QuerySet:
    """Those of `annexes` that are a contracting party's and have no text."""
    written = AgreementSection.objects.filter(agreement=OuterRef("pk")).exclude(body="")
    contracting = Agreement.objects.filter(
        pk=OuterRef("parent"), agreement_parties__party=OuterRef("party"), status=Status.DRAFT
    )
    return annexes.filter(~Exists(written), Exists(contracting), kind=Kind.ANNEX)


def whose(chosen: str) -> Q:
    """A condition on agreements: that it is the turn of the party with this key, or of the `COORDINATORS`."""
    given = DraftingTurn.objects.filter(agreement=OuterRef("pk"), round=OuterRef("round"))
    latest = given.order_by("-pk").values("pk")[:1]
    lacking = empty_annexes(Agreement.objects.filter(parent=OuterRef("pk")))
    wordings = WordingProposal.objects.filter(
        Q(agreement=OuterRef("pk")) | Q(agreement__kind=Kind.ANNEX, agreement__parent=OuterRef("pk")),
        status=WordingProposal.Status.OPEN,
    )
    if chosen == COORDINATORS:
        said, worked_out = Q(turns__party=None), Exists(wordings) | ~Exists(lacking)
    else:
        said, worked_out = Q(turns__party=chosen), ~Exists(wordings) & Exists(lacking.filter(party=chosen))
    drafts = Q(status=Status.DRAFT) & ~Q(kind=Kind.ANNEX)
    return drafts & ((said & Q(turns__pk=Subquery(latest))) | (~Exists(given) & worked_out))
