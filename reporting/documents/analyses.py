"""The joint analysis as a document: its text, the organisations and who has approved it for each."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partnerships import analyses
from partnerships.models import NeedsAnalysis, Partnership
from partnerships.templatetags.iop import day, markdown, moment

from .paper import Document, base, fact, file_name, last_event, mandate_dates, names_at, parties_of

Status = NeedsAnalysis.Status


def analysis_of(analysis: NeedsAnalysis) -> Document:
    """One version: a draft until it is proposed, with the sheet of approvals from then on."""
    partnership, is_draft = analysis.partnership, analysis.status == Status.DRAFT
    event = last_event(analysis)
    rows = analyses.standing(analysis)
    parties = [row.party for row in rows]
    names = names_at(parties, analysis.proposed_at)
    context = base(
        partnership,
        event,
        name=_name_then(partnership, analysis),
        version=analysis.number,
        text_hash="" if is_draft else analysis.text_hash,
        title=_("Joint analysis of needs"),
        facts=_facts(analysis),
        parties=[{**one, "name": names[party.pk]} for one, party in zip(parties_of(parties), parties, strict=True)],
        sections=[
            {"number": "", "title": capfirst(heading), "html": markdown(text)}
            for _field, heading, text in analysis.parts
        ],
        approvals=[] if is_draft else _approvals(rows, names),
        statement=_statement(rows, names),
    )
    filename = file_name(partnership.registry_number, partnership.slug, _("joint analysis"), f"v{analysis.number}")
    return Document("pdf/analysis.html", context, event.at, filename, draft=is_draft)


def _name_then(partnership: Partnership, analysis: NeedsAnalysis) -> str:
    """What the partnership was called when the text was frozen."""
    if analysis.proposed_at is None:
        return partnership.name
    then = Partnership.history.as_of(analysis.proposed_at).filter(id=partnership.pk).first()
    return then.name if then else partnership.name


def _facts(analysis: NeedsAnalysis) -> list[dict[str, str]]:
    facts = [fact(_("State"), capfirst(analysis.get_status_display())), fact(_("Version"), analysis.number)]
    if analysis.proposed_at:
        facts.append(fact(_("Proposed on"), day(analysis.proposed_at, "long")))
    if analysis.approved_at:
        facts.append(fact(_("Approved by all"), day(analysis.approved_at, "long")))
    return facts


def _approvals(rows: list[analyses.Standing], names: dict[int, str]) -> list[dict[str, Any]]:
    """A row for each organisation: who has approved this very text, or that nobody has yet."""
    found = []
    for party, approval in rows:
        row: dict[str, Any] = {"party": names[party.pk], "side": party.organisation.side}
        if approval:
            row |= {
                "name": approval.name,
                "role": capfirst(approval.mandate.get_role_display()),
                "mandate": mandate_dates(approval),
                "moment": moment(approval.at, "long"),
            }
        found.append(row)
    return found


def _statement(rows: list[analyses.Standing], names: dict[int, str]) -> str:
    waiting = [names[party.pk] for party, approval in rows if approval is None]
    if waiting:
        return _("The analysis waits for the approval of: %(parties)s.") % {"parties": "; ".join(waiting)}
    return _("Every organisation has approved the same text.")
