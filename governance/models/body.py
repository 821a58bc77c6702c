"""Bodies, their rules and their seats."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.models import UserObjectPermissionBase

from partnerships import access
from partnerships.models import (
    Dated,
    DatedQuerySet,
    Governed,
    Illustrative,
    Mandate,
    Partnership,
    PartnershipRole,
    Party,
    ProseField,
)
from partnerships.models.base import in_order, known, never_twice
from partnerships.models.log import LogChain

from .record import WORDS


class BodyQuerySet(models.QuerySet):
    """Bodies, as far as a person may see them."""

    def visible_to(self, user: Any, action: str = "view_body") -> Self:
        """For reading: the open bodies of one's partnerships and the members-only ones one has a seat in.

        For any other action: the bodies on which `user` holds it.
        """
        held = Q(pk__in=access.objects_with(user, action))
        if action != "view_body":
            return self.filter(held)
        inside = access.objects_with(user, "view_partnership")
        return self.filter(held | Q(visibility=Body.Visibility.PARTNERSHIP, partnership__in=inside))


class BodyKind(models.TextChoices):
    """The kind of a body."""

    STEERING = "steering", _("joint steering group")
    NGO_STEERING = "ngo_steering", _("NGOs' own steering group")
    COOPERATION = "cooperation", _("cooperation group")
    HEADS = "heads", _("meeting of the heads of the homes")
    TRAINING = "training", _("training group")
    WORKING = "working", _("working group")


class BodyRule(models.TextChoices):
    """The rule of a body."""

    CONSENSUS = "consensus", _("consensus")
    MAJORITY = "majority_of_parties", _("majority of the parties")
    BOTH_SIDES = "both_sides", _("both sides agree")


class BodyMinutesForm(models.TextChoices):
    """Whether a body keeps minutes or notes."""

    MINUTES = "protokoll", _("minutes")
    NOTES = "minnesanteckningar", _("notes")


class BodyVisibility(models.TextChoices):
    """The visibility of a body."""

    PARTNERSHIP = "partnership", _("everyone in the partnership")
    MEMBERS = "members", _("members only")


class Body(Governed, Illustrative):
    """A group that governs (organ): styrgrupp, idéburnas egen styrgrupp, samverkansgrupp, arbetsgrupp.

    A members-only body is readable by its own seats and by nobody else, whatever their role; it has a log chain of
    its own.
    """

    Kind = BodyKind
    Rule = BodyRule
    MinutesForm = BodyMinutesForm
    Visibility = BodyVisibility

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="bodies")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    mandate_text = ProseField(_("mandate"), blank=True)
    decision_rule = models.CharField(_("decision rule"), max_length=20, choices=Rule, default=Rule.CONSENSUS)
    quorum_parties = models.PositiveSmallIntegerField(_("quorum: parties present"), default=2)
    quorum_both_sides = models.BooleanField(_("quorum: both sides present"), default=True)
    notice_days = models.PositiveSmallIntegerField(_("days of notice"), default=10)
    minutes_form = models.CharField(_("form of the record"), max_length=20, choices=MinutesForm, default="protokoll")
    minutes_days = models.PositiveSmallIntegerField(_("days to approve the minutes"), default=14)
    visibility = models.CharField(_("readable by"), max_length=12, choices=Visibility, default="partnership")
    chain = models.ForeignKey(LogChain, models.PROTECT, editable=False, related_name="+")

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        default_permissions = ()
        constraints = [
            known("kind", BodyKind, "body"),
            known("decision_rule", BodyRule, "body"),
            known("minutes_form", BodyMinutesForm, "body"),
            known("visibility", BodyVisibility, "body"),
            models.CheckConstraint(condition=Q(quorum_parties__gte=1), name="body_quorum_at_least_one"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.chain_id is None:
            self.chain = LogChain.objects.create() if self.is_members_only else self.partnership.chain
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("governance:body", args=[self.partnership.slug, self.pk])

    @property
    def body(self) -> "Body":
        """Itself: the scope that its rights hang on."""
        return self

    @property
    def keeps_notes(self) -> bool:
        """Whether its record is notes (minnesanteckningar), not minutes (protokoll)."""
        return self.minutes_form == self.MinutesForm.NOTES

    @property
    def record_words(self) -> Mapping[str, Any]:
        """What is said of the record of its meetings, minutes or notes, by occasion."""
        return WORDS[self.minutes_form]

    @property
    def is_members_only(self) -> bool:
        """Whether only the seats may read it."""
        return self.visibility == self.Visibility.MEMBERS


class BodyUserObjectPermission(UserObjectPermissionBase):
    """Guardian's direct table of who may do what in a body. Written by `access.sync` only."""

    content_object = models.ForeignKey(Body, models.CASCADE)


class SeatOffice(models.TextChoices):
    """The office of a seat."""

    CHAIR = "chair", _("chair")
    VICE_CHAIR = "vice_chair", _("vice chair")
    SECRETARY = "secretary", _("secretary")
    MEMBER = "member", pgettext_lazy("of a body", "member")
    SUBSTITUTE = "substitute", _("substitute")
    CO_OPTED = "co_opted", _("co-opted")


class SeatQuerySet(DatedQuerySet):
    """Seats, and whether those who have them act for anybody."""

    def held_on(self, day: date) -> Self:
        """Seats that hold on `day` and whose person acts for the party that day: see `acts_for`."""
        return self.valid_on(day).filter(self.acts_for(day))

    @staticmethod
    def acts_for(day: date) -> Q:
        """That the person has a mandate or a role for the seat's party on `day`; without a party, for any or none."""
        person = {"person": OuterRef("person")}
        mandates = Mandate.objects.valid_on(day).filter(**person)
        roles = PartnershipRole.objects.valid_on(day).filter(**person, partnership=OuterRef("body__partnership"))
        own = {"organisation": OuterRef("party__organisation")}
        inside = Party.objects.filter(
            partnership=OuterRef(OuterRef("body__partnership")), status__in=Party.INSIDE
        ).values("organisation")
        return (
            Exists(mandates.filter(**own))
            | Exists(roles.filter(**own))
            | Q(Exists(mandates.filter(organisation__in=inside)) | Exists(roles), party=None)
        )


class Seat(Governed, Dated):
    """A person's dated place in a body (plats), for a party. It gives what it gives while the person acts for it."""

    Office = SeatOffice

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    person = models.ForeignKey("partnerships.User", models.PROTECT, related_name="seats", verbose_name=_("person"))
    party = models.ForeignKey(
        "partnerships.Party", models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("party")
    )
    office = models.CharField(_("office"), max_length=12, choices=Office, default=Office.MEMBER)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            known("office", SeatOffice, "seat"),
            in_order("seat"),
            never_twice("seat_one_for_each_person", "body", "person"),
            models.CheckConstraint(
                condition=Q(office="co_opted") | Q(party__isnull=False),
                name="seat_has_party",
                violation_error_message=_("Only a co-opted seat can be without a party."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.person_id}"

    @property
    def partnership(self) -> Partnership:
        return self.body.partnership

    @property
    def log_root(self) -> models.Model:
        return self.body
