"""How an organisation comes into a partnership, and how it leaves. It becomes a party by signing, in `agreements`."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import access, clock, steps
from .models import (
    Mandate,
    Organisation,
    Partnership,
    PartnershipRole,
    PartnershipUserObjectPermission,
    Party,
    Side,
    Unit,
    User,
)
from .road import Milestone, State
from .tasks import Task

Status = Party.Status

BEGIN_DIALOGUE = steps.Step(
    "party.begin_dialogue", Party, "manage_parties", sources=(Status.PROPOSED,), target=Status.IN_DIALOGUE
)
DECLINE = steps.Step("party.decline", Party, "", (Status.PROPOSED, Status.IN_DIALOGUE), target=Status.DECLINED)


def propose(
    partnership: Partnership,
    *,
    actor: User,
    organisation: Organisation,
    unit: Unit | None = None,
    brings: str = "",
    authority: str = "",
) -> Party:
    """Propose `organisation` as a party. Its people may read the partnership from now on."""
    if Party.objects.filter(partnership=partnership, organisation=organisation, status__in=Party.INSIDE).exists():
        raise steps.StepRefused(_("The organisation already takes part."))
    with steps.record(
        "party.propose", actor=actor, right="manage_parties", scope=partnership, authority=authority
    ) as act:
        party = act.save(Party(partnership=partnership, organisation=organisation, unit=unit, brings=brings))
        act.notify(
            access.people_with("view_organisation", organisation),
            key=f"party:{party.pk}:proposed",
            text=gettext_lazy("%(party)s has been proposed as a party in %(partnership)s."),
            url=party_url(party),
            **_named(party),
        )
    sync(party)
    return party


def begin_dialogue(party: Party, *, actor: User, authority: str = "") -> Party:
    """Begin the dialogue with a proposed party."""
    with BEGIN_DIALOGUE.take(party.pk, actor=actor, authority=authority) as act:
        act.notify(
            access.people_with("view_organisation", act.obj.organisation),
            key=f"party:{party.pk}:in_dialogue",
            text=gettext_lazy("The dialogue about %(party)s becoming a party in %(partnership)s has begun."),
            url=party_url(act.obj),
            **_named(act.obj),
        )
    return act.obj


def decline(party: Party, *, actor: User, reason: str, on: date | None = None, authority: str = "") -> Party:
    """The organisation declines: its signatory says so, or a coordinator records that it has."""
    with DECLINE.take(party.pk, actor=actor, authority=authority) as act:
        access.require_any(actor, ("decline", act.obj.organisation), ("manage_parties", act.obj.partnership))
        _go(act, on=on or clock.today(), earliest=act.obj.proposed_on, reason=reason)
        _tell(act, gettext_lazy("%(party)s has declined to become a party in %(partnership)s."), "declined")
    sync(act.obj)
    return act.obj


def edit(party: Party, *, actor: User, version: int | None = None, authority: str = "", **values: Any) -> Party:
    """Change what the party brings and which unit it is: a coordinator, or the party itself, while it takes part.

    Raises EditConflict if somebody else did since `version`.
    """
    unknown = values.keys() - {"brings", "unit"}
    if unknown:
        raise TypeError(f"cannot be edited: {', '.join(sorted(unknown))}")
    access.require_any(actor, ("manage_parties", party.partnership), ("edit_annex", party.organisation))
    with steps.record("party.edit", actor=actor, scope=party, authority=authority) as act:
        locked = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
        if locked.status not in Party.INSIDE:
            raise steps.StepRefused(_("%(party)s no longer takes part.") % {"party": locked.name})
        if version is not None and locked.version != version:
            raise steps.EditConflict(locked)
        for name, value in values.items():
            setattr(locked, name, value)
        act.save(locked)
    return locked


def _go(act: steps.Act, *, on: date, earliest: date | None, reason: str) -> None:
    """Let the party of the act go, and with it the coordinators it has."""
    party = act.obj
    if not reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    if on > clock.today():
        raise steps.StepRefused(_("The day lies ahead. Register it when it has come."))
    if earliest and on < earliest:
        raise steps.StepRefused(_("The day lies before the organisation came in."))
    end_coordinators(act, party)
    party.left_on, party.reason = on, reason


def end_coordinators(act: steps.Act, party: Party) -> None:
    """Let the roles of the party's coordinators end as part of `act`. Refused while nobody else coordinates."""
    coordinators = PartnershipRole.objects.valid_on(clock.today()).filter(
        partnership=party.partnership_id, role=PartnershipRole.Role.COORDINATOR
    )
    own = list(coordinators.filter(organisation=party.organisation_id))
    if own and len(own) == coordinators.count():
        raise steps.StepRefused(
            _("The organisation has the partnership's only coordinator. Let another party have one first.")
        )
    for role in own:
        role.valid_until = max(clock.today(), role.valid_from)
        act.save(role)


def _tell(act: steps.Act, text: Any, what: str) -> None:
    act.notify(
        access.people_with("manage_parties", act.obj.partnership),
        key=f"party:{act.obj.pk}:{what}",
        text=text,
        url=party_url(act.obj),
        **_named(act.obj),
    )


def _named(party: Party) -> dict[str, str]:
    return {"party": party.name, "partnership": party.partnership.name}


def sync(party: Party) -> None:
    """Work out anew the rights that hang on whether `party` takes part, when it has come in or gone.

    They are those of its organisation's people; when it goes, also of whoever reads the partnership on its behalf. Its
    way from proposal to party changes nobody's rights.
    """
    mandates = Mandate.objects.valid_on(clock.today()).filter(organisation=party.organisation_id)
    people = Q(pk__in=mandates.values("person"))
    if party.status not in Party.INSIDE:
        rows = PartnershipUserObjectPermission.objects.filter(content_object=party.partnership_id)
        people |= Q(pk__in=rows.values("user"))
    access.sync(*User.objects.filter(people))


def party_url(party: Party) -> str:
    """The address of the party's page."""
    return reverse("partnerships:party", args=[party.partnership.slug, party.pk])


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """For coordinators: proposed parties that nobody has begun to talk with. One query."""
    led = access.objects_with(user, "manage_parties")
    waiting = Party.objects.filter(status=Status.PROPOSED, partnership__in=led).select_related(
        "partnership", "organisation", "unit"
    )
    if partnership is not None:
        waiting = waiting.filter(partnership=partnership)
    for party in waiting.order_by("proposed_on", "pk"):
        yield Task(
            title=_("Begin the dialogue with %(party)s") % {"party": party.name},
            url=party_url(party),
            reason=_("Proposed as a party"),
            since=party.proposed_on,
        )


def milestones(partnership: Partnership, _user: Any) -> Iterator[Milestone]:
    """Whether organisations on both sides are in the dialogue, or parties already. One query."""
    side = {"public": Q(organisation__side=Side.PUBLIC), "ideburen": Q(organisation__side=Side.IDEBUREN)}
    inside = Party.objects.filter(partnership=partnership).aggregate(
        **{name: Count("pk", filter=one & Q(status__in=Party.TALKING)) for name, one in side.items()},
        proposed=Count("pk", filter=Q(status=Status.PROPOSED)),
    )
    words = [_("In dialogue or parties: %(public)s on the public side, %(ideburen)s on the idéburen side.") % inside]
    if inside["proposed"]:
        words.append(_("Proposed, not yet in dialogue: %(proposed)s.") % inside)
    state = State.DONE if inside["public"] and inside["ideburen"] else State.UNDER_WAY
    url = reverse("partnerships:party_list", args=[partnership.slug])
    yield Milestone(_("The organisations that take it on"), url, state, " ".join(words))
