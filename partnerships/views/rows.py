"""What the pages of an agreement's rows share: whom one may write for, many rows in one table, taking one out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from partnerships import access, agreements, frame
from partnerships.forms.agreements import TextForm
from partnerships.forms.rows import heads_of
from partnerships.models import Agreement, Partnership, Party

from .acts import done, form_page, posted
from .agreements import agreement_of, crumbs_of
from .drafting import void_warning, writing

Status = Agreement.Status


def package_of(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Agreement]:
    """As `agreement_of`, for what has rows: an annex has none."""
    partnership, agreement = agreement_of(request, slug, pk)
    if agreement.kind == Agreement.Kind.ANNEX:
        raise Http404
    return partnership, agreement


def writers_parties(user: Any, agreement: Agreement) -> QuerySet:
    """The contracting parties about which `user` may write: all for a coordinator, else one's own."""
    rows = Party.objects.filter(agreement_parties__agreement=agreement)
    if not access.may(user, "draft_agreement", agreement.partnership):
        rows = rows.filter(organisation__in=access.objects_with(user, "edit_commitment"))
    return rows.for_list()


def writable(user: Any, agreement: Agreement) -> set[int]:
    """The keys of the parties whose rows `user` may change as the agreement stands now."""
    leads = access.may(user, "draft_agreement", agreement.partnership)
    if agreement.status == Status.DRAFT or (leads and agreement.status == Status.PROPOSED):
        return set(writers_parties(user, agreement).values_list("pk", flat=True))
    return set()


def table_page(
    request: HttpRequest,
    partnership: Partnership,
    agreement: Agreement,
    head: TextForm,
    table: Any,
    act: Callable[[dict[str, Any], list[dict[str, Any]]], Any],
    *,
    to: str,
    title: str,
    intro: str,
    crumb: str,
) -> HttpResponse:
    """A page with a table of empty rows: `act` gets what stands above it and the rows that were filled in."""
    is_sent = request.method == "POST" and "more" not in request.POST
    if is_sent and table.is_valid() and _save(head, table, agreement, act):
        messages.success(request, _("Saved."))
        return redirect(to)
    more = {
        "agreement": agreement,
        "head_form": head,
        "table": table,
        "heads": heads_of(table),
        "title": title,
        "intro": intro,
        "crumbs": [*crumbs_of(agreement, partnership.slug), (crumb, to)],
        "cancel_url": to,
        "warning": void_warning(agreement),
    }
    context = frame.context(request, partnership, "agreements", **more)
    return render(request, "partnerships/rows_new.html", context, status=422 if is_sent else 200)


def _save(head: TextForm, table: Any, agreement: Agreement, act: Callable[..., Any]) -> bool:
    filled = [one.cleaned_data for one in table if one.has_changed()]
    if not filled:
        head.is_valid()
        head.add_error(None, _("Fill in at least one row."))
        return False
    return done(head, writing(head, agreement, lambda data: act(data, filled)))


def remove_page(
    request: HttpRequest,
    partnership: Partnership,
    agreement: Agreement,
    act: Callable[..., Any],
    *,
    title: str,
    what: str,
    to: str,
    crumb: str,
) -> HttpResponse:
    """Confirm that a row goes out of the text."""
    form = TextForm(posted(request), initial={"seen": agreements.state_of(agreement)})
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        writing(form, agreement, lambda data: act(**data)),
        to=to,
        title=title,
        submit=_("Take out the row"),
        back=to,
        said=_("The row is taken out."),
        warning=lambda: void_warning(agreement),
        crumbs=[*crumbs_of(agreement, partnership.slug), (crumb, to)],
        what=what,
        whom=agreement.title,
        stays=_("It stays in the history."),
        tone="danger",
    )


def require_some(parties: QuerySet) -> None:
    """Raise PermissionDenied if one may write about nobody."""
    if not parties:
        raise PermissionDenied(access.refusal("draft_agreement", "edit_commitment"))
