"""Pages of conditions: the list, writing them, looking after them, lifting them."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, agreements, clock, frame
from partnerships.agreements import conditions, rows
from partnerships.forms.agreements import TextForm
from partnerships.forms.conditions import CheckForm, ConditionForm, ConditionRow, DecidedForm, LiftForm
from partnerships.forms.rows import table_of
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Agreement, Condition, ConditionCheck, Partnership, Party, swedish

from .acts import form_page, get_and_post, posted, version_of
from .agreements import crumbs_of
from .drafting import void_warning, writing
from .rows import package_of, remove_page, table_page

RELATED = ("party__organisation", "party__unit", "watcher__organisation", "watcher__unit", "agreement__partnership")
Status = Agreement.Status


def watcher_name(row: Condition) -> str:
    """Who watches."""
    return row.watcher.name if row.watcher else _("the coordinators")


def outcome_label(row: Any) -> str:
    """What the last check found."""
    return str(ConditionCheck.Outcome(row.last_outcome).label) if row.last_outcome else ""


def _columns() -> list[Column]:
    return [
        Column("next_on", _("Next date"), lambda row: row.next_on, ("next_on", "due_on")),
        Column("text", _("Condition"), lambda row: row.text, (swedish("text"),)),
        Column("party", _("Who is to fulfil it"), lambda row: row.party.name, (swedish("party__organisation__name"),)),
        Column("watcher", _("Who watches"), watcher_name),
        Column("due_on", _("First supervision date"), lambda row: row.due_on, ("due_on",)),
        Column("every_months", _("Every so many months"), lambda row: row.every_months),
        Column("last_on", _("Checked on"), lambda row: row.last_on, ("last_on",)),
        Column("last_outcome", _("Outcome"), outcome_label),
        Column("decision", _("Decision that it rests on"), lambda row: row.decision),
        Column("lifted_on", _("Lifted on"), lambda row: row.lifted_on),
        Column("agreement", _("Agreement"), lambda row: row.agreement.title),
    ]


@require_GET
def condition_list(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """An agreement's conditions; of one in force with those of its amendments."""
    partnership, agreement = package_of(request, slug, pk)
    found = Condition.objects.filter(
        Q(agreement=agreement) | Q(agreement__parent=agreement, agreement__in_force_on__isnull=False)
    )
    parties = Party.objects.filter(conditions__in=found).distinct().for_list()
    listing = Listing(
        request,
        found.with_next().select_related(*RELATED),
        _columns(),
        name=f"{slug}-villkor",
        search=("text", "decision", "party__organisation__name"),
        search_label=_("Search conditions"),
        filters=[
            Filter("party", _("Who is to fulfil it"), [(str(one.pk), one.name) for one in parties]),
            Filter(
                "state",
                _("State"),
                [("late", _("date passed")), ("ahead", _("date ahead")), ("over", _("nothing more to check"))],
                _in_state,
            ),
        ],
        sort="next_on",
    )
    if listing.response:
        return listing.response
    leads = access.may(request.user, "draft_agreement", partnership)
    more = {
        **listing.context,
        "agreement": agreement,
        "crumbs": crumbs_of(agreement, slug),
        "today": clock.today(),
        "may_write": leads and agreement.status in (Status.DRAFT, Status.PROPOSED),
        "may_decide": leads and agreement.status == Status.IN_FORCE,
    }
    return render(
        request, "partnerships/condition_list.html", frame.context(request, partnership, "agreements", **more)
    )


def _in_state(chosen: str) -> Q:
    today = clock.today()
    return {
        "late": Q(next_on__lt=today),
        "ahead": Q(next_on__gte=today),
        "over": Q(next_on__isnull=True),
    }[chosen]


def address(agreement: Agreement, slug: str) -> str:
    """The page of an agreement's conditions."""
    return reverse("partnerships:condition_list", args=[slug, agreement.pk])


def _crumbs(agreement: Agreement, slug: str) -> list[tuple[str, str]]:
    return [*crumbs_of(agreement, slug), (_("Conditions"), address(agreement, slug))]


def _parties(agreement: Agreement) -> list[Party]:
    return list(Party.objects.filter(agreement_parties__agreement=agreement).for_list())


@get_and_post
def condition_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write many conditions at once."""
    partnership, agreement = package_of(request, slug, pk)
    access.require(request.user, "draft_agreement", partnership)
    return table_page(
        request,
        partnership,
        agreement,
        TextForm(posted(request), initial={"seen": agreements.state_of(agreement)}),
        table_of(ConditionRow, posted(request), parties=_parties(agreement)),
        lambda data, filled: conditions.add(agreement, actor=request.user, rows_of=filled, seen=data["seen"]),
        to=address(agreement, slug),
        title=_("New conditions"),
        intro=_(
            "What a party is to fulfil, and when somebody else looks after it. Nobody checks what the own organisation "
            "is to fulfil. Rows left empty are left out."
        ),
        crumb=_("Conditions"),
    )


@get_and_post
def condition_decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Enter a condition that a decision has set under an agreement in force."""
    partnership, agreement = package_of(request, slug, pk)
    access.require(request.user, "draft_agreement", partnership)
    form = DecidedForm(posted(request), parties=_parties(agreement))
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        lambda: conditions.decide(agreement, actor=request.user, **form.cleaned_data),
        to=address(agreement, slug),
        title=_("New condition from a decision"),
        submit=_("Save"),
        back=address(agreement, slug),
        said=_("Saved."),
        crumbs=_crumbs(agreement, slug),
        intro=_("It is no part of the signed text. It is not changed afterwards, only lifted."),
    )


