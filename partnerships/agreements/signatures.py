"""Which parties have signed the text as it stands, which are waited for, and whose turn it is."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.db import models
from django.db.models import Exists, F, OuterRef

from partnerships.models import Agreement, AgreementParty, Party, Signature

from .package import Status, root_of, root_pk


class Standing(NamedTuple):
    """A contracting party and its signature on the text as it stands, if it has signed."""

    party: Party
    signature: Signature | None
    turn: int = 1  # counted 1, 2, 3 …
    is_next: bool = False  # nobody has to sign before it


def valid_signatures(agreement: Agreement) -> models.QuerySet:
    """The signatures that count: those on the present round. A draft has none."""
    return Signature.objects.filter(agreement=root_pk(agreement), round=F("agreement__round")).exclude(
        agreement__status=Status.DRAFT
    )


def standing(agreement: Agreement) -> list[Standing]:
    """Every contracting party in the order of signing, then in list order, with its valid signature. Two queries."""
    signatures = {row.party_id: row for row in valid_signatures(agreement).select_related("person", "mandate")}
    between = Party.objects.filter(agreement_parties__agreement=root_pk(agreement)).for_list()
    rows = sorted(between.annotate(turn=F("agreement_parties__turn")), key=lambda party: party.turn)
    places = {turn: place for place, turn in enumerate(dict.fromkeys(party.turn for party in rows), 1)}
    now = min((party.turn for party in rows if party.pk not in signatures), default=0)
    return [
        Standing(party, signatures.get(party.pk), places[party.turn], party.turn == now and party.pk not in signatures)
        for party in rows
    ]


def in_order(rows: Iterable[Standing]) -> list[list[Standing]]:
    """The rows of `standing` by turn: one list if the parties sign in any order."""
    return [list(group) for _turn, group in groupby(rows, key=lambda row: row.turn)]


def missing(agreement: Agreement) -> list[Party]:
    """The parties that have not signed the text as it stands."""
    between = Party.objects.filter(agreement_parties__agreement=root_pk(agreement)).for_list()
    return list(between.exclude(pk__in=valid_signatures(agreement).values("party")))


def waited_for(agreement: Agreement) -> list[Party]:
    """Those whose turn it is, from rows that `with_signing` has fetched; only what is proposed waits for anybody."""
    if agreement.status != Status.PROPOSED:
        return []
    signed = {row.party_id for row in agreement.signatures.all() if row.round == agreement.round}
    lacking = [row for row in agreement.agreement_parties.all() if row.party_id not in signed]
    return [row.party for row in lacking if row.turn == min(one.turn for one in lacking)]


def unsigned(agreements: models.QuerySet) -> models.QuerySet:
    """The rows of parties whose turn it is to sign those of `agreements` that are proposed. One query."""
    signed = Signature.objects.filter(
        agreement=OuterRef("agreement"), round=OuterRef("agreement__round"), party=OuterRef("party")
    )
    earlier = AgreementParty.objects.filter(~Exists(signed), agreement=OuterRef("agreement"), turn__lt=OuterRef("turn"))
    rows = AgreementParty.objects.filter(
        ~Exists(signed),
        ~Exists(earlier),
        agreement__in=agreements.filter(status=Status.PROPOSED).values("pk"),
        party__status__in=Party.INSIDE,
    )
    return rows.select_related("agreement__partnership", "party__organisation", "party__unit")


def with_signing(agreements: models.QuerySet) -> models.QuerySet:
    """Fetch what `waited_for` asks for: two queries for any number of agreements."""
    between = AgreementParty.objects.select_related("party__organisation", "party__unit").order_by("pk")
    return agreements.prefetch_related(models.Prefetch("agreement_parties", between), "signatures")


def voiding(agreement: Agreement) -> tuple[int, int] | None:
    """How many of how many signatures a change to the text would void now; None if the package is not proposed."""
    root = Agreement.objects.get(pk=root_pk(agreement))
    if root.status != Status.PROPOSED:
        return None
    return valid_signatures(root).count(), root.agreement_parties.count()


def state_of(agreement: Agreement) -> str:
    """What a page shows of a package's standing, to notice on saving that it has moved on."""
    root = root_of(agreement)
    return f"{root.status}:{root.round}:{valid_signatures(root).count()}"
