"""The basis for a decision to take part: challenge, choice of form, equal treatment, state aid, decisions, sources."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partnerships import clock, form_choices, party_decisions, state_aid
from partnerships.models import (
    ConsideredOrganisation,
    CriteriaSet,
    CriterionAnswer,
    FormChoice,
    LogEvent,
    NeedsAnalysis,
    Organisation,
    Partnership,
    Party,
    PartyDecision,
    Side,
)
from partnerships.templatetags.iop import day, markdown, number

from .paper import Document, base, fact, file_name, parties_of

#: What the document tells of: the last event about any of it dates the file.
SHOWN = (
    "partnerships.partnership",
    "partnerships.party",
    "partnerships.formchoice",
    "partnerships.needsanalysis",
    "partnerships.consideredorganisation",
    "partnerships.partydecision",
)


def decision_basis_of(choice: FormChoice) -> Document:
    """What a board needs to decide on: a draft until the choice of form is settled.

    State aid is summed up for the day of printing, which it names: a limit that has changed since would mislead.
    """
    partnership = choice.partnership
    event = LogEvent.objects.filter(chain=partnership.chain_id, object_type__in=SHOWN).latest("number")
    able = list(Party.objects.filter(partnership=partnership).able_to_sign().for_list())
    context = base(
        partnership,
        event,
        version=choice.number,
        title=_("Basis for decision: %(partnership)s") % {"partnership": partnership.name},
        facts=_facts(choice),
        parties=parties_of(able),
        challenge=markdown(partnership.challenge),
        purpose=markdown(partnership.purpose),
        target_group=markdown(partnership.target_group),
        analysis=_analysis(partnership),
        conclusion=markdown(choice.conclusion),
        judged_by=choice.judged_by,
        weighed=[
            {"form": capfirst(row.get_form_display()), "for": row.speaks_for, "against": row.speaks_against}
            for row in choice.weighed.order_by("pk")
            if row.is_done
        ],
        groups=_criteria(choice),
        flags=_flags(choice),
        open_points=[point.text for point in form_choices.open_points(choice)],
        considered=_considered(partnership),
        aid=_aid(able),
        aid_day=day(clock.today(), "long"),
        decisions=_decisions(partnership),
        without="; ".join(party.name for party in party_decisions.without(partnership)),
        sources=[_source(one) for one in choice.sets],
    )
    name = file_name(partnership.registry_number, partnership.name, _("basis for decision"), f"v{choice.number}")
    is_draft = choice.status != FormChoice.Status.SETTLED
    return Document("pdf/decision_basis.html", context, event.at, name, draft=is_draft)


def _facts(choice: FormChoice) -> list[dict[str, str]]:
    facts = [fact(_("The form chosen"), capfirst(choice.get_outcome_display()) or _("not chosen yet"))]
    if choice.judged_on:
        facts.append(fact(_("Judged on"), day(choice.judged_on, "long")))
    if choice.settled_at:
        facts.append(fact(_("Settled on"), day(choice.settled_at, "long")))
        both = [one.name for one in (choice.proposed_for, choice.settled_for) if one is not None]
        facts.append(fact(_("Settled by the coordinators for"), "; ".join(both)))
    else:
        facts.append(fact(_("State"), capfirst(choice.get_status_display())))
    if choice.review_on:
        facts.append(fact(_("To be reviewed on"), day(choice.review_on, "long")))
    return facts


def _analysis(partnership: Partnership) -> dict[str, Any] | None:
    """The joint analysis that holds: the newest that everybody has approved."""
    newest = NeedsAnalysis.objects.filter(partnership=partnership).approved().first()
    if newest is None:
        return None
    parts = [
        {"title": capfirst(str(NeedsAnalysis._meta.get_field(name).verbose_name)), "html": markdown(text, 4)}
        for name in NeedsAnalysis.PARTS
        if (text := getattr(newest, name).strip())
    ]
    return {"number": newest.number, "approved_on": day(newest.approved_at, "long"), "parts": parts}


def _criteria(choice: FormChoice) -> list[dict[str, Any]]:
    """The sets in order, each with its criteria and how they were judged."""
    groups: dict[int, dict[str, Any]] = {}
    for row in choice.answers.select_related("criterion__criteria_set", "document").order_by("pk"):
        kind = row.criterion.criteria_set
        group = groups.setdefault(kind.pk, {"name": kind.name, "rows": []})
        group["rows"].append(
            {
                "number": row.criterion.number,
                "wording": row.criterion.wording,
                "answer": capfirst(row.get_answer_display()) or _("Not judged"),
                "evidence": row.evidence,
                "rests_on": _rests_on(row),
            }
        )
    return list(groups.values())


def _rests_on(row: CriterionAnswer) -> list[str]:
    told = [row.link] if row.link else []
    return [*told, row.document.name] if row.document else told


def _flags(choice: FormChoice) -> list[dict[str, str]]:
    return [
        {
            "wording": row.criterion.wording,
            "applies": capfirst(row.get_applies_display()) or _("Not looked at"),
            "reason": row.reason or (_("Reason lacking") if row.lacks_reason else ""),
        }
        for row in choice.red_flags.select_related("criterion").order_by("pk")
    ]


def _considered(partnership: Partnership) -> list[dict[str, str]]:
    rows = ConsideredOrganisation.objects.filter(partnership=partnership).order_by("on", "pk")
    return [
        {
            "name": row.name,
            "on": day(row.on),
            "how": capfirst(row.get_how_display()),
            "answer": capfirst(row.get_answer_display()),
            "reason": row.reason,
        }
        for row in rows
    ]


def _aid(parties: list[Party]) -> list[dict[str, Any]]:
    """The sum of each kind of aid for each idéburen organisation that anything is stated about."""
    keys = [party.organisation_id for party in parties if party.organisation.side == Side.IDEBUREN]
    organisations = list(Organisation.objects.filter(pk__in=keys))
    found = state_aid.sums(organisations, clock.today())
    names = {one.pk: one.name for one in organisations}
    return [
        {
            "name": names[key],
            "kind": capfirst(str(one.label)),
            "since": day(one.first),
            "granted": _("%(sum)s euro") % {"sum": number(one.granted, 2)},
            "limit": _("%(sum)s euro") % {"sum": number(one.limit.value, 0)} if one.limit else _("unknown"),
            "level": capfirst(str(one.level.label)),
        }
        for key in sorted(found, key=lambda pk: names[pk].lower())
        for one in found[key].values()
        if one.counted
    ]


def _decisions(partnership: Partnership) -> list[dict[str, Any]]:
    rows = PartyDecision.objects.current().filter(party__partnership=partnership)
    rows = rows.select_related("party__organisation", "party__unit", "agreement", "document")
    return [
        {
            "party": row.party.name,
            "side": row.party.organisation.side,
            "kind": capfirst(row.get_kind_display()),
            "agreement": row.agreement.title if row.agreement else "",
            "decided_by": row.decided_by,
            "on": day(row.decided_on),
            "reference": row.reference,
            "wording": row.wording,
            "delegated_to": row.delegated_to,
            "conditions": row.conditions,
            "document": row.document.name if row.document else "",
        }
        for row in rows.order_by("decided_on", "pk")
    ]


def _source(one: CriteriaSet) -> dict[str, str]:
    until = _("until further notice") if one.valid_until is None else day(one.valid_until)
    return {"name": one.name, "days": f"{day(one.valid_from)} – {until}", "source": one.source}
