"""Pages of decisions, positions and ratification."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance import actions, decisions, ledger, meetings
from governance.forms.decisions import CloseForm, DecisionForm, PositionsForm, RatifyForm
from governance.models import Decision, Grant, Ratification
from partnerships import access, frame
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Side, swedish

from . import acts
from .acts import get_and_post


# -- The register -----------------------------------------------------------------------------------------------------
@require_GET
def decision_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The register of decisions in the bodies that the reader may see."""
    partnership = frame.seen(request, slug)
    rows = Decision.objects.visible_to(request.user).filter(body__partnership=partnership)
    listing = Listing(
        request,
        decisions.with_waiting(rows).select_related("body__partnership", "item__meeting"),
        DECISION_COLUMNS(),
        name="beslut",
        search=("title", "wording", "conditions"),
        search_label=_("Search decisions"),
        filters=[
            Filter("outcome", _("Outcome"), Decision.Outcome.choices),
            Filter("body", _("Body"), acts.bodies_to_choose(request, partnership)),
            Filter("year", _("Year"), [(str(one), str(one)) for one in _years(rows)]),
        ],
        sort="-number",
    )
    if listing.response:
        return listing.response
    context = frame.context(request, partnership, "bodies", **listing.context)
    return render(request, "governance/decision_list.html", context)


def DECISION_COLUMNS() -> list[Column]:  # noqa: N802
    """The columns of the register."""
    return [
        Column("number", "§", lambda one: f"{one.number}/{one.year}", ("year", "number")),
        Column("title", _("Title"), lambda one: one.title, (swedish("title"),)),
        Column("body", _("Body"), lambda one: one.body.name, (swedish("body__name"),)),
        Column("decided_on", _("Decided on"), lambda one: one.decided_on, ("decided_on",)),
        Column("outcome", _("Outcome"), lambda one: one.get_outcome_display()),
        Column("wording", _("Wording"), lambda one: one.wording),
        Column("conditions", _("Conditions"), lambda one: one.conditions),
        Column("waits", _("Waits for ratification"), lambda one: _("yes") if one.waits else _("no")),
    ]


def _years(rows: QuerySet) -> list[int]:
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


# -- One decision -----------------------------------------------------------------------------------------------------
def _decision_of(request: HttpRequest, slug: str, pk: int) -> Decision:
    rows = decisions.with_waiting(Decision.objects.visible_to(request.user))
    rows = rows.select_related("body__partnership__lead_unit", "item__meeting__body", "item__meeting__minutes")
    return get_object_or_404(rows, pk=pk, body__partnership=frame.seen(request, slug))


