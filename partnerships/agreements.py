"""Agreements: their text while it is written, the package that is signed, and the signatures.

A package is an agreement with its annexes. It is proposed, signed, taken back and put in force as a whole: one text,
one hash. Whoever changes a word of a proposed package takes it back in the same act, and its signatures are void.
"""

import calendar
import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import access, clock, parties, steps
from .models import (
    Agreement,
    AgreementParty,
    AgreementSection,
    Governed,
    Mandate,
    Organisation,
    Partnership,
    Party,
    SectionTemplate,
    Signature,
    Unit,
    User,
)
from .tasks import Task

Kind, Status = Agreement.Kind, Agreement.Status

#: What stands in an agreement beside its sections.
TERMS = frozenset({"title", "registry_number", "starts_on", "ends_on", "notice_months", "extension_rule"})

#: How many days before the last day to give notice the coordinators are reminded.
NOTICE_REMINDER_DAYS = 90

PROPOSE = steps.Step("agreement.propose", Agreement, "propose_agreement", (Status.DRAFT,))
RETURN = steps.Step("agreement.return", Agreement, "propose_agreement", (Status.PROPOSED,))
SIGN = steps.Step("agreement.sign", Agreement, "", (Status.PROPOSED,))
CLOSE = steps.Step("agreement.close", Agreement, "propose_agreement", (Status.IN_FORCE,))


# -- Beginning --------------------------------------------------------------------------------------------------------
def create(
    partnership: Partnership,
    *,
    actor: User,
    kind: str,
    title: str,
    parent: Agreement | None = None,
    parties: Iterable[Party] | None = None,
    authority: str = "",
    **values: Any,
) -> Agreement:
    """A draft with the sections of its kind's template, between all parties and those in dialogue unless `parties`."""
    with steps.record(
        "agreement.create", actor=actor, right="draft_agreement", scope=partnership, authority=authority
    ) as act:
        Partnership.objects.select_for_update().get(pk=partnership.pk)  # one at a time: numbers, one main agreement
        _check_place(partnership, kind, parent)
        agreement = _begin(act, Agreement(partnership=partnership, kind=kind, title=title, parent=parent, **values))
        able = Party.objects.filter(partnership=partnership).able_to_sign().order_by("pk")
        _name_parties(act, agreement, able if parties is None else parties)
    return agreement


def add_annex(agreement: Agreement, *, actor: User, party: Party, title: str = "", authority: str = "") -> Agreement:
    """The annex of one party: a draft under `agreement`. Its representatives and the coordinators write it."""
    with _writing(agreement, actor=actor, action="agreement.add_annex", authority=authority) as (act, root):
        if root.kind == Kind.ANNEX:
            raise steps.StepRefused(_("An annex has no annexes of its own."))
        if not root.agreement_parties.filter(party=party).exists():
            raise steps.StepRefused(_("Only a contracting party can have an annex."))
        if Agreement.objects.filter(parent=root, party=party, kind=Kind.ANNEX).exists():
            raise steps.StepRefused(_("The party already has an annex to this agreement."))
        _reopen(act, root)
        title = title or f"Bilaga: {party.name}"  # a Swedish document, as below
        annex = Agreement(
            partnership=root.partnership, kind=Kind.ANNEX, parent=root, party=party, title=title[:160],
            is_illustrative=root.is_illustrative,
        )  # fmt: skip
        _begin(act, annex)
        act.notify(
            access.people_with("edit_annex", party.organisation),
            key=f"agreement:{annex.pk}:annex",
            text=gettext_lazy("Your organisation's annex to an agreement can be written."),
            url=address(annex),
        )
    return annex


