"""Grants and their payments, and the way of a krona from placement day to payment."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance import charts, grants, ledger, payments
from governance.forms.fund import PaidForm, PaymentForm, ReturnForm
from governance.models import Grant, PaymentRequest
from partnerships import access, clock, frame
from partnerships.forms.services import ReasonForm
from partnerships.tasks import Task
from partnerships.templatetags.iop import kr
from partnerships.views.acts import form_page, get_and_post, posted, version_of

from .proposals import require_recorder

Status = PaymentRequest.Status
RELATED = (
    "fund__partnership",
    "proposal__party__organisation",
    "proposal__party__unit",
    "proposal__fund__partnership",
    "decision__body__partnership",
)


def grant_of(request: HttpRequest, slug: str, pk: int) -> Grant:
    """The grant if the reader may see it, else 404."""
    rows = Grant.objects.visible_to(request.user).select_related(*RELATED)
    return get_object_or_404(rows, pk=pk, fund__partnership__slug=slug)


@require_GET
def grant(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One grant: the decision, its terms, what has been paid, and the next step for the reader."""
    partnership = frame.seen(request, slug)
    grant = grant_of(request, slug, pk)
    rows = list(
        grant.payments.select_related("requested_by", "attested_by", "paid_by", "movement").order_by(
            "requested_at", "pk"
        )
    )
    for row in rows:
        row.is_own = request.user.pk in {row.requested_by_id, row.attested_by_id}
    returns = list(ledger.returns().filter(grant=grant))
    returned = sum((row.amount for row in returns), ledger.ZERO)
    asked_for = sum((row.amount for row in rows if row.status != Status.REFUSED), ledger.ZERO)
    context = frame.context(request, partnership, "fund", grant.organisation)
    context |= {
        "grant": grant,
        "payments": rows,
        "returns": returns,
        "returned": returned,
        "paid": sum((row.amount for row in rows if row.status == Status.PAID), ledger.ZERO),
        "remaining": grant.amount - returned - asked_for,
        "may_enter": grants.may_enter_decisions(request.user, partnership),
        "tasks": list(_next_steps(grant, rows, context["actions"])),
        "waiting": _waiting(grant, rows),
    }
    return render(request, "governance/grant.html", context)


def _next_steps(grant: Grant, rows: list[PaymentRequest], actions: set[str]) -> Any:
    slug = grant.partnership.slug
    if grant.status == Grant.Status.DECIDED and "accept_grant" in actions:
        yield Task(_("Accept the terms of the grant"), reverse("governance:grant_accept", args=[slug, grant.pk]))
    for row in rows:
        if row.is_own:
            continue
        if row.status == Status.REQUESTED and "attest_payment" in actions:
            words = _("Attest %(amount)s") % {"amount": kr(row.amount)}
            yield Task(words, reverse("governance:payment_attest", args=[slug, row.pk]))
        if row.status == Status.ATTESTED and "pay" in actions:
            words = _("Enter that %(amount)s has been paid") % {"amount": kr(row.amount)}
            yield Task(words, reverse("governance:payment_pay", args=[slug, row.pk]))


def _waiting(grant: Grant, rows: list[PaymentRequest]) -> str:
    """Who is waited for, when it is not the reader."""
    if grant.status == Grant.Status.DECIDED:
        return _("%(party)s's signatory is to accept the terms.") % {"party": grant.proposal.party.name}
    states = {row.status for row in rows}
    if Status.REQUESTED in states:
        return _("The public side's economist is to attest the payment.")
    if Status.ATTESTED in states:
        return _("Another of the public side's economists is to pay.")
    if grant.status == Grant.Status.PAID:
        return _("The grant is finished: nothing is left to pay.")
    return _("%(party)s's economist can request payment.") % {"party": grant.proposal.party.name}


def _crumbs(grant: Grant) -> list[tuple[str, str]]:
    slug = grant.partnership.slug
    return [
        (_("Fund"), reverse("governance:fund", args=[slug])),
        (grant.proposal.title, grant.get_absolute_url()),
    ]


def _page(request: HttpRequest, grant: Grant, form: forms.Form, act: Callable[[], Any], **words: Any) -> HttpResponse:
    return form_page(
        request,
        frame.seen(request, grant.partnership.slug),
        "fund",
        form,
        act,
        to=grant.get_absolute_url(),
        back=grant.get_absolute_url(),
        crumbs=_crumbs(grant),
        **words,
    )


