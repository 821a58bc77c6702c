"""Writing a version of the joint analysis. Whoever changes a proposed one takes it back in the same act."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import steps
from partnerships.models import NeedsAnalysis, Partnership, Perspective, User

from .approvals import state_of, valid_approvals
from .text import bring_in

Status = NeedsAnalysis.Status
#: What may be written, in the order of the text.
PARTS = NeedsAnalysis.PARTS


def open_in(partnership: Partnership) -> NeedsAnalysis | None:
    """The version that is being written or waits for approval."""
    return NeedsAnalysis.objects.filter(partnership=partnership).open().first()


def begin(
    partnership: Partnership,
    *,
    actor: User,
    occasion: str = "",
    bring: Iterable[Perspective] = (),
    is_illustrative: bool = False,
) -> NeedsAnalysis:
    """Begin the next version: a copy of the approved one, the first from the partnership's own description.

    The words of the views in `bring` are added to it. Raises StepRefused while another version is open.
    """
    with steps.record("analysis.begin", actor=actor, right="write_analysis", scope=partnership) as act:
        Partnership.objects.select_for_update().get(pk=partnership.pk)  # one at a time
        if open_in(partnership) is not None:
            raise steps.StepRefused(_("A version is already being written. There is one at a time."))
        before = NeedsAnalysis.objects.filter(partnership=partnership).approved().first()
        if before is not None and not occasion.strip():
            raise steps.StepRefused(_("Say why a new version is needed: it becomes part of the text."))
        words = {name: getattr(before or partnership, name, "") for name in PARTS}
        for perspective in bring:
            words = bring_in(words, perspective)
        words["occasion"] = occasion
        return act.save(NeedsAnalysis(partnership=partnership, is_illustrative=is_illustrative, **words))


def write(
    analysis: NeedsAnalysis, *, actor: User, version: int | None = None, seen: str | None = None, **texts: str
) -> NeedsAnalysis:
    """Change the text. A proposed one becomes a draft again: its approvals are void, and who gave them is told.

    Raises EditConflict if somebody changed it since `version`, StepRefused if it has moved on since `seen` (see
    `state_of`) or is approved.
    """
    unknown = texts.keys() - set(PARTS)
    if unknown:
        raise TypeError(f"not a part of the text: {', '.join(sorted(unknown))}")
    with steps.record("analysis.edit", actor=actor, right="write_analysis", scope=analysis) as act:
        locked = NeedsAnalysis.objects.select_for_update(of=("self",)).get(pk=analysis.pk)
        if version is not None and locked.version != version:
            raise steps.EditConflict(locked)
        if locked.status not in NeedsAnalysis.OPEN:
            raise steps.StepRefused(_("The version is approved and stays as it is. Begin a new one."))
        if seen is not None and seen != state_of(locked):
            raise steps.StepRefused(
                _("The analysis has moved on since you opened the page. Read what is said above and save again.")
            )
        if all(getattr(locked, name) == text for name, text in texts.items()):
            return locked
        if locked.status == Status.PROPOSED:
            take_back(act, locked)
        for name, text in texts.items():
            setattr(locked, name, text)
        act.save(locked)
    return locked


def take_back(act: steps.Act, analysis: NeedsAnalysis) -> None:
    """Let the locked analysis be a draft, as part of `act`: its approvals are void and their people are told."""
    act.notify(
        User.objects.filter(pk__in=valid_approvals(analysis).values("person")),
        key=f"analysis:{analysis.pk}:returned:{analysis.round}",
        text=gettext_lazy(
            "The joint analysis in %(partnership)s, which you have approved, is being changed. Your approval is void."
        ),
        url=analysis.get_absolute_url(),
        partnership=analysis.partnership.name,
    )
    analysis.status, analysis.proposed_at = Status.DRAFT, None


def discard(analysis: NeedsAnalysis, *, actor: User) -> None:
    """Throw away a draft that has never been proposed. The history keeps that it was there."""
    with steps.record("analysis.discard", actor=actor, right="write_analysis", scope=analysis) as act:
        locked = NeedsAnalysis.objects.select_for_update(of=("self",)).get(pk=analysis.pk)
        if locked.status != Status.DRAFT or locked.round:
            raise steps.StepRefused(_("Only a draft that has never been proposed can be thrown away."))
        act.delete(locked)
