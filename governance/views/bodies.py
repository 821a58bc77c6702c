"""Pages of bodies and their seats."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance import actions, decisions, meetings, minutes, seats
from governance.forms.bodies import BodyForm, RulesForm, SeatEndForm, SeatForm
from governance.models import Body, Decision, Meeting, Seat
from partnerships import access, clock, frame
from partnerships.models import Partnership, Side, swedish

from . import acts
from .acts import get_and_post

LATEST = 5


@require_GET
def body_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The bodies that the reader may see, with the next meeting of each, and the latest decisions."""
    partnership = frame.seen(request, slug)
    bodies = Body.objects.visible_to(request.user).filter(partnership=partnership).select_related("partnership")
    latest = decisions.with_waiting(Decision.objects.filter(body__in=bodies)).select_related("body__partnership")
    rows = _with_next(list(bodies.order_by(swedish("name"), "pk")), request.user)
    more = {
        "rows": rows,
        "has_seats": any(row["seat"] for row in rows),
        "latest": latest.order_by("-decided_on", "-pk")[:LATEST],
        "tasks": _tasks(request.user, partnership),
    }
    return render(request, "governance/body_list.html", frame.context(request, partnership, "bodies", **more))


def _with_next(bodies: list[Body], user: Any) -> list[dict[str, Any]]:
    """Each body with its next meeting and the reader's own seat, in two queries."""
    ahead = Meeting.objects.filter(body__in=bodies, status__in=meetings.AHEAD, starts_at__gte=clock.now())
    coming = {one.body_id: one for one in ahead.order_by("body", "starts_at", "pk").distinct("body")}
    mine = {one.body_id: one for one in Seat.objects.valid_on(clock.today()).filter(person=user, body__in=bodies)}
    return [{"body": body, "next": coming.get(body.pk), "seat": mine.get(body.pk)} for body in bodies]


def _tasks(user: Any, partnership: Partnership) -> list[Any]:
    sources = (meetings.tasks_for, minutes.tasks_for, decisions.tasks_for, actions.tasks_for)
    return [task for source in sources for task in source(user, partnership)]


@get_and_post
def body_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a body; the idéburen side's coordinator may open a room for members only."""
    partnership = frame.seen(request, slug)
    may = access.actions_for(request.user, partnership)
    if not may & {"manage_bodies", "open_own_room"}:
        access.require(request.user, "manage_bodies", partnership)
    form = BodyForm(request.POST or None, instance=Body(partnership=partnership), actions=may)
    if request.method == "POST" and acts.done(form, lambda: seats.open_body(form.instance, actor=request.user)):
        return redirect(form.instance)
    context = frame.context(request, partnership, "bodies", form=form)
    return render(request, "governance/body_new.html", context, status=422 if request.method == "POST" else 200)


@require_GET
def body(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One body: its mandate, rules, seats by side, meetings and open actions."""
    body = acts.body_of(request, slug, pk)
    today = clock.today()
    given = seats.given_on(body, today).annotate(acts=Seat.objects.acts_for(today))
    held = Meeting.objects.filter(body=body).select_related("minutes", "body__partnership").order_by("-starts_at", "pk")
    more = {
        "body": body,
        "approved_within": body.record_words["approved_within"] % {"n": body.minutes_days},
        "sides": _by_side(list(given), body),
        "coming": [one for one in held if one.status in meetings.AHEAD][::-1],
        "past": [one for one in held if one.status not in meetings.AHEAD],
        "actions_open": actions.open_in(body),
        "tasks": [task for task in _tasks(request.user, body.partnership) if _is_about(task, body, held)],
    }
    return render(request, "governance/body.html", frame.context(request, body.partnership, "bodies", body, **more))


def _is_about(task: Any, body: Body, rows: Any) -> bool:
    """Whether a task leads to one of the body's meetings."""
    return any(task.url.startswith(one.get_absolute_url()) for one in rows)


def _by_side(taken: list[Seat], body: Body) -> list[dict[str, Any]]:
    """The seats of each side, the empty side too; then those who speak for no party."""
    sides = [Side.IDEBUREN] if body.is_members_only else list(Side)
    rows = [
        {"side": side.value, "seats": [one for one in taken if one.party and one.party.organisation.side == side]}
        for side in sides
    ]
    apart = [one for one in taken if one.party is None]
    return [*rows, {"side": "", "seats": apart}] if apart else rows


@get_and_post
def body_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a body's name, mandate and rules."""
    body = acts.body_of(request, slug, pk)
    acts.need(request, body, "manage_seats" if body.is_members_only else "manage_bodies")
    form = RulesForm(request.POST or None, instance=acts.body_of(request, slug, pk))
    version = acts.version_of(request, body.version)
    return acts.form_page(
        request,
        body,
        form,
        lambda: seats.edit_body(body, actor=request.user, version=version, **form.cleaned_data),
        to=body.get_absolute_url(),
        version=body.version,
        title=_("Edit the rules"),
        submit=_("Save"),
    )


@get_and_post
def seat_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a person a seat."""
    body = acts.body_of(request, slug, pk)
    acts.need(request, body, "manage_seats")
    form = SeatForm(request.POST or None, body=body)
    return acts.form_page(
        request,
        body,
        form,
        lambda: seats.give(body, actor=request.user, **form.cleaned_data),
        to=body.get_absolute_url(),
        title=_("Give a seat"),
        submit=_("Give the seat"),
    )


@get_and_post
def seat_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a seat cease."""
    rows = Seat.objects.filter(body__in=Body.objects.visible_to(request.user)).select_related("person", "body")
    seat = get_object_or_404(rows, pk=pk, body__partnership=frame.seen(request, slug))
    acts.need(request, seat.body, "manage_seats")
    form = SeatEndForm(request.POST or None, initial={"on": clock.today()})
    own = seat.person_id == request.user.pk
    return acts.form_page(
        request,
        seat.body,
        form,
        lambda: seats.end(seat, actor=request.user, **form.cleaned_data),
        to=reverse("governance:body_list", args=[slug]) if own else seat.body.get_absolute_url(),
        title=_("End the seat of %(person)s") % {"person": seat.person},
        submit=_("End the seat"),
        tone="danger",
        what=_("The seat ceases. The person no longer reads or takes part through it."),
        whom=f"{seat.person}, {seat.get_office_display()}",
        stays=_("The seat stays in the history. A new one can be given."),
    )
