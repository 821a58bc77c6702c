"""Stating which aid an organisation has been granted, and correcting or answering a statement."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import access, clock, documents, state_aid, steps
from .models import AidGrant, Organisation, PartnershipRole, Party, Side, User

#: Who may state: either right, on one's own organisation or in a partnership with the one that received.
RIGHTS = ("state_aid", "state_aid_given")


class WhyAbove(steps.StepRefused):
    """The sum goes above the limit and nobody has said why. `sum` is the arithmetic."""

    def __init__(self, found: state_aid.Sum) -> None:
        super().__init__(
            _("With this the sum goes above the limit. Say why: nothing stops you, but the reason is kept.")
        )
        self.sum = found


class StatedAlready(steps.StepRefused):
    """Somebody has stated a grant of the same amount on the same day. `other` is that statement."""

    def __init__(self, other: AidGrant) -> None:
        super().__init__(
            _("%(who)s has stated a grant of the same amount on the same day. Is it the same one? Then answer there.")
            % {"who": other.stated_by.name}
        )
        self.other = other


def may_state_for(user: User, receiver: Organisation) -> QuerySet[Organisation]:
    """The organisations for which `user` may state what `receiver` has been granted: itself, or those that gave."""
    own = access.objects_with(user, "state_aid")
    led = PartnershipRole.objects.valid_on(clock.today()).filter(
        person=user,
        role=PartnershipRole.Role.COORDINATOR,
        partnership__in=Party.objects.filter(
            organisation=receiver,
            status__in=Party.INSIDE,
            partnership__in=access.objects_with(user, "state_aid_given"),
        ).values("partnership"),
    )
    gave = Q(side=Side.PUBLIC) & (Q(pk__in=own) | Q(pk__in=led.values("organisation")))
    return Organisation.objects.filter(Q(pk=receiver.pk, pk__in=own) | (gave & ~Q(pk=receiver.pk))).for_list()


def state(
    receiver: Organisation,
    *,
    actor: User,
    stated_by: Organisation,
    is_another: bool = False,
    certificate: File | bytes | None = None,
    is_illustrative: bool = False,
    **values: Any,
) -> AidGrant:
    """State a grant to `receiver`, by itself or by who gave it. Raises StatedAlready, WhyAbove, PermissionDenied."""
    grant = AidGrant(organisation=receiver, stated_by=stated_by, is_illustrative=is_illustrative, **values)
    return _enter(grant, actor, "aid.state", certificate, is_another=is_another)


def answer(
    first: AidGrant, *, actor: User, stated_by: Organisation, certificate: File | bytes | None = None, **values: Any
) -> AidGrant:
    """State the same grant as `first` does, from the other side: in agreement with it or otherwise."""
    about = first.about or first
    grant = AidGrant(
        organisation=first.organisation,
        stated_by=stated_by,
        about=about,
        is_illustrative=first.is_illustrative,
        **values,
    )
    return _enter(grant, actor, "aid.answer", certificate, is_another=True)


def correct(
    old: AidGrant, *, actor: User, correction_reason: str, certificate: File | bytes | None = None, **values: Any
) -> AidGrant:
    """Say anew what `old` said, with a reason. `old` stays and no longer counts; its certificate goes along."""
    if not correction_reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    grant = AidGrant(
        organisation=old.organisation, stated_by=old.stated_by, about=old.about or old, corrects=old,
        correction_reason=correction_reason, certificate=old.certificate, is_illustrative=old.is_illustrative, **values,
    )  # fmt: skip
    return _enter(grant, actor, "aid.correct", certificate, is_another=True)


def _enter(grant: AidGrant, actor: User, action: str, certificate: Any, *, is_another: bool) -> AidGrant:
    receiver, by = grant.organisation, grant.stated_by
    if not may_state_for(actor, receiver).filter(pk=by.pk).exists():
        raise PermissionDenied(access.refusal(*RIGHTS))
    with steps.record(action, actor=actor, root=receiver) as act:
        act.organisation = by
        Organisation.objects.select_for_update().get(pk=receiver.pk)  # one at a time: the sum, and who has stated
        _complete(grant, actor)
        _check(grant, is_another)
        if certificate:
            name = getattr(certificate, "name", "") or "intyg.pdf"
            grant.certificate = documents.attach(
                act, certificate, name=name, organisation=by, is_illustrative=grant.is_illustrative
            )
        act.save(grant)
        _tell(act, grant)
    return grant


def _complete(grant: AidGrant, actor: User) -> None:
    """Set what follows from the rest: who gave, the amount in euro, who entered it and when."""
    grant.entered_by, grant.stated_at = actor, clock.now()
    if grant.stated_by_id != grant.organisation_id:
        grant.granted_by, grant.granted_by_name = grant.stated_by, ""
    if grant.kind == AidGrant.Kind.NOT_AID:
        grant.rate = grant.rate_on = grant.amount_eur = None
        grant.rate_source = ""
    elif grant.rate:
        grant.amount_eur = state_aid.in_euro(grant.amount, grant.rate)


def _check(grant: AidGrant, is_another: bool) -> None:
    if grant.granted_on > clock.today():
        raise steps.StepRefused(_("Aid is stated when it has been granted. What is planned can be tried on the page."))
    if grant.corrects_id and AidGrant.objects.filter(corrects=grant.corrects_id).exists():
        raise steps.StepRefused(_("The statement has been corrected already. Open the latest one."))
    if grant.about_id and not grant.corrects_id:
        mine = AidGrant.objects.filter(Q(pk=grant.about_id) | Q(about=grant.about_id), stated_by=grant.stated_by_id)
        if mine.exists():
            raise steps.StepRefused(_("Your organisation has stated this grant already. Correct that statement."))
    if not is_another:
        same = AidGrant.objects.standing().filter(
            organisation=grant.organisation_id, granted_on=grant.granted_on, amount=grant.amount
        )
        if other := same.select_related("stated_by").order_by("pk").first():
            raise StatedAlready(other)
    found = None if grant.why_above.strip() else state_aid.goes_above(grant)
    if found:
        raise WhyAbove(found)


def _tell(act: steps.Act, grant: AidGrant) -> None:
    other = grant.granted_by if grant.stated_by_id == grant.organisation_id else grant.organisation
    if other is not None:
        act.notify(
            access.people_with("state_aid", other),
            key=f"aid:{grant.pk}:stated",
            text=gettext_lazy("%(who)s has stated state aid granted on %(day)s. Is it right?"),
            url=grant.get_absolute_url(),
            who=grant.stated_by.name,
            day=grant.granted_on.isoformat(),
        )
