"""Keeping documents that people bring. Only PDF: it looks the same for everybody, also in thirty years."""

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from . import clock, steps
from .models import Document, Organisation, Partnership
from .models.document import MAX_SIZE


def attach(
    act: steps.Act,
    file: File | bytes,
    *,
    name: str,
    partnership: Partnership | None = None,
    organisation: Organisation | None = None,
    is_illustrative: bool = False,
) -> Document:
    """Keep `file` as part of `act`, for a partnership or for one organisation.

    The right is that of the act, and so is what the log tells it of: give `record` a root. Raises StepRefused
    for what is no PDF or too large, or a name with a personal number.
    """
    content = file if isinstance(file, bytes) else file.read()
    try:
        require_pdf(content)
    except ValidationError as error:
        raise steps.StepRefused(error.messages[0]) from error
    return act.save(
        Document(
            partnership=partnership,
            organisation=organisation,
            name=file_name(name),
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            added_by=act.actor if getattr(act.actor, "pk", None) else None,
            added_at=clock.now(),
            is_illustrative=is_illustrative,
        )
    )


def require_pdf(content: bytes) -> None:
    """Raise ValidationError unless `content` is a PDF of at most MAX_SIZE bytes, by what it begins and ends with."""
    require_size(len(content))
    if b"%PDF-" not in content[:1024] or b"%%EOF" not in content[-2048:]:
        raise ValidationError(_("This is not a whole PDF. Save the document as PDF and choose that file."))


def require_size(size: int) -> None:
    """Raise ValidationError for more than MAX_SIZE bytes."""
    if size > MAX_SIZE:
        raise ValidationError(
            _("The file is larger than %(size)s. Make it smaller, for example by scanning in grey.")
            % {"size": filesizeformat(MAX_SIZE)}
        )


def file_name(name: str) -> str:
    """The last part of a path as a file name that ends in .pdf, at most 160 characters, without control characters."""
    plain = "".join(one for one in PurePath(name.replace("\\", "/")).name if one.isprintable() and one not in '"<>:|?*')
    stem = plain[:-4] if plain.lower().endswith(".pdf") else plain
    return f"{stem.strip(' .')[:156] or 'dokument'}.pdf"


def content_of(document: Document) -> bytes:
    """The document's bytes."""
    return bytes(document.content)


def for_form(file: Any) -> None:
    """Validate an uploaded file where it is chosen: the message then stands beside the field."""
    require_size(file.size)
    require_pdf(file.read())
    file.seek(0)
