"""How an agreement ends: the page that says so, notice, rescission, and what the other parties say of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, agreements, frame
from partnerships.forms.ending import AnswerForm, NoticeForm, RescissionForm, TakeBackForm
from partnerships.models import Agreement, AgreementEnd, Partnership, Party
from partnerships.templatetags.iop import day

from .acts import form_page, get_and_post, posted
from .agreements import agreement_of, crumbs_of

Status = Agreement.Status


def _main_of(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Agreement]:
    """As `agreement_of`, for a partnership agreement: nothing else is ended by itself."""
    partnership, agreement = agreement_of(request, slug, pk)
    if agreement.kind != Agreement.Kind.MAIN:
        raise Http404
    return partnership, agreement


def _crumbs(agreement: Agreement, slug: str) -> list[tuple[str, str]]:
    return [*crumbs_of(agreement, slug), (_("How it ends"), agreements.ending_url(agreement))]


def _between(partnership: Partnership) -> Any:
    return Party.objects.filter(partnership=partnership).current().for_list()


@require_GET
def agreement_ending(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How the agreement ends or has ended, what each party says of it, and what one may do about it."""
    partnership, agreement = _main_of(request, slug, pk)
    between = list(_between(partnership))
    mine = {name: access.keys_with(request.user, name) for name in ("end_agreement", "answer_end")}
    ends = []
    for end in agreements.ends_of(agreement):
        waited = agreements.may_take_back(end, between)
        is_asked = any(row.stance == "takes_back" for row in end.answers.all())
        ends.append(
            {
                "end": end,
                "is_asked": is_asked,
                "waited": waited if is_asked else [],
                "take_back": [party for party in waited if party.organisation_id in mine["end_agreement"]],
                "answer": [
                    party
                    for party in between
                    if party.organisation_id in mine["answer_end"] and party.pk != end.party_id
                ]
                if end.kind in AgreementEnd.BY_A_PARTY and end.status in ("given", "effective")
                else [],
            }
        )
    context = frame.context(
        request,
        partnership,
        "agreements",
        agreement=agreement,
        crumbs=crumbs_of(agreement, slug),
        ends=ends,
        coming=next((one["end"] for one in ends if one["end"].status == "given"), None),
        ended=next((one["end"] for one in ends if one["end"].status == "effective"), None),
        last_day=agreements.effective_end(agreement),
        own=[party for party in between if party.organisation_id in mine["end_agreement"]],
        being_written=agreement.children.filter(
            kind=Agreement.Kind.ENDING, status__in=[Status.DRAFT, Status.PROPOSED]
        ).order_by("pk"),
    )
    return render(request, "partnerships/ending.html", context)


@get_and_post
def agreement_notice(request: HttpRequest, slug: str, pk: int, party: int) -> HttpResponse:
    """Give notice for a party, with the password anew; who only wants to go itself is shown the way."""
    partnership, agreement = _main_of(request, slug, pk)
    giver = _own(request, partnership, party, "end_agreement")
    form = NoticeForm(
        posted(request),
        actor=request.user,
        earliest=agreements.earliest_last_day(agreement, giver),
        parties=_between(partnership).count(),
    )
    if request.method == "POST" and form.data.get("reach") == NoticeForm.OWN:
        return redirect("partnerships:party_leave", slug, giver.pk)
    return _act_page(
        request,
        partnership,
        agreement,
        form,
        lambda: agreements.give_notice(
            agreement, actor=request.user, party=giver, **_without(form, "password", "reach")
        ),
        title=_("Give notice for %(party)s") % {"party": giver.name},
        submit=_("Give notice"),
        said=_("Notice has been given, and all parties have been told."),
        what=_("The agreement with all its annexes and amendments ends for all parties after its last day.")
        + " "
        + _term(agreement),
        whom="; ".join(one.name for one in _between(partnership)),
        stays=_("It can be taken back until the last day, if every other party consents. The history keeps it."),
        tone="danger",
    )


