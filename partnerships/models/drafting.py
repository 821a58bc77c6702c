"""Drafting together: proposed wording, comments on sections, and whose turn it is to write."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships import clock

from .agreement import Agreement, AgreementSection
from .base import Governed, ProseField, known
from .partnership import Partnership, Party


class AboutSection(Governed):
    """A row about a section of an agreement's text. It stays when the section is taken out, and keeps its heading."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="%(class)ss")
    # The key stays when the section goes; that it is one of the agreement's is checked when the row is born.
    section = models.ForeignKey(
        AgreementSection, models.DO_NOTHING, null=True, blank=True, db_constraint=False, related_name="%(class)ss"
    )
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")  # null: acts for no party

    class Meta:
        abstract = True

    @property
    def partnership(self) -> Partnership:
        return self.agreement.partnership

    @property
    def log_root(self) -> models.Model:
        return self.agreement.log_root


class WordingKind(models.TextChoices):
    """The kind of a proposed wording."""

    CHANGE = "change", _("another wording")
    NEW = "new", _("a new section")
    REMOVE = "remove", _("that the section goes")


class WordingStatus(models.TextChoices):
    """The status of a proposed wording."""

    OPEN = "open", pgettext_lazy("proposed wording", "open")
    ACCEPTED = "accepted", pgettext_lazy("proposed wording", "accepted")
    ANSWERED = "answered", pgettext_lazy("proposed wording", "answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposed wording", "withdrawn")


class WordingProposal(AboutSection):
    """Wording that a party proposes for an agreement (ändringsförslag). Answered once, and never rewritten.

    `basis_heading` and `basis_body` are the section as it stood when the wording was proposed.
    """

    Kind, Status = WordingKind, WordingStatus

    kind = models.CharField(_("what is proposed"), max_length=10, choices=Kind)
    basis_heading = models.CharField(_("heading until now"), max_length=160, blank=True)
    basis_body = ProseField(_("text until now"), blank=True)
    heading = models.CharField(_("heading"), max_length=160)
    body = ProseField(_("text"), blank=True)
    position = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)  # where a new section is to stand
    reason = ProseField(_("reason"))
    proposed_by = models.ForeignKey("User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed"), default=clock.now)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    answer = ProseField(_("answer"), blank=True)
    answered_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("wording proposal")
        verbose_name_plural = _("wording proposals")
        constraints = [
            known("kind", WordingKind, "wordingproposal"),
            known("status", WordingStatus, "wordingproposal"),
            models.CheckConstraint(
                condition=Q(kind="new", section__isnull=True) | (~Q(kind="new") & Q(section__isnull=False)),
                name="wordingproposal_about_a_section_or_new",
            ),
            models.CheckConstraint(
                condition=Q(status="open", answered_at__isnull=True)
                | (~Q(status="open") & Q(answered_at__isnull=False)),
                name="wordingproposal_answered_or_open",
            ),
            models.CheckConstraint(
                condition=~Q(status="answered") | ~Q(answer=""), name="wordingproposal_answer_has_words"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="wordingproposal_has_reason"),
        ]

    def __str__(self) -> str:
        return self.heading


class CommentStatus(models.TextChoices):
    """The status of a comment."""

    OPEN = "open", pgettext_lazy("comment", "open")
    RESOLVED = "resolved", pgettext_lazy("comment", "resolved")


class SectionComment(AboutSection):
    """A comment on a section (kommentar), or the reply to one. Its words never change; it is resolved or open again.

    `quote` holds the words it concerns, so that it makes sense when they have moved or gone.
    """

    Status = CommentStatus

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    heading = models.CharField(_("heading"), max_length=160)
    quote = ProseField(_("words it concerns"), blank=True)
    text = ProseField(_("comment"))
    author = models.ForeignKey("User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written"), default=clock.now)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    resolved_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(_("resolved"), null=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            known("status", CommentStatus, "sectioncomment"),
            models.CheckConstraint(condition=Q(section__isnull=False), name="sectioncomment_on_a_section"),
            models.CheckConstraint(condition=~Q(text=""), name="sectioncomment_has_text"),
            models.CheckConstraint(
                condition=Q(status="open", resolved_at__isnull=True)
                | Q(status="resolved", resolved_at__isnull=False, parent__isnull=True),
                name="sectioncomment_resolved_or_open",
            ),
        ]

    def __str__(self) -> str:
        return self.heading


class DraftingTurn(models.Model):
    """Whose turn it is to write on a draft (skrivtur): a party's, or with no party the coordinators'. Append-only.

    The latest counts, as long as the draft is the one it was given on: proposing begins another round.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="turns")
    round = models.PositiveIntegerField()
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    note = ProseField(_("what remains to be done"), blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    given_by = models.ForeignKey("User", models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given"), default=clock.now)

    class Meta:
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
        indexes = [models.Index(fields=["agreement", "-id"], name="draftingturn_latest")]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.party_id}"

    @property
    def partnership(self) -> Any:
        """The partnership it belongs to."""
        return self.agreement.partnership
