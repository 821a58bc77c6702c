"""State aid that organisations have been granted, as those who gave and received it have stated it."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Abs
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships import clock

from .base import Governed, Illustrative, MoneyField, ProseField, known
from .document import Document
from .organisation import Organisation
from .reference import LIMITS_OF_AID


class AidGrantQuerySet(models.QuerySet):
    """Statements of aid, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """Whoever may read an organisation may read which aid it has received: a sum with gaps would mislead."""
        return self.filter(organisation__in=Organisation.objects.visible_to(user).values("pk"))

    def current(self) -> Self:
        """Those that nothing has corrected."""
        return self.filter(corrected_by__isnull=True)

    def standing(self) -> Self:
        """Those that count: neither corrected nor withdrawn."""
        return self.current().filter(is_withdrawn=False)

    def for_list(self) -> Self:
        """With what a list shows of each."""
        return self.select_related("organisation", "granted_by", "stated_by", "entered_by", "certificate")


class AidGrantKind(models.TextChoices):
    """The kind of a state aid grant."""

    DE_MINIMIS = "de_minimis", _("de minimis aid")
    SGEI_DE_MINIMIS = "sgei_de_minimis", _("de minimis aid for services of general economic interest (SGEI)")
    NOT_AID = "not_aid", _("not state aid")


SHORT: dict[str, Promise] = {
    AidGrantKind.DE_MINIMIS: _("de minimis"),
    AidGrantKind.SGEI_DE_MINIMIS: _("SGEI de minimis"),
    AidGrantKind.NOT_AID: _("not state aid"),
}


class AidGrant(Governed, Illustrative):
    """One organisation's statement of a grant as state aid or not (stöd av mindre betydelse, statsstöd).

    Only who received it and who gave it can state it; statements about the same grant name the first one (`about`).
    Append-only: a correction is a new statement that names the one it corrects.
    """

    Kind = AidGrantKind

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="aid_received", verbose_name=_("received by")
    )
    granted_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="aid_granted", verbose_name=_("granted by")
    )
    granted_by_name = models.CharField(_("granted by"), max_length=160, blank=True)  # who is not in the system
    stated_by = models.ForeignKey(
        Organisation, models.PROTECT, related_name="aid_stated", verbose_name=_("stated by"), editable=False
    )
    entered_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+", editable=False)
    stated_at = models.DateTimeField(_("stated"), default=clock.now, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    granted_on = models.DateField(_("granted on"))
    amount = MoneyField(_("amount, kr"))
    rate = models.DecimalField(_("kronor for one euro"), max_digits=10, decimal_places=6, null=True, blank=True)
    rate_on = models.DateField(_("rate of"), null=True, blank=True)
    rate_source = models.CharField(_("source of the rate"), max_length=160, blank=True)
    amount_eur = models.DecimalField(_("amount, euro"), max_digits=14, decimal_places=2, null=True, editable=False)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    why_not_aid = ProseField(_("why it is not aid"), blank=True)
    why_above = ProseField(_("why it is granted although the sum goes above the limit"), blank=True)
    undertaking_note = ProseField(_("single undertaking"), blank=True)
    registered_on = models.DateField(_("in the central register since"), null=True, blank=True)
    certificate = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("certificate")
    )
    about = models.ForeignKey("self", models.PROTECT, null=True, related_name="others", editable=False)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by", editable=False)
    correction_reason = ProseField(_("reason for the correction"), blank=True)
    is_withdrawn = models.BooleanField(_("nothing was granted: the statement is withdrawn"), default=False)

    objects = AidGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement of state aid")
        verbose_name_plural = _("statements of state aid")
        indexes = [models.Index(fields=["organisation", "granted_on"], name="aid_by_organisation_and_day")]
        constraints = [
            known("kind", AidGrantKind, "aid"),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="aid_amount_positive",
                violation_error_message=_("The amount is above 0."),
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) ^ Q(granted_by_name=""), name="aid_granted_by_one"
            ),
            models.CheckConstraint(condition=~Q(granted_by=F("organisation")), name="aid_from_another"),
            models.CheckConstraint(
                condition=Q(stated_by=F("organisation")) | Q(stated_by=F("granted_by"), granted_by__isnull=False),
                name="aid_stated_by_giver_or_receiver",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="not_aid", rate=None, rate_on=None, rate_source="", amount_eur=None) & ~Q(why_not_aid="")
                )
                | (
                    Q(
                        kind__in=LIMITS_OF_AID,
                        rate__isnull=False,
                        rate__gt=0,
                        rate_on__isnull=False,
                        amount_eur__isnull=False,
                    )
                    & ~Q(rate_source="")
                ),
                name="aid_in_euro_or_not_aid",
            ),
            # To the cent, by multiplication: exact, where a quotient would be rounded twice.
            models.CheckConstraint(
                condition=Q(amount_eur=None)
                | Q(LessThanOrEqual(Abs(F("amount_eur") * F("rate") - F("amount")) * 200, F("rate"))),
                name="aid_euro_is_true",
            ),
            models.CheckConstraint(
                condition=(Q(corrects=None, correction_reason="", is_withdrawn=False))
                | (Q(corrects__isnull=False) & ~Q(correction_reason="")),
                name="aid_corrected_with_reason",
            ),
            models.UniqueConstraint(
                fields=["about", "stated_by"], condition=Q(corrects=None), name="aid_stated_once_by_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} kr {self.granted_on}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:aid", args=[self.pk])

    @property
    def kind_in_short(self) -> Promise:
        """The kind as a narrow column names it."""
        return SHORT[self.kind]

    @property
    def log_root(self) -> models.Model:
        return self.organisation

    @property
    def giver(self) -> str:
        """Who granted it, by name."""
        return self.granted_by.name if self.granted_by else self.granted_by_name

    @property
    def grant_key(self) -> int:
        """The same for all statements about one grant: the key of the first."""
        return self.about_id or self.pk