def _check_place(partnership: Partnership, kind: str, parent: Agreement | None) -> None:
    if kind == Kind.ANNEX:
        raise TypeError("an annex is begun with add_annex")
    if kind == Kind.MAIN:
        alive = [Status.DRAFT, Status.PROPOSED, Status.IN_FORCE]
        if Agreement.objects.filter(partnership=partnership, kind=Kind.MAIN, status__in=alive).exists():
            raise steps.StepRefused(_("The partnership already has a main agreement."))
    elif (
        parent is None
        or parent.partnership_id != partnership.pk
        or parent.kind != Kind.MAIN
        or not Agreement.objects.filter(pk=parent.pk, status=Status.IN_FORCE).exists()
    ):
        raise steps.StepRefused(_("Only a partnership agreement that is in force can be amended or extended."))


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
    unknown = values.keys() - ({"title"} if agreement.kind == Kind.ANNEX else TERMS)
    if unknown:
        raise TypeError(f"not a term: {', '.join(sorted(unknown))}")
    with _writing(agreement, actor=actor, action="agreement.edit", authority=authority) as (act, root):
        locked = (
            root if root.pk == agreement.pk else Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
        )
        if version is not None and locked.version != version:
            raise steps.EditConflict(locked)
        _check_dates(values.get("starts_on", locked.starts_on), values.get("ends_on", locked.ends_on))
        if all(getattr(locked, name) == value for name, value in values.items()):
            return locked
        _reopen(act, root, seen)
        locked.refresh_from_db()
        for name, value in values.items():
            setattr(locked, name, value)
        act.save(locked)
    return locked


def set_parties(
    agreement: Agreement, *, actor: User, parties: Iterable[Party], seen: str | None = None, authority: str = ""
) -> Agreement:
    """Say which parties the agreement is between. Takes a proposed package back first."""
    with _writing(agreement, actor=actor, action="agreement.set_parties", authority=authority) as (act, root):
        if root.pk != agreement.pk:
            raise steps.StepRefused(_("An annex has the parties of its agreement."))
        wanted = list(parties)
        if {party.pk for party in wanted} != set(root.agreement_parties.values_list("party_id", flat=True)):
            _reopen(act, root, seen)
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


def add_section(
    agreement: Agreement,
    *,
    actor: User,
    heading: str,
    body: str = "",
    position: int | None = None,
    help_text: str = "",
    seen: str | None = None,
    authority: str = "",
) -> AgreementSection:
    """A new section, last or at `position` (from 1)."""
    with _writing(agreement, actor=actor, action="section.add", authority=authority) as (act, root):
        _reopen(act, root, seen)
        rows = list(agreement.sections.order_by("position"))
        place = len(rows) if position is None else max(0, min(position - 1, len(rows)))
        section = AgreementSection(
            agreement=agreement, position=place + 1, heading=heading, body=body, help_text=help_text
        )
        rows.insert(place, section)
        _number(act, rows)
    return section


def edit_section(
    section: AgreementSection,
    *,
    actor: User,
    version: int | None = None,
    heading: str | None = None,
    body: str | None = None,
    seen: str | None = None,
    authority: str = "",
) -> AgreementSection:
    """Change heading or text. Takes a proposed package back first. Raises EditConflict as `edit_terms` does."""
    with _writing(section.agreement, actor=actor, action="section.edit", authority=authority) as (act, root):
        locked = _locked_section(section)
        if version is not None and locked.version != version:
            raise steps.EditConflict(locked)
        values = {name: value for name, value in (("heading", heading), ("body", body)) if value is not None}
        if all(getattr(locked, name) == value for name, value in values.items()):
            return locked
        _reopen(act, root, seen)
        for name, value in values.items():
            setattr(locked, name, value)
        act.save(locked)
    return locked


def move_section(
    section: AgreementSection, *, actor: User, to: int, seen: str | None = None, authority: str = ""
) -> AgreementSection:
    """Let the section stand as number `to` (from 1); the others make room."""
    with _writing(section.agreement, actor=actor, action="section.move", authority=authority) as (act, root):
        rows = list(section.agreement.sections.order_by("position"))
        place = next((index for index, row in enumerate(rows) if row.pk == section.pk), None)
        if place is None:
            raise steps.StepRefused(_("The section has been removed."))
        goal = max(0, min(to - 1, len(rows) - 1))
        if goal != place:
            _reopen(act, root, seen)
            rows.insert(goal, rows.pop(place))
            _number(act, rows)
    return rows[goal]


def remove_section(section: AgreementSection, *, actor: User, seen: str | None = None, authority: str = "") -> None:
    """Take a section out of the text; the history keeps it."""
    with _writing(section.agreement, actor=actor, action="section.remove", authority=authority) as (act, root):
        locked = _locked_section(section)
        _reopen(act, root, seen)
        act.delete(locked)
        _number(act, section.agreement.sections.order_by("position"))


def _locked_section(section: AgreementSection) -> AgreementSection:
    locked = AgreementSection.objects.select_for_update(of=("self",)).filter(pk=section.pk).first()
    if locked is None:
        raise steps.StepRefused(_("The section has been removed."))
    return locked


