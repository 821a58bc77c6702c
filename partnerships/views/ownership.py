"""Pages of the ownership matrix: what is joint, what is owned, who bears the cost."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import agreements, frame
from partnerships.agreements import ownership, rows
from partnerships.forms.agreements import TextForm
from partnerships.forms.ownership import OwnershipForm, OwnershipRow
from partnerships.forms.rows import table_of
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Agreement, OwnershipItem, Party, swedish

from .acts import form_page, get_and_post, posted, version_of
from .agreements import crumbs_of
from .drafting import void_warning, writing
from .rows import package_of, remove_page, require_some, table_page, writable, writers_parties

RELATED = (
    "owner__organisation",
    "owner__unit",
    "cost_bearer__organisation",
    "cost_bearer__unit",
    "service",
    "agreement",
)


def owner_name(row: OwnershipItem) -> str:
    """Whose it is."""
    return row.owner.name if row.owner else _("joint")


def bearer_name(row: OwnershipItem) -> str:
    """Who bears the cost."""
    return row.cost_bearer.name if row.cost_bearer else _("each its own part")


def _columns() -> list[Column]:
    return [
        Column("item", _("What it is"), lambda row: row.item, (swedish("item"),)),
        Column("kind", _("Kind"), lambda row: row.get_kind_display(), ("kind", swedish("item"))),
        Column("owner", _("Owner"), owner_name, (swedish("owner__organisation__name"), swedish("item"))),
        Column(
            "cost_bearer",
            _("Who bears the cost"),
            bearer_name,
            (swedish("cost_bearer__organisation__name"), swedish("item")),
        ),
        Column("service", _("Service"), lambda row: row.service.name if row.service else ""),
        Column("reason", _("Why it is so"), lambda row: row.reason),
        Column("note", _("Note"), lambda row: row.note),
        Column("agreement", _("Agreement"), lambda row: row.agreement.title),
    ]


@require_GET
def ownership_list(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The matrix of an agreement; of one in force with what its amendments have added."""
    partnership, agreement = package_of(request, slug, pk)
    found = OwnershipItem.objects.filter(
        Q(agreement=agreement) | Q(agreement__parent=agreement, agreement__in_force_on__isnull=False)
    )
    listing = Listing(
        request,
        found.select_related(*RELATED),
        _columns(),
        name=f"{slug}-agande",
        search=("item", "note", "reason", "owner__organisation__name", "cost_bearer__organisation__name"),
        search_label=_("Search the matrix"),
        filters=[
            Filter("kind", _("Kind"), OwnershipItem.Kind.choices),
            Filter(
                "owned", _("Joint or owned"), [("joint", _("joint")), ("owned", _("owned"))],
                lambda chosen: Q(owner__isnull=chosen == "joint"),
            ),
        ],
        sort="kind",
    )  # fmt: skip
    if listing.response:
        return listing.response
    more = {
        **listing.context,
        "agreement": agreement,
        "crumbs": crumbs_of(agreement, slug),
        "writable": writable(request.user, agreement),
        "leads": _leads(request, agreement),
    }
    return render(
        request, "partnerships/ownership_list.html", frame.context(request, partnership, "agreements", **more)
    )


def _leads(request: HttpRequest, agreement: Agreement) -> bool:
    return len(writable(request.user, agreement)) == agreement.agreement_parties.count() > 0


def _choices(request: HttpRequest, agreement: Agreement) -> dict[str, Any]:
    owners = list(writers_parties(request.user, agreement))
    require_some(owners)
    return {
        "parties": list(Party.objects.filter(agreement_parties__agreement=agreement).for_list()),
        "owners": owners,
        "services": list(ownership.services_of(agreement, request.user)),
    }


def address(agreement: Agreement, slug: str) -> str:
    """The page of an agreement's matrix."""
    return reverse("partnerships:ownership_list", args=[slug, agreement.pk])


@get_and_post
def ownership_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Enter many lines at once."""
    partnership, agreement = package_of(request, slug, pk)
    choices = _choices(request, agreement)
    head = TextForm(posted(request), initial={"seen": agreements.state_of(agreement)})

    def act(data: dict[str, Any], filled: list[dict[str, Any]]) -> None:
        made = ownership.add(agreement, actor=request.user, rows_of=filled, seen=data["seen"])
        _warn(request, made)

    return table_page(
        request,
        partnership,
        agreement,
        head,
        table_of(OwnershipRow, posted(request), **choices),
        act,
        to=address(agreement, slug),
        title=_("What is joint and what is owned"),
        intro=_(
            "Who bears the cost owns, and in the end governs; goals and learning are joint. Where it is otherwise, say "
            "why. Rows left empty are left out."
        ),
        crumb=_("Ownership"),
    )


def _warn(request: HttpRequest, items: list[OwnershipItem]) -> None:
    """Say of each line what one should give a reason for: it is saved all the same."""
    for words in filter(None, map(ownership.doubt, items)):
        messages.warning(request, words)


def _item_of(agreement: Agreement, pk: int) -> OwnershipItem:
    row = get_object_or_404(agreement.ownershipitems.select_related(*RELATED), pk=pk)
    row.agreement = agreement
    return row


@get_and_post
def ownership_edit(request: HttpRequest, slug: str, pk: int, line: int) -> HttpResponse:
    """Change one line."""
    partnership, agreement = package_of(request, slug, pk)
    found = _item_of(agreement, line)
    rows.require_rows(request.user, agreement, found.writer)
    initial: dict[str, Any] = {name: getattr(found, name) for name in ("kind", "item", "reason", "note")}
    initial |= {name: getattr(found, f"{name}_id") for name in ("owner", "cost_bearer", "service")}
    initial["seen"] = agreements.state_of(agreement)
    form = OwnershipForm(posted(request), initial=initial, **_choices(request, agreement))
    version = version_of(request, found.version)

    def act(data: dict[str, Any]) -> None:
        _warn(request, [ownership.edit(found, actor=request.user, version=version, **data)])

    return form_page(
        request,
        partnership,
        "agreements",
        form,
        writing(form, agreement, act),
        to=address(agreement, slug),
        title=_("Edit %(name)s") % {"name": found.item},
        submit=_("Save"),
        back=address(agreement, slug),
        said=_("Saved."),
        version=found.version,
        warning=lambda: void_warning(agreement),
        crumbs=[*crumbs_of(agreement, slug), (_("Ownership"), address(agreement, slug))],
    )


@get_and_post
def ownership_remove(request: HttpRequest, slug: str, pk: int, line: int) -> HttpResponse:
    """Take one line out of the text."""
    partnership, agreement = package_of(request, slug, pk)
    found = _item_of(agreement, line)
    rows.require_rows(request.user, agreement, found.writer)
    return remove_page(
        request,
        partnership,
        agreement,
        lambda **data: ownership.remove(found, actor=request.user, **data),
        title=_("Take out a line"),
        what=_("“%(item)s” goes out of the text.") % {"item": found.item},
        to=address(agreement, slug),
        crumb=_("Ownership"),
    )
