"""The joint analysis of the challenge, in versions that every organisation approves."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from partnerships import access, clock

from .base import Governed, Illustrative, ProseField, SeriesNumber, known
from .partnership import Partnership, Party


class NeedsAnalysisQuerySet(models.QuerySet):
    """Joint analyses, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """The analyses of the partnerships that `user` may see, drafts too: they are written together."""
        return self.filter(partnership__in=access.objects_with(user, "view_partnership"))

    def open(self) -> Self:
        """Those that are being written or wait for approval: at most one in a partnership."""
        return self.filter(status__in=NeedsAnalysis.OPEN)

    def approved(self) -> Self:
        """Those that hold or have held, the newest first."""
        return self.filter(status=NeedsAnalysis.Status.APPROVED).order_by("-number")


class NeedsAnalysisStatus(models.TextChoices):
    """The status of a joint analysis."""

    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", pgettext_lazy("analysis", "waits for approval")
    APPROVED = "approved", pgettext_lazy("analysis", "approved")


class NeedsAnalysis(Governed, Illustrative):
    """One version of the joint analysis of needs (gemensam behovsanalys).

    Its text changes in `draft` only. It is approved when every organisation in the dialogue has approved that text,
    and then stays; what is learnt later goes into the next version, which begins as a copy of it.
    """

    Status = NeedsAnalysisStatus
    OPEN = (Status.DRAFT, Status.PROPOSED)
    #: The parts of the text, in their order.
    PARTS = ("occasion", "challenge", "target_group", "known", "unknown", "goals", "contributions")

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="analyses")
    number = SeriesNumber(default=0, editable=False)  # set by trigger, per partnership
    occasion = ProseField(_("why this version is written"), blank=True)
    challenge = ProseField(_("societal challenge"), blank=True)
    target_group = ProseField(_("target group"), blank=True)
    known = ProseField(_("what we know"), blank=True)
    unknown = ProseField(_("what we do not know, and what worries us"), blank=True)
    goals = ProseField(_("what we want to achieve"), blank=True)
    contributions = ProseField(_("what each of us can bring"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    round = models.PositiveIntegerField(default=0, editable=False)  # how many times it has been proposed
    text_hash = models.CharField(max_length=64, blank=True, editable=False)  # of the text that is being approved
    proposed_at = models.DateTimeField(_("proposed"), null=True, editable=False)
    approved_at = models.DateTimeField(_("approved by all"), null=True, editable=False)

    objects = NeedsAnalysisQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint analysis")
        verbose_name_plural = _("joint analyses")
        constraints = [
            known("status", NeedsAnalysisStatus, "needsanalysis"),
            models.UniqueConstraint(fields=["partnership", "number"], name="needsanalysis_number_once"),
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(status__in=["draft", "proposed"]),
                name="needsanalysis_one_open_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | (Q(approved_at__isnull=False) & ~Q(text_hash="")),
                name="needsanalysis_approved_has_text",
            ),
        ]

    def __str__(self) -> str:
        return gettext("version %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("partnerships:analysis_version", args=[self.partnership.slug, self.number])

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """(field, heading, text) of each part that has a text."""
        rows = [(name, self._meta.get_field(name).verbose_name, getattr(self, name)) for name in self.PARTS]
        return [(name, str(heading), text) for name, heading, text in rows if text.strip()]


class AnalysisApproval(models.Model):
    """An organisation's approval (godkännande) of the exact text with `text_hash`. Never updated or deleted.

    It counts only in the round in which it was given: a change to the text begins a new round.
    """

    private_fields = frozenset({"name"})

    analysis = models.ForeignKey(NeedsAnalysis, models.PROTECT, related_name="approvals")
    round = models.PositiveIntegerField()
    party = models.ForeignKey(Party, models.PROTECT, related_name="analysis_approvals")
    person = models.ForeignKey("User", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, default="", editable=False)  # what the person is called then, by trigger
    mandate = models.ForeignKey("Mandate", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("moment"), default=clock.now)
    text_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("approval of the joint analysis")
        verbose_name_plural = _("approvals of the joint analysis")
        constraints = [
            models.UniqueConstraint(fields=["analysis", "round", "party"], name="analysisapproval_once_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.analysis_id} {self.party_id}"
