"""Services and their monthly reports."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships import access

from .base import Dated, DatedQuerySet, Governed, Illustrative, MoneyField, ProseField, in_order, known, never_twice
from .organisation import Organisation
from .partnership import Partnership, Party


class ServiceQuerySet(models.QuerySet):
    """Services, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """Shared services in the partnerships one may see; drafts only in one's own organisation."""
        return self.filter(
            Q(shared_at__isnull=False) | Q(party__organisation__in=access.objects_with(user, "view_organisation")),
            party__partnership__in=access.objects_with(user, "view_partnership"),
        )


class ServiceKind(models.TextChoices):
    """The kind of a service."""

    HOUSING = "housing", _("housing")
    ADDED_VALUE = "added_value", _("added-value effort")
    TRAINING = "training", _("training")
    VOICE = "voice", _("voice and advocacy")
    COORDINATION = "coordination", _("coordination")


class ServiceStatus(models.TextChoices):
    """The status of a service."""

    PLANNED = "planned", _("planned")
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    CLOSED = "closed", _("closed")


class Service(Governed, Illustrative):
    """A service (tjänst, insats) of one party: the one that bears its cost owns it and alone edits it.

    It is the owner's own draft until it is shared; sharing is dated, since from then on the city has received it.
    """

    Kind = ServiceKind
    Status = ServiceStatus

    party = models.ForeignKey(Party, models.PROTECT, related_name="services")
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    description = ProseField(_("description"), blank=True)
    contact = models.ForeignKey(
        "User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("contact person")
    )
    daily_rate = MoneyField(_("daily rate, kr"), null=True, blank=True)
    contributes = models.BooleanField(_("contributes to the shared fund"), default=False)
    shared_at = models.DateTimeField(null=True, editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            known("kind", ServiceKind, "service"),
            known("status", ServiceStatus, "service"),
            models.UniqueConstraint(
                fields=["party", "name"],
                name="service_name_once",
                violation_error_message=_("The party already has a service with this name."),
            ),
            models.CheckConstraint(
                condition=Q(daily_rate__isnull=True) | Q(daily_rate__gte=0),
                name="service_rate_not_negative",
                violation_error_message=_("A daily rate cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:service", args=[self.party.partnership.slug, self.pk])

    @property
    def partnership(self) -> Partnership:
        return self.party.partnership

    @property
    def organisation(self) -> Organisation:
        return self.party.organisation


class ServiceCapacity(Governed, Dated):
    """How many places or participants a service has from a day on (kapacitet)."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="capacities")
    capacity = models.PositiveIntegerField(_("capacity"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("capacity")
        verbose_name_plural = _("capacities")
        constraints = [in_order("capacity"), never_twice("capacity_one_a_day", "service")]

    def __str__(self) -> str:
        return f"{self.capacity}"

    @property
    def partnership(self) -> Partnership:
        return self.service.partnership

    @property
    def organisation(self) -> Organisation:
        return self.service.organisation

    @property
    def log_root(self) -> models.Model:
        return self.service


class ServiceReportQuerySet(models.QuerySet):
    """Monthly reports, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """Submitted and confirmed reports in one's partnerships; drafts only in one's own organisation."""
        return self.filter(
            ~Q(status=ServiceReport.Status.DRAFT)
            | Q(service__party__organisation__in=access.objects_with(user, "view_organisation")),
            service__in=Service.objects.visible_to(user),
        )


class ServiceReportStatus(models.TextChoices):
    """The status of a servicereport."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    CONFIRMED = "confirmed", _("confirmed")


class ServiceReport(Governed, Illustrative):
    """One service, one month (månadsrapport): counts only, never anything about a person.

    A confirmed report stays; a correction is the next `revision` of the same month.
    """

    Status = ServiceReportStatus

    service = models.ForeignKey(Service, models.PROTECT, related_name="reports")
    month = models.DateField(_("month"))  # its first day
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    days = models.PositiveIntegerField(_("placement days"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=8, decimal_places=1, null=True, blank=True)
    words = ProseField(_("a few words"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    submitted_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey("User", models.PROTECT, null=True, editable=False, related_name="+")

    objects = ServiceReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly report")
        verbose_name_plural = _("monthly reports")
        indexes = [models.Index(fields=["status", "month"], name="report_by_status_and_month")]
        constraints = [
            known("status", ServiceReportStatus, "report"),
            models.UniqueConstraint(fields=["service", "month", "revision"], name="report_revision_once"),
            models.UniqueConstraint(
                fields=["service", "month"],
                condition=~Q(status="confirmed"),
                name="report_one_open_for_each_month",
                violation_error_message=_("There is already an open report for this month."),
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="report_month_is_first_day"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="report_revision_from_one"),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="report_confirmed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(days__isnull=False)
                | Q(participants__isnull=False)
                | Q(hours__isnull=False),
                name="report_says_something",
                violation_error_message=_("Fill in days, participants or hours."),
            ),
            models.CheckConstraint(condition=Q(hours__isnull=True) | Q(hours__gte=0), name="report_hours_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.month:%Y-%m} {self.revision}"

    @property
    def partnership(self) -> Partnership:
        return self.service.partnership

    @property
    def organisation(self) -> Organisation:
        return self.service.organisation

    @property
    def log_root(self) -> models.Model:
        return self.service
