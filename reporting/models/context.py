"""What happens outside a partnership and changes what it can do."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships import access
from partnerships.models import Governed, Illustrative, Partnership, ProseField
from partnerships.models.base import known


class ContextEventQuerySet(models.QuerySet):
    """Context events, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """Those of the partnerships that `user` may see."""
        return self.filter(partnership__in=access.objects_with(user, "view_partnership"))


class ContextEventKind(models.TextChoices):
    """The kind of a contextevent."""

    LAW = "law", _("law")
    RATES = "rates", _("reimbursement and rates")
    VOLUMES = "volumes", _("volumes")
    POLITICS = "politics", _("politics")
    OTHER = "other", _("something else")


class ContextEventStatus(models.TextChoices):
    """The status of a contextevent."""

    NOTED = "noted", pgettext_lazy("context event", "noted")
    CALLED = "called", pgettext_lazy("context event", "consultation called for")
    HELD = "held", pgettext_lazy("context event", "consultation held")
    SETTLED = "settled", pgettext_lazy("context event", "settled")


class ContextEventOutcome(models.TextChoices):
    """What a context event has led to."""

    AMENDMENT = "amendment", _("an amendment of the agreement")
    DECISION = "decision", _("a decision")
    NOTHING = "nothing", _("nothing")


class ContextEvent(Governed, Illustrative):
    """Something outside (omvärldshändelse): ny lag, ändrad ersättning, volymer, politik; and the consultation it takes.

    One that triggers renegotiation is called for consultation in a body, by a day; then held, then settled.
    """

    Kind = ContextEventKind
    Status = ContextEventStatus
    Outcome = ContextEventOutcome

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="context_events")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("what happened"), max_length=160)
    happened_on = models.DateField(_("day"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    changes = ProseField(_("what it changes for us"))
    body = models.ForeignKey("governance.Body", models.PROTECT, null=True, related_name="+", verbose_name=_("body"))
    due_on = models.DateField(_("to be taken up by"), null=True)
    meeting = models.ForeignKey("governance.Meeting", models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(_("what it led to"), max_length=10, choices=Outcome, blank=True)
    agreement = models.ForeignKey("partnerships.Agreement", models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey("governance.Decision", models.PROTECT, null=True, related_name="+")
    conclusion = ProseField(_("why"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NOTED)

    objects = ContextEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("context event")
        verbose_name_plural = _("context events")
        constraints = [
            known("kind", ContextEventKind, "contextevent"),
            known("status", ContextEventStatus, "contextevent"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *ContextEventOutcome.values]), name="contextevent_outcome_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["called", "held"]) | Q(body__isnull=False, due_on__isnull=False),
                name="contextevent_called_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status="held") | Q(meeting__isnull=False), name="contextevent_held_at_a_meeting"
            ),
            models.CheckConstraint(
                condition=Q(status="settled") & ~Q(outcome="") & ~Q(conclusion="")
                | ~Q(status="settled") & Q(outcome="", conclusion="", agreement=None, decision=None),
                name="contextevent_settled_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="amendment") | Q(agreement__isnull=False), name="contextevent_has_amendment"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="decision") | Q(decision__isnull=False), name="contextevent_has_decision"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reporting:context_event", args=[self.partnership.slug, self.pk])

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return {"called": "warning", "held": "info", "settled": "success"}.get(self.status, "neutral")
