"""What changes an agreement without a new text: automatic extensions, and a party that leaves."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships import access, clock

from .agreement import Agreement
from .base import Governed, ProseField, known
from .partnership import Partnership, Party


class AutomaticExtension(models.Model):
    """That an agreement has been extended by itself (automatisk förlängning), as it says. Never updated or deleted."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="automatic_extensions")
    previous_end = models.DateField()
    ends_on = models.DateField(_("last day"))
    at = models.DateTimeField(_("moment"), default=clock.now)

    class Meta:
        verbose_name = _("automatic extension")
        verbose_name_plural = _("automatic extensions")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "previous_end"], name="automaticextension_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("previous_end")), name="automaticextension_later"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.ends_on}"


class WithdrawalStatus(models.TextChoices):
    """The status of a withdrawal."""

    GIVEN = "given", pgettext_lazy("withdrawal", "given")
    TAKEN_BACK = "taken_back", pgettext_lazy("withdrawal", "taken back")
    EFFECTIVE = "effective", pgettext_lazy("withdrawal", "has taken effect")


class WithdrawalQuerySet(models.QuerySet):
    """Withdrawals, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """Those in the partnerships that `user` may see."""
        return self.filter(party__partnership__in=access.objects_with(user, "view_partnership"))

    def coming(self) -> Self:
        """Those that have been given and have not taken effect yet."""
        return self.filter(status=WithdrawalStatus.GIVEN)


class Withdrawal(Governed):
    """A party's notice that it leaves (utträde), by its signatory. From `leaves_on` it is no party any more."""

    Status = WithdrawalStatus
    private_fields = frozenset({"name"})

    party = models.ForeignKey(Party, models.PROTECT, related_name="withdrawals")
    person = models.ForeignKey("User", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, default="", editable=False)  # what the person is called then
    mandate = models.ForeignKey("Mandate", models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given"), default=clock.now)
    given_on = models.DateField(_("given on"))
    notice_months = models.PositiveSmallIntegerField(_("time of notice, months"), null=True)
    earliest_on = models.DateField(_("earliest day"))
    leaves_on = models.DateField(_("leaves on"))
    reason = ProseField(_("reason"))
    consent = ProseField(_("how the others agreed to an earlier day"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.GIVEN)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        constraints = [
            known("status", WithdrawalStatus, "withdrawal"),
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(status="given"),
                name="withdrawal_one_at_a_time",
                violation_error_message=_("The party has already given notice that it leaves."),
            ),
            models.CheckConstraint(
                condition=Q(earliest_on__gte=F("given_on"), leaves_on__gte=F("given_on")),
                name="withdrawal_lies_ahead",
                violation_error_message=_("The day lies before the day when the notice is given."),
            ),
            models.CheckConstraint(
                condition=Q(leaves_on__gte=F("earliest_on")) | ~Q(consent=""),
                name="withdrawal_earlier_is_agreed",
                violation_error_message=_("Say how the others agreed to a day before the time of notice has run out."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.leaves_on}"

    @property
    def partnership(self) -> Partnership:
        return self.party.partnership

    @property
    def log_root(self) -> models.Model:
        return self.party
