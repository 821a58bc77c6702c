"""Checking a PDF that has been signed outside (PAdES). The only importer of pyHanko; nothing is fetched from anywhere.

What the file must be (whole, one signature, upon our very document) is refused if it is not. Whether its certificate
can be trusted is another question, and answered with what is known here: roots in a folder, and what the file brings.
"""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

GOOD, UNKNOWN, REVOKED = "good", "unknown", "revoked"
UNTRUSTED, EXPIRED = "untrusted", "expired"


class FileRefused(Exception):
    """The file is not what can be taken. The message says why, to the person who chose it."""


@dataclass(frozen=True)
class Checked:
    """What the one signature in a file says, and how far it can be trusted."""

    signer: str
    signer_organisation: str
    issuer: str
    certificate_hash: str
    claimed_at: datetime | None
    stamped_at: datetime | None
    is_trusted: bool
    revocation: str
    problem: str  # why it is not trusted: UNTRUSTED, EXPIRED, REVOKED; empty if it is


def check(content: bytes, original: bytes, *, roots: Iterable[bytes] | None = None) -> Checked:
    """Check the signature in `content` upon the document `original`. Raises FileRefused for what cannot be taken.

    `roots`: certificates in DER or PEM; without them those in settings.TRUSTED_ROOTS.
    """
    _be_silent()
    trusted = _roots() if roots is None else list(roots)
    try:
        return _check(content, original, trusted)
    except FileRefused:
        raise
    except RecursionError as error:
        raise FileRefused(_unreadable()) from error
    except Exception as error:  # a stranger's file: whatever breaks while it is read, it cannot be read
        raise FileRefused(_unreadable()) from error


def _unreadable() -> str:
    return _("The file cannot be read as a signed PDF. Choose the file exactly as the signing service gave it.")


def _check(content: bytes, original: bytes, roots: list[bytes]) -> Checked:
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(BytesIO(content))
    if reader.encrypted:
        raise FileRefused(_("The PDF is encrypted. Choose a file without encryption or password."))
    signatures = reader.embedded_regular_signatures
    if not signatures:
        raise FileRefused(_("There is no electronic signature in the file. Choose the file that you got when signed."))
    if len(signatures) > 1:
        raise FileRefused(
            _("There are %(count)s signatures in the file. Each party signs the downloaded PDF by itself.")
            % {"count": len(signatures)}
        )
    if not content.startswith(original):
        raise FileRefused(_("What is signed is another document. Download the PDF here and sign that very file."))
    _require_only_a_signature(reader)
    return _judged(reader, roots)


def _require_only_a_signature(reader: "PdfFileReader") -> None:
    """Nothing but the signature and what proves it has been added to our document, which is the first revision."""
    from pyhanko.sign.diff_analysis import SuspiciousModification

    try:
        result = _policy().review_file(reader, base_revision=0)
    except SuspiciousModification as error:
        result = error
    if isinstance(result, SuspiciousModification):
        raise FileRefused(_("The document has been changed: the file holds more than our text and a signature."))


@cache
def _policy() -> Any:
    """pyHanko's own rules for what may come to a document, with the flag that the first signature sets."""
    from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, StandardDiffPolicy
    from pyhanko.sign.diff_analysis.form_rules_api import FormUpdatingRule

    form: Any = DEFAULT_DIFF_POLICY.form_rule
    own = FormUpdatingRule(form.field_rules, ignored_acroform_keys={*form.ignored_acroform_keys, "/SigFlags"})
    return StandardDiffPolicy(global_rules=DEFAULT_DIFF_POLICY.global_rules, form_rule=own)


def _judged(reader: "PdfFileReader", roots: list[bytes]) -> Checked:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import SignatureCoverageLevel

    status = _validate(reader, roots)
    is_whole = status.coverage is not None and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    level = status.modification_level
    if not (status.intact and status.valid and is_whole) or level is None or level > ModificationLevel.LTA_UPDATES:
        raise FileRefused(_("The file has been changed after it was signed, or the signature is damaged."))
    stamp = status.timestamp_validity
    stamped_at = stamp.timestamp if stamp and stamp.intact and stamp.valid and stamp.trusted else None
    if stamped_at:  # a certificate may be for one day: what counts is whether it held when it was used
        status = _validate(reader, roots, moment=stamped_at)
    is_known_good = status.trusted and _validate(reader, roots, moment=stamped_at, mode="require").trusted
    moment = stamped_at or status.validation_time
    cert: Any = status.signing_cert
    problem = "" if status.trusted else UNTRUSTED
    if status.revoked:
        problem = REVOKED
    elif problem and not cert.not_valid_before <= moment <= cert.not_valid_after:
        problem = EXPIRED
    return Checked(
        signer=_person(cert.subject.native),
        signer_organisation=_words(cert.subject.native, "organization_name"),
        issuer=_words(cert.issuer.native, "common_name", "organization_name"),
        certificate_hash=cert.sha256.hex(),
        claimed_at=status.signer_reported_dt,
        stamped_at=stamped_at,
        is_trusted=not problem,
        revocation=REVOKED if status.revoked else GOOD if is_known_good else UNKNOWN,
        problem=problem,
    )


def _validate(
    reader: "PdfFileReader", roots: list[bytes], *, moment: datetime | None = None, mode: str = "soft-fail"
) -> Any:
    """pyHanko's judgment of the signature at a moment; the timestamp is always judged as of now."""
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature
    from pyhanko.sign.validation.errors import NoDSSFoundError
    from pyhanko_certvalidator import ValidationContext

    def context(at: datetime | None, how: str) -> Any:
        certs = [cert for root in roots for cert in load_certs_from_pemder_data(root)]
        options = {"trust_roots": certs, "allow_fetching": False, "revocation_mode": how, "moment": at}
        try:
            return DocumentSecurityStore.read_dss(reader).as_validation_context(options)
        except NoDSSFoundError:
            nothing = {"crls": [], "ocsps": []} if how == "require" else {}
            return ValidationContext(**nothing, **options)

    signature = reader.embedded_regular_signatures[0]
    return validate_pdf_signature(signature, context(moment, mode), context(None, "soft-fail"))


def _roots() -> list[bytes]:
    """The certificates in the folder of trusted roots; none without a folder."""
    folder = Path(settings.TRUSTED_ROOTS) if settings.TRUSTED_ROOTS else None
    if folder is None or not folder.is_dir():
        return []
    return [one.read_bytes() for one in sorted(folder.iterdir()) if one.suffix in {".pem", ".crt", ".cer", ".der"}]


def _person(subject: dict[str, Any]) -> str:
    given = " ".join(str(subject[key]) for key in ("given_name", "surname") if subject.get(key))
    return _words(subject, "common_name") or _without_numbers(given)


def _words(name: dict[str, Any], *keys: str) -> str:
    return _without_numbers(", ".join(str(name[key]) for key in keys if name.get(key)))


def _without_numbers(words: str) -> str:
    """A name as it can be shown: certificates may hold a personal identity number, which is kept nowhere else."""
    return re.sub(r"(?:\d[-+ ]?){10,12}", "…", words)[:160]


def _be_silent() -> None:
    """Whatever a stranger's certificate lacks is part of the answer, not of the server's log."""
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
