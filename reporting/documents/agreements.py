"""An agreement as documents: the summary for colleagues and boards, and the whole text with its signatures."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.models import Body, Fund
from partnerships import agreements
from partnerships.agreements.law import IN_LAW
from partnerships.models import Agreement, AgreementSection, LogEvent, Mandate, Partnership, Signature
from partnerships.templatetags.iop import day, kr, last_day, markdown, moment
from reporting.selectors import pot
from reporting.sentences import SENTENCES

from .agreed import agreed_of
from .funds import rule_in_words
from .paper import Document, base, fact, file_name, last_event, names_at, parties_of


def summary_of(agreement: Agreement) -> Document:
    """The agreement on a page or two, for colleagues and boards: what it says and how things stand."""
    partnership = agreement.partnership
    event = _last_of_partnership(partnership)
    fund = Fund.objects.filter(partnership=partnership).first()
    movement = fund.movements.order_by("-number").first() if fund else None
    annexes = agreements.annexes_of(agreement).select_related("party__organisation", "party__unit")
    context = base(
        partnership,
        event,
        **_agreement_foot(agreement),
        title=agreement.title,
        part_of=_part_of(agreement),
        sections=_sections(agreement, 4) if agreement.parent_id else [],
        facts=[*_terms(agreement), *_dates_now(agreement)],
        parties=_parties(agreement),
        purpose=markdown(partnership.purpose),
        challenge=markdown(partnership.challenge),
        target_group=markdown(partnership.target_group),
        extension_rule=markdown(agreement.extension_rule),
        fund=fund,
        rules=[rule_in_words(rule) for rule in fund.rules.order_by("valid_from", "pk")] if fund else [],
        balances=pot(fund, movement.booked_on) if fund and movement else [],
        booked_on=day(movement.booked_on, "long") if movement else "",
        bodies=_open_bodies(partnership),
        annexes="; ".join(names_at([one.party for one in annexes], agreements.frozen_at(agreement)).values()),
        parts=_parts(agreement),
        agreed=agreed_of(agreement),
    )
    created = max(event.at, movement.at) if movement else event.at
    is_draft = agreement.status == Agreement.Status.DRAFT
    return Document("pdf/agreement_summary.html", context, created, _name(agreement, _("summary")), draft=is_draft)


def signed_of(agreement: Agreement) -> Document:
    """The whole agreement with its annexes, as it is signed, and the sheet of signatures."""
    partnership = agreement.partnership
    event = last_event(agreement)
    annexes = agreements.annexes_of(agreement).select_related("party__organisation", "party__unit")
    names = names_at([one.party for one in annexes], agreements.frozen_at(agreement))
    signatures = _signatures(agreement)
    context = base(
        partnership,
        event,
        **_agreement_foot(agreement),
        title=agreement.title,
        kind=agreement.get_kind_display(),
        part_of=_part_of(agreement),
        facts=_terms(agreement),
        parties=_parties(agreement),
        extension_rule=markdown(agreement.extension_rule),
        sections=_sections(agreement, 3),
        annexes=[
            {
                "number": one.number,
                "title": _without_kind(one),
                "party": names[one.party_id],
                "sections": _sections(one, 4),
            }
            for one in annexes.prefetch_related("sections").order_by("number")
        ],
        agreed=agreed_of(agreement),
        signatures=signatures,
        statement=_statement(agreement, signatures),
        notes=_in_law(agreement),
    )
    is_draft = agreement.status == Agreement.Status.DRAFT
    return Document("pdf/agreement_signed.html", context, event.at, _name(agreement, ""), draft=is_draft)


def to_sign_of(agreement: Agreement) -> Document:
    """The whole agreement with its annexes for a party to sign outside: the text, and no signatures."""
    whole = signed_of(agreement)
    context = {**whole.context, "signatures": [], "notes": []}
    return Document("pdf/agreement_to_sign.html", context, whole.created, _name(agreement, _("to sign")))


def _part_of(agreement: Agreement) -> str:
    """What an amendment or extension is, and to which agreement: "Amendment 1 to …"."""
    if agreement.parent is None:
        return ""
    part = f"{capfirst(agreement.get_kind_display())} {agreement.number}"
    return _("%(part)s to %(agreement)s") % {"part": part, "agreement": agreement.parent.title}


def _version(agreement: Agreement) -> int:
    """Which text it is: the one of the round, or in a draft the one that the next round will be about."""
    return agreement.round + (agreement.status == Agreement.Status.DRAFT)


def _agreement_foot(agreement: Agreement) -> dict[str, Any]:
    is_draft = agreement.status == Agreement.Status.DRAFT
    number = agreement.registry_number or agreement.partnership.registry_number
    return {
        "registry_number": number,
        "version": _version(agreement),
        "text_hash": "" if is_draft else agreement.text_hash,
    }


def _name(agreement: Agreement, what: str) -> str:
    number = agreement.registry_number or agreement.partnership.registry_number
    return file_name(number, agreement.title, what, f"v{_version(agreement)}")


def _last_of_partnership(partnership: Partnership) -> LogEvent:
    """The last event about what a summary shows: the agreement, the partnership and its parties, bodies and fund."""
    shown = ["partnerships.agreement", "partnerships.partnership", "governance.body", "governance.fund"]
    return LogEvent.objects.filter(chain=partnership.chain_id, object_type__in=shown).latest("number")


def _parties(agreement: Agreement) -> list[dict[str, Any]]:
    """The contracting parties, named as they were when the text was frozen."""
    parties = [row.party for row in agreements.standing(agreement)]
    names = names_at(parties, agreements.frozen_at(agreement))
    return [{**row, "name": names[party.pk]} for row, party in zip(parties_of(parties), parties, strict=True)]


def _terms(agreement: Agreement) -> list[dict[str, str]]:
    """What the text itself says of its term, and its state."""
    facts = [fact(_("State"), capfirst(agreement.get_status_display()))]
    if agreement.starts_on:
        end = day(agreement.ends_on, "long") if agreement.ends_on else _("until further notice")
        facts.append(fact(_("Term of the agreement"), f"{day(agreement.starts_on, 'long')} – {end}"))
    if agreement.notice_months is not None:
        months = ngettext("%(n)s month", "%(n)s months", agreement.notice_months) % {"n": agreement.notice_months}
        facts.append(fact(_("Notice period"), months))
    if agreement.in_force_on:
        facts.append(fact(_("In force since"), day(agreement.in_force_on, "long")))
    return [*facts, *(fact(label, value) for label, value in agreements.further_terms(agreement))]


def _dates_now(agreement: Agreement) -> list[dict[str, str]]:
    """What follows from the terms together with the extensions in force."""
    if agreement.status != Agreement.Status.IN_FORCE:
        return []
    facts = []
    end, notice = agreements.effective_end(agreement), agreements.last_day_to_give_notice(agreement)
    if end and end != agreement.ends_on:
        facts.append(fact(_("Extended to"), day(end, "long")))
    if notice:
        facts.append(fact(_("Last day to give notice"), day(notice, "long")))
    return facts


def _sections(agreement: Agreement, level: int) -> list[dict[str, Any]]:
    """The headed parts, their own headings from `level` down. Empty ones are no part of a text that is signed."""
    is_draft = agreement.status == Agreement.Status.DRAFT
    rows = sorted(agreement.sections.all(), key=lambda one: one.position)
    return [
        {"number": one.position, "title": one.heading, "html": markdown(_words(one), level)}
        for one in rows
        if is_draft or one.body.strip() or one.effect
    ]


def _words(section: AgreementSection) -> str:
    """A section's text, after what it does to which section of the agreement."""
    return f"*{section.does}*\n\n{section.body}" if section.effect else section.body


