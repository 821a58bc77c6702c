"""Criteria, red flags and questions for the choice of form: dated reference data, edited in the back office."""

from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .base import Dated, DatedQuerySet, in_order, known
from .organisation import Side
from .partnership import Partnership, Party


class CriteriaKind(models.TextChoices):
    """The kind of a criteriaset."""

    CRITERIA = "criteria", _("criteria for a partnership")
    RED_FLAGS = "red_flags", _("red flags")
    QUESTIONS = "questions", _("questions about the form")


class CriteriaSetQuerySet(DatedQuerySet):
    """Sets by their kind, their days and where they apply."""

    def for_partnership(self, partnership: Partnership, day: date) -> Self:
        """Those that hold on `day`: the national ones, and those of the municipalities that take part."""
        inside = Party.objects.filter(
            partnership=partnership, status__in=Party.INSIDE, organisation__side=Side.PUBLIC
        ).exclude(organisation__municipality_code="")
        local = Q(municipality_code__in=inside.values("organisation__municipality_code"))
        return self.valid_on(day).filter(Q(municipality_code="") | local).order_by("municipality_code", "name", "pk")


class CriteriaSet(Dated):
    """A set of criteria (kriterier), red flags (varningsflaggor) or questions, as its source worded it in its time.

    Reference data. A set that has been used stays as it was, but for its last day: a change is a new dated set.
    """

    Kind = CriteriaKind

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CRITERIA)
    name = models.CharField(_("name"), max_length=120)
    source = models.TextField(_("source"))
    municipality_code = models.CharField(
        _("municipality code"),
        max_length=4,
        blank=True,
        validators=[
            RegexValidator(r"^\d{4}$", message=_("A municipality code has four digits, for example 1480.")),
        ],
        help_text=_("Empty: national. Else the set is offered where that municipality takes part."),
    )

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("set of criteria")
        verbose_name_plural = _("sets of criteria")
        constraints = [
            known("kind", CriteriaKind, "criteriaset"),
            in_order("criteriaset"),
            models.CheckConstraint(
                condition=Q(municipality_code="") | Q(municipality_code__regex=r"^\d{4}$"),
                name="criteriaset_municipality_code_four_digits",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_used(self) -> bool:
        """Whether a choice of form has been made by it: then it stays as it is worded."""
        used = Q(answers__isnull=False) | Q(red_flags__isnull=False)
        return self.criteria.filter(used).exists()


class Suggestion(models.TextChoices):
    """What of the system's own data may speak for or against a red flag."""

    NONE = "", _("nothing")
    EXTENSION = "extension", _("the agreement's last day and rule for extension")
    CONTRIBUTION = "contribution", _("what the idéburna parties bring")


class Criterion(models.Model):
    """One criterion, red flag or question of a set (kriterium), in the exact words of its source."""

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("order"))
    number = models.CharField(_("number"), max_length=10)
    wording = models.TextField(_("wording"))
    question = models.TextField(_("question to help"), blank=True)
    evidence = models.TextField(_("evidence to ask for, or what a yes means"), blank=True)
    suggestion = models.CharField(
        _("the system can tell of"), max_length=12, choices=Suggestion, blank=True, default=Suggestion.NONE
    )

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "position"], name="criterion_position_once"),
            known("suggestion", Suggestion, "criterion"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.wording}"
