"""Beginning a draft and writing its terms. Whoever changes a proposed package takes it back in the same act."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, steps
from partnerships.models import Agreement, AgreementParty, AgreementSection, Partnership, Party, SectionTemplate, User

from .package import Kind, Status, address, lock
from .signatures import state_of, valid_signatures
from .terms import effective_end

#: What stands in an agreement beside its sections.
TERMS = frozenset({"title", "registry_number", "starts_on", "ends_on", "notice_months", "extension_rule"})
EXTENSION_TERMS = frozenset({f"extension_{name}" for name in ("kind", "months", "times", "notice_months")})
TERMS_OF = {
    Kind.MAIN: TERMS | EXTENSION_TERMS,
    Kind.ANNEX: frozenset({"title"}),
    Kind.AMENDMENT: TERMS | EXTENSION_TERMS | {"subjects", "target_group"},
    Kind.EXTENSION: TERMS,
    Kind.ENDING: TERMS,
}


# -- Beginning --------------------------------------------------------------------------------------------------------
def create(
    partnership: Partnership,
    *,
    actor: User,
    kind: str,
    title: str,
    parent: Agreement | None = None,
    parties: Iterable[Party] | None = None,
    sections: Iterable[AgreementSection] = (),
    authority: str = "",
    **values: Any,
) -> Agreement:
    """A draft with the sections of its kind's template, between all parties and those in dialogue unless `parties`.

    An amendment or extension also gets copies of those `sections` in effect that it is about.
    """
    with steps.record(
        "agreement.create", actor=actor, right="draft_agreement", scope=partnership, authority=authority
    ) as act:
        agreement = create_in(
            act, partnership, kind=kind, title=title, parent=parent, parties=parties, begin=_begin, **values
        )
        _copy(act, agreement, sections)
    return agreement


def create_in(
    act: steps.Act,
    partnership: Partnership,
    *,
    kind: str,
    parent: Agreement | None,
    parties: Iterable[Party] | None,
    begin: Callable[[steps.Act, Agreement], Any] = steps.Act.save,
    **values: Any,
) -> Agreement:
    """A draft as part of `act`, between all parties and those in dialogue unless `parties`; `begin` saves it."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # one at a time: numbers, one main agreement
    _check_place(partnership, kind, parent)
    if kind == Kind.AMENDMENT:
        values = {"subjects": [Agreement.Subject.OTHER], **values}
    agreement = Agreement(partnership=partnership, kind=kind, parent=parent, **values)
    agreement.based_on_end = _based_on(agreement)
    begin(act, agreement)
    able = Party.objects.filter(partnership=partnership).able_to_sign().order_by("pk")
    _name_parties(act, agreement, able if parties is None else parties)
    return agreement


def add_annex(agreement: Agreement, *, actor: User, party: Party, title: str = "", authority: str = "") -> Agreement:
    """The annex of one party: a draft under `agreement`. Its representatives and the coordinators write it."""
    with writing(agreement, actor=actor, action="agreement.add_annex", authority=authority) as (act, root):
        if root.kind == Kind.ANNEX:
            raise steps.StepRefused(_("An annex has no annexes of its own."))
        if not root.agreement_parties.filter(party=party).exists():
            raise steps.StepRefused(_("Only a contracting party can have an annex."))
        if Agreement.objects.filter(parent=root, party=party, kind=Kind.ANNEX).exists():
            raise steps.StepRefused(_("The party already has an annex to this agreement."))
        reopen(act, root)
        title = title or f"Bilaga: {party.name}"  # a Swedish document, as in `text`
        annex = Agreement(
            partnership=root.partnership, kind=Kind.ANNEX, parent=root, party=party, title=title[:160],
            is_illustrative=root.is_illustrative,
        )  # fmt: skip
        _begin(act, annex)
        act.notify(
            access.people_with("edit_annex", party.organisation),
            key=f"agreement:{annex.pk}:annex",
            text=gettext_lazy("Your organisation's annex to “%(title)s” can be written."),
            url=address(annex),
            title=root.title,
        )
    return annex


