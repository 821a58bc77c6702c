"""Starting a partnership, describing it, and its phases."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from . import access, clock, steps
from .models import LogEvent, Organisation, Partnership, PartnershipRole, Party, PhasePeriod, Unit, User
from .road import Milestone, State
from .templatetags.iop import day

#: What a coordinator may write about the partnership; the short name in addresses stays as it was given.
DESCRIPTION = frozenset(
    {"name", "registry_number", "place", "lead_unit", "challenge", "purpose", "target_group", "is_public"}
)


def start(
    *,
    actor: User,
    organisation: Organisation,
    name: str,
    slug: str,
    challenge: str,
    unit: Unit | None = None,
    brings: str = "",
    phase_from: date | None = None,
    authority: str = "",
    **values: Any,
) -> Partnership:
    """Start an initiative: `organisation` is in dialogue, and `actor` is its coordinator from today.

    With `phase_from` the initiation phase begins that day. Raises PermissionDenied, StepRefused if `slug` is taken.
    """
    if Partnership.objects.filter(slug=slug).exists():
        raise steps.StepRefused(_("The address is already used. Choose another short name."))
    today = clock.today()
    with steps.record(
        "partnership.start", actor=actor, right="start_partnership", scope=organisation, authority=authority
    ) as act:
        act.organisation = organisation
        partnership = act.save(Partnership(name=name, slug=slug, challenge=challenge, **values))
        act.save(
            Party(
                partnership=partnership,
                organisation=organisation,
                unit=unit,
                brings=brings,
                status=Party.Status.IN_DIALOGUE,
            )
        )
        act.save(
            PartnershipRole(
                partnership=partnership,
                person=actor,
                organisation=organisation,
                role=PartnershipRole.Role.COORDINATOR,
                valid_from=today,
            )
        )
        if phase_from is not None:
            act.save(PhasePeriod(partnership=partnership, phase=PhasePeriod.Phase.INITIATION, valid_from=phase_from))
    access.sync(actor, *access.people_with("view_organisation", organisation))
    return partnership


def edit(
    partnership: Partnership, *, actor: User, version: int | None = None, authority: str = "", **values: Any
) -> Partnership:
    """Change the description. Raises EditConflict if somebody else did since `version`."""
    unknown = values.keys() - DESCRIPTION
    if unknown:
        raise TypeError(f"not part of the description: {', '.join(sorted(unknown))}")
    return steps.edit(
        partnership, actor=actor, right="edit_partnership", values=values, version=version, authority=authority
    )


def set_phase(
    partnership: Partnership,
    *,
    actor: User,
    phase: str,
    valid_from: date,
    valid_until: date | None = None,
    note: str = "",
    authority: str = "",
) -> PhasePeriod:
    """Enter a phase. Phases flow into each other: this one may overlap others."""
    _in_order(valid_from, valid_until)
    with steps.record(
        "phase.set", actor=actor, right="edit_partnership", scope=partnership, authority=authority
    ) as act:
        return act.save(
            PhasePeriod(partnership=partnership, phase=phase, valid_from=valid_from, valid_until=valid_until, note=note)
        )


def edit_phase(
    period: PhasePeriod, *, actor: User, version: int | None = None, authority: str = "", **values: Any
) -> PhasePeriod:
    """Change a phase's dates or note. Raises EditConflict if somebody else did since `version`."""
    _in_order(values.get("valid_from", period.valid_from), values.get("valid_until", period.valid_until))
    return steps.edit(
        period,
        actor=actor,
        right="edit_partnership",
        values=values,
        version=version,
        action="phase.edit",
        authority=authority,
    )


def _in_order(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until < valid_from:
        raise steps.StepRefused(_("The last date lies before the first."))


def milestones(partnership: Partnership, _user: Any) -> Iterator[Milestone]:
    """The challenge, with who started the initiative. One query."""
    first = LogEvent.objects.filter(chain=partnership.chain_id, action="partnership.start").select_related(
        "organisation"
    )
    text = partnership.challenge
    for event in first.order_by("number")[:1]:
        if event.organisation:
            started = _("%(organisation)s started the initiative on %(day)s.")
            text = f"{text}\n\n{started % {'organisation': event.organisation.name, 'day': day(event.at, 'long')}}"
    yield Milestone(_("The societal challenge"), partnership.get_absolute_url(), State.DONE, text)
