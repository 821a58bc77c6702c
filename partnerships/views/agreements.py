"""Pages to read agreements. Writing them is in `drafting` and `sections`, proposing and signing in `signing`."""

from typing import Any

from django.db.models import BigIntegerField, Case, F, IntegerField, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from partnerships import access, agreements, frame
from partnerships.agreements import talk, turns
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Agreement, Partnership, Party
from partnerships.templatetags.iop import day

Kind, Status = Agreement.Kind, Agreement.Status


def agreement_of(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Agreement]:
    """The partnership and the agreement if the reader may see them, else 404."""
    partnership = frame.seen(request, slug)
    rows = partnership.agreements.select_related("partnership", "parent", "party__organisation", "party__unit")
    return partnership, get_object_or_404(rows, pk=pk)


def crumbs_of(agreement: Agreement | None, slug: str, *, below: bool = True) -> list[tuple[str, str]]:
    """The way to an agreement; with `below`, the agreement itself as the last link."""
    crumbs = [(_("Agreements"), reverse("partnerships:agreement_list", args=[slug]))]
    if agreement is None:
        return crumbs
    if agreement.parent:
        crumbs.append((agreement.parent.title, address_of(agreement.parent, slug)))
    return [*crumbs, (agreement.title, address_of(agreement, slug))] if below else crumbs


def address_of(agreement: Agreement, slug: str) -> str:
    """As `agreements.address`, without asking for the partnership."""
    return reverse("partnerships:agreement", args=[slug, agreement.pk])


# -- The list ---------------------------------------------------------------------------------------------------------
@require_GET
def agreement_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The partnership's agreements as a tree, with who is waited for."""
    partnership = frame.seen(request, slug)
    listing = Listing(
        request,
        _as_tree(agreements.with_signing(partnership.agreements.select_related("parent", "party"))),
        _columns(),
        name=f"{slug}-avtal",
        search=("title", "registry_number"),
        search_label=_("Search agreements"),
        filters=[
            Filter("kind", _("Kind"), Kind.choices),
            Filter("status", _("Status"), Status.choices),
            Filter("turn", _("Whose turn"), _whose(partnership), turns.whose),
        ],
        sort="place",
    )
    if listing.response:
        return listing.response
    turn_of = turns.turns(listing.context["page_obj"])
    rows = [(row, agreements.waited_for(row), turn_of.get(row.pk)) for row in listing.context["page_obj"]]
    more = {**listing.context, "rows": rows, "tasks": list(agreements.tasks_for(request.user, partnership))}
    more["may_begin_main"] = not partnership.agreements.filter(
        kind=Kind.MAIN, status__in=[Status.DRAFT, Status.PROPOSED]
    ).exists()
    return render(
        request, "partnerships/agreement_list.html", frame.context(request, partnership, "agreements", **more)
    )


def _whose(partnership: Partnership) -> list[tuple[str, str]]:
    """Those whose turn it can be to write: the coordinators and the parties."""
    names = [(str(party.pk), party.name) for party in partnership.parties.filter(status__in=Party.INSIDE).for_list()]
    return [(turns.COORDINATORS, _("the coordinators")), *names]


