"""The history of a partnership and of its objects."""

from typing import Any

from django.apps import apps
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import frame, log
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Organisation, Partnership
from reporting import entries, history, sentences

#: What the timeline can be narrowed to.
KINDS = (
    "partnerships.partnership",
    "partnerships.party",
    "partnerships.perspective",
    "partnerships.needsanalysis",
    "partnerships.agreement",
    "partnerships.formchoice",
    "partnerships.service",
    "partnerships.servicereport",
    "reporting.contextevent",
    "governance.body",
    "governance.meeting",
    "governance.decision",
    "governance.fund",
    "governance.fundproposal",
    "governance.grant",
)


@require_GET
def timeline(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that has happened in a partnership, as far as the reader may see it."""
    partnership = frame.seen(request, slug)
    rows = history.of_partnership(partnership, request.user)
    listing = _listing(request, rows, f"{slug}-{_('history')}", [_by_party(partnership), _by_kind()])
    if listing.response:
        return listing.response
    more = {
        **listing.context,
        "entries": entries.tell(listing.context["page_obj"].object_list, request.user),
        "chain": log.head(partnership.chain),
        "rooms": history.rooms_of(partnership, request.user),
    }
    return render(request, "reporting/history.html", frame.context(request, partnership, "history", **more))


@require_GET
def of_object(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """What has happened with one object that the reader may see."""
    if label not in history.WITH_HISTORY:
        raise Http404
    obj = _visible(label, pk, request.user)
    listing = _listing(request, history.of_object(obj, request.user), f"{_('history')}-{pk}", [])
    if listing.response:
        return listing.response
    more = {
        **listing.context,
        "entries": entries.tell(listing.context["page_obj"].object_list, request.user),
        "name": sentences.name_of(obj),
        "kind": obj._meta.verbose_name,
        "url": history.page_of(obj),
    }
    if isinstance(obj, Organisation):
        return render(request, "reporting/organisation_history.html", more)
    context = frame.context(request, obj.partnership, history.WITH_HISTORY[label], **more)
    return render(request, "reporting/object_history.html", context)


def _visible(label: str, pk: int, user: Any) -> Any:
    """The object if the reader may see it, else 404."""
    rows = apps.get_model(label)._default_manager.visible_to(user).select_related(*sentences.related(label))
    return get_object_or_404(rows, pk=pk)


def _listing(request: HttpRequest, rows: Any, name: str, filters: list[Filter]) -> Listing:
    """The events with search in what they rest on, the filters, and exports."""
    columns = [
        Column("at", _("moment"), lambda entry: entry.at),
        Column("number", _("number"), lambda entry: entry.number),
        Column("sentence", _("what happened"), lambda entry: entry.sentence),
        Column("actor", _("who"), lambda entry: entry.actor),
        Column("organisation", _("for"), lambda entry: entry.organisation),
        Column("authority", _("on the authority of"), lambda entry: entry.authority),
        Column("changes", _("changes"), lambda entry: entry.in_words()),
        Column("room", _("members-only body"), lambda entry: entry.room),
    ]
    search_label = _("Search in what it rests on")
    return Listing(request, rows, columns, name, ["authority"], search_label, filters)


def _by_party(partnership: Partnership) -> Filter:
    parties = partnership.parties.for_list()
    options = {str(party.organisation_id): party.organisation.name for party in parties}
    return Filter("party", _("Party"), list(options.items()), lambda pk: Q(organisation=int(pk)))


def _by_kind() -> Filter:
    options = [(label, str(apps.get_model(label)._meta.verbose_name_plural).capitalize()) for label in KINDS]
    return Filter("kind", _("About"), options, lambda label: history.about(label))
