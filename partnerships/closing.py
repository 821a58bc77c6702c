"""Closing a partnership for good: every party approves it, or the time for it has passed (docs/adr/0023)."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import access, clock, steps
from .agreements import months_before
from .models import (
    Agreement,
    ClosingApproval,
    Mandate,
    Partnership,
    PartnershipRole,
    PartnershipUserObjectPermission,
    Party,
    PhasePeriod,
    User,
    WindingDown,
    WindingItem,
)


def approvals_of(plan: WindingDown) -> list[ClosingApproval]:
    """The parties' approvals, in order."""
    return list(plan.approvals.select_related("party__organisation", "party__unit").order_by("at", "pk"))


def waited_for(plan: WindingDown, organisations: Collection[int] | None = None) -> list[Party]:
    """The parties that have still to approve, or those of `organisations` among them."""
    rows = Party.objects.filter(partnership=plan.partnership_id).current()
    if organisations is not None:
        rows = rows.filter(organisation__in=organisations)
    return list(rows.exclude(pk__in=plan.approvals.values("party")).for_list())


def approve(plan: WindingDown, *, actor: User, party: Party) -> ClosingApproval:
    """Approve for `party`, by its signatory, that the partnership is closed. The last approval closes it."""
    with steps.record("closing.approve", actor=actor, scope=party, root=plan) as act:
        access.require(actor, "approve_closing", party.organisation)
        mandates = Mandate.objects.valid_on(clock.today()).filter(role=Mandate.Role.SIGNATORY, person=actor)
        if not mandates.filter(organisation=party.organisation_id).exists():
            raise PermissionDenied(access.refusal("approve_closing"))
        partnership = Partnership.objects.select_for_update(of=("self",)).get(pk=plan.partnership_id)
        _may_close(partnership, plan)
        if plan.items.filter(status=WindingItem.Status.OPEN).exists():
            raise steps.StepRefused(_("Something in the plan is still to be done, or to be marked as not needed."))
        if party.partnership_id != plan.partnership_id or party.status != Party.Status.PARTY:
            raise steps.StepRefused(_("%(party)s no longer takes part.") % {"party": party.name})
        if plan.approvals.filter(party=party).exists():
            raise steps.StepRefused(_("The party has already done so."))
        given = act.save(ClosingApproval(winding=plan, party=party, person=actor, at=clock.now()))
        is_last = not waited_for(plan)
        if is_last:
            _close(act, partnership, plan)
    if is_last:
        _sync(partnership)
    return given


def close_what_has_passed() -> int:
    """Close the partnerships whose time for winding down has passed; how many. The system's own act, idempotent."""
    return sum(_close_if_passed(pk) for pk in _open_plans())


def _open_plans() -> list[int]:
    rows = WindingDown.objects.filter(status=WindingDown.Status.OPEN, partnership__closed_on=None)
    rows = rows.filter(last_day__lt=clock.today()).order_by("pk")
    return [one.pk for one in rows if months_before(one.last_day, -one.closing_months) < clock.today()]


def _close_if_passed(pk: int) -> bool:
    with steps.record("partnership.close", actor=None) as act:
        plan = WindingDown.objects.get(pk=pk)
        partnership = Partnership.objects.select_for_update(of=("self",)).get(pk=plan.partnership_id)
        if partnership.closed_on is not None or _in_force(partnership):
            return False
        act.root = partnership
        _close(act, partnership, plan)
    _sync(partnership)
    return True


def _in_force(partnership: Partnership) -> bool:
    rows = Agreement.objects.filter(partnership=partnership, kind=Agreement.Kind.MAIN)
    return rows.filter(status=Agreement.Status.IN_FORCE).exists()


def _may_close(partnership: Partnership, plan: WindingDown) -> None:
    if partnership.closed_on is not None:
        raise steps.StepRefused(_("The partnership is closed. It can be read, and nothing in it changes."))
    if plan.status != WindingDown.Status.OPEN:
        raise steps.StepRefused(_("The plan has been laid aside."))
    if _in_force(partnership):
        raise steps.StepRefused(_("The agreement is still in force. The partnership is closed when it has ended."))


def _close(act: steps.Act, partnership: Partnership, plan: WindingDown) -> None:
    """Close the locked partnership as the last thing of the act: its roles and phases cease the same day."""
    act.action, today = "partnership.close", clock.today()
    for row in [
        *PartnershipRole.objects.valid_on(today).filter(partnership=partnership).order_by("pk"),
        *PhasePeriod.objects.valid_on(today).filter(partnership=partnership).order_by("pk"),
    ]:
        row.valid_until = max(today, row.valid_from)
        act.save(row)
    act.notify(
        access.people_with("view_partnership", partnership),
        key=f"partnership:{partnership.pk}:closed",
        text=gettext_lazy("%(partnership)s is closed. It can still be read."),
        url=partnership.get_absolute_url(),
        partnership=partnership.name,
    )
    partnership.closed_on, partnership.readable_until = today, months_before(today, -plan.reading_months)
    act.save(partnership)


def _sync(partnership: Partnership) -> None:
    rows = PartnershipUserObjectPermission.objects.filter(content_object=partnership)
    access.sync(*User.objects.filter(pk__in=rows.values("user")))
