"""How each organisation sees the challenge: written by itself, shared when it wants, changed as a new version."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import access, clock, steps
from .models import NeedsAnalysis, Partnership, Party, Perspective, User
from .road import Milestone, State
from .tasks import Task


def latest(party: Party) -> Perspective | None:
    """The version that the party has shared last."""
    return Perspective.objects.filter(party=party).latest_shared().first()


def draft(party: Party) -> Perspective | None:
    """What the party is writing on: to be shown to its own organisation alone."""
    return Perspective.objects.filter(party=party, shared_at=None).first()


# -- Writing ----------------------------------------------------------------------------------------------------------
def write(
    party: Party, *, actor: User, version: int | None = None, is_illustrative: bool = False, **texts: str
) -> Perspective:
    """Write on the party's draft; the first words begin it. Only its own organisation sees that there is one.

    `version` is that of the draft one saw, 0 if there was none: raises EditConflict if it is another now.
    """
    unknown = texts.keys() - set(Perspective.QUESTIONS)
    if unknown:
        raise TypeError(f"not a question: {', '.join(sorted(unknown))}")
    # In the organisation's own log: a draft leaves not even a gap in the partnership's.
    own = party.organisation
    with steps.record("perspective.write", actor=actor, right="edit_perspective", scope=own, root=own) as act:
        _taking_part(party)
        present = draft(party)
        stands = present or _next(party, is_illustrative)
        if version is not None and version != stands.version:
            raise steps.EditConflict(stands)
        for name, text in texts.items():
            setattr(stands, name, text)
        act.save(stands)
    return stands


def _taking_part(party: Party) -> Party:
    """The party's row, locked, if it is in the dialogue: so that two cannot begin a draft at once."""
    locked = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
    if locked.status not in Party.TALKING:
        raise steps.StepRefused(_("%(party)s is not in the dialogue.") % {"party": party.name})
    return locked


def _next(party: Party, is_illustrative: bool) -> Perspective:
    """A draft that begins with the words shared last."""
    before = latest(party)
    words = {name: getattr(before, name) for name in Perspective.QUESTIONS} if before else {}
    return Perspective(party=party, is_illustrative=is_illustrative, **words)


def share(party: Party, *, actor: User, version: int | None = None) -> Perspective:
    """Let everyone in the partnership read the draft. What the public side can open it has received; no way back."""
    with steps.record("perspective.share", actor=actor, right="edit_perspective", scope=party.organisation) as act:
        _taking_part(party)
        stands = _draft_seen(party, version)
        if not stands.answers:
            raise steps.StepRefused(_("Write at least a few words first: nothing is shared yet."))
        stands.shared_at = clock.now()
        act.save(stands)
        act.notify(
            access.people_with("write_analysis", party.partnership),
            key=f"perspective:{stands.pk}:shared",
            text=gettext_lazy("%(party)s has shared its view of the challenge in %(partnership)s."),
            url=stands.get_absolute_url(),
            party=party.name,
            partnership=party.partnership.name,
        )
    return stands


def discard(party: Party, *, actor: User, version: int | None = None) -> None:
    """Throw the draft away. What has been shared stays."""
    own = party.organisation
    with steps.record("perspective.discard", actor=actor, right="edit_perspective", scope=own, root=own) as act:
        Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
        act.delete(_draft_seen(party, version))


def _draft_seen(party: Party, version: int | None) -> Perspective:
    present = draft(party)
    if present is None:
        raise steps.StepRefused(_("There is no draft: it has been shared or thrown away."))
    if version is not None and version != present.version:
        raise steps.StepRefused(_("Somebody else has changed the draft since you opened the page. Read it anew."))
    return present


# -- What waits, and the road -----------------------------------------------------------------------------------------
def waited_for(within: models.QuerySet[Party]) -> models.QuerySet[Party]:
    """Those of the parties who are to tell their view and have not: who is in dialogue, or all while they write.

    A partnership that has its agreement asks only those who are on their way in, until a joint analysis is begun anew.
    """
    shared = Perspective.objects.filter(party=OuterRef("pk"), shared_at__isnull=False)
    being_written = NeedsAnalysis.objects.filter(partnership=OuterRef("partnership"), status=NeedsAnalysis.Status.DRAFT)
    return within.filter(
        Q(status=Party.Status.IN_DIALOGUE) | Q(Exists(being_written), status=Party.Status.PARTY), ~Exists(shared)
    )


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """For representatives: the view of the own organisation, to write or to share. One query."""
    own = Party.objects.filter(organisation__in=access.objects_with(user, "edit_perspective"))
    if partnership is not None:
        own = own.filter(partnership=partnership)
    begun = Perspective.objects.filter(party=OuterRef("pk"), shared_at__isnull=True)
    rows = waited_for(own).annotate(begun=Exists(begun)).select_related("partnership", "organisation", "unit")
    for party in rows.order_by("pk"):
        title = (
            _("Share your organisation's view of the challenge")
            if party.begun
            else _("Write your organisation's view of the challenge")
        )
        words = {"party": party.name, "partnership": party.partnership.name}
        reason = _("for %(party)s in %(partnership)s") % words
        yield Task(title, address(party), reason, since=party.proposed_on)


def address(party: Party) -> str:
    """The address of a party's view."""
    return reverse("partnerships:perspective", args=[party.partnership.slug, party.pk])


def milestones(partnership: Partnership, _user: Any) -> Iterator[Milestone]:
    """How many have shared their view. Two queries."""
    talking = Party.objects.filter(partnership=partnership).able_to_sign()
    shared = Perspective.objects.filter(party=OuterRef("pk"), shared_at__isnull=False)
    rows = list(talking.annotate(shared=Exists(shared)).for_list())
    told = sum(one.shared for one in rows)
    lacking = [one.name for one in rows if not one.shared]
    text = _("%(told)s of %(all)s organisations have shared how they see the challenge.") % {
        "told": told, "all": len(rows),
    }  # fmt: skip
    if told and lacking:
        text = f"{text} {_('Not yet: %(names)s.') % {'names': '; '.join(lacking)}}"
    state = State.NOT_BEGUN if not told else State.UNDER_WAY if lacking else State.DONE
    url = reverse("partnerships:perspective_list", args=[partnership.slug])
    yield Milestone(_("The organisations' views of the challenge"), url, state, text)