def _check_place(partnership: Partnership, kind: str, parent: Agreement | None) -> None:
    if kind == Kind.ANNEX:
        raise TypeError("an annex is begun with add_annex")
    if kind == Kind.MAIN:
        in_the_making = [Status.DRAFT, Status.PROPOSED]
        if Agreement.objects.filter(partnership=partnership, kind=Kind.MAIN, status__in=in_the_making).exists():
            raise steps.StepRefused(_("The partnership already has a main agreement that is being written."))
    elif (
        parent is None
        or parent.partnership_id != partnership.pk
        or parent.kind != Kind.MAIN
        or not Agreement.objects.filter(pk=parent.pk, status=Status.IN_FORCE).exists()
    ):
        raise steps.StepRefused(_("Only a partnership agreement that is in force can be amended or extended."))
    elif kind == Kind.AMENDMENT and open_amendment(parent):
        raise steps.StepRefused(_("The agreement already has an amendment that is being written or signed."))


def open_amendment(main: Agreement) -> Agreement | None:
    """The one amendment of the agreement that is being written or signed."""
    alive = Agreement.objects.filter(parent=main, kind=Kind.AMENDMENT, status__in=[Status.DRAFT, Status.PROPOSED])
    return alive.filter(dropped_on=None).order_by("pk").first()


def _based_on(agreement: Agreement) -> date | None:
    """The last day that the agreement has now, if this draft sets another."""
    return effective_end(agreement.parent) if agreement.parent and agreement.ends_on else None


def _copy(act: steps.Act, agreement: Agreement, sections: Iterable[AgreementSection]) -> None:
    """Let the draft begin with copies of sections in effect, to be written anew; an unchanged one is left out."""
    first = agreement.sections.count() + 1
    for position, target in enumerate(sections, first):
        copied = AgreementSection(agreement=agreement, position=position, heading=target.heading, body=target.body)
        copied.effect, copied.target = AgreementSection.Effect.REPLACES, target
        act.save(copied)


def _begin(act: steps.Act, agreement: Agreement) -> Agreement:
    act.save(agreement)
    for template in SectionTemplate.objects.filter(kind=agreement.kind).order_by("position"):
        act.save(
            AgreementSection(
                agreement=agreement,
                position=template.position,
                heading=template.heading,
                help_text=template.help_text,
                body=template.body,
            )
        )
    return agreement


# -- Writing ----------------------------------------------------------------------------------------------------------
def edit_terms(
    agreement: Agreement,
    *,
    actor: User,
    version: int | None = None,
    seen: str | None = None,
    authority: str = "",
    **values: Any,
) -> Agreement:
    """Change title, dates, notice and extension; of an annex its title. Takes a proposed package back first.

    Raises EditConflict if somebody else changed them since `version`, StepRefused if the package has moved on since
    `seen` (see `state_of`).
    """
    unknown = values.keys() - TERMS_OF.get(Kind(agreement.kind), TERMS)
    if unknown:
        raise TypeError(f"not a term: {', '.join(sorted(unknown))}")
    with writing(agreement, actor=actor, action="agreement.edit", authority=authority) as (act, root):
        locked = (
            root if root.pk == agreement.pk else Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
        )
        if version is not None and locked.version != version:
            raise steps.EditConflict(locked)
        _check_dates(values.get("starts_on", locked.starts_on), values.get("ends_on", locked.ends_on))
        if agreement.kind in (Kind.AMENDMENT, Kind.EXTENSION):
            locked.ends_on, ends_on = values.get("ends_on", locked.ends_on), locked.ends_on
            values["based_on_end"], locked.ends_on = _based_on(locked), ends_on
        if all(getattr(locked, name) == value for name, value in values.items()):
            return locked
        reopen(act, root, seen)
        locked.refresh_from_db()
        for name, value in values.items():
            setattr(locked, name, value)
        act.save(locked)
    return locked


