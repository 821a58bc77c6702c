"""The text that is signed: one canonical wording of a package, and its hash. Also as it stood at an earlier moment."""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from partnerships.models import Agreement, AgreementParty, AgreementSection, Governed, Organisation, Party, Unit
from partnerships.models.agreement import SWEDISH_KINDS, effect_in_words

from . import rows_text
from .package import Kind, Status, root_of

# An agreement is a Swedish document whoever reads it: these words are part of what is signed and never translated.
KIND_WORDS: dict[str, str] = {kind: word.upper() for kind, word in SWEDISH_KINDS.items()}
SUBJECT_WORDS: dict[str, str] = {
    Agreement.Subject.PARTIES: "nya parter",
    Agreement.Subject.TERM: "avtalstid, uppsägning eller förlängning",
    Agreement.Subject.MONEY: "ekonomi",
    Agreement.Subject.TARGET_GROUP: "målgrupp",
    Agreement.Subject.SERVICES: "insatser och åtaganden",
    Agreement.Subject.OTHER: "annat",
}
EXTENSION_WORDS: dict[str, str] = {
    Agreement.Extension.NONE: "förlängs inte",
    Agreement.Extension.DECISION: "genom en förlängning som alla parter undertecknar",
    Agreement.Extension.AUTOMATIC: "av sig självt, om ingen part säger upp avtalet i tid",
}


class Document(NamedTuple):
    """An agreement or an annex with what belongs to it: rows as they stand, or as their history has them."""

    row: Any
    names: list[str]
    sections: list[Any]
    agreed: list[tuple[str, list[str]]]  # what stands as rows: heading, and a line for each row

    @property
    def title(self) -> str:
        """Kind and number in words."""
        return f"{KIND_WORDS[self.row.kind]} {self.row.number}"


def package_text(agreement: Agreement, at: datetime | None = None) -> str:
    """The whole package as one canonical text: what the hash is of, word for word, in every language and year.

    Names stand as they were when the text was frozen, although an organisation may have another name today. With `at`,
    the text as it stood at that moment; empty if it had not been begun.
    """
    return wording(read(agreement, at))


def wording(documents: Sequence[Document]) -> str:
    """The canonical text of what `read` has read; empty for nothing."""
    if not documents:
        return ""
    root, *annexes = documents
    lines = [root.title, *terms_in_words(root.row), "", "PARTER", *root.names, *_sections_in_words(root)]
    for annex in annexes:
        lines += ["", annex.title, f"Titel: {annex.row.title}", *(f"Part: {name}" for name in annex.names)]
        lines += _sections_in_words(annex)
    for heading, rows in root.agreed:
        lines += ["", heading, *rows]
    text = "\n".join(line.rstrip() for block in lines for line in block.splitlines() or [""])
    return unicodedata.normalize("NFC", text) + "\n"


def digest(agreement: Agreement) -> str:
    """SHA-256 of the package's text."""
    return hashlib.sha256(package_text(agreement).encode()).hexdigest()


# -- Reading ----------------------------------------------------------------------------------------------------------
def read(agreement: Agreement, at: datetime | None = None) -> list[Document]:
    """The agreement of the package and its annexes, with what each says; as of `at` if it is given.

    The same number of queries however much there is. Nothing if the agreement had not been begun.
    """
    root: Any = root_of(agreement)
    if at is not None:
        root = next(iter(rows_at(Agreement, at, id=root.pk)), None)
        if root is None:
            return []
    own_notice = {row.party_id: row.notice_months for row in rows_at(AgreementParty, at, agreement_id=root.id)}
    between = list(own_notice)
    annexes = rows_at(Agreement, at, parent_id=root.id, kind=Kind.ANNEX, party_id__in=between)
    documents = [root, *sorted(annexes, key=lambda one: one.number)]
    agreed = [(kind, rows_at(kind.model, at, agreement_id=root.id, **kind.only)) for kind in rows_text.KINDS]
    about = {key for kind, rows in agreed for row in rows for key in kind.parties(row)}
    names = _names({*between, *about}, frozen_at(root) or at)
    sections = rows_at(AgreementSection, at, agreement_id__in=[one.id for one in documents])
    targets = AgreementSection.objects.select_related("agreement").in_bulk(
        [row.target_id for row in sections if row.target_id]
    )
    for row in sections:
        row.target = targets.get(row.target_id)
    said = {key: f", egen uppsägningstid {own} månader" for key, own in own_notice.items() if own is not None}
    return [
        Document(
            row=one,
            names=[
                names[key] + (said.get(key, "") if one is root else "")
                for key in sorted(between)
                if one is root or key == one.party_id
            ],
            sections=sorted((row for row in sections if row.agreement_id == one.id), key=lambda row: row.position),
            agreed=[(kind.heading, kind.lines(rows, names)) for kind, rows in agreed if rows and one is root],
        )
        for one in documents
    ]


