"""Documents to keep, print and send: PDF made from the record, with the record's own date."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from governance.models import Fund, Meeting, Minutes
from partnerships import clock, frame
from partnerships.agreements import outside
from partnerships.agreements.reading import party_signed_for
from partnerships.models import Agreement, FormChoice, NeedsAnalysis
from partnerships.views.acts import attempt
from reporting import documents


def pdf(document: documents.Document) -> HttpResponse:
    """The document as a file that the browser shows and can save under its own name."""
    response = HttpResponse(document.render(), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{document.filename}"'
    return response


@require_GET
def agreement_summary(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The agreement on a page or two."""
    return pdf(documents.summary_of(_agreement(request, slug, pk)))


@require_GET
def agreement_signed(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The whole agreement with its annexes and its sheet of signatures."""
    return pdf(documents.signed_of(_agreement(request, slug, pk)))


@require_GET
def agreement_reading(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The agreement as it reads on the day `per`, without one today."""
    agreement = _agreement(request, slug, pk)
    if agreement.kind != Agreement.Kind.MAIN or agreement.in_force_on is None:
        raise Http404
    return pdf(documents.reading_of(agreement, _asked_day(request) or clock.today()))


@require_POST
def agreement_paper(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Make the PDF that the parties sign outside, once a round: the same bytes for all of them."""
    agreement = _agreement(request, slug, pk)
    party_signed_for(request.user, agreement)
    if agreement.status != Agreement.Status.PROPOSED:
        messages.info(request, _("There is nothing to sign here now."))
    elif outside.paper_of(agreement) is None:
        with translation.override(settings.LANGUAGE_CODE):  # an agreement is a Swedish document whoever makes it
            document = documents.to_sign_of(agreement)
            content = document.render()
        attempt(
            request,
            lambda: outside.keep_paper(agreement, content, name=document.filename, actor=request.user),
            _("The PDF is made. Download it and sign it in your service."),
        )
    return redirect("partnerships:agreement_files", slug, pk)


def _agreement(request: HttpRequest, slug: str, pk: int) -> Agreement:
    """The agreement if the reader may see it. An annex has no document of its own: it is signed with its parent."""
    partnership = frame.seen(request, slug)
    rows = Agreement.objects.visible_to(request.user).packages().filter(partnership=partnership)
    return get_object_or_404(rows.select_related("partnership", "parent"), pk=pk)


@require_GET
def decision_basis(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a board needs to decide on; a draft until the choice of form is settled."""
    partnership = frame.seen(request, slug)
    rows = FormChoice.objects.visible_to(request.user).filter(partnership=partnership)
    choice = get_object_or_404(rows.select_related("partnership", "proposed_for", "settled_for"), pk=pk)
    return pdf(documents.decision_basis_of(choice))


@require_GET
def analysis(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version of the joint analysis, with who has approved it."""
    partnership = frame.seen(request, slug)
    rows = NeedsAnalysis.objects.visible_to(request.user).filter(partnership=partnership)
    found = get_object_or_404(rows.select_related("partnership"), number=number)
    return pdf(documents.analysis_of(found))


@require_GET
def minutes(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The record of a meeting that the reader may see; a draft says so on every page."""
    partnership = frame.seen(request, slug)
    rows = Meeting.objects.visible_to(request.user).filter(body__partnership=partnership)
    meeting = get_object_or_404(rows.select_related("body__partnership"), pk=pk)
    return pdf(documents.minutes_of(meeting, get_object_or_404(Minutes, meeting=meeting)))


@require_GET
def fund_statement(request: HttpRequest, slug: str) -> HttpResponse:
    """How the fund stood on the day `per`; without one, after the latest booked movement."""
    partnership = frame.seen(request, slug)
    rows = Fund.objects.visible_to(request.user).select_related("partnership", "holder__organisation", "holder__unit")
    fund = get_object_or_404(rows, partnership=partnership)
    return pdf(documents.statement_of(fund, _asked_day(request)))


def _asked_day(request: HttpRequest) -> date | None:
    """The day in the address; 404 for what is no day."""
    text = request.GET.get("per", "")
    if not text:
        return None
    try:
        asked = parse_date(text)
    except ValueError:
        asked = None
    if asked is None:
        raise Http404
    return asked
