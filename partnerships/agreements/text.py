"""The text that is signed: one canonical wording of a package, and its hash."""

import hashlib
import unicodedata
from datetime import datetime
from typing import Any

from partnerships.models import Agreement, AgreementParty, Governed, Organisation, Party, Unit

from .package import Kind, Status, annexes_of, root_of

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
    root = root_of(agreement)
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
