"""What is to be fulfilled under an agreement, when it is looked after, and what was found."""

from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, F, Func, Q, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from partnerships import access, clock
from partnerships.validators import refuse_personal_numbers

from .agreed import AgreedQuerySet, AgreedRow
from .agreement import AgreementStatus
from .base import ProseField, known
from .document import Document
from .organisation import Organisation
from .partnership import Partnership, Party


class MonthsAfter(Func):
    """The day so many months after a day; the last of a month if the month has no such day."""

    template = "((%(expressions)s)))::date)"
    arg_joiner = " + make_interval(months => ("
    output_field = models.DateField()


class ConditionCheckOutcome(models.TextChoices):
    """What was found."""

    FULFILLED = "fulfilled", _("fulfilled")
    NOT_YET = "not_yet", _("not yet fulfilled")
    NOT = "not", _("not fulfilled")


#: What answers a supervision date; after "not yet" the same date waits on.
SETTLED = (ConditionCheckOutcome.FULFILLED, ConditionCheckOutcome.NOT)


class ConditionQuerySet(AgreedQuerySet):
    """Conditions, with when they are to be looked after next."""

    def with_next(self) -> Self:
        """Each with `settled` (how many dates are answered), `next_on` (None: nothing more) and `last_outcome`."""
        last = ConditionCheck.objects.filter(condition=models.OuterRef("pk")).order_by("-pk")
        rows = self.annotate(
            settled=Count("checks", filter=Q(checks__outcome__in=SETTLED)),
            last_outcome=models.Subquery(last.values("outcome")[:1]),
            last_on=models.Subquery(last.values("checked_on")[:1]),
        )
        over = ~Q(agreement__status=AgreementStatus.IN_FORCE) | Q(lifted_on__isnull=False)
        months = Cast(F("settled") * F("every_months"), models.IntegerField())
        return rows.annotate(
            next_on=Case(
                When(over, then=None),
                When(every_months__isnull=False, then=MonthsAfter(F("due_on"), months)),
                When(settled=0, then=F("due_on")),
                default=None,
                output_field=models.DateField(),
            )
        )


class Condition(AgreedRow):
    """Something that a party is to fulfil (villkor), with a day on which somebody else looks after it (tillsyn).

    It is part of the signed text, or rests on a later decision that it names. It can be lifted, never rewritten.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="conditions", verbose_name=_("who is to fulfil it"))
    text = models.CharField(_("condition"), max_length=500, validators=[refuse_personal_numbers])
    watcher = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="watched_conditions", verbose_name=_("who watches")
    )  # nobody: the coordinators
    due_on = models.DateField(_("first supervision date"))
    every_months = models.PositiveSmallIntegerField(_("every so many months"), null=True, blank=True)  # none: once
    decision = models.CharField(
        _("decision that it rests on"), max_length=300, blank=True, validators=[refuse_personal_numbers]
    )
    lifted_on = models.DateField(_("lifted on"), null=True, editable=False)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        constraints = [
            models.CheckConstraint(
                condition=Q(every_months__isnull=True) | Q(every_months__range=(1, 120)), name="condition_recurs"
            ),
            models.CheckConstraint(
                condition=Q(watcher__isnull=True) | ~Q(watcher=F("party")), name="condition_watched_by_another"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def organisation(self) -> Organisation:
        return self.party.organisation

    @property
    def writer(self) -> None:
        """Coordinators write conditions, for all."""
        return


class ConditionCheckQuerySet(models.QuerySet):
    """Checks, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """The checks of the partnerships that `user` may see."""
        return self.filter(condition__agreement__partnership__in=access.objects_with(user, "view_partnership"))


class ConditionCheck(models.Model):
    """That somebody looked after a condition on a day (tillsyn), and what was found. Never updated or deleted."""

    Outcome = ConditionCheckOutcome

    condition = models.ForeignKey(Condition, models.PROTECT, related_name="checks")
    due_on = models.DateField(_("supervision date"))  # the date that it answers
    checked_on = models.DateField(_("checked on"))
    person = models.ForeignKey("User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # whom the person acted for
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    note = ProseField(_("note"), blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = ConditionCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a condition")
        verbose_name_plural = _("checks of conditions")
        constraints = [
            known("outcome", ConditionCheckOutcome, "conditioncheck"),
            models.UniqueConstraint(
                fields=["condition", "due_on"], condition=Q(outcome__in=SETTLED), name="conditioncheck_answered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition_id} {self.checked_on}"

    @property
    def partnership(self) -> Partnership:
        return self.condition.partnership
