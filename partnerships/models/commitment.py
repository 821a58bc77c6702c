"""What each party brings: what the agreement says, and what was brought."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, ExpressionWrapper, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, ExtractYear, Round
from django.utils.translation import gettext_lazy as _

from partnerships import access
from partnerships.validators import refuse_personal_numbers

from .agreed import AgreedQuerySet, AgreedRow
from .base import DateRange, Governed, Illustrative, MoneyField, ProseField, known
from .organisation import Organisation
from .partnership import Partnership, Party

ORE = Decimal("0.01")
#: The units that are given: the words stand in a Swedish document and are never translated.
KRONOR, HOURS = "kr", "timmar"


class Days(models.Func):
    """How many days the first day lies after the second."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = models.IntegerField()


def product(quantity: Decimal, unit_value: Decimal) -> Decimal:
    """A quantity's value in kr, to the öre, as the database works it out."""
    return (quantity * unit_value).quantize(ORE, ROUND_HALF_UP)


def is_product(table: str) -> models.CheckConstraint:
    """A constraint that a row's value is its quantity times its unit value, to the öre."""
    return models.CheckConstraint(
        condition=Q(value=Round(F("quantity") * F("unit_value"), precision=2)), name=f"{table}_value_is_product"
    )


class CommitmentQuerySet(AgreedQuerySet):
    """Commitments, with what came of them."""

    def with_figures(self) -> Self:
        """Each with `year`, `replaced_on`, what is `planned` of it, what was `brought`, and both quantities.

        Of a commitment that another one replaces, as many days are planned as it held.
        """
        replaced = When(replaced_by__agreement__in_force_on__isnull=False, then=F("replaced_by__starts_on"))
        whole = Days(F("ends_on"), F("starts_on")) + 1
        held = Coalesce(Days(F("replaced_on"), F("starts_on")), whole)
        actuals = CommitmentActual.objects.standing().filter(commitment=OuterRef("pk")).order_by()
        sums = actuals.values("commitment").annotate(value_sum=Sum("value"), quantity_sum=Sum("quantity"))
        money, plain = MoneyField(), models.DecimalField(max_digits=14, decimal_places=2)
        return self.annotate(
            year=ExtractYear("starts_on"),
            replaced_on=Case(replaced, default=None, output_field=models.DateField()),
        ).annotate(
            planned=Round(ExpressionWrapper(F("value") * held / whole, money), precision=2),
            planned_quantity=Round(ExpressionWrapper(F("quantity") * held / whole, plain), precision=2),
            brought=Coalesce(
                Subquery(sums.values("value_sum"), output_field=money), Value(Decimal(0), output_field=money)
            ),
            brought_quantity=Coalesce(
                Subquery(sums.values("quantity_sum"), output_field=plain), Value(Decimal(0), output_field=plain)
            ),
        )

    def in_effect_on(self, day: Any) -> Self:
        """The commitments that hold on `day`: agreed, begun, not over and not replaced."""
        replaced = Q(replaced_by__agreement__in_force_on__isnull=False, replaced_by__starts_on__lte=day)
        return self.agreed().filter(starts_on__lte=day, ends_on__gte=day).exclude(replaced)


class CommitmentKind(models.TextChoices):
    """What sort of thing is brought."""

    MONEY = "money", _("money")
    IN_KIND = "in_kind", _("in kind")
    HOURS = "hours", _("hours")


class Commitment(AgreedRow):
    """What a party brings (åtagande): money, things or time, within one year, with its value in kr."""

    Kind = CommitmentKind

    party = models.ForeignKey(Party, models.PROTECT, related_name="commitments")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    description = models.CharField(_("what is brought"), max_length=200, validators=[refuse_personal_numbers])
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=30)
    unit_value = MoneyField(_("value of a unit, kr"))
    value = MoneyField(_("value, kr"), editable=False)
    basis = models.CharField(_("basis of the value"), max_length=300, blank=True, validators=[refuse_personal_numbers])
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            known("kind", CommitmentKind, "commitment"),
            is_product("commitment"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) | Q(quantity=0, replaces__isnull=False), name="commitment_brings_something"
            ),
            models.CheckConstraint(condition=Q(unit_value__gte=0), name="commitment_value_not_negative"),
            models.CheckConstraint(
                condition=~Q(kind="money") | Q(unit=KRONOR, unit_value=1), name="commitment_money_in_kronor"
            ),
            models.CheckConstraint(condition=~Q(kind="hours") | Q(unit=HOURS), name="commitment_hours_in_hours"),
            models.CheckConstraint(
                condition=Q(kind="money") | Q(unit_value=0) | ~Q(basis=""), name="commitment_value_has_basis"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), starts_on__year=F("ends_on__year")),
                name="commitment_within_a_year",
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def organisation(self) -> Organisation:
        return self.party.organisation

    def work_out(self) -> None:
        """Fill in what follows from the rest: the unit of money and hours, and the value."""
        if self.kind == self.Kind.MONEY:
            self.unit, self.unit_value = KRONOR, Decimal(1)
        elif self.kind == self.Kind.HOURS:
            self.unit = HOURS
        self.value = product(self.quantity, self.unit_value)


class CommitmentActualQuerySet(models.QuerySet):
    """What was brought, as far as a person may see it."""

    def visible_to(self, user: Any) -> Self:
        """The rows of the partnerships that `user` may see."""
        return self.filter(commitment__agreement__partnership__in=access.objects_with(user, "view_partnership"))

    def standing(self) -> Self:
        """The rows that no other row corrects."""
        return self.filter(corrected_by__isnull=True)


class CommitmentActual(Governed, Illustrative):
    """What was brought of a commitment in a month or a quarter (utfall). Never changed: a new row corrects it."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="actuals")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2)
    unit_value = MoneyField(_("value of a unit, kr"), editable=False)
    value = MoneyField(_("value, kr"), editable=False)
    note = ProseField(_("note"), blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("corrects")
    )

    objects = CommitmentActualQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome of a commitment")
        verbose_name_plural = _("outcomes of commitments")
        constraints = [
            is_product("actual"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="actual_not_negative"),
            ExclusionConstraint(
                name="actual_period_once",
                expressions=[
                    ("commitment", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(corrects__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.starts_on:%Y-%m}"

    @property
    def partnership(self) -> Partnership:
        return self.commitment.partnership

    @property
    def organisation(self) -> Organisation:
        return self.commitment.organisation

    @property
    def log_root(self) -> models.Model:
        return self.commitment.log_root