@get_and_post
def agreement_rescind(request: HttpRequest, slug: str, pk: int, party: int) -> HttpResponse:
    """Rescind the agreement for a party, with the password anew."""
    partnership, agreement = _main_of(request, slug, pk)
    giver = _own(request, partnership, party, "end_agreement")
    form = RescissionForm(posted(request), actor=request.user)
    return _act_page(
        request,
        partnership,
        agreement,
        form,
        lambda: agreements.rescind(agreement, actor=request.user, party=giver, **_without(form, "password")),
        title=_("Rescind for %(party)s") % {"party": giver.name},
        submit=_("Rescind the agreement"),
        said=_("The agreement has been rescinded, and all parties have been told."),
        what=_(
            "The agreement ends because another party has seriously broken it. Whether that was right is for the "
            "parties, and in the end a court: IOP records what each party says."
        ),
        whom="; ".join(one.name for one in _between(partnership)),
        stays=_("If it ends at once, it cannot be undone. The other parties can accept or contest it."),
        tone="danger",
    )


@get_and_post
def end_answer(request: HttpRequest, slug: str, pk: int, end: int, party: int) -> HttpResponse:
    """Answer another party's notice or rescission."""
    partnership, agreement = _main_of(request, slug, pk)
    given = get_object_or_404(agreements.ends_of(agreement).filter(kind__in=AgreementEnd.BY_A_PARTY), pk=end)
    own = _own(request, partnership, party, "answer_end")
    form = AnswerForm(posted(request))
    return _act_page(
        request,
        partnership,
        agreement,
        form,
        lambda: agreements.answer(given, actor=request.user, party=own, **form.cleaned_data),
        title=_("Answer for %(party)s") % {"party": own.name},
        submit=_("Answer"),
        said=_("Your organisation's answer has been recorded, and all parties have been told."),
        what=_("Your organisation's answer stands beside what has been given. It does not itself undo anything."),
        whom="; ".join(one.name for one in _between(partnership)),
        stays=_("A later answer goes before an earlier one. Both stay in the history."),
    )


@get_and_post
def end_take_back(request: HttpRequest, slug: str, pk: int, end: int, party: int) -> HttpResponse:
    """Consent to a notice or rescission being taken back, with the password anew."""
    partnership, agreement = _main_of(request, slug, pk)
    given = get_object_or_404(agreements.ends_of(agreement).filter(kind__in=AgreementEnd.BY_A_PARTY), pk=end)
    own = _own(request, partnership, party, "end_agreement")
    form = TakeBackForm(posted(request), actor=request.user)
    is_giver = own.pk == given.party_id
    return _act_page(
        request,
        partnership,
        agreement,
        form,
        lambda: agreements.take_back(given, actor=request.user, party=own, **_without(form, "password")),
        title=_("Ask to take it back") if is_giver else _("Consent to taking it back"),
        submit=_("Ask to take it back") if is_giver else _("Consent"),
        said=_("It has been recorded, and all parties have been told."),
        what=_("When every party has consented, the notice or rescission is taken back and the agreement goes on."),
        whom="; ".join(one.name for one in _between(partnership)),
        stays=_("Until then it holds. Who has consented stays in the history."),
    )


def _own(request: HttpRequest, partnership: Partnership, party: int, right: str) -> Party:
    """The party acted for, if the reader holds `right` for it: 404 for no party of this partnership."""
    own = get_object_or_404(_between(partnership), pk=party)
    access.require(request.user, right, own.organisation)
    return own


def _without(form: forms.Form, *names: str) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name not in names}


def _term(agreement: Agreement) -> str:
    end = agreements.effective_end(agreement)
    if end is None:
        return _("It holds until further notice.")
    return _("Without notice its last day is %(day)s.") % {"day": day(end, "long")}


def _act_page(
    request: HttpRequest,
    partnership: Partnership,
    agreement: Agreement,
    form: forms.Form,
    act: Callable[[], Any],
    **words: Any,
) -> HttpResponse:
    url = agreements.ending_url(agreement)
    crumbs = _crumbs(agreement, partnership.slug)
    return form_page(request, partnership, "agreements", form, act, to=url, back=url, crumbs=crumbs, **words)
