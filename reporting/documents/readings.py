"""The agreement as it reads on a day, as a document."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from partnerships import agreements
from partnerships.models import Agreement
from partnerships.templatetags.iop import day, markdown

from .paper import Document, base, fact, file_name, last_event


def reading_of(main: Agreement, on: date) -> Document:
    """The main agreement with what had been signed under it on `on`, put together: the signed texts count."""
    event = last_event(main)
    number = main.registry_number or main.partnership.registry_number
    chapters = agreements.as_it_reads(main, on)
    signed = [(since, title) for since, title in reversed(agreements.days_of_change(main)) if since <= on]
    context = base(
        main.partnership,
        event,
        registry_number=number,
        title=main.title,
        facts=[fact(_("As it reads on"), day(on, "long"))],
        chapters=[_chapter(one) for one in chapters],
        signed=[{"day": day(since, "long"), "title": title} for since, title in signed],
    )
    name = file_name(number, main.title, _("as it reads"), on.isoformat())
    return Document("pdf/agreement_reading.html", context, event.at, name)


def _chapter(chapter: agreements.Chapter) -> dict[str, Any]:
    rows = []
    for clause in chapter.clauses:
        changed = [one.does for one in clause.lineage if one.effect]
        section = clause.section
        rows.append(
            {
                "number": clause.first.position,
                "title": section.heading if section else clause.first.heading,
                "html": markdown(section.body, 4) if section else "",
                "notes": changed,
            }
        )
    return {"title": chapter.agreement.title, "sections": rows}
