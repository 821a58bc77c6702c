"""The agreement as it reads on a day."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import agreements, clock, frame
from partnerships.models import Agreement

from .agreements import agreement_of, crumbs_of


@require_GET
def agreement_reading(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The main agreement with what has been signed under it, as of today or the day `per`."""
    partnership, agreement = agreement_of(request, slug, pk)
    if agreement.kind != Agreement.Kind.MAIN or agreement.in_force_on is None:
        raise Http404
    asked = request.GET.get("per", "")
    on = day_or_none(asked) or clock.today()
    context = frame.context(request, partnership, "agreements")
    context |= {
        "agreement": agreement,
        "crumbs": crumbs_of(agreement, slug),
        "chapters": agreements.as_it_reads(agreement, on),
        "on": on,
        "is_today": on == clock.today(),
        "asked": asked,
        "wrong": _("That is no day. Today's text is shown.") if asked and day_or_none(asked) is None else "",
        "days": agreements.days_of_change(agreement),
    }
    return render(request, "partnerships/agreement_reading.html", context)


def day_or_none(text: str) -> date | None:
    """The day that somebody has written, if it is one."""
    try:
        return parse_date(text)
    except ValueError:
        return None
