"""The winding-down plan: its list, its items, and what the system itself sees is left."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships import access, closing, frame
from partnerships import winding as plans
from partnerships.forms.passwords import WithPassword
from partnerships.forms.services import ReasonForm
from partnerships.forms.winding import DoneForm, ItemForm
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Partnership, Party, WindingDown, WindingItem, swedish
from partnerships.steps import StepRefused

from .acts import form_page, get_and_post, posted, version_of

Status = WindingItem.Status


def _url(slug: str) -> str:
    return reverse("partnerships:winding", args=[slug])


def _plan(partnership: Partnership) -> WindingDown | None:
    return partnership.windings.order_by("-pk").first()


@get_and_post
def winding(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan with its items; by POST several are marked as done at once."""
    partnership = frame.seen(request, slug)
    plan = _plan(partnership)
    rows = WindingItem.objects.filter(winding=plan).select_related("party__organisation", "party__unit")
    if request.method == "POST":
        return _several(request, slug, rows)
    listing = Listing(
        request,
        rows,
        _columns(),
        name=f"{slug}-avveckling",
        search=("title", "note", "party__organisation__name"),
        search_label=_("Search the plan"),
        filters=[
            Filter("status", _("Status"), Status.choices),
            Filter("party", _("Party"), _owners(partnership)),
        ],
        sort="position",
    )
    if listing.response:
        return listing.response
    done, of = plans.progress(WindingItem.objects.filter(winding=plan).only("status"))
    mine = plans.may_be_done_by(request.user, rows.filter(status=Status.OPEN)) if plan else rows.none()
    more = {
        **listing.context,
        "plan": plan,
        "end": plans.end_in_sight(partnership),
        "done": done,
        "of": of,
        "approvals": closing.approvals_of(plan) if plan else [],
        "closers": closing.waited_for(plan, access.keys_with(request.user, "approve_closing")) if plan else [],
        "mine": set(mine.values_list("pk", flat=True)) if plan and plan.status == "open" else set(),
        "left": plans.left_in(partnership) if plan else {},
        "tasks": list(plans.tasks_for(request.user, partnership)),
    }
    return render(request, "partnerships/winding.html", frame.context(request, partnership, "agreements", **more))


def _owners(partnership: Partnership) -> list[tuple[str, str]]:
    rows = Party.objects.filter(partnership=partnership).current().for_list()
    return [(str(row.pk), row.name) for row in rows]


def _columns() -> list[Column]:
    return [
        Column("position", _("Order"), lambda row: row.position, ("position",)),
        Column("title", _("What has to be done?"), lambda row: row.title, (swedish("title"),)),
        Column(
            "party",
            _("Party"),
            lambda row: row.party.name if row.party else _("joint"),
            (swedish("party__organisation__name"), "position"),
        ),
        Column("due_on", _("Due on"), lambda row: row.due_on, ("due_on", "position")),
        Column("status", _("Status"), lambda row: row.get_status_display(), ("status", "position")),
        Column("done_on", _("Done on"), lambda row: row.done_on),
        Column("verified_on", _("Verified on"), lambda row: row.verified_on),
        Column("note", _("Note"), lambda row: row.note),
    ]


def _several(request: HttpRequest, slug: str, rows: Any) -> HttpResponse:
    keys = [int(key) for key in request.POST.getlist("item") if key.isascii() and key.isdigit() and len(key) < 10]
    count = 0
    for one in plans.may_be_done_by(request.user, rows.filter(pk__in=keys, status=Status.OPEN)).order_by("position"):
        try:
            plans.mark_done(one, actor=request.user)
            count += 1
        except StepRefused as refused:
            messages.error(request, f"{one.title}: {refused}")
    if count:
        messages.success(request, ngettext("%(n)s is done.", "%(n)s are done.", count) % {"n": count})
    elif not keys:
        messages.info(request, _("Choose what is done first."))
    return redirect(_url(slug))


