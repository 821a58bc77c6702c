"""The terms over time: last day, each party's last day to give notice, and how the agreement is extended."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, agreements, clock, frame
from partnerships.agreements import extending, notice_days
from partnerships.forms.change import OwnNoticeForm
from partnerships.models import Agreement, Party

from .acts import form_page, get_and_post
from .agreements import address_of, agreement_of, crumbs_of
from .drafting import void_warning, writing


@require_GET
def agreement_terms(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How the days come about, step by step."""
    partnership, agreement = agreement_of(request, slug, pk)
    if agreement.kind != Agreement.Kind.MAIN:
        raise Http404
    agreement = agreements.with_terms(Agreement.objects.filter(pk=agreement.pk)).get()
    between = Party.objects.filter(partnership=partnership).current().for_list()
    if agreement.status in (Agreement.Status.DRAFT, Agreement.Status.PROPOSED):
        between = Party.objects.filter(agreement_parties__agreement=agreement).for_list()
    more = {
        "agreement": agreement,
        "crumbs": crumbs_of(agreement, slug),
        "term": notice_days.term_in_steps(agreement),
        "reckonings": [(party, notice_days.reckon(agreement, party)) for party in between],
        "extension": extension_of(agreement),
        "coming": extending.coming(agreement),
        "today": clock.today(),
    }
    context = frame.context(request, partnership, "agreements", **more)
    return render(request, "partnerships/agreement_terms.html", context)


def extension_of(agreement: Agreement) -> str:
    """How the agreement is extended, by the package that says it last."""
    said = [one for one in agreements.as_agreed(agreement) if one.extension_kind]
    return agreements.extension_in_words(said[-1]) if said else ""


@get_and_post
def agreement_own_notice(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say which parties have a time of notice of their own."""
    partnership, agreement = agreement_of(request, slug, pk)
    if agreement.kind not in (Agreement.Kind.MAIN, Agreement.Kind.AMENDMENT):
        raise Http404
    access.require(request.user, "draft_agreement", partnership)
    rows = list(agreement.agreement_parties.select_related("party__organisation", "party__unit").order_by("pk"))
    form = OwnNoticeForm(request.POST or None, initial={"seen": agreements.state_of(agreement)}, rows=rows)
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        writing(
            form,
            agreement,
            lambda data: notice_days.set_notice(
                agreement, actor=request.user, months=form.months, seen=data.get("seen")
            ),
        ),
        to=address_of(agreement, slug),
        title=_("Each party's own time of notice"),
        submit=_("Save"),
        back=address_of(agreement, slug),
        said=_("Saved."),
        crumbs=crumbs_of(agreement, slug),
        warning=lambda: void_warning(agreement),
        intro=_("In months. Leave it empty where the agreement's time of notice holds for the party."),
    )
