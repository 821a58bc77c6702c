"""The frame of every page inside a partnership: which one, whether it is seen, and what its head says."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from . import access, clock
from .models import Partnership, PhasePeriod, Side


def seen(request: HttpRequest, slug: str) -> Partnership:
    """The partnership with `slug` if the reader may see it, else 404."""
    return get_object_or_404(Partnership.objects.visible_to(request.user).select_related("lead_unit"), slug=slug)


def context(request: HttpRequest, partnership: Partnership, section: str, *scopes: Any, **rest: Any) -> dict[str, Any]:
    """What `partnership_base.html` needs, and `actions`: what the reader may do in the partnership and `scopes`."""
    actions = access.actions_for(request.user, partnership, *scopes)
    return {
        "partnership": partnership,
        "section": section,
        "head": head(partnership),
        "actions": {name for name in actions if name.startswith("view_")} if partnership.closed_on else actions,
        **rest,
    }


def in_time(phases: Iterable[PhasePeriod]) -> list[PhasePeriod]:
    """Phases by their first day."""
    return sorted(phases, key=lambda phase: (phase.valid_from, phase.pk))


TONES = {"initiation": "info", "implementation": "success", "adaptation": "info", "winding_down": "warning"}


def head(partnership: Partnership) -> dict[str, Any]:
    """The object head of a partnership, in two queries."""
    sides = partnership.parties.filter(status="party").aggregate(
        public=Count("pk", filter=Q(organisation__side=Side.PUBLIC)),
        ideburen=Count("pk", filter=Q(organisation__side=Side.IDEBUREN)),
    )
    today = clock.today()
    phases = [phase for phase in partnership.phases.all() if phase.is_valid_on(today)]
    return {
        "partnership": partnership,
        "phases": [{"label": phase.get_phase_display(), "tone": TONES[phase.phase]} for phase in in_time(phases)],
        "public_count": sides["public"],
        "ideburen_count": sides["ideburen"],
        "place": partnership.place,
        "illustrative": partnership.is_illustrative,
    }
