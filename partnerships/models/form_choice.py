"""The choice of form (Forum's key 1): which forms were weighed, how the criteria were judged, what was concluded."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from partnerships import access

from .base import Governed, Illustrative, ProseField, known
from .criteria import CriteriaSet, Criterion
from .document import Document
from .partnership import Partnership


class CooperationForm(models.TextChoices):
    """A form that public and idéburna parties can choose for what they do together."""

    GRANT = "grant", pgettext_lazy("form of cooperation", "grant")
    PROCUREMENT = "procurement", _("procurement")
    RESERVED = "reserved", _("reserved procurement")
    PARTNERSHIP = "partnership", _("idéburet offentligt partnerskap")


class FormChoiceStatus(models.TextChoices):
    """The status of a formchoice."""

    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("waits for the other side")
    SETTLED = "settled", pgettext_lazy("choice of form", "settled")


class FormChoiceQuerySet(models.QuerySet):
    """Choices of form, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """Those of the partnerships that `user` may see."""
        return self.filter(partnership__in=access.objects_with(user, "view_partnership"))

    def open(self) -> Self:
        """Those that are not settled yet."""
        return self.exclude(status=FormChoice.Status.SETTLED)


class FormChoice(Governed, Illustrative):
    """A choice of form of cooperation (val av samverkansform), with the version of the rules that it was made by.

    Settled by a coordinator from each side, each with an act of their own. Then it never changes: a review is another.
    """

    Status = FormChoiceStatus
    Form = CooperationForm

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="form_choices")
    number = models.PositiveIntegerField(_("number"), editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    outcome = models.CharField(_("the form chosen"), max_length=12, choices=Form, blank=True)
    conclusion = ProseField(_("conclusion"), blank=True)
    judged_by = ProseField(_("who has judged"), blank=True)  # roles and organisations, no names
    judged_on = models.DateField(_("judged on"), null=True, blank=True)
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    proposed_by = models.ForeignKey("User", models.PROTECT, null=True, editable=False, related_name="+")
    proposed_for = models.ForeignKey("Organisation", models.PROTECT, null=True, editable=False, related_name="+")
    proposed_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey("User", models.PROTECT, null=True, editable=False, related_name="+")
    settled_for = models.ForeignKey("Organisation", models.PROTECT, null=True, editable=False, related_name="+")
    settled_at = models.DateTimeField(_("settled at"), null=True, editable=False)

    objects = FormChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice of form")
        verbose_name_plural = _("choices of form")
        constraints = [
            known("status", FormChoiceStatus, "formchoice"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=CooperationForm.values), name="formchoice_outcome_known"
            ),
            models.UniqueConstraint(fields=["partnership", "number"], name="formchoice_number_once"),
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(status__in=["draft", "proposed"]),
                name="formchoice_one_open_at_a_time",
                violation_error_message=_("There is already a choice of form that is not settled."),
            ),
            models.CheckConstraint(
                condition=~Q(status="draft") | Q(proposed_by=None, proposed_for=None, proposed_at=None),
                name="formchoice_draft_is_not_proposed",
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(
                    ~Q(outcome=""),
                    ~Q(conclusion=""),
                    proposed_by__isnull=False,
                    proposed_for__isnull=False,
                    proposed_at__isnull=False,
                ),
                name="formchoice_proposed_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(status="settled", settled_at__isnull=False, settled_for__isnull=False)
                & Q(settled_by__isnull=False)
                & ~Q(settled_by=F("proposed_by"))
                | ~Q(status="settled") & Q(settled_by=None, settled_for=None, settled_at=None),
                name="formchoice_settled_by_two",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Choice of form %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("partnerships:form_choice_one", args=[self.partnership.slug, self.pk])

    @property
    def sets(self) -> list[CriteriaSet]:
        """The sets that it was made by: those of its answers and its red flags, in one query."""
        used = Criterion.objects.filter(Q(answers__choice=self) | Q(red_flags__choice=self))
        return list(CriteriaSet.objects.filter(pk__in=used.values("criteria_set")).order_by("kind", "name", "pk"))


class PartOfChoice(Governed):
    """What belongs to a choice of form and changes with it, as long as it is a draft."""

    choice: FormChoice

    class Meta:
        abstract = True

    @property
    def partnership(self) -> Partnership:
        """The scope that its rights hang on."""
        return self.choice.partnership

    @property
    def log_root(self) -> models.Model:
        return self.choice


class WeighedForm(PartOfChoice):
    """What speaks for and against one form (vägd samverkansform). Without words it has not been weighed."""

    choice = models.ForeignKey(FormChoice, models.PROTECT, related_name="weighed")
    form = models.CharField(_("form"), max_length=12, choices=CooperationForm)
    speaks_for = ProseField(_("speaks for"), blank=True)
    speaks_against = ProseField(_("speaks against"), blank=True)

    class Meta:
        verbose_name = _("weighed form")
        verbose_name_plural = _("weighed forms")
        constraints = [
            known("form", CooperationForm, "weighedform"),
            models.UniqueConstraint(fields=["choice", "form"], name="weighedform_once"),
        ]

    def __str__(self) -> str:
        return self.get_form_display()

    @property
    def is_done(self) -> bool:
        """Whether anything is said about the form."""
        return bool(self.speaks_for.strip() or self.speaks_against.strip())


class AnswerValue(models.TextChoices):
    """How far a criterion is met."""

    MET = "met", _("met")
    PARTLY = "partly", _("partly met")
    NOT_MET = "not_met", _("not met")
    NOT_RELEVANT = "not_relevant", _("not relevant")


class CriterionAnswer(PartOfChoice):
    """How one criterion was judged, and on what evidence (kriteriesvar). Empty: not judged yet."""

    Value = AnswerValue

    choice = models.ForeignKey(FormChoice, models.PROTECT, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="answers")
    answer = models.CharField(_("answer"), max_length=12, choices=Value, blank=True)
    evidence = ProseField(_("evidence"), blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )

    class Meta:
        verbose_name = _("answer to a criterion")
        verbose_name_plural = _("answers to criteria")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="") | Q(answer__in=AnswerValue.values), name="criterionanswer_answer_known"
            ),
            models.UniqueConstraint(fields=["choice", "criterion"], name="criterionanswer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.choice_id} {self.criterion_id}"

    @property
    def is_done(self) -> bool:
        """Whether the criterion has been judged."""
        return bool(self.answer)


class RedFlagValue(models.TextChoices):
    """Whether a red flag is there."""

    YES = "yes", _("applies")
    NO = "no", _("does not apply")


class RedFlag(PartOfChoice):
    """Whether a red flag (varningsflagga) applies, and why that is all right. It warns; it never blocks."""

    Value = RedFlagValue

    choice = models.ForeignKey(FormChoice, models.PROTECT, related_name="red_flags")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="red_flags")
    applies = models.CharField(_("applies"), max_length=3, choices=Value, blank=True)
    reason = ProseField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("red flag")
        verbose_name_plural = _("red flags")
        constraints = [
            models.CheckConstraint(
                condition=Q(applies="") | Q(applies__in=RedFlagValue.values), name="redflag_applies_known"
            ),
            models.UniqueConstraint(fields=["choice", "criterion"], name="redflag_once"),
        ]

    def __str__(self) -> str:
        return f"{self.choice_id} {self.criterion_id}"

    @property
    def lacks_reason(self) -> bool:
        """Whether it applies without a word about why that is all right."""
        return self.applies == RedFlagValue.YES and not self.reason.strip()

    @property
    def is_done(self) -> bool:
        """Whether it has been judged, with a reason if it applies."""
        return bool(self.applies) and not self.lacks_reason
