"""Thresholds and limits of the law: reference data with the days on which each holds and its source."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .base import Dated, DatedQuerySet, in_order, known, never_twice


class ReferenceValueKind(models.TextChoices):
    """The kind of a reference value."""

    DE_MINIMIS = "de_minimis", _("de minimis aid")
    SGEI_DE_MINIMIS = "sgei_de_minimis", _("de minimis aid for services of general economic interest (SGEI)")
    SOCIAL_THRESHOLD = "social_threshold", _("procurement: threshold for social and other special services")
    DIRECT_AWARD = "direct_award", _("procurement: limit for direct awards")


class ReferenceValueUnit(models.TextChoices):
    """The unit of a reference value."""

    EURO = "eur", pgettext_lazy("currency", "euro")
    KRONOR = "sek", pgettext_lazy("currency", "kr")


class ReferenceValuePeriod(models.TextChoices):
    """Over which period amounts are added up before they are compared with the value."""

    NONE = "", _("each contract by itself")
    ROLLING = "rolling", _("three years, counted back from the day")
    FISCAL = "fiscal", _("the year and the two years before it")


#: The kinds that limit state aid.
LIMITS_OF_AID = (ReferenceValueKind.DE_MINIMIS.value, ReferenceValueKind.SGEI_DE_MINIMIS.value)


class ReferenceValue(Dated):
    """A threshold or limit of the law (gränsvärde) from a day on. A day without one is unknown, never the one before.

    What has begun to hold is not changed: it can only cease, and a new row takes over. Edited in the back office.
    """

    Kind, Unit, Period = ReferenceValueKind, ReferenceValueUnit, ReferenceValuePeriod

    kind = models.CharField(_("what it is"), max_length=20, choices=Kind)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=3, choices=Unit)
    period = models.CharField(_("added up over"), max_length=10, choices=Period, blank=True, default="")
    source = models.CharField(_("source"), max_length=300)
    to_verify = models.CharField(
        _("still to be checked"), max_length=300, blank=True, help_text=_("What of this nobody has checked yet.")
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("reference value")
        verbose_name_plural = _("reference values")
        constraints = [
            known("kind", ReferenceValueKind, "referencevalue"),
            known("unit", ReferenceValueUnit, "referencevalue"),
            known("period", ReferenceValuePeriod, "referencevalue"),
            in_order("referencevalue"),
            never_twice("referencevalue_one_a_day", "kind"),
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="referencevalue_positive",
                violation_error_message=_("The value is above 0."),
            ),
            models.CheckConstraint(condition=~Q(source=""), name="referencevalue_has_source"),
            models.CheckConstraint(
                condition=(Q(kind__in=LIMITS_OF_AID, unit="eur") & ~Q(period=""))
                | (~Q(kind__in=LIMITS_OF_AID) & Q(unit="sek", period="")),
                name="referencevalue_of_its_kind",
                violation_error_message=_(
                    "Limits of state aid are in euro and added up over a period; those of procurement are in kronor."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.valid_from}"

    @property
    def amount(self) -> Any:
        """The value without idle decimals."""
        whole = self.value == self.value.to_integral_value()
        return self.value.quantize(Decimal(1)) if whole else self.value