def _as_tree(rows: Any) -> Any:
    """Each agreement followed by its annexes, then its amendments and extensions, each with theirs."""
    whole = {"output_field": BigIntegerField()}
    branch = Case(
        When(parent__parent__isnull=False, then=F("parent_id")),
        When(parent__isnull=False, kind__in=[Kind.AMENDMENT, Kind.EXTENSION, Kind.ENDING], then=F("pk")),
        default=Value(0),
        **whole,
    )
    depth = Case(
        When(parent__parent__isnull=False, then=Value(2)),
        When(parent__isnull=False, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return rows.annotate(top=Coalesce("parent__parent_id", "parent_id", "pk", **whole), branch=branch, depth=depth)


def _columns() -> list[Column]:
    return [
        Column("place", _("Agreement"), lambda row: row.title, ("-top", "branch", "depth", "number")),
        Column("kind", _("Kind"), lambda row: row.get_kind_display(), ("kind", "number")),
        Column("number", _("Number"), lambda row: row.number),
        Column("registry_number", _("Registry number"), lambda row: row.registry_number),
        Column("status", _("Status"), lambda row: row.state_label, ("status",)),
        Column("starts_on", _("First day"), lambda row: row.starts_on, ("starts_on",)),
        Column("ends_on", _("Last day"), lambda row: row.ends_on, ("ends_on",)),
        Column("in_force_on", _("In force since"), lambda row: row.in_force_on),
        Column("waited_for", _("Waits for"), lambda row: ", ".join(party.name for party in agreements.waited_for(row))),
    ]


# -- One agreement ----------------------------------------------------------------------------------------------------
@require_GET
def agreement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One agreement: the next step, facts, parties and signatures, text, annexes."""
    partnership, agreement = agreement_of(request, slug, pk)
    root = agreement.parent if agreement.kind == Kind.ANNEX else agreement
    standing = agreements.standing(agreement)
    children = list(agreement.children.select_related("party__organisation", "party__unit").order_by("kind", "number"))
    organisation = agreement.party.organisation if agreement.party else None
    context = frame.context(request, partnership, "agreements", organisation)
    contracting = {row.party.pk for row in standing}
    context |= {
        "agreement": agreement,
        "root": root,
        "is_annex": agreement.kind == Kind.ANNEX,
        "crumbs": crumbs_of(agreement, slug, below=False),
        "tasks": agreements.next_steps(request.user, agreement),
        "waiting": _("Nothing waits here.")
        if agreement.is_lapsed or agreement.dropped_on
        else _waits_for(root, standing),
        "facts": _facts(root if agreement.kind == Kind.ANNEX else agreement),
        "standing": standing,
        "is_ordered": len(agreements.in_order(standing)) > 1,
        "end": agreements.end_of(root) if root.kind == Kind.MAIN else None,
        "signed": sum(1 for row in standing if row.signature),
        "sections": talk.with_talk(agreement.sections.select_related("target__agreement").order_by("position")),
        "drafting": talk.standing_of(root) if not agreement.is_lapsed else None,
        "annexes": [(one, one.party_id in contracting) for one in children if one.kind == Kind.ANNEX],
        "changes": [one for one in children if one.kind != Kind.ANNEX],
        "may_write": _may_write(context["actions"], root) and not agreement.is_lapsed and not agreement.dropped_on,
        "may_sign": access.keys_with(request.user, "sign"),
        "may_decline": access.keys_with(request.user, "decline"),
    }
    return render(request, "partnerships/agreement.html", context)


def _may_write(actions: set[str], root: Agreement) -> bool:
    """A coordinator may write until the agreement is in force; a party its own annex while it is a draft."""
    if "draft_agreement" in actions:
        return root.status in (Status.DRAFT, Status.PROPOSED)
    return "edit_annex" in actions and root.status == Status.DRAFT


def _waits_for(root: Agreement, standing: list[agreements.Standing]) -> str:
    if root.status == Status.PROPOSED:
        now = "; ".join(row.party.name for row in standing if row.is_next)
        later = "; ".join(row.party.name for row in standing if row.signature is None and not row.is_next)
        says = _("Waits for the signature of: %(names)s.") % {"names": now}
        then = _("After that: %(names)s.") % {"names": later}
        return f"{says} {then}" if later else says
    if root.status == Status.DRAFT:
        turn = turns.turns([root])[root.pk]
        if turn.parties:
            return _("It is the turn of %(who)s to write.") % {"who": turn.who}
        return _("The coordinators write the text and propose it for signing.")
    if root.status == Status.IN_FORCE:
        return _("Nothing waits here. All parties have signed.")
    return _("Nothing waits here. The agreement no longer holds.")


def _facts(agreement: Agreement) -> list[tuple[str, Any, str]]:
    end, notice = agreements.effective_end(agreement), agreements.last_day_to_give_notice(agreement)
    extended = end != agreement.ends_on
    rows = [
        (_("Registry number"), agreement.registry_number, ""),
        (_("First day"), day(agreement.starts_on, "long") if agreement.starts_on else "", ""),
        (
            _("Last day"),
            day(end, "long") if end else (_("until further notice") if agreement.kind == Kind.MAIN else ""),
            _("with the extensions that are in force") if extended else "",
        ),
        (_("In force since"), day(agreement.in_force_on, "long") if agreement.in_force_on else "", ""),
    ]
    if agreement.notice_months is not None:
        months = ngettext("%(n)s month", "%(n)s months", agreement.notice_months) % {"n": agreement.notice_months}
        rows.append((_("Time of notice"), months, ""))
        if notice:
            note = _("%(months)s before the last day") % {"months": months}
            rows.append((_("Last day to give notice"), day(notice, "long"), note))
    rows.append((_("Extension"), agreement.extension_rule, ""))
    rows += [(label, value, "") for label, value in agreements.further_terms(agreement)]
    return [row for row in rows if row[1]]