@get_and_post
def winding_begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm that the winding-down is planned."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "wind_down", partnership)
    return _page(
        request,
        partnership,
        forms.Form(posted(request)),
        lambda: plans.begin(partnership, actor=request.user),
        title=_("Plan the winding-down"),
        submit=_("Begin the plan"),
        said=_("The plan has begun. Everybody has been told."),
        what=_("A plan is made with what every winding-down has to see to: for all, for each party, for each service."),
        whom=_("All parties."),
        stays=_("It can be changed, and laid aside if the agreement goes on."),
    )


@get_and_post
def winding_lay_aside(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm that the plan is laid aside."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "wind_down", partnership)
    plan = get_object_or_404(partnership.windings.order_by("-pk")[:1])
    form = ReasonForm(posted(request))
    return _page(
        request,
        partnership,
        form,
        lambda: plans.lay_aside(plan, actor=request.user, **form.cleaned_data),
        title=_("Lay the plan aside"),
        submit=_("Lay the plan aside"),
        said=_("The plan is laid aside."),
        what=_("The plan goes no further: the agreement goes on after all."),
        whom=_("All parties."),
        stays=_("What has been done stays in the history."),
        tone="danger",
    )


@get_and_post
def closing_approve(request: HttpRequest, slug: str, party: int) -> HttpResponse:
    """Approve for a party that the partnership is closed, with the password anew."""
    partnership = frame.seen(request, slug)
    plan = get_object_or_404(partnership.windings.order_by("-pk")[:1])
    rows = Party.objects.filter(partnership=partnership).current().select_related("organisation", "unit")
    own = get_object_or_404(rows, pk=party)
    access.require(request.user, "approve_closing", own.organisation)
    form = WithPassword(posted(request), actor=request.user)
    return _page(
        request,
        partnership,
        form,
        lambda: closing.approve(plan, actor=request.user, party=own),
        title=_("Approve the closing for %(party)s") % {"party": own.name},
        submit=_("Approve the closing"),
        said=_("Your organisation's approval has been recorded."),
        what=_("When every party has approved, the partnership is closed: nothing in it changes any more."),
        whom=_("All parties."),
        stays=_("It cannot be undone. The parties' people read on for two years, then their representatives only."),
        tone="danger",
    )


@get_and_post
def winding_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add something to the plan."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "wind_down", partnership)
    plan = get_object_or_404(partnership.windings.order_by("-pk")[:1])
    form = ItemForm(posted(request), partnership=partnership)
    return _page(
        request,
        partnership,
        form,
        lambda: plans.add_item(plan, actor=request.user, **form.cleaned_data),
        title=_("Add to the plan"),
        submit=_("Add"),
        said=_("Added."),
    )


# -- One item ---------------------------------------------------------------------------------------------------------
def _item(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, WindingItem]:
    partnership = frame.seen(request, slug)
    rows = WindingItem.objects.filter(winding__partnership=partnership).select_related(
        "winding__partnership", "party__organisation", "party__unit", "service", "done_by", "done_for__organisation",
        "done_for__unit", "verified_by", "verified_for__organisation", "verified_for__unit",
    )  # fmt: skip
    return partnership, get_object_or_404(rows, pk=pk)


def item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One item: what it means, whose it is, who did it and who verified it."""
    partnership, one = _item(request, slug, pk)
    own = access.keys_with(request.user, "do_winding")
    context = frame.context(request, partnership, "agreements", item=one, crumbs=_crumbs(slug))
    goes_on = one.winding.status == WindingDown.Status.OPEN
    others = Party.objects.filter(partnership=partnership, organisation__in=own).current().exclude(pk=one.done_for_id)
    is_coordinator = "wind_down" in context["actions"]
    context |= {
        "left": plans.left_in(partnership).get(one.check_name) if one.check_name else None,
        "may_do": goes_on
        and one.status == Status.OPEN
        and (one.party.organisation_id in own if one.party else is_coordinator),
        "may_verify": goes_on and one.status == Status.DONE and one.done_by_id != request.user.pk and others.exists(),
        "may_edit": goes_on and is_coordinator and one.status != Status.VERIFIED,
    }
    return render(request, "partnerships/winding_item.html", context)


@get_and_post
def item_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change whose an item is, when and what."""
    partnership, one = _item(request, slug, pk)
    access.require(request.user, "wind_down", partnership)
    initial = {name: getattr(one, name) for name in ("title", "party", "due_on", "note")}
    form = ItemForm(posted(request), partnership=partnership, initial=initial)
    version = version_of(request, one.version)
    return _page(
        request,
        partnership,
        form,
        lambda: plans.edit_item(one, actor=request.user, version=version, **form.cleaned_data),
        to=plans.item_url(one),
        title=_("Edit %(name)s") % {"name": one.title},
        submit=_("Save"),
        said=_("Saved."),
        version=one.version,
    )


@get_and_post
def item_done(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that it is done."""
    partnership, one = _item(request, slug, pk)
    access.require(request.user, *(("do_winding", one.party) if one.party else ("wind_down", partnership)))
    form = DoneForm(posted(request))
    return _page(
        request,
        partnership,
        form,
        lambda: plans.mark_done(one, actor=request.user, **form.cleaned_data),
        to=plans.item_url(one),
        title=_("Mark as done: %(title)s") % {"title": one.title},
        submit=_("Mark as done"),
        said=_("Marked as done. Somebody of another party can verify it."),
    )


@get_and_post
def item_verify(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Verify for another party that it is done."""
    partnership, one = _item(request, slug, pk)
    own = access.keys_with(request.user, "do_winding")
    mine = Party.objects.filter(partnership=partnership, organisation__in=own).current().first()
    access.require(request.user, "do_winding", mine or one.party or one.done_for or _any_party(partnership))
    return _page(
        request,
        partnership,
        forms.Form(posted(request)),
        lambda: plans.verify(one, actor=request.user),
        to=plans.item_url(one),
        title=_("Verify: %(title)s") % {"title": one.title},
        submit=_("Verify"),
        said=_("Verified."),
        what=_("You say for your organisation that you have seen that this is done."),
        whom=one.done_for.name if one.done_for else "–",
        stays=_("What has been verified stays as it is."),
    )


def _any_party(partnership: Partnership) -> Party:
    return get_object_or_404(Party.objects.filter(partnership=partnership).current()[:1])


@get_and_post
def item_not_needed(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that it is not needed here."""
    partnership, one = _item(request, slug, pk)
    access.require(request.user, "wind_down", partnership)
    form = ReasonForm(posted(request))
    return _page(
        request,
        partnership,
        form,
        lambda: plans.not_needed(one, actor=request.user, **form.cleaned_data),
        to=plans.item_url(one),
        title=_("Not needed: %(title)s") % {"title": one.title},
        submit=_("Not needed"),
        said=_("Saved."),
    )


@get_and_post
def item_reopen(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an item up again."""
    partnership, one = _item(request, slug, pk)
    access.require(request.user, "wind_down", partnership)
    return _page(
        request,
        partnership,
        forms.Form(posted(request)),
        lambda: plans.reopen(one, actor=request.user),
        to=plans.item_url(one),
        title=_("Take up again: %(title)s") % {"title": one.title},
        submit=_("Take up again"),
        said=_("Saved."),
        what=_("It is to be done again."),
        whom=one.party.name if one.party else _("All parties."),
        stays=_("Who had marked it stays in the history."),
    )


def _crumbs(slug: str) -> list[tuple[str, str]]:
    return [
        (_("Agreements"), reverse("partnerships:agreement_list", args=[slug])),
        (_("Winding-down"), _url(slug)),
    ]


def _page(
    request: HttpRequest, partnership: Partnership, form: forms.Form, act: Callable[[], Any], **words: Any
) -> HttpResponse:
    url = words.pop("to", _url(partnership.slug))
    return form_page(
        request, partnership, "agreements", form, act, to=url, back=url, crumbs=_crumbs(partnership.slug), **words
    )