def _check_dates(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise steps.StepRefused(_("The last day lies before the first."))


def set_parties(
    agreement: Agreement, *, actor: User, parties: Iterable[Party], seen: str | None = None, authority: str = ""
) -> Agreement:
    """Say which parties the agreement is between. Takes a proposed package back first."""
    with writing(agreement, actor=actor, action="agreement.set_parties", authority=authority) as (act, root):
        if root.pk != agreement.pk:
            raise steps.StepRefused(_("An annex has the parties of its agreement."))
        wanted = list(parties)
        if {party.pk for party in wanted} != set(root.agreement_parties.values_list("party_id", flat=True)):
            reopen(act, root, seen)
            _name_parties(act, root, wanted)
    return root


def _name_parties(act: steps.Act, agreement: Agreement, wanted: Iterable[Party]) -> None:
    wanted = list(wanted)
    if any(party.partnership_id != agreement.partnership_id for party in wanted):
        raise steps.StepRefused(_("A contracting party belongs to the partnership."))
    present = {row.party_id: row for row in agreement.agreement_parties.order_by("pk")}
    for party_id in present.keys() - {party.pk for party in wanted}:
        act.delete(present[party_id])
    for party in wanted:
        if party.pk in present:
            continue
        if party.status not in Party.INSIDE:
            raise steps.StepRefused(_("%(party)s no longer takes part.") % {"party": party.name})
        act.save(AgreementParty(agreement=agreement, party=party))


@contextmanager
def writing(agreement: Agreement, *, actor: User, action: str, authority: str) -> Iterator[tuple[steps.Act, Agreement]]:
    """An act on the text of a package, with the package locked."""
    scope = agreement.party if agreement.kind == Kind.ANNEX else agreement
    with steps.record(action, actor=actor, scope=scope, authority=authority) as act:
        require_writing(actor, agreement)
        yield act, lock(agreement)


def require_writing(actor: User, agreement: Agreement) -> None:
    """Raise PermissionDenied unless `actor` may write this text: a coordinator, or the party whose annex it is."""
    rights: list[tuple[str, Any]] = [("draft_agreement", agreement.partnership)]
    if agreement.kind == Kind.ANNEX and agreement.party:
        rights.append(("edit_annex", agreement.party.organisation))
    access.require_any(actor, *rights)


def reopen(act: steps.Act, root: Agreement, seen: str | None = None) -> None:
    """Make sure that the locked package is a draft: take it back, as part of the act, if it is proposed."""
    if seen is not None and seen != state_of(root):
        raise steps.StepRefused(
            _(
                "The agreement has moved on since you opened the page. "
                "Read what is said about its signatures and save again."
            )
        )
    if root.dropped_on:
        raise steps.StepRefused(_("This draft has been laid aside. Begin a new one."))
    if root.status == Status.PROPOSED:
        access.require(act.actor, "propose_agreement", root)
        take_back(act, root)
    elif root.status != Status.DRAFT:
        raise steps.StepRefused(
            _("The text of an agreement changes in draft only. What is in force is changed by an amendment.")
        )


def take_back(act: steps.Act, root: Agreement) -> None:
    """Make the locked package a draft, as part of `act`: its signatures are void and their people are told."""
    signers = User.objects.filter(pk__in=valid_signatures(root).values("person"))
    act.notify(
        signers,
        key=f"agreement:{root.pk}:returned:{root.round}",
        text=gettext_lazy("“%(title)s”, which you have signed, is being changed. Your signature on it is void."),
        url=address(root),
        title=root.title,
    )
    for row in [root, *root.children.filter(kind=Kind.ANNEX, status=Status.PROPOSED).order_by("pk")]:
        row.status, row.proposed_on = Status.DRAFT, None
        act.save(row)
