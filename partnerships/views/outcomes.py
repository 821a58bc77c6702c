"""Pages where a party enters what it has brought, and corrects it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships import access, clock, frame
from partnerships.agreements import outcomes
from partnerships.agreements.outcomes import Period
from partnerships.forms.commitments import CorrectionForm, OutcomeRow, PeriodForm
from partnerships.models import CommitmentActual, Party
from partnerships.templatetags.iop import number

from .acts import done, form_page, get_and_post, posted

#: How many quarters and how many months back can be chosen from.
QUARTERS, MONTHS = 12, 12


def periods() -> list[Period]:
    """The quarters and months that can be chosen, the latest first."""
    today = clock.today()
    this_quarter, this_month = today.year * 4 + (today.month - 1) // 3, today.year * 12 + today.month - 1
    quarters = [divmod(this_quarter - back, 4) for back in range(QUARTERS)]
    months = [divmod(this_month - back, 12) for back in range(MONTHS)]
    return [Period.of(year, number * 3 + 1, 3) for year, number in quarters] + [
        Period.of(year, number + 1, 1) for year, number in months
    ]


@get_and_post
def outcome_new(request: HttpRequest, slug: str, party: int) -> HttpResponse:
    """All that a party has agreed to bring in a month or quarter, on one page: how much was brought."""
    partnership = frame.seen(request, slug)
    owner = get_object_or_404(Party.objects.select_related("organisation", "unit"), pk=party, partnership=partnership)
    access.require(request.user, "enter_contribution", owner)
    period = Period.read(request.GET.get("tid", "")) or Period.quarter_before(clock.today())
    rows = _rows(request, owner, period)
    if request.method == "POST" and _save(request, owner, period, rows):
        return redirect(f"{request.path}?tid={period.code}")
    more = {
        "party": owner,
        "period": period,
        "choice": PeriodForm(initial={"tid": period.code}, periods=_with(period)),
        "rows": rows,
        "is_open": any(row["form"] for row in rows),
        "sheet": f"{reverse('reporting:shares', args=[slug])}?year={period.starts_on.year}",
    }
    status = 422 if request.method == "POST" else 200
    context = frame.context(request, partnership, "agreements", owner.organisation, **more)
    return render(request, "partnerships/outcome_new.html", context, status=status)


def _with(period: Period) -> list[Period]:
    found = periods()
    return found if period in found else [period, *found]


def _rows(request: HttpRequest, party: Party, period: Period) -> list[dict[str, Any]]:
    """A row for each commitment that holds then: with a form, or with what is already entered for a part of it."""
    found = list(outcomes.touched(party, period).select_related("agreement"))
    entered: dict[int, list[CommitmentActual]] = {}
    standing = CommitmentActual.objects.standing().filter(
        commitment__in=found, starts_on__lte=period.ends_on, ends_on__gte=period.starts_on
    )
    for one in standing.order_by("starts_on", "pk"):
        entered.setdefault(one.commitment_id, []).append(one)
    return [
        {
            "commitment": row,
            "entered": [(one, Period(one.starts_on, one.ends_on)) for one in entered.get(row.pk, [])],
            "form": None if row.pk in entered else OutcomeRow(posted(request), prefix=f"c{row.pk}", commitment=row),
        }
        for row in found
    ]


def _save(request: HttpRequest, party: Party, period: Period, rows: list[dict[str, Any]]) -> bool:
    """Save the rows that were filled in: all of them or none."""
    forms_ = [row["form"] for row in rows if row["form"] is not None]
    if not forms_ or not all([form.is_valid() for form in forms_]):
        return False
    wanted = [
        {"commitment": form.commitment, "quantity": form.cleaned_data["quantity"], "note": form.cleaned_data["note"]}
        for form in forms_
        if form.cleaned_data["quantity"] is not None
    ]
    if not wanted:
        forms_[0].add_error(None, _("Fill in at least one row."))
        return False
    if not done(forms_[0], lambda: outcomes.enter(party, actor=request.user, period=period, rows_of=wanted)):
        return False
    said = ngettext("%(count)d row saved.", "%(count)d rows saved.", len(wanted))
    messages.success(request, said % {"count": len(wanted)})
    return True


@get_and_post
def outcome_correct(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write the right figure instead of one that was wrong."""
    partnership = frame.seen(request, slug)
    found = CommitmentActual.objects.visible_to(request.user).select_related(
        "commitment__party__organisation", "commitment__party__unit", "commitment__agreement__partnership"
    )
    actual = get_object_or_404(found, pk=pk, commitment__agreement__partnership=partnership)
    commitment, period = actual.commitment, Period(actual.starts_on, actual.ends_on)
    access.require(request.user, "enter_contribution", commitment.party)
    form = CorrectionForm(posted(request), initial={"quantity": actual.quantity, "note": actual.note})
    back = reverse("partnerships:commitment", args=[slug, commitment.agreement_id, commitment.pk])
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        lambda: outcomes.correct(actual, actor=request.user, **form.cleaned_data),
        to=back,
        title=_("Correct what was brought"),
        submit=_("Save the correction"),
        back=back,
        said=_("Saved."),
        crumbs=[(commitment.description, back)],
        intro=_("%(what)s, %(period)s: %(quantity)s %(unit)s is entered. That row stays and is counted no more.")
        % {
            "what": commitment.description,
            "period": period.label,
            "quantity": number(actual.quantity.normalize()),
            "unit": commitment.unit,
        },
    )