def _number(act: steps.Act, rows: Iterable[AgreementSection]) -> None:
    for position, row in enumerate(rows, 1):
        if row.pk is None or row.position != position:
            row.position = position
            act.save(row)


@contextmanager
def _writing(
    agreement: Agreement, *, actor: User, action: str, authority: str
) -> Iterator[tuple[steps.Act, Agreement]]:
    """An act on the text of a package, with the package locked."""
    scope = agreement.party if agreement.kind == Kind.ANNEX else agreement
    with steps.record(action, actor=actor, scope=scope, authority=authority) as act:
        require_writing(actor, agreement)
        yield act, _lock(agreement)


def require_writing(actor: User, agreement: Agreement) -> None:
    """Raise PermissionDenied unless `actor` may write this text: a coordinator, or the party whose annex it is."""
    rights: list[tuple[str, Any]] = [("draft_agreement", agreement.partnership)]
    if agreement.kind == Kind.ANNEX and agreement.party:
        rights.append(("edit_annex", agreement.party.organisation))
    access.require_any(actor, *rights)


def _lock(agreement: Agreement) -> Agreement:
    """The package's own row, locked: everything that changes a package waits here."""
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("partnership")
    return rows.get(pk=_root_pk(agreement))


def _reopen(act: steps.Act, root: Agreement, seen: str | None = None) -> None:
    """Make sure that the locked package is a draft: take it back, as part of the act, if it is proposed."""
    if seen is not None and seen != state_of(root):
        raise steps.StepRefused(
            _(
                "The agreement has moved on since you opened the page. "
                "Read what is said about its signatures and save again."
            )
        )
    if root.status == Status.PROPOSED:
        access.require(act.actor, "propose_agreement", root)
        _take_back(act, root)
    elif root.status != Status.DRAFT:
        raise steps.StepRefused(
            _("The text of an agreement changes in draft only. What is in force is changed by an amendment.")
        )


def _take_back(act: steps.Act, root: Agreement) -> None:
    signers = User.objects.filter(pk__in=valid_signatures(root).values("person"))
    act.notify(
        signers,
        key=f"agreement:{root.pk}:returned:{root.round}",
        text=gettext_lazy("An agreement that you have signed is being changed. Your signature on it is void."),
        url=address(root),
    )
    for row in [root, *root.children.filter(kind=Kind.ANNEX, status=Status.PROPOSED).order_by("pk")]:
        row.status, row.proposed_on = Status.DRAFT, None
        act.save(row)