def rows_at(model: type[Governed], at: datetime | None, **conditions: Any) -> list[Any]:
    """The rows with `conditions`, of fields that never change, as they stand, or as their history has them at `at`."""
    if at is None:
        return list(model._base_manager.filter(**conditions))
    rows = model.history.filter(**conditions, history_date__lte=at)  # type: ignore[attr-defined]
    latest = rows.order_by("id", "-history_date", "-history_id").distinct("id")
    return [row for row in latest if row.history_type != "-"]


def _names(keys: Iterable[int], at: datetime | None) -> dict[int, str]:
    """Key of each party -> its name with its organisation number, as of `at`."""
    parties = {party.pk: party for party in Party.objects.filter(pk__in=keys).select_related("organisation", "unit")}
    if at is None:
        old_parties, organisations, units = {}, {}, {}
    else:
        old_parties = {row.id: row for row in rows_at(Party, at, id__in=parties)}
        organisation_keys = [party.organisation_id for party in parties.values()]
        organisations = {row.id: row for row in rows_at(Organisation, at, id__in=organisation_keys)}
        unit_keys = [old.unit_id for old in old_parties.values() if old.unit_id]
        units = {row.id: row for row in rows_at(Unit, at, id__in=unit_keys)}
    names = {}
    for key, party in parties.items():
        organisation = organisations.get(party.organisation_id, party.organisation)
        unit_id = old_parties[key].unit_id if key in old_parties else party.unit_id
        unit = units.get(unit_id, party.unit) if unit_id else None
        name = f"{organisation.name}, {unit.name}" if unit else organisation.name
        names[key] = f"{name} ({organisation.number})"
    return names


def frozen_at(root: Any) -> datetime | None:
    """When the text of an agreement, or of a row of its history, was frozen; None while it is a draft."""
    if root.status == Status.DRAFT:
        return None
    rows = Agreement.history.filter(id=root.id, status=Status.PROPOSED, round=root.round)  # type: ignore[attr-defined]
    return rows.order_by("history_id").values_list("history_date", flat=True).first()


# -- In words ---------------------------------------------------------------------------------------------------------
def terms_in_words(root: Any) -> list[str]:
    """The terms of an agreement, a line for each that is stated."""
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
            ("Avtalet gäller därefter till och med" if root.subjects else "Gäller till och med", root.ends_on),
            ("Avtalets uppsägningstid i månader" if root.subjects else "Uppsägningstid i månader", root.notice_months),
            ("Förlängning", root.extension_rule),
            ("Så förlängs avtalet", EXTENSION_WORDS.get(root.extension_kind, "")),
            ("Förlängs varje gång med månader", root.extension_months),
            ("Förlängs högst antal gånger", root.extension_times),
            ("Nej till förlängning senast, månader före sista dagen", root.extension_notice_months),
            ("Ändringen gäller", ", ".join(SUBJECT_WORDS[one] for one in SUBJECT_WORDS if one in root.subjects)),
            ("Ny målgrupp", root.target_group.strip()),
        )
        if value not in ("", None)
    ]


def _sections_in_words(document: Document) -> list[str]:
    lines = []
    for section in document.sections:
        does = effect_in_words(section)
        if section.body.strip() or does:
            lines += ["", f"{section.position} {section.heading}"]
            lines += [text for text in (does, section.body.strip()) if text]
    return lines
