"""Pages of partnerships and their phases."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, clock, frame, initiative, tasks
from partnerships.forms.parties import EditForm, PhaseForm, StartForm, may_start
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Partnership, PartnershipRole, Party, PhasePeriod, User, swedish

from .acts import done, form_page, get_and_post, version_of


# -- The list ---------------------------------------------------------------------------------------------------------
@require_GET
def partnership_list(request: HttpRequest) -> HttpResponse:
    """The reader's partnerships: phase, place, one's own place in them, and what waits."""
    waiting = _waiting(request.user)
    listing = Listing(
        request,
        _with_own_place(Partnership.objects.visible_to(request.user), request.user),
        _partnership_columns(waiting),
        name="partnerskap",
        search=("name", "place", "registry_number", "challenge"),
        search_label=_("Search partnerships"),
        filters=[Filter("phase", _("Phase"), PhasePeriod.Phase.choices, _in_phase)],
        sort="name",
    )
    if listing.response:
        return listing.response
    for row in listing.context["page_obj"]:
        row.place_of_mine, row.waiting = _own_place(row), waiting.get(row.slug, 0)
    context = {**listing.context, "may_start": may_start(request.user), "tones": frame.TONES}
    return render(request, "partnerships/partnership_list.html", context)


def _partnership_columns(waiting: dict[str, int]) -> list[Column]:
    return [
        Column("name", _("Partnership"), lambda row: row.name, (swedish("name"),)),
        Column("phase", _("Phase"), lambda row: ", ".join(capfirst(one.get_phase_display()) for one in row.now)),
        Column("place", _("Place"), lambda row: row.place, (swedish("place"), swedish("name"))),
        Column("role", _("Your place in it"), lambda row: ", ".join(_own_place(row))),
        Column("waiting", _("Waits for you"), lambda row: waiting.get(row.slug, 0)),
        Column("registry_number", _("Registry number"), lambda row: row.registry_number, ("registry_number",)),
    ]


def _with_own_place(rows: Any, user: User) -> Any:
    own = Party.objects.filter(organisation__in=access.objects_with(user, "view_organisation"), status__in=Party.INSIDE)
    roles = PartnershipRole.objects.valid_on(clock.today()).filter(person=user)
    phases = PhasePeriod.objects.valid_on(clock.today()).order_by("valid_from", "pk")
    return rows.prefetch_related(
        Prefetch("parties", own.for_list(), to_attr="mine"),
        Prefetch("roles", roles.order_by("pk"), to_attr="my_roles"),
        Prefetch("phases", phases, to_attr="now"),
    )


def _own_place(row: Any) -> list[str]:
    words = [f"{party.name} ({party.get_status_display()})" for party in row.mine]
    return words + [one.get_role_display() for one in row.my_roles]


def _in_phase(chosen: str) -> Q:
    return Q(pk__in=PhasePeriod.objects.valid_on(clock.today()).filter(phase=chosen).values("partnership"))


def _waiting(user: User) -> dict[str, int]:
    """Slug -> how many things wait for `user`: every page of a partnership lies under its slug."""
    counts: dict[str, int] = {}
    for task in tasks.waiting_for(user):
        where = task.url.split("/")
        if len(where) > 2 and where[1] == "partnerskap":
            counts[where[2]] = counts.get(where[2], 0) + 1
    return counts


# -- One partnership --------------------------------------------------------------------------------------------------
@get_and_post
def partnership_new(request: HttpRequest) -> HttpResponse:
    """Start a partnership, beginning with its challenge."""
    if not may_start(request.user):
        raise PermissionDenied(access.refusal("start_partnership"))
    form = StartForm(request.POST or None, actor=request.user)
    made: list[Partnership] = []
    if request.method == "POST" and done(
        form,
        lambda: made.append(initiative.start(actor=request.user, phase_from=clock.today(), **form.cleaned_data)),
    ):
        messages.success(request, _("The initiative has begun. Propose the organisations you want to talk with."))
        return redirect("partnerships:initiative", made[0].slug)
    context = {"form": form}
    return render(
        request, "partnerships/partnership_form.html", context, status=422 if request.method == "POST" else 200
    )


@get_and_post
def partnership_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the description; the phases are managed below it."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "edit_partnership", partnership)
    initial = {name: getattr(partnership, name) for name in EditForm.base_fields}
    form = EditForm(request.POST or None, initial=initial, partnership=partnership)
    return form_page(
        request,
        partnership,
        "overview",
        form,
        lambda: initiative.edit(
            partnership, actor=request.user, version=version_of(request, partnership.version), **form.cleaned_data
        ),
        to=partnership.get_absolute_url(),
        title=_("Edit the partnership"),
        submit=_("Save"),
        back=partnership.get_absolute_url(),
        said=_("Saved."),
        version=partnership.version,
        template="partnerships/partnership_edit.html",
        phases=partnership.phases.order_by("valid_from", "pk"),
        tones=frame.TONES,
    )


# -- Phases -----------------------------------------------------------------------------------------------------------
@get_and_post
def phase_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a phase."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "edit_partnership", partnership)
    form = PhaseForm(request.POST or None, initial={"valid_from": clock.today()})
    return _phase_page(
        request,
        partnership,
        form,
        lambda: initiative.set_phase(partnership, actor=request.user, **form.cleaned_data),
        _("New phase"),
    )


@get_and_post
def phase_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a phase's days or note."""
    partnership = frame.seen(request, slug)
    period = get_object_or_404(partnership.phases, pk=pk)
    access.require(request.user, "edit_partnership", partnership)
    initial = {name: getattr(period, name) for name in PhaseForm.base_fields}
    form = PhaseForm(request.POST or None, initial=initial)
    return _phase_page(
        request,
        partnership,
        form,
        lambda: initiative.edit_phase(
            period, actor=request.user, version=version_of(request, period.version), **form.cleaned_data
        ),
        _("Change the phase"),
        period.version,
    )


def _phase_page(
    request: HttpRequest, partnership: Partnership, form: Any, act: Any, title: str, version: int | None = None
) -> HttpResponse:
    back = reverse("partnerships:partnership_edit", args=[partnership.slug])
    return form_page(
        request,
        partnership,
        "overview",
        form,
        act,
        to=back,
        title=title,
        submit=_("Save"),
        back=back,
        said=_("Saved."),
        version=version,
        crumbs=[(_("Edit the partnership"), back)],
        intro=_("Phases flow into each other: one may begin before the one before it has ceased."),
    )