def _check_dates(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise steps.StepRefused(_("The last day lies before the first."))


# -- Proposing and signing --------------------------------------------------------------------------------------------
def propose(agreement: Agreement, *, actor: User, authority: str = "") -> Agreement:
    """Freeze the package and ask its parties to sign. Sections without text are left out.

    Raises StepRefused with a list of what is missing.
    """
    if agreement.kind == Kind.ANNEX:
        raise steps.StepRefused(_("An annex is proposed with its agreement."))
    with PROPOSE.take(agreement.pk, actor=actor, authority=authority) as act:
        root = act.obj
        faults = not_ready(root)
        if faults:
            raise steps.StepRefused(" ".join([_("The agreement cannot be proposed yet."), *faults]))
        annexes = list(annexes_of(root))
        for row in [root, *annexes]:
            _drop_empty_sections(act, row)
        text_hash = digest(root)
        for row in [*annexes, root]:
            row.status, row.round, row.text_hash = Status.PROPOSED, row.round + 1, text_hash
            row.proposed_on = clock.today()
            act.save(row)
        _ask_for_signatures(act, root)
    return root


def _drop_empty_sections(act: steps.Act, agreement: Agreement) -> None:
    rows = list(agreement.sections.order_by("position"))
    for row in rows:
        if not row.body.strip():
            act.delete(row)
    _number(act, [row for row in rows if row.body.strip()])


def _ask_for_signatures(act: steps.Act, root: Agreement) -> None:
    for row in root.agreement_parties.select_related("party__organisation").order_by("pk"):
        act.notify(
            access.people_with("sign", row.party.organisation),
            key=f"agreement:{root.pk}:sign:{root.round}:{row.party_id}",
            text=gettext_lazy("An agreement waits for your organisation's signature."),
            url=address(root),
        )


def not_ready(agreement: Agreement) -> list[str]:
    """What a package lacks to be proposed, each as a sentence."""
    between = list(Party.objects.filter(agreement_parties__agreement=agreement).select_related("organisation", "unit"))
    outside = (
        Party.objects.filter(partnership=agreement.partnership_id).current().exclude(pk__in=[p.pk for p in between])
    )
    faults = []
    if not agreement.title.strip():
        faults.append(_("It has no title."))
    if {party.organisation.side for party in between} != {access.PUBLIC, access.IDEBUREN}:
        faults.append(_("It needs parties on both sides."))
    for party in between:
        if party.status not in Party.INSIDE:
            faults.append(_("%(party)s no longer takes part: take it out of the agreement.") % {"party": party.name})
    for party in outside.select_related("organisation", "unit"):
        faults.append(_("%(party)s is a party and has to be in the agreement.") % {"party": party.name})
    if not agreement.sections.exclude(body__regex=r"^\s*$").exists():
        faults.append(_("No section has any text."))
    return faults + _term_faults(agreement)


def _term_faults(agreement: Agreement) -> list[str]:
    if agreement.kind == Kind.MAIN or agreement.parent is None:
        return []
    if agreement.parent.status != Status.IN_FORCE:
        return [_("The agreement it belongs to is no longer in force.")]
    if agreement.kind != Kind.EXTENSION:
        return []
    if agreement.ends_on is None:
        return [_("An extension needs a new last day.")]
    end = effective_end(agreement.parent)
    if end is not None and agreement.ends_on <= end:
        return [_("The new last day does not lie after the present one, %(date)s.") % {"date": end}]
    return []


def return_to_draft(agreement: Agreement, *, actor: User, reason: str) -> Agreement:
    """Take a proposed package back. Its signatures are void; those who had signed are told."""
    if not reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    with RETURN.take(_root_pk(agreement), actor=actor, authority=reason) as act:
        _take_back(act, act.obj)
    return act.obj


def sign(agreement: Agreement, *, actor: User, party: Party, text_hash: str | None = None) -> Signature:
    """Sign the package for `party`, on the actor's own valid mandate. The last signature puts it in force.

    With `text_hash`, refused unless that is the text which is proposed: nobody signs what he or she has not seen.
    """
    with SIGN.take(_root_pk(agreement), actor=actor, scope=party) as act:
        root = act.obj
        if text_hash is not None and text_hash != root.text_hash:
            raise steps.StepRefused(_("The text has changed since you opened the page. Read it anew before you sign."))
        mandate = _mandate_to_sign(actor, root, party)
        signature = act.save(
            Signature(
                agreement=root, round=root.round, party=party, person=actor, mandate=mandate, at=clock.now(),
                text_hash=root.text_hash,
            )
        )  # fmt: skip
        joined = [] if missing(root) else _put_in_force(act, root)
    for one in joined:
        parties.sync(one)
    return signature


def _mandate_to_sign(actor: User, root: Agreement, party: Party) -> Mandate:
    access.require(actor, "sign", party.organisation)
    mandate = (
        Mandate.objects.valid_on(clock.today())
        .filter(person=actor, organisation=party.organisation_id, role=Mandate.Role.SIGNATORY)
        .first()
    )
    if mandate is None:
        raise PermissionDenied(access.refusal("sign"))
    if not root.agreement_parties.filter(party=party).exists():
        raise steps.StepRefused(_("%(party)s is not one of the agreement's parties.") % {"party": party.name})
    if not Party.objects.filter(pk=party.pk, status__in=Party.INSIDE).exists():
        raise steps.StepRefused(_("%(party)s no longer takes part.") % {"party": party.name})
    if valid_signatures(root).filter(party=party).exists():
        raise steps.StepRefused(_("%(party)s has already signed.") % {"party": party.name})
    if digest(root) != root.text_hash:
        raise steps.StepRefused(_("The text is not the one that was proposed. Ask a coordinator to take it back."))
    return mandate


def _put_in_force(act: steps.Act, root: Agreement) -> list[Party]:
    """Everybody has signed: let the package hold, and let those who were on their way in be parties."""
    today = clock.today()
    on = max(today, root.starts_on or today)
    for row in [root, *root.children.filter(kind=Kind.ANNEX, status=Status.PROPOSED).order_by("pk")]:
        row.status, row.in_force_on = Status.IN_FORCE, on
        act.save(row)
    joining = Party.objects.select_for_update(of=("self",)).filter(
        agreement_parties__agreement=root, status__in=[Party.Status.PROPOSED, Party.Status.IN_DIALOGUE]
    )
    joined = list(joining.select_related("partnership").order_by("pk"))
    for party in joined:
        party.status, party.joined_on = Party.Status.PARTY, on
        act.save(party)
    act.notify(
        access.people_with("view_partnership", root.partnership),
        key=f"agreement:{root.pk}:in_force",
        text=gettext_lazy("All parties have signed: an agreement is in force."),
        url=address(root),
    )
    return joined


def close(agreement: Agreement, *, actor: User, outcome: str, reason: str) -> Agreement:
    """Record that an agreement in force has `ended` or been `terminated`, or is `superseded` by another."""
    if outcome not in (Status.ENDED, Status.TERMINATED, Status.SUPERSEDED):
        raise TypeError(f"not an end: {outcome}")
    if agreement.kind == Kind.ANNEX:
        raise steps.StepRefused(_("An annex ends with its agreement."))
    if not reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    with CLOSE.take(agreement.pk, actor=actor, authority=reason) as act:
        root = act.obj
        for row in [root, *root.children.filter(kind=Kind.ANNEX, status=Status.IN_FORCE).order_by("pk")]:
            row.status = outcome
            act.save(row)
        act.notify(
            access.people_with("view_partnership", root.partnership),
            key=f"agreement:{root.pk}:closed",
            text=gettext_lazy("An agreement no longer holds."),
            url=address(root),
        )
    return root


# -- The text that is signed ------------------------------------------------------------------------------------------
# An agreement is a Swedish document whoever reads it: these words are part of what is signed and never translated.
KIND_WORDS: dict[str, str] = {
    Kind.MAIN: "PARTNERSKAPSAVTAL",
    Kind.ANNEX: "BILAGA",
    Kind.AMENDMENT: "TILLÄGGSAVTAL",
    Kind.EXTENSION: "FÖRLÄNGNING",
}


def package_text(agreement: Agreement) -> str:
    """The whole package as one canonical text: what the hash is of, word for word, in every language and year.

    Names stand as they were when the text was frozen, although an organisation may have another name today.
    """
    root = _root(agreement)
    lines = [f"{KIND_WORDS[root.kind]} {root.number}", *_terms_in_words(root), "", "PARTER", *_names(root)]
    lines += _sections_in_words(root)
    for annex in annexes_of(root):
        lines += ["", f"{KIND_WORDS[annex.kind]} {annex.number}", f"Titel: {annex.title}"]
        lines += [f"Part: {name}" for name in _names(root, only=annex.party_id)]
        lines += _sections_in_words(annex)
    text = "\n".join(line.rstrip() for block in lines for line in block.splitlines() or [""])
    return unicodedata.normalize("NFC", text) + "\n"


def digest(agreement: Agreement) -> str:
    """SHA-256 of the package's text."""
    return hashlib.sha256(package_text(agreement).encode()).hexdigest()


def _terms_in_words(root: Agreement) -> list[str]:
    belongs_to = (
        f"{KIND_WORDS[root.parent.kind].lower()} {root.parent.number}, {root.parent.title}" if root.parent else ""
    )
    return [
        f"{label}: {value}"
        for label, value in (
            ("Titel", root.title),
            ("Till", belongs_to),
            ("Diarienummer", root.registry_number),
            ("Gäller från och med", root.starts_on),
            ("Gäller till och med", root.ends_on),
            ("Uppsägningstid i månader", root.notice_months),
            ("Förlängning", root.extension_rule),
        )
        if value not in ("", None)
    ]


def _sections_in_words(agreement: Agreement) -> list[str]:
    lines = []
    for section in agreement.sections.order_by("position"):
        if section.body.strip():
            lines += ["", f"{section.position} {section.heading}", section.body.strip()]
    return lines


def _names(root: Agreement, only: int | None = None) -> list[str]:
    """Each contracting party with its organisation number, by name as of the moment the text was frozen."""
    rows = AgreementParty.objects.filter(agreement=root).select_related("party__organisation", "party__unit")
    if only is not None:
        rows = rows.filter(party=only)
    current = [row.party for row in rows]
    moment = frozen_at(root)
    old_parties = _as_of(Party, [party.pk for party in current], moment)
    organisations = _as_of(Organisation, [party.organisation_id for party in current], moment)
    units = _as_of(Unit, [old.unit_id for old in old_parties.values() if old.unit_id], moment)
    names = []
    for party in sorted(current, key=lambda one: one.pk):
        organisation = organisations.get(party.organisation_id, party.organisation)
        unit_id = old_parties[party.pk].unit_id if party.pk in old_parties else party.unit_id
        unit = units.get(unit_id, party.unit) if unit_id else None
        name = f"{organisation.name}, {unit.name}" if unit else organisation.name
        names.append(f"{name} ({organisation.number})")
    return names


def frozen_at(root: Agreement) -> datetime | None:
    """When the present text was frozen; None while it is a draft."""
    if root.status == Status.DRAFT:
        return None
    rows = root.history.filter(status=Status.PROPOSED, round=root.round).order_by("history_id")
    return rows.values_list("history_date", flat=True).first()


def _as_of(model: type[Governed], keys: list[int], moment: datetime | None) -> dict[int, Any]:
    """Key -> the row as its history has it at `moment`."""
    if moment is None:
        return {}
    rows = model.history.filter(id__in=keys, history_date__lte=moment)
    return {row.id: row for row in rows.order_by("id", "-history_date", "-history_id").distinct("id")}


# -- Reading ----------------------------------------------------------------------------------------------------------
class Standing(NamedTuple):
    """A contracting party and its signature on the text as it stands, if it has signed."""

    party: Party
    signature: Signature | None


def _root(agreement: Agreement) -> Agreement:
    return agreement.parent if agreement.kind == Kind.ANNEX and agreement.parent else agreement


def _root_pk(agreement: Agreement) -> int:
    return agreement.parent_id if agreement.kind == Kind.ANNEX and agreement.parent_id else agreement.pk


def address(agreement: Agreement) -> str:
    """The address of the agreement's page."""
    return reverse("partnerships:agreement", args=[agreement.partnership.slug, agreement.pk])


def annexes_of(agreement: Agreement) -> models.QuerySet:
    """The annexes that are part of the package: those of its contracting parties."""
    return agreement.children.filter(kind=Kind.ANNEX, party__in=agreement.agreement_parties.values("party")).order_by(
        "number"
    )


def valid_signatures(agreement: Agreement) -> models.QuerySet:
    """The signatures that count: those on the present round. A draft has none."""
    return Signature.objects.filter(agreement=_root_pk(agreement), round=F("agreement__round")).exclude(
        agreement__status=Status.DRAFT
    )


def standing(agreement: Agreement) -> list[Standing]:
    """Every contracting party in list order, with its valid signature. Two queries."""
    signatures = {row.party_id: row for row in valid_signatures(agreement).select_related("person", "mandate")}
    between = Party.objects.filter(agreement_parties__agreement=_root_pk(agreement)).for_list()
    return [Standing(party, signatures.get(party.pk)) for party in between]


def missing(agreement: Agreement) -> list[Party]:
    """The parties that have not signed the text as it stands."""
    between = Party.objects.filter(agreement_parties__agreement=_root_pk(agreement)).for_list()
    return list(between.exclude(pk__in=valid_signatures(agreement).values("party")))


def waited_for(agreement: Agreement) -> list[Party]:
    """As `missing`, from rows that `with_signing` has fetched; only what is proposed waits for anybody."""
    if agreement.status != Status.PROPOSED:
        return []
    signed = {row.party_id for row in agreement.signatures.all() if row.round == agreement.round}
    return [row.party for row in agreement.agreement_parties.all() if row.party_id not in signed]


def with_signing(agreements: models.QuerySet) -> models.QuerySet:
    """Fetch what `waited_for` asks for: two queries for any number of agreements."""
    between = AgreementParty.objects.select_related("party__organisation", "party__unit").order_by("pk")
    return agreements.prefetch_related(models.Prefetch("agreement_parties", between), "signatures")


def next_steps(user: User, agreement: Agreement) -> list[Task]:
    """What waits for `user` with this agreement."""
    own = {address(agreement), address(_root(agreement))}
    found = tasks_for(user, agreement.partnership)
    return [task for task in found if any(task.url.startswith(one) for one in own)]


def voiding(agreement: Agreement) -> tuple[int, int] | None:
    """How many of how many signatures a change to the text would void now; None if the package is not proposed."""
    root = Agreement.objects.get(pk=_root_pk(agreement))
    if root.status != Status.PROPOSED:
        return None
    return valid_signatures(root).count(), root.agreement_parties.count()


def state_of(agreement: Agreement) -> str:
    """What a page shows of a package's standing, to notice on saving that it has moved on."""
    root = _root(agreement)
    return f"{root.status}:{root.round}:{valid_signatures(root).count()}"


def effective_end(agreement: Agreement) -> date | None:
    """The last day on which the agreement holds, with the extensions in force; None: until further notice."""
    extended = [
        one.ends_on
        for one in agreement.children.all()
        if one.kind == Kind.EXTENSION and one.status == Status.IN_FORCE and one.ends_on
    ]
    return max([agreement.ends_on, *extended]) if agreement.ends_on else None


def last_day_to_give_notice(agreement: Agreement) -> date | None:
    """The day by which notice has to be given for the agreement to end with its term.

    The last of a month stays the last of a month: with three months' notice, 31 May gives 28 or 29 February.
    """
    end = effective_end(agreement)
    if end is None or agreement.notice_months is None:
        return None
    return months_before(end, agreement.notice_months)


def months_before(day: date, months: int) -> date:
    """`months` calendar months before `day`; the last of a month gives the last of a month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


# -- What waits for whom ----------------------------------------------------------------------------------------------
def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """Signatures to give, drafts to write on, parties to take out, notice days that draw near. Four queries."""
    agreements = Agreement.objects.select_related("partnership")
    if partnership is not None:
        agreements = agreements.filter(partnership=partnership)
    yield from _to_sign(user, partnership)
    led = agreements.filter(partnership__in=access.objects_with(user, "propose_agreement")).packages()
    yield from _to_lead(led)
    annexes = agreements.filter(
        kind=Kind.ANNEX,
        status=Status.DRAFT,
        party__organisation__in=access.objects_with(user, "edit_annex"),
        party__in=AgreementParty.objects.filter(agreement=models.OuterRef("parent")).values("party"),
    )
    written = AgreementSection.objects.filter(agreement=models.OuterRef("pk")).exclude(body="")
    for annex in annexes.exclude(models.Exists(written)).order_by("pk"):
        yield Task(_("Write the annex “%(title)s”") % {"title": annex.title}, address(annex), _("It has no text yet"))
    yield from _near_notice(led)


def _to_sign(user: User, partnership: Partnership | None) -> Iterator[Task]:
    rows = AgreementParty.objects.filter(
        agreement__status=Status.PROPOSED,
        party__status__in=Party.INSIDE,
        party__organisation__in=access.objects_with(user, "sign"),
    ).exclude(
        models.Exists(
            Signature.objects.filter(
                agreement=models.OuterRef("agreement"),
                round=models.OuterRef("agreement__round"),
                party=models.OuterRef("party"),
            )
        )
    )
    if partnership is not None:
        rows = rows.filter(agreement__partnership=partnership)
    for row in rows.select_related("agreement__partnership", "party__organisation", "party__unit").order_by("pk"):
        yield Task(
            _("Sign “%(title)s”") % {"title": row.agreement.title},
            reverse(
                "partnerships:agreement_sign", args=[row.agreement.partnership.slug, row.agreement_id, row.party_id]
            ),
            _("For %(party)s") % {"party": row.party.name},
        )


def _to_lead(led: models.QuerySet) -> Iterator[Task]:
    gone = Count("agreement_parties", filter=~Q(agreement_parties__party__status__in=Party.INSIDE))
    rows = led.filter(status__in=[Status.DRAFT, Status.PROPOSED]).annotate(gone=gone).order_by("pk")
    for agreement in rows:
        if agreement.gone:
            yield Task(
                _("Take out of “%(title)s” who no longer takes part") % {"title": agreement.title},
                reverse("partnerships:agreement_parties", args=[agreement.partnership.slug, agreement.pk]),
                _("The agreement cannot come into force before that"),
            )
        elif agreement.status == Status.DRAFT:
            yield Task(
                _("Write “%(title)s” and propose it for signing") % {"title": agreement.title},
                address(agreement),
                _("It is a draft"),
            )


def _near_notice(led: models.QuerySet) -> Iterator[Task]:
    rows = led.filter(kind=Kind.MAIN, status=Status.IN_FORCE, ends_on__isnull=False, notice_months__isnull=False)
    for agreement in rows.prefetch_related("children").order_by("pk"):
        day = last_day_to_give_notice(agreement)
        if day and 0 <= (day - clock.today()).days <= NOTICE_REMINDER_DAYS:
            yield Task(
                _("Decide whether “%(title)s” goes on") % {"title": agreement.title},
                address(agreement),
                _("Last day to give notice"),
                day,
            )
