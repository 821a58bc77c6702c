"""The people of the demo, and log-in as one of them with one click."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from governance.models import Body, Seat
from partnerships import access, clock
from partnerships.demo import DEMO_DOMAIN, DEMO_PASSWORD
from partnerships.models import Mandate, PartnershipRole, Party, Side, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Held(NamedTuple):
    """A role that somebody has today, with where and for whom."""

    rank: int
    role: str
    place: str
    side: str
    partnership_id: int | None


def _demo_people() -> list[User]:
    return list(User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}", is_active=True).order_by("name", "pk"))


@login_not_required
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in the demo, by what they do."""
    if not settings.DEMO:
        raise Http404
    groups = _groups(_demo_people())
    return render(request, "demo/people.html", {"groups": groups, "password": DEMO_PASSWORD})


@login_not_required
@require_POST
def login(request: HttpRequest) -> HttpResponse:
    """Be one of the demo's own people; nobody else can be chosen."""
    email = request.POST.get("email", "")
    if not settings.DEMO or not email.endswith(f"@{DEMO_DOMAIN}") or "\x00" in email:
        raise Http404
    person = get_object_or_404(User, email=email, is_active=True)
    auth.login(request, person, backend=BACKEND)
    return redirect("/")


def _groups(everybody: list[User]) -> list[dict]:
    """People under headings: each where his or her first role belongs, with all roles in words."""
    held = _roles(everybody)
    main = _main_partnership()
    headings = {
        "lead": _("Coordinators"),
        "chair": _("Chairs and secretaries"),
        "public": _("The public side"),
        "ideburen": _("The idéburna side"),
        "gone": _("Not parties: declined or left"),
        "observer": _("Observers"),
        "other": _("People of another partnership"),
        "none": _("Others"),
    }
    notes = {"gone": _("Proposed as a party or once one. They see nothing of the partnership today.")}
    groups: dict[str, list] = {key: [] for key in headings}
    for person in everybody:
        roles = sorted(held[person.pk])
        words = list(dict.fromkeys((one.role, one.place) for one in roles))
        side = roles[0].side if roles else ""
        groups[_group(roles, main)].append({"person": person, "side": side, "roles": roles, "words": words})
    order = {role: number for number, role in enumerate(access.Role)}
    return [
        {
            "key": key,
            "title": title,
            "note": notes.get(key, ""),
            "people": sorted(
                groups[key],
                key=lambda row: [
                    (one.side != Side.PUBLIC, one.place, order.get(one.role, 0)) for one in row["roles"][:1]
                ],
            ),
        }
        for key, title in headings.items()
        if groups[key]
    ]


def _group(roles: list[Held], main: int | None) -> str:
    if not roles:
        return "none"
    if main not in {role.partnership_id for role in roles}:
        return "other"
    first = roles[0]
    return ["lead", "chair", first.side or "none", "observer", first.side or "none", "gone"][first.rank]


def _main_partnership() -> int | None:
    """The partnership with the most parties: the case itself."""
    counts: dict[int, int] = defaultdict(int)
    for key in Party.objects.filter(status__in=Party.INSIDE).values_list("partnership_id", flat=True):
        counts[key] += 1
    return max(counts, key=lambda key: (counts[key], -key), default=None)


def _roles(everybody: list[User]) -> dict[int, list[Held]]:
    """Person -> the roles held today. Four queries, however many people."""
    held: dict[int, list[Held]] = defaultdict(list)
    for pk, role in [*_from_roles(everybody), *_from_seats(everybody), *_from_mandates(everybody)]:
        held[pk].append(role)
    return held


def _from_roles(everybody: list[User]) -> Iterator[tuple[int, Held]]:
    rows = PartnershipRole.objects.valid_on(clock.today()).filter(person__in=everybody)
    for row in rows.select_related("organisation", "partnership"):
        side = row.organisation.side if row.organisation else ""
        place = row.organisation.name if row.organisation else row.partnership.name
        rank = 0 if row.role == PartnershipRole.Role.COORDINATOR else 3
        yield row.person_id, Held(rank, str(row.get_role_display()), place, side, row.partnership_id)


def _from_seats(everybody: list[User]) -> Iterator[tuple[int, Held]]:
    leading = {Seat.Office.CHAIR, Seat.Office.SECRETARY}
    rows = Seat.objects.valid_on(clock.today()).filter(person__in=everybody)
    for row in rows.select_related("body", "party__organisation"):
        side = row.party.organisation.side if row.party else ""
        rank = 1 if row.office in leading and row.body.kind == Body.Kind.STEERING else 4
        place = row.body.name  # this page is open: of a members-only room it tells nothing
        if row.body.is_members_only:
            place = _("a body for its members only")
        yield row.person_id, Held(rank, str(row.get_office_display()), place, side, row.body.partnership_id)


def _from_mandates(everybody: list[User]) -> Iterator[tuple[int, Held]]:
    inside: dict[int, list[int]] = defaultdict(list)
    gone: dict[int, list[int]] = defaultdict(list)
    parties = Party.objects.order_by("pk").values_list("organisation_id", "partnership_id", "status")
    for organisation, partnership, status in parties:
        (inside if status in Party.INSIDE else gone)[organisation].append(partnership)
    rows = Mandate.objects.valid_on(clock.today()).filter(person__in=everybody).select_related("organisation")
    for row in rows:
        rank = 2 if inside[row.organisation_id] or not gone[row.organisation_id] else 5
        for partnership in inside[row.organisation_id] or gone[row.organisation_id] or [None]:
            yield (
                row.person_id,
                Held(rank, str(row.get_role_display()), row.organisation.name, row.organisation.side, partnership),
            )
