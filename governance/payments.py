"""Payments of grants: requested by the party, attested and paid by two others. Three different people."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, clock, steps
from partnerships.models import Partnership, User
from partnerships.steps import Act, Step, StepRefused
from partnerships.tasks import Task
from partnerships.templatetags.iop import kr

from . import grants, ledger
from .models import Grant, PaymentRequest

Status = PaymentRequest.Status
ATTEST = Step(
    "payment.attest", PaymentRequest, right="attest_payment", sources=(Status.REQUESTED,), target=Status.ATTESTED
)
PAY = Step("payment.pay", PaymentRequest, right="pay", sources=(Status.ATTESTED,), target=Status.PAID)
REFUSE = Step(
    "payment.refuse",
    PaymentRequest,
    right="attest_payment",
    sources=(Status.REQUESTED, Status.ATTESTED),
    target=Status.REFUSED,
)


def request(grant: Grant, *, actor: User, amount: Decimal, note: str = "", seen: int | None = None) -> PaymentRequest:
    """Ask for payment of an accepted grant, or of part of it: no more than is left, other requests counted.

    `seen` is how many requests the actor has seen on the grant: the same form, sent twice, asks once.
    """
    with steps.record("payment.request", actor=actor, right="request_payment", scope=grant, root=grant) as act:
        locked = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
        if locked.status != Grant.Status.ACCEPTED:
            raise StepRefused(
                _("The terms have to be accepted before payment can be requested.")
                if locked.status == Grant.Status.DECIDED
                else _("The grant is paid in full.")
            )
        if seen is not None and seen != locked.payments.count():
            raise StepRefused(
                _(
                    "A payment has been requested since you opened this page: perhaps the form was sent twice. "
                    "Go back to the grant to see what has been requested."
                )
            )
        if amount <= 0:
            raise StepRefused(_("The amount is above 0."))
        free = grants.requestable(locked)
        if amount > free:
            raise StepRefused(_("There is %(left)s left that nobody has requested.") % {"left": kr(free)})
        payment = act.save(
            PaymentRequest(
                grant=locked,
                amount=amount,
                note=note,
                requested_by=actor,
                requested_at=clock.now(),
                is_illustrative=locked.is_illustrative,
            )
        )
        _tell(act, payment, "attest_payment", gettext_lazy("A payment waits to be attested: %(sum)s to %(what)s."))
    return payment


def attest(payment: PaymentRequest, *, actor: User) -> PaymentRequest:
    """Attest that the payment is right. Not by the one who asked for it."""
    with ATTEST.take(payment.pk, actor=actor) as act:
        _refuse_same_person(actor, act.obj.requested_by_id)
        act.obj.attested_by, act.obj.attested_at = actor, clock.now()
        _tell(act, act.obj, "pay", gettext_lazy("An attested payment waits to be paid: %(sum)s to %(what)s."))
    return act.obj


def pay(payment: PaymentRequest, *, actor: User, paid_on: date, reference: str) -> PaymentRequest:
    """Enter that the payment has been made, and book it. Not by the one who asked for it or attested it."""
    with PAY.take(payment.pk, actor=actor) as act:
        one = act.obj
        _refuse_same_person(actor, one.requested_by_id, one.attested_by_id)
        if paid_on > clock.today():
            raise StepRefused(_("The day of payment lies ahead. Enter the payment when it has been made."))
        if one.attested_at is not None and paid_on < one.requested_at.date():
            raise StepRefused(_("The day of payment lies before the request."))
        locked = Grant.objects.select_for_update(of=("self",)).get(pk=one.grant_id)
        fund = ledger.lock(locked.fund)
        one.paid_by, one.paid_on, one.reference = actor, paid_on, reference
        act.save(one)  # the database books payments that are made only
        ledger.pay(act, fund, payment=one)
        if not ledger.remaining(locked):
            locked.status = Grant.Status.PAID
            act.save(locked)
        _tell(act, one, "request_payment", gettext_lazy("A requested payment has been made: %(sum)s to %(what)s."))
    return act.obj


def refuse(payment: PaymentRequest, *, actor: User, reason: str) -> PaymentRequest:
    """Refuse a request, with the reason. The money stays with the grant and can be requested again."""
    if not reason.strip():
        raise StepRefused(_("Say why the payment is refused."))
    with REFUSE.take(payment.pk, actor=actor) as act:
        act.obj.refusal = reason.strip()
        _tell(
            act, act.obj, "request_payment", gettext_lazy("A requested payment has been refused: %(sum)s to %(what)s.")
        )
    return act.obj


def _refuse_same_person(actor: User, *others: int | None) -> None:
    if actor.pk in others:
        raise StepRefused(_("Requesting, attesting and paying are done by three different people."))


def _tell(act: Act, payment: PaymentRequest, right: str, text: Any) -> None:
    act.notify(
        access.people_with(right, payment),
        key=f"{act.action}:{payment.pk}",
        text=text,
        url=payment.grant.get_absolute_url(),
        sum=lambda: kr(payment.amount),
        what=payment.grant.proposal.title,
    )


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """Payments that the user can attest or pay: never one's own request, never what one has attested."""
    if not access.may_somewhere(user, "attest_payment") and not access.may_somewhere(user, "pay"):
        return
    rows = PaymentRequest.objects.visible_to(user).exclude(requested_by=user)
    if partnership is not None:
        rows = rows.filter(grant__fund__partnership=partnership)
    rows = rows.select_related("grant__proposal", "grant__fund__partnership").order_by("requested_at", "pk")
    place = "grant__fund__partnership__in"
    to_attest = rows.filter(status=Status.REQUESTED, **{place: access.objects_with(user, "attest_payment")})
    to_pay = rows.filter(status=Status.ATTESTED, **{place: access.objects_with(user, "pay")}).exclude(attested_by=user)
    for found, title in ((to_attest, _("Attest %(sum)s to %(what)s")), (to_pay, _("Pay %(sum)s to %(what)s"))):
        for one in found:
            words = {"sum": kr(one.amount), "what": one.grant.proposal.title}
            since = clock.day_of(one.attested_at or one.requested_at)
            yield Task(title % words, one.grant.get_absolute_url(), since=since)