@get_and_post
def grant_accept(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Accept the terms, for one's organisation."""
    grant = grant_of(request, slug, pk)
    access.require(request.user, "accept_grant", grant)
    return _page(
        request,
        grant,
        forms.Form(posted(request)),
        lambda: grants.accept(grant, actor=request.user),
        title=_("Accept the terms"),
        submit=_("Accept the terms"),
        said=_("The terms are accepted."),
        what=_("You accept %(amount)s on these conditions: %(conditions)s")
        % {"amount": kr(grant.amount), "conditions": grant.conditions or _("none beyond the decision")},
        whom=grant.proposal.party.name,
        stays=_("Payment can then be requested. That you accepted stays in the history."),
    )


@get_and_post
def payment_request(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Request payment of the grant or of a part of it."""
    grant = grant_of(request, slug, pk)
    access.require(request.user, "request_payment", grant)
    left, seen = grants.requestable(grant), grant.payments.count()
    form = PaymentForm(posted(request), initial={"amount": left})
    return _page(
        request,
        grant,
        form,
        lambda: payments.request(grant, actor=request.user, seen=version_of(request, seen), **form.cleaned_data),
        title=_("Request payment"),
        submit=_("Request payment"),
        said=_("The payment is requested."),
        version=seen,
        intro=_("Left of the grant: %(amount)s. Somebody else attests, and a third person pays.")
        % {"amount": kr(left)},
    )


def payment_of(request: HttpRequest, slug: str, pk: int) -> PaymentRequest:
    """The payment request if the reader may see it, else 404."""
    rows = PaymentRequest.objects.visible_to(request.user).select_related(
        "requested_by", "attested_by", *(f"grant__{name}" for name in RELATED)
    )
    return get_object_or_404(rows, pk=pk, grant__fund__partnership__slug=slug)


@get_and_post
def payment_attest(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Attest a request."""
    payment = payment_of(request, slug, pk)
    access.require(request.user, "attest_payment", payment)
    return _page(
        request,
        payment.grant,
        forms.Form(posted(request)),
        lambda: payments.attest(payment, actor=request.user),
        title=_("Attest the payment"),
        submit=_("Attest"),
        said=_("The payment is attested."),
        what=_("You attest that %(amount)s may be paid to %(party)s.")
        % {"amount": kr(payment.amount), "party": payment.grant.proposal.party.name},
        whom=_("Requested by %(person)s. %(note)s") % {"person": payment.requested_by.name, "note": payment.note},
        stays=_("A third person pays. Who attested stays in the books."),
    )


@get_and_post
def payment_pay(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Enter that an attested request has been paid."""
    payment = payment_of(request, slug, pk)
    access.require(request.user, "pay", payment)
    form = PaidForm(posted(request), initial={"paid_on": clock.today()})
    return _page(
        request,
        payment.grant,
        form,
        lambda: payments.pay(payment, actor=request.user, **form.cleaned_data),
        title=_("Enter the payment"),
        submit=_("Enter as paid"),
        said=_("The payment is booked."),
        what=_("%(amount)s is booked as paid to %(party)s.")
        % {"amount": kr(payment.amount), "party": payment.grant.proposal.party.name},
        whom=_("Requested by %(one)s, attested by %(other)s.")
        % {"one": payment.requested_by.name, "other": payment.attested_by.name if payment.attested_by else "–"},
        stays=_("A booked payment stays. What is wrong is corrected by a new entry."),
    )


@get_and_post
def payment_refuse(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Refuse a request, saying why."""
    payment = payment_of(request, slug, pk)
    access.require(request.user, "attest_payment", payment)
    form = ReasonForm(posted(request))
    return _page(
        request,
        payment.grant,
        form,
        lambda: payments.refuse(payment, actor=request.user, reason=form.cleaned_data["reason"]),
        title=_("Refuse the payment request"),
        submit=_("Refuse the payment request"),
        said=_("The request is refused."),
        intro=_("The sum can be requested again. The organisation reads your reason."),
    )


@get_and_post
def grant_return(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Enter that a grant does not need all of its money: the rest goes back to the fund, as decided."""
    grant = grant_of(request, slug, pk)
    require_recorder(request, grant.partnership)
    left, seen = grants.requestable(grant), grant.movements.count()
    form = ReturnForm(posted(request), initial={"amount": left}, decisions=grants.usable_decisions(grant.partnership))
    return _page(
        request,
        grant,
        form,
        lambda: grants.give_back(grant, actor=request.user, seen=version_of(request, seen), **form.cleaned_data),
        title=_("Give money back to the fund"),
        submit=_("Enter the return"),
        said=_("The money is given back to the fund."),
        version=seen,
        what=_("Up to %(amount)s can go back: what is neither paid nor requested.") % {"amount": kr(left)},
        whom=_("%(party)s can no longer request it. The partnership can grant it to something else.")
        % {"party": grant.proposal.party.name},
        stays=_("A return is a voucher of its own and stays. It cannot be taken back, only granted again."),
    )


@require_GET
def krona(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Follow one krona: which placement days the grant came from, and where it went."""
    partnership = frame.seen(request, slug)
    grant = grant_of(request, slug, pk)
    trace = ledger.trace(grant)
    more = {"grant": grant, "trace": trace, "picture": _picture(trace)}
    return render(request, "governance/krona.html", frame.context(request, partnership, "fund", **more))


def _picture(trace: ledger.Trace) -> str:
    """From the services, through the grant, to its payments."""
    services: dict[str, Any] = {}
    for part in trace.parts:
        name = part.contribution.report.service.name
        services[name] = services.get(name, ledger.ZERO) + part.amount
    sinks = [(f"{one.booked_on} {kr(one.amount)}", one.amount) for one, _parts in trace.payments]
    if trace.left:
        sinks.append((_("not yet paid %(amount)s") % {"amount": kr(trace.left)}, trace.left))
    sources = [(f"{name} {kr(amount)}", amount) for name, amount in services.items()]
    return charts.flow(sources, kr(trace.total), sinks, _("From the services, through the grant, to its payments"))