def _without_kind(annex: Agreement) -> str:
    """The title of an annex beside its number: "Bilaga" need not be said twice."""
    return annex.title.removeprefix("Bilaga: ")


def _parts(agreement: Agreement) -> list[dict[str, Any]]:
    """The amendments and extensions, with their state."""
    kinds = [Agreement.Kind.AMENDMENT, Agreement.Kind.EXTENSION]
    return [
        {
            "name": f"{capfirst(one.get_kind_display())} {one.number}",
            "title": one.title,
            "state": one.get_status_display(),
        }
        for one in agreement.children.filter(kind__in=kinds).order_by("kind", "number")
    ]


def _open_bodies(partnership: Partnership) -> list[dict[str, Any]]:
    """The bodies that everyone in the partnership may read: a document travels further than its reader."""
    rows = Body.objects.filter(partnership=partnership, visibility=Body.Visibility.PARTNERSHIP)
    return [
        {"name": row.name, "kind": row.get_kind_display(), "rule": row.get_decision_rule_display()}
        for row in rows.order_by("pk")
    ]


def _signatures(agreement: Agreement) -> list[dict[str, Any]]:
    """A row for each party: who has signed this very text, or that nobody has yet."""
    standing = agreements.standing(agreement)
    names = names_at([row.party for row in standing], agreements.frozen_at(agreement))
    rows = []
    is_ordered = len(agreements.in_order(standing)) > 1
    for party, signature, turn, _is_next in standing:
        row = {"party": names[party.pk], "side": party.organisation.side, "turn": turn if is_ordered else None}
        if signature:
            row |= {
                "name": signature.name,
                "role": capfirst(signature.mandate.get_role_display()),
                "mandate": _mandate(signature),
                "moment": moment(signature.at, "long"),
                "method": signature.get_method_display(),
            }
        rows.append(row)
    return rows


def _mandate(signature: Signature) -> str:
    """The mandate as it stood when it was used, with its limit and on what it rests: a later end is no part of that."""
    mandate = Mandate.history.as_of(signature.at).filter(id=signature.mandate_id).first() or signature.mandate
    words = {"start": day(mandate.valid_from)}
    if mandate.valid_until is None:
        says = [_("Mandate from %(start)s until further notice") % words]
    else:
        says = [_("Mandate from %(start)s to %(end)s") % {**words, "end": day(last_day(mandate.valid_until))}]
    if mandate.limit_amount is not None:
        says.append(_("Limit: %(sum)s") % {"sum": kr(mandate.limit_amount)})
    given = Mandate.history.filter(id=signature.mandate_id).earliest("history_id").history_change_reason or ""
    if given and given not in SENTENCES:  # without words of its own it is the name of the act
        says.append(_("Basis: %(basis)s") % {"basis": given})
    return ". ".join(says)


def _in_law(agreement: Agreement) -> list[str]:
    """What the signatures on the sheet are in law, said once for each method."""
    methods = dict.fromkeys(row.signature.method for row in agreements.standing(agreement) if row.signature)
    return [
        f"{Signature.Method(method).label.capitalize()}: {IN_LAW[method]}" for method in methods if method in IN_LAW
    ]


def _statement(agreement: Agreement, signatures: list[dict[str, Any]]) -> str:
    if agreement.status == Agreement.Status.DRAFT:
        return _("This is a draft. It can be signed once it has been proposed.")
    waiting = [row["party"] for row in signatures if "moment" not in row]
    if waiting:
        return _("The agreement waits for the signatures of: %(parties)s.") % {"parties": "; ".join(waiting)}
    return _("Every party has signed the same text.")
