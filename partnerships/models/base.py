"""What every governed model shares: history, a version, validity dates, and checked fields."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partnerships.validators import refuse_personal_numbers


class ProseField(models.TextField):
    """Free text for people to read. A personal identity number in it is refused."""

    default_validators = [refuse_personal_numbers]


class MoneyField(models.DecimalField):
    """An amount in Swedish kronor, to the öre."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"], kwargs["decimal_places"] = 14, 2
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs


class SeriesNumber(models.PositiveIntegerField):
    """A number that a trigger gives at insert, without gaps in its series; read back before history is written."""

    db_returning = True


def known(field: str, choices: type[models.TextChoices], table: str) -> models.CheckConstraint:
    """A constraint that `field` holds one of `choices`."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=f"{table}_{field}_known")


def swedish(field: str) -> Func:
    """Order by `field` as Swedes do (… z å ä ö), on any PostgreSQL whatever its locale."""
    return Func(Lower(field), Value("åäö"), Value("{|}"), function="translate", output_field=models.TextField())


class DateRange(Func):
    """The half-open range of days [from, until)."""

    function = "DATERANGE"
    output_field = DateRangeField()


def never_twice(name: str, *same: str) -> ExclusionConstraint:
    """At most one row with equal `same` fields is valid on any day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *[(field, RangeOperators.EQUAL) for field in same],
            (DateRange("valid_from", "valid_until", Value("[)")), RangeOperators.OVERLAPS),
        ],
        violation_error_message=_("There is already one that is valid on some of these days."),
    )


class Governed(models.Model):
    """A record with a history: every change is kept field by field, with who made it and on what authority."""

    version = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords(inherit=True, history_change_reason_field=models.TextField(null=True))

    #: Fields whose values are never copied into the event log.
    private_fields: frozenset[str] = frozenset()

    class Meta:
        abstract = True

    @property
    def log_root(self) -> models.Model:
        """The object on whose history page a change of this row is told."""
        return self


class DatedQuerySet(models.QuerySet):
    """Rows with a first day and, perhaps, a day on which they have ceased."""

    def valid_on(self, day: date) -> Self:
        """Rows that hold on `day`: from `valid_from` until the day before `valid_until`."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)


class Dated(models.Model):
    """Valid from the first day until the day before `valid_until` (empty: until further notice)."""

    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("ceases on"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_valid_on(self, day: date) -> bool:
        """Whether the row holds on `day`."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def in_order(table: str) -> models.CheckConstraint:
    """A constraint that a dated row does not cease before it began."""
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
        name=f"{table}_ceases_after_start",
        violation_error_message=_("The last date lies before the first."),
    )


class Illustrative(models.Model):
    """A row that may hold invented demo data, which the product marks as such."""

    is_illustrative = models.BooleanField(_("illustrative"), default=False, editable=False)

    class Meta:
        abstract = True


positive = MinValueValidator(0)
