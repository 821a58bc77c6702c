"""Meetings: agenda, attendance, minutes and their approval."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships import clock
from partnerships.models import Governed, Illustrative, Partnership, ProseField
from partnerships.models.base import SeriesNumber, known

from .body import Body, Seat


class OfBodyQuerySet(models.QuerySet):
    """Rows that belong to a body and are read by those who may read it."""

    path = "body"

    def visible_to(self, user: Any) -> Self:
        """The rows of the bodies that `user` may read."""
        return self.filter(**{f"{self.path}__in": Body.objects.visible_to(user)})


class OfMeetingQuerySet(OfBodyQuerySet):
    """Rows that belong to a meeting."""

    path = "meeting__body"


class OfMinutesQuerySet(OfBodyQuerySet):
    """Rows that belong to a meeting's minutes."""

    path = "minutes__meeting__body"


class MeetingStatus(models.TextChoices):
    """The status of a meeting."""

    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    CALLED = "called", _("called")
    HELD = "held", _("held")
    CLOSED = "closed", pgettext_lazy("meeting", "closed")
    CANCELLED = "cancelled", _("cancelled")


class Meeting(Governed, Illustrative):
    """A meeting (möte, sammanträde) of a body: planned → called → held → closed, or cancelled."""

    Status = MeetingStatus

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    number = SeriesNumber(default=0, editable=False)  # set by trigger, within the body
    starts_at = models.DateTimeField(_("starts at"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    called_at = models.DateTimeField(null=True, editable=False)

    objects = OfBodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [models.Index(fields=["body", "-starts_at"], name="meeting_latest_first")]
        constraints = [
            known("status", MeetingStatus, "meeting"),
            models.UniqueConstraint(fields=["body", "number"], name="meeting_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id}/{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("governance:meeting", args=[self.body.partnership.slug, self.pk])

    @property
    def partnership(self) -> Partnership:
        return self.body.partnership


class AgendaItemKind(models.TextChoices):
    """The kind of a agendaitem."""

    DECISION = "decision", _("decision")
    INFORMATION = "information", _("information")
    DISCUSSION = "discussion", _("discussion")


class AgendaItem(Governed):
    """An item (ärende) on a meeting's agenda (dagordning)."""

    Kind = AgendaItemKind

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    basis = ProseField(_("basis"), blank=True)
    proposed_wording = ProseField(_("proposed wording"), blank=True)
    proposer = models.ForeignKey(
        "partnerships.Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposed by")
    )
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="carried_to")

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            known("kind", AgendaItemKind, "agendaitem"),
            models.UniqueConstraint(
                fields=["meeting", "position"], name="agendaitem_position_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"

    @property
    def body(self) -> Body:
        return self.meeting.body

    @property
    def partnership(self) -> Partnership:
        return self.meeting.partnership

    @property
    def log_root(self) -> models.Model:
        return self.meeting


class AttendancePresence(models.TextChoices):
    """The presence of a attendance."""

    PRESENT = "present", _("present")
    ABSENT = "absent", _("absent")
    SUBSTITUTE = "substitute", _("present as substitute")


class Attendance(Governed):
    """Whether a seat was present (närvaro), at the meeting or, with `item`, when one item was dealt with."""

    Presence = AttendancePresence

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="attendances")
    presence = models.CharField(_("presence"), max_length=10, choices=Presence)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            known("presence", AttendancePresence, "attendance"),
            models.UniqueConstraint(fields=["meeting", "seat", "item"], name="attendance_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.seat_id}"

    @property
    def body(self) -> Body:
        return self.meeting.body

    @property
    def partnership(self) -> Partnership:
        return self.meeting.partnership

    @property
    def log_root(self) -> models.Model:
        return self.meeting


class MinutesStatus(models.TextChoices):
    """The status of a minutes."""

    DRAFT = "draft", _("draft")
    CIRCULATED = "circulated", _("waits for approval")
    APPROVED = "approved", _("approved")


class Minutes(Governed, Illustrative):
    """The record of a meeting (protokoll, minnesanteckningar): draft → circulated → approved, then only addenda.

    Circulating freezes the text under a hash and begins a round; a change returns the minutes to draft and voids the
    round's approvals. From then on people are called in it what they were called, whatever becomes of their accounts.
    """

    private_fields = frozenset({"names"})
    Status = MinutesStatus

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    opening = ProseField(_("opening"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    round = models.PositiveIntegerField(default=0, editable=False)
    text_hash = models.CharField(max_length=64, blank=True, editable=False)
    names = models.JSONField(default=dict, editable=False)  # seat -> what its person was called when it was circulated
    circulated_at = models.DateTimeField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [
            known("status", MinutesStatus, "minutes"),
            models.CheckConstraint(
                condition=~Q(status="approved") | (Q(approved_at__isnull=False) & ~Q(text_hash="")),
                name="minutes_approved_has_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}"

    def get_status_display(self) -> str:
        """The status in words: minutes are called otherwise than notes."""
        return str(self.body.record_words[self.status])

    def name_of(self, seat: Seat) -> str:
        """What the seat's person is called in the minutes: from circulation on, what he or she was called then."""
        kept = {} if self.status == MinutesStatus.DRAFT else self.names
        return kept.get(str(seat.pk), seat.person.name)

    @property
    def body(self) -> Body:
        return self.meeting.body

    @property
    def partnership(self) -> Partnership:
        return self.meeting.partnership

    @property
    def log_root(self) -> models.Model:
        return self.meeting


class MinutesItem(Governed):
    """What the minutes say under one agenda item (protokollstext)."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="items")
    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="minutes_item")
    text = ProseField(_("text"), blank=True)

    objects = OfMinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of an item")
        verbose_name_plural = _("texts of items")

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.item_id}"

    @property
    def body(self) -> Body:
        return self.minutes.body

    @property
    def partnership(self) -> Partnership:
        return self.minutes.partnership

    @property
    def log_root(self) -> models.Model:
        return self.minutes.meeting


class MinutesApprover(Governed):
    """A seat named to approve the minutes (justerare)."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="approvers")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")

    objects = OfMinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("approver")
        verbose_name_plural = _("approvers")
        constraints = [models.UniqueConstraint(fields=["minutes", "seat"], name="minutesapprover_once")]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.seat_id}"

    @property
    def body(self) -> Body:
        return self.minutes.body

    @property
    def partnership(self) -> Partnership:
        return self.minutes.partnership

    @property
    def log_root(self) -> models.Model:
        return self.minutes.meeting


class MinutesApproval(models.Model):
    """An approver's approval (justering) of the exact text with `text_hash`. Never updated or deleted."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="approvals")
    round = models.PositiveIntegerField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    person = models.ForeignKey("partnerships.User", models.PROTECT, related_name="+")
    side = models.CharField(_("side"), max_length=10)
    at = models.DateTimeField(_("moment"), default=clock.now)
    text_hash = models.CharField(max_length=64)

    objects = OfMinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.UniqueConstraint(fields=["minutes", "round", "seat"], name="minutesapproval_once_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.seat_id}"


class MinutesAddendum(models.Model):
    """A correction (tillägg) to approved minutes, beside them. Never updated or deleted."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="addenda")
    number = SeriesNumber(default=0)  # set by trigger
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("item")
    )
    text = ProseField(_("text"))
    author = models.ForeignKey("partnerships.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("moment"), default=clock.now)

    objects = OfMinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("addendum")
        verbose_name_plural = _("addenda")
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="minutesaddendum_number_once")]

    def __str__(self) -> str:
        return f"{self.minutes_id}/{self.number}"