@require_GET
def decision(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One decision: its words, the positions by side, and what followed."""
    decision = _decision_of(request, slug, pk)
    ratifications = decision.ratifications.select_related("party__organisation", "party__unit", "entered_by")
    more = {
        "body": decision.body,
        "decision": decision,
        "sides": _positions_by_side(decision),
        "ratifications": _with_right(ratifications.order_by("pk"), request.user),
        "is_effective": decision.outcome == Decision.Outcome.ADOPTED and not decision.waits,
        "given": actions.with_people(decision.actions.all()).order_by("pk"),
        "tasks": [task for task in decisions.tasks_for(request.user, decision.partnership, decision.item.meeting)],
        "rules": decision.fund_rules.select_related("fund").order_by("valid_from", "pk"),
        "grants": Grant.objects.filter(decision=decision).select_related("proposal__party__organisation"),
        "returns": ledger.returns().filter(decision=decision).select_related("grant__proposal"),
    }
    context = frame.context(request, decision.partnership, "bodies", decision.body, **more)
    return render(request, "governance/decision.html", context)


def _positions_by_side(decision: Decision) -> list[dict[str, Any]]:
    """Every party of the body with its position, or none yet, the public side first."""
    given = {row.party_id: row for row in decision.positions.select_related("party__organisation", "party__unit")}
    here = {party.pk for party in meetings.parties_present(decision.item.meeting, decision.item)}
    rows = [
        {"party": party, "position": given.get(party.pk), "is_here": party.pk in here}
        for party in decisions.parties_of(decision)
    ]
    return [
        {"side": side.value, "rows": [one for one in rows if one["party"].organisation.side == side]} for side in Side
    ]


def _with_right(rows: QuerySet, user: Any) -> list[dict[str, Any]]:
    """Each ratification with whether the reader may enter it, in one query more."""
    mine = access.keys_with(user, "ratify")
    return [{"row": row, "may": row.decided_on is None and row.party.organisation_id in mine} for row in rows]


@get_and_post
def decision_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Open a decision under an item; its wording begins as proposed."""
    item = acts.item_of(request, slug, pk)
    acts.need(request, item.body, "keep_minutes")
    initial = {"title": item.title, "wording": item.proposed_wording}
    form = DecisionForm(request.POST or None, initial=initial, instance=Decision(body=item.body, item=item))
    made: list[Decision] = []
    page = acts.form_page(
        request,
        item.body,
        form,
        lambda: made.append(decisions.open_decision(item, actor=request.user, **form.cleaned_data)),
        to=f"{item.meeting.get_absolute_url()}#item-{item.pk}",
        meeting=item.meeting,
        title=_("New decision"),
        submit=_("Open the decision"),
        intro=_("The decision gets its § at once. Record the parties' positions next."),
    )
    return redirect("governance:decision_positions", slug, made[0].pk) if made else page


@get_and_post
def decision_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change the words of an open decision."""
    decision = _decision_of(request, slug, pk)
    acts.need(request, decision.body, "keep_minutes")
    form = DecisionForm(request.POST or None, instance=_decision_of(request, slug, pk))
    version = acts.version_of(request, decision.version)
    return acts.form_page(
        request,
        decision.body,
        form,
        lambda: decisions.edit(decision, actor=request.user, version=version, **form.cleaned_data),
        to=decision.get_absolute_url(),
        version=decision.version,
        meeting=decision.item.meeting,
        title=_("Edit the decision"),
        submit=_("Save"),
    )


@get_and_post
def decision_positions(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record every party's position in one table; closing the decision comes next."""
    decision = _decision_of(request, slug, pk)
    acts.need(request, decision.body, "keep_minutes")
    form = PositionsForm(
        request.POST if request.method == "POST" else None,
        parties=decisions.parties_of(decision),
        positions={row.party_id: row for row in decision.positions.all()},
    )
    return acts.form_page(
        request,
        decision.body,
        form,
        lambda: decisions.set_positions(decision, actor=request.user, positions=form.positions),
        to=reverse("governance:decision_close", args=[slug, pk]),
        cancel_url=decision.get_absolute_url(),
        said=_("The positions are saved."),
        template="governance/decision_positions.html",
        decision=decision,
        meeting=decision.item.meeting,
        here={party.pk for party in meetings.parties_present(decision.item.meeting, decision.item)},
        title=_("Positions"),
    )


@get_and_post
def decision_close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Close a decision: the page says what the rule gives before it is done. On to the meeting's next item."""
    decision = _decision_of(request, slug, pk)
    acts.need(request, decision.body, "keep_minutes")
    form = CloseForm(request.POST if request.method == "POST" else None, decision=decision)
    quorum, finding, missing = decisions.weigh(decision)
    return acts.form_page(
        request,
        decision.body,
        form,
        lambda: decisions.close(
            decision,
            actor=request.user,
            outcome=form.cleaned_data["outcome"] or None,
            ratify_by=form.cleaned_data["ratify_by"],
        ),
        to=f"{decision.item.meeting.get_absolute_url()}#item-{decision.item_id}",
        cancel_url=decision.get_absolute_url(),
        said=_("The decision is closed."),
        meeting=decision.item.meeting,
        title=_("Close § %(number)s/%(year)s") % {"number": decision.number, "year": decision.year},
        submit=_("Close the decision"),
        what=_foreseen(quorum, finding, missing),
        whom=decision.title,
        stays=_("A closed decision and its positions do not change."),
    )


def _foreseen(quorum: meetings.Quorum, finding: decisions.Finding, missing: list[Any]) -> str:
    """What closing would give now, in words."""
    if not quorum.met:
        return _("There is no quorum, so the decision can only be postponed. %(why)s") % {"why": quorum.explanation}
    if missing:
        names = ", ".join(party.name for party in missing)
        return _("Record the position of every party present. Missing: %(parties)s.") % {"parties": names}
    outcome = Decision.Outcome(finding.outcome).label
    return _("By the body's rule the decision is %(outcome)s. %(why)s") % {
        "outcome": outcome,
        "why": finding.explanation,
    }


@get_and_post
def ratification(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Enter the decision that a party has taken at home."""
    rows = Ratification.objects.filter(decision__in=Decision.objects.visible_to(request.user)).select_related(
        "decision__body__partnership", "decision__item__meeting", "party__organisation", "party__unit"
    )
    row = get_object_or_404(rows, pk=pk, decision__body__partnership=frame.seen(request, slug))
    access.require(request.user, "ratify", row)
    form = RatifyForm(request.POST or None)
    return acts.form_page(
        request,
        row.body,
        form,
        lambda: decisions.ratify(row, actor=request.user, **form.cleaned_data),
        to=row.decision.get_absolute_url(),
        meeting=row.decision.item.meeting,
        title=_("Enter the decision at home"),
        submit=_("Enter the decision"),
        what=_("The decision of %(party)s is entered for %(decision)s.")
        % {"party": row.party.name, "decision": row.decision},
        stays=_("What you enter stays as entered."),
    )
