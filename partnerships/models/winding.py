"""The winding-down plan of a partnership: what has to be done, by whom and when, and who has seen that it is done."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships import access, clock

from .base import Governed, Illustrative, ProseField, known
from .partnership import Partnership


class WindingStepFor(models.TextChoices):
    """What a windingstep is made once for."""

    PARTNERSHIP = "partnership", _("the partnership")
    PARTY = "party", _("each party")
    SERVICE = "service", _("each service")


class WindingStep(models.Model):
    """What every winding-down has to see to (mallpunkt). Reference data with its days, from the back office."""

    For = WindingStepFor

    position = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=160)
    help_text = models.TextField(_("what it means"), blank=True)
    made_for = models.CharField(_("once for"), max_length=12, choices=For, default=For.PARTNERSHIP)
    days = models.SmallIntegerField(_("days after the last day"), default=0)  # below zero: before it
    check_name = models.CharField(_("what the system counts"), max_length=20, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("ceases on"), null=True, blank=True)

    class Meta:
        verbose_name = _("step of winding-down")
        verbose_name_plural = _("steps of winding-down")
        constraints = [known("made_for", WindingStepFor, "windingstep")]

    def __str__(self) -> str:
        return self.title


class WindingDownStatus(models.TextChoices):
    """The status of a windingdown."""

    OPEN = "open", _("going on")
    LAID_ASIDE = "laid_aside", _("laid aside")


class WindingDown(Governed, Illustrative):
    """The plan for ending a partnership in good order (avvecklingsplan). One at a time."""

    Status = WindingDownStatus

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="windings")
    begun_on = models.DateField(_("begun on"), default=clock.today)
    last_day = models.DateField(_("the agreement's last day"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    reason = ProseField(_("reason"), blank=True)  # why it was laid aside
    closing_months = models.PositiveSmallIntegerField(default=12)  # after the last day: then the system closes it
    reading_months = models.PositiveSmallIntegerField(default=24)  # after the closing: so long all parties' people read

    class Meta:
        verbose_name = _("winding-down plan")
        verbose_name_plural = _("winding-down plans")
        constraints = [
            known("status", WindingDownStatus, "windingdown"),
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(status="open"), name="windingdown_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(status="open") | ~Q(reason=""), name="windingdown_laid_aside_why"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.begun_on}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:winding", args=[self.partnership.slug])


class ClosingApproval(models.Model):
    """A party's approval (godkännande) that the partnership is closed, by its signatory. Append-only."""

    private_fields = frozenset({"name"})

    winding = models.ForeignKey(WindingDown, models.PROTECT, related_name="approvals")
    party = models.ForeignKey("Party", models.PROTECT, related_name="+", verbose_name=_("party"))
    person = models.ForeignKey("User", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, default="", editable=False)  # what the person is called then, by trigger
    at = models.DateTimeField(_("moment"), default=clock.now)

    class Meta:
        verbose_name = _("approval of the closing")
        verbose_name_plural = _("approvals of the closing")
        constraints = [models.UniqueConstraint(fields=["winding", "party"], name="closingapproval_once_a_party")]

    def __str__(self) -> str:
        return f"{self.winding_id} {self.party_id}"


class WindingItemQuerySet(models.QuerySet):
    """Items of winding-down plans, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """Those in the partnerships that `user` may see."""
        return self.filter(winding__partnership__in=access.objects_with(user, "view_partnership"))

    def waiting(self) -> Self:
        """Those of plans that go on which nobody has marked as done."""
        return self.filter(status=WindingItem.Status.OPEN, winding__status=WindingDown.Status.OPEN)


class WindingItemStatus(models.TextChoices):
    """The status of a windingitem."""

    OPEN = "open", pgettext_lazy("item of a plan", "to do")
    DONE = "done", pgettext_lazy("item of a plan", "done")
    VERIFIED = "verified", pgettext_lazy("item of a plan", "verified")
    NOT_NEEDED = "not_needed", pgettext_lazy("item of a plan", "not needed")


class WindingItem(Governed):
    """One thing to see to before a partnership can close (punkt): whose it is, when, done by whom, verified by whom."""

    Status = WindingItemStatus

    winding = models.ForeignKey(WindingDown, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    help_text = models.TextField(blank=True, editable=False)
    party = models.ForeignKey("Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("party"))
    service = models.ForeignKey("Service", models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("due on"), null=True, blank=True)
    note = ProseField(_("note"), blank=True)
    check_name = models.CharField(max_length=20, blank=True, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    done_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+", editable=False)
    done_for = models.ForeignKey("Party", models.PROTECT, null=True, related_name="+", editable=False)
    done_on = models.DateField(_("done on"), null=True, editable=False)
    verified_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+", editable=False)
    verified_for = models.ForeignKey("Party", models.PROTECT, null=True, related_name="+", editable=False)
    verified_on = models.DateField(_("verified on"), null=True, editable=False)

    objects = WindingItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a winding-down plan")
        verbose_name_plural = _("items of a winding-down plan")
        constraints = [
            known("status", WindingItemStatus, "windingitem"),
            models.CheckConstraint(
                condition=Q(status__in=["open", "not_needed"], done_by=None, done_for=None, done_on=None)
                | Q(
                    status__in=["done", "verified"],
                    done_by__isnull=False,
                    done_for__isnull=False,
                    done_on__isnull=False,
                ),
                name="windingitem_done_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None, verified_for=None, verified_on=None) & ~Q(status="verified")
                | Q(
                    status="verified", verified_by__isnull=False, verified_for__isnull=False, verified_on__isnull=False
                ),
                name="windingitem_verified_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | (~Q(verified_by=F("done_by")) & ~Q(verified_for=F("done_for"))),
                name="windingitem_verified_by_another_party",
            ),
            models.CheckConstraint(condition=~Q(status="not_needed") | ~Q(note=""), name="windingitem_not_needed_why"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def partnership(self) -> Partnership:
        return self.winding.partnership

    @property
    def log_root(self) -> models.Model:
        return self.winding