def condition_of(request: HttpRequest, slug: str, pk: int, condition: int) -> tuple[Partnership, Agreement, Any]:
    """The condition of the agreement, or of one that changes it, else 404."""
    partnership, agreement = package_of(request, slug, pk)
    found = Condition.objects.with_next().select_related(*RELATED)
    row = get_object_or_404(found, Q(agreement=agreement) | Q(agreement__parent=agreement), pk=condition)
    return partnership, agreement, row


@require_GET
def condition(request: HttpRequest, slug: str, pk: int, condition: int) -> HttpResponse:
    """One condition: what is to be fulfilled, the next date, and every check."""
    partnership, agreement, found = condition_of(request, slug, pk, condition)
    own = found.agreement
    leads = access.may(request.user, "draft_agreement", partnership)
    is_open = own.status == Status.DRAFT or own.status == Status.PROPOSED
    more = {
        "agreement": own,
        "condition": found,
        "watcher": watcher_name(found),
        "crumbs": _crumbs(agreement, slug),
        "today": clock.today(),
        "checks": found.checks.select_related("person", "organisation", "document").order_by("-pk"),
        "may_check": found.next_on is not None and conditions.may_check(request.user, found),
        "may_write": leads and is_open and not found.decision,
        "may_lift": leads and own.status == Status.IN_FORCE and found.lifted_on is None,
    }
    return render(request, "partnerships/condition.html", frame.context(request, partnership, "agreements", **more))


@get_and_post
def condition_edit(request: HttpRequest, slug: str, pk: int, condition: int) -> HttpResponse:
    """Change a condition of a draft."""
    partnership, _agreement, found = condition_of(request, slug, pk, condition)
    agreement = found.agreement
    rows.require_rows(request.user, agreement, None)
    initial = {name: getattr(found, name) for name in ("text", "due_on", "every_months")}
    initial |= {"party": found.party_id, "watcher": found.watcher_id, "seen": agreements.state_of(agreement)}
    form = ConditionForm(posted(request), initial=initial, parties=_parties(agreement))
    version = version_of(request, found.version)
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        writing(form, agreement, lambda data: conditions.edit(found, actor=request.user, version=version, **data)),
        to=address(agreement, slug),
        title=_("Edit the condition"),
        submit=_("Save"),
        back=conditions.address(found),
        said=_("Saved."),
        version=found.version,
        warning=lambda: void_warning(agreement),
        crumbs=_crumbs(agreement, slug),
    )


@get_and_post
def condition_remove(request: HttpRequest, slug: str, pk: int, condition: int) -> HttpResponse:
    """Take a condition out of a draft."""
    partnership, _agreement, found = condition_of(request, slug, pk, condition)
    rows.require_rows(request.user, found.agreement, None)
    return remove_page(
        request,
        partnership,
        found.agreement,
        lambda **data: conditions.remove(found, actor=request.user, **data),
        title=_("Take out a condition"),
        what=_("“%(item)s” goes out of the text.") % {"item": found.text},
        to=address(found.agreement, slug),
        crumb=_("Conditions"),
    )


@get_and_post
def condition_check(request: HttpRequest, slug: str, pk: int, condition: int) -> HttpResponse:
    """Record what was found."""
    partnership, agreement, found = condition_of(request, slug, pk, condition)
    access.require(request.user, "check_condition", partnership)
    form = CheckForm(
        posted(request),
        request.FILES or None,
        initial={"due_on": found.next_on, "checked_on": clock.today()},
    )
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        lambda: conditions.check(found, actor=request.user, **form.cleaned_data),
        to=conditions.address(found),
        title=_("Check the condition"),
        submit=_("Save the check"),
        back=conditions.address(found),
        said=_("The check is recorded."),
        crumbs=[*_crumbs(agreement, slug), (found.text, conditions.address(found))],
        intro=_(
            "%(condition)s To be fulfilled by %(party)s. A check stays as it is; “not yet” leaves the date waiting."
        )
        % {"condition": found.text, "party": found.party.name},
    )


@get_and_post
def condition_lift(request: HttpRequest, slug: str, pk: int, condition: int) -> HttpResponse:
    """Let a condition hold no more."""
    partnership, agreement, found = condition_of(request, slug, pk, condition)
    access.require(request.user, "draft_agreement", partnership)
    form = LiftForm(posted(request), initial={"on": clock.today()})
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        lambda: conditions.lift(found, actor=request.user, **form.cleaned_data),
        to=conditions.address(found),
        title=_("Lift the condition"),
        submit=_("Lift the condition"),
        back=conditions.address(found),
        said=_("The condition is lifted."),
        crumbs=[*_crumbs(agreement, slug), (found.text, conditions.address(found))],
        what=_("“%(item)s” is looked after no more.") % {"item": found.text},
        whom=found.party.name,
        stays=_("The condition and its checks stay. This cannot be undone."),
        tone="danger",
    )
