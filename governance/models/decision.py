"""Decisions, the parties' positions on them, ratification, and the actions that follow."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships import clock
from partnerships.models import Governed, Illustrative, Partnership, ProseField
from partnerships.models.base import SeriesNumber, known

from .body import Body
from .meeting import AgendaItem, OfBodyQuerySet


class DecisionStatus(models.TextChoices):
    """The status of a decision."""

    OPEN = "open", _("positions are being recorded")
    CLOSED = "closed", pgettext_lazy("decision", "closed")


class DecisionOutcome(models.TextChoices):
    """The outcome of a decision."""

    ADOPTED = "adopted", _("adopted")
    REJECTED = "rejected", _("rejected")
    POSTPONED = "postponed", _("postponed")
    REFERRED_BACK = "referred_back", _("referred back")


class Decision(Governed, Illustrative):
    """A decision (beslut) under an agenda item. While `open`, positions are recorded; `closed` fixes its outcome."""

    Status = DecisionStatus
    Outcome = DecisionOutcome

    body = models.ForeignKey(Body, models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions")
    year = models.PositiveSmallIntegerField(editable=False)
    number = SeriesNumber("§", default=0, editable=False)  # set by trigger, within body and year
    title = models.CharField(_("title"), max_length=200)
    wording = ProseField(_("wording"))
    conditions = ProseField(_("conditions"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    outcome = models.CharField(_("outcome"), max_length=14, choices=Outcome, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    explanation = models.TextField(blank=True, editable=False)  # how the body's rule gave the outcome

    objects = OfBodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["body", "-year", "-number"], name="decision_latest_first")]
        constraints = [
            known("status", DecisionStatus, "decision"),
            models.UniqueConstraint(fields=["body", "year", "number"], name="decision_number_once"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=["adopted", "rejected", "postponed", "referred_back"]),
                name="decision_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(status="open", outcome="")
                | (Q(status="closed", decided_on__isnull=False) & ~Q(outcome="")),
                name="decision_closed_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"§ {self.number}/{self.year} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("governance:decision", args=[self.body.partnership.slug, self.pk])

    @property
    def partnership(self) -> Partnership:
        return self.body.partnership


class PositionStance(models.TextChoices):
    """The stance of a position."""

    SUPPORTS = "supports", _("supports")
    STANDS_ASIDE = "stands_aside", _("stands aside")
    RESERVATION = "reservation", _("reservation")
    BLOCKS = "blocks", _("opposes")
    DISQUALIFIED = "disqualified", _("disqualified (jäv)")


class Position(Governed):
    """A party's stance on a decision (ställningstagande). Fixed when the decision is closed."""

    Stance = PositionStance

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="positions")
    party = models.ForeignKey("partnerships.Party", models.PROTECT, related_name="positions")
    stance = models.CharField(_("position"), max_length=14, choices=Stance)
    reason = ProseField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            known("stance", PositionStance, "position"),
            models.UniqueConstraint(fields=["decision", "party"], name="position_once"),
            models.CheckConstraint(
                condition=~Q(stance__in=["reservation", "disqualified"]) | Q(reason__gt=""),
                name="position_has_reason",
                violation_error_message=_("A reservation and a conflict of interest need a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.party_id}"

    @property
    def body(self) -> Body:
        return self.decision.body

    @property
    def partnership(self) -> Partnership:
        return self.decision.partnership

    @property
    def log_root(self) -> models.Model:
        return self.decision


class Ratification(Governed):
    """A party's own decision at home (hemtagning, ratificering) that a joint decision waits for."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="ratifications")
    party = models.ForeignKey("partnerships.Party", models.PROTECT, related_name="ratifications")
    decided_by = models.CharField(_("decided by"), max_length=160, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    entered_by = models.ForeignKey("partnerships.User", models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("ratification")
        verbose_name_plural = _("ratifications")
        constraints = [models.UniqueConstraint(fields=["decision", "party"], name="ratification_once")]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.party_id}"

    @property
    def body(self) -> Body:
        return self.decision.body

    @property
    def partnership(self) -> Partnership:
        return self.decision.partnership

    @property
    def organisation(self) -> models.Model:
        return self.party.organisation

    @property
    def log_root(self) -> models.Model:
        return self.decision


class ActionItem(Governed):
    """Something to do (åtgärd) that a meeting gave a party. Open ones follow to the body's next meeting."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="actions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="actions")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="actions")
    title = models.CharField(_("what"), max_length=200)
    party = models.ForeignKey(
        "partnerships.Party", models.PROTECT, related_name="actions", verbose_name=_("responsible party")
    )
    person = models.ForeignKey(
        "partnerships.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("responsible person"),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey("partnerships.User", models.PROTECT, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfBodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        indexes = [models.Index(fields=["body", "done_on", "due_on"], name="action_open_by_due")]

    def __str__(self) -> str:
        return self.title

    @property
    def partnership(self) -> Partnership:
        return self.body.partnership

    @property
    def log_root(self) -> models.Model:
        return self.item.meeting
