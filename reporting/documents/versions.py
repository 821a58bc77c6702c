"""An agreement's text through time as documents: what differs between two versions, and the text as it stood."""

import hashlib
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partnerships import steps
from partnerships.agreements import versions
from partnerships.models import Agreement, LogEvent
from partnerships.templatetags.iop import day, markdown, moment

from .paper import Document, base, fact, file_name


def difference_of(agreement: Agreement, old: versions.Version, new: versions.Version) -> Document:
    """What differs between two versions, dated as the later one."""
    changes = versions.changes_between(agreement, old.at, new.at)
    event = LogEvent.objects.get(chain=steps.chain_of(agreement), number=new.number)
    context = base(
        agreement.partnership,
        event,
        title=agreement.title,
        facts=[
            fact(_("Earlier version"), f"{old.label} {moment(old.at)}"),
            fact(_("Later version"), f"{new.label} {moment(new.at)}"),
            fact(_("Sections"), capfirst(versions.told(changes) or _("no difference"))),
        ],
        changes=changes,
    )
    name = file_name(_number(agreement), agreement.title, _("difference"), str(old.number), str(new.number))
    return Document("pdf/agreement_difference.html", context, event.at, name)


def text_on(agreement: Agreement, on: date, documents: list[Any]) -> Document:
    """The package as it stood at the end of a day, with the fingerprint of its text."""
    root, *annexes = documents
    text = versions.wording(documents)
    events = LogEvent.objects.filter(
        object_type="partnerships.agreement", object_id=agreement.pk, at__lte=versions.end_of(on)
    )
    event = events.latest("number")
    is_draft = root.row.status == Agreement.Status.DRAFT
    context = base(
        agreement.partnership,
        event,
        title=root.row.title,
        kind=agreement.get_kind_display(),
        facts=[
            fact(_("As it stood on"), day(on, "long")),
            fact(_("State then"), capfirst(root.row.get_status_display())),
        ],
        terms=versions.terms_in_words(root.row),
        names=root.names,
        sections=_sections(root, 3),
        annexes=[
            {"number": one.row.number, "title": one.row.title, "names": one.names, "sections": _sections(one, 4)}
            for one in annexes
        ],
        text_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
    name = file_name(_number(agreement), root.row.title, on.isoformat())
    return Document("pdf/agreement_on_day.html", context, event.at, name, draft=is_draft)


def _number(agreement: Agreement) -> str:
    return agreement.registry_number or agreement.partnership.registry_number


def _sections(document: Any, level: int) -> list[dict[str, Any]]:
    return [
        {"number": row.position, "title": row.heading, "html": markdown(row.body, level)}
        for row in document.sections
        if row.body.strip()
    ]
