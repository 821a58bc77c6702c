"""Agreements: their text, their annexes and who has signed what."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships import access, clock

from .base import Governed, Illustrative, ProseField, SeriesNumber, known
from .partnership import Partnership, Party


class AgreementQuerySet(models.QuerySet):
    """Agreements, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """The agreements of the partnerships that `user` may see."""
        return self.filter(partnership__in=access.objects_with(user, "view_partnership"))

    def packages(self) -> Self:
        """What is signed as a whole: everything but annexes, which are signed with their parent."""
        return self.exclude(kind=Agreement.Kind.ANNEX)


class AgreementKind(models.TextChoices):
    """The kind of a agreement."""

    MAIN = "main", _("partnership agreement")
    ANNEX = "annex", _("annex")
    AMENDMENT = "amendment", _("amendment")
    EXTENSION = "extension", _("extension")


class AgreementStatus(models.TextChoices):
    """The status of a agreement."""

    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("waits for signatures")
    IN_FORCE = "in_force", _("in force")
    SUPERSEDED = "superseded", _("superseded")
    TERMINATED = "terminated", _("terminated")
    ENDED = "ended", _("ended")


class Agreement(Governed, Illustrative):
    """An agreement (avtal): partnerskapsavtal, bilaga, tilläggsavtal or förlängning.

    An annex is signed with its parent: the parent's hash covers its text. Terms and sections change in `draft` only.
    """

    Kind = AgreementKind
    Status = AgreementStatus

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="agreements")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    number = SeriesNumber(default=0, editable=False)  # set by trigger, per partnership and kind
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="annexes")
    title = models.CharField(_("title"), max_length=160)
    registry_number = models.CharField(_("registry number"), max_length=40, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(_("notice, months"), null=True, blank=True)
    extension_rule = ProseField(_("extension"), blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    round = models.PositiveIntegerField(default=0, editable=False)  # how many times it has been proposed
    text_hash = models.CharField(max_length=64, blank=True, editable=False)  # of the text that is being signed
    proposed_on = models.DateField(null=True, editable=False)
    in_force_on = models.DateField(_("in force since"), null=True, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            known("kind", AgreementKind, "agreement"),
            known("status", AgreementStatus, "agreement"),
            models.UniqueConstraint(fields=["partnership", "kind", "number"], name="agreement_number_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="agreement_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(condition=Q(kind="main") | Q(parent__isnull=False), name="agreement_has_parent"),
            models.CheckConstraint(
                condition=~Q(kind="annex") | Q(party__isnull=False), name="agreement_annex_has_party"
            ),
            models.CheckConstraint(
                condition=~Q(status="in_force") | (Q(in_force_on__isnull=False) & ~Q(text_hash="")),
                name="agreement_in_force_has_text",
            ),
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(kind="main", status__in=["draft", "proposed", "in_force"]),
                name="agreement_one_main_at_a_time",
                violation_error_message=_("The partnership already has a main agreement."),
            ),
            models.UniqueConstraint(
                fields=["parent", "party"], condition=Q(kind="annex"), name="agreement_one_annex_for_each_party"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:agreement", args=[self.partnership.slug, self.pk])

    @property
    def log_root(self) -> models.Model:
        return self.parent if self.kind == self.Kind.ANNEX else self

    @property
    def is_lapsed(self) -> bool:
        """Whether it is the annex of a party that went without signing it: never more than a draft."""
        gone = self.party is not None and self.party.status in (Party.Status.DECLINED, Party.Status.LEFT)
        return self.kind == self.Kind.ANNEX and self.status == self.Status.DRAFT and gone

    @property
    def state(self) -> str:
        """The status as pages show it."""
        return "lapsed" if self.is_lapsed else self.status

    @property
    def state_label(self) -> str:
        """The word for `state`."""
        return gettext("lapsed") if self.is_lapsed else self.get_status_display()


class AgreementSection(Governed):
    """One headed part of an agreement's text (avsnitt), in Markdown."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField(_("order"))
    heading = models.CharField(_("heading"), max_length=160)
    body = ProseField(_("text"), blank=True)
    help_text = models.TextField(blank=True, editable=False)  # what usually stands here, from the template

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "position"], name="section_position_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.heading}"

    @property
    def partnership(self) -> Partnership:
        return self.agreement.partnership

    @property
    def log_root(self) -> models.Model:
        return self.agreement.log_root


class AgreementParty(Governed):
    """A party that an agreement is between, and that therefore has to sign it (avtalspart).

    It signs when all with a lower turn have: the turn is about the signing, and no part of the text.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="agreement_parties")
    party = models.ForeignKey(Party, models.PROTECT, related_name="agreement_parties")
    turn = models.PositiveSmallIntegerField(_("turn to sign"), default=1)  # the same for all: in any order

    class Meta:
        verbose_name = _("contracting party")
        verbose_name_plural = _("contracting parties")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "party"], name="agreementparty_once"),
            models.CheckConstraint(condition=Q(turn__gte=1), name="agreementparty_turn_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.party_id}"

    @property
    def partnership(self) -> Partnership:
        return self.agreement.partnership

    @property
    def log_root(self) -> models.Model:
        return self.agreement.log_root


class SignatureMethod(models.TextChoices):
    """The method of a signature."""

    PASSWORD = "password", _("own login with password")


class Signature(models.Model):
    """A party's signature (underskrift) on the exact text with `text_hash`. Never updated or deleted.

    It counts only in the round in which it was given: a change to the text begins a new round.
    """

    private_fields = frozenset({"name"})
    Method = SignatureMethod

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    round = models.PositiveIntegerField()
    party = models.ForeignKey(Party, models.PROTECT, related_name="signatures")
    person = models.ForeignKey("User", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, default="", editable=False)  # what the person is called then, by trigger
    mandate = models.ForeignKey("Mandate", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("moment"), default=clock.now)
    method = models.CharField(_("method"), max_length=20, choices=Method, default=Method.PASSWORD)
    text_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "round", "party"], name="signature_once_a_round"),
            known("method", SignatureMethod, "signature"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.party_id}"


class SectionTemplate(models.Model):
    """A section that a new agreement starts with (mallavsnitt). Reference data, edited in the back office."""

    kind = models.CharField(_("kind of agreement"), max_length=10, choices=Agreement.Kind)
    position = models.PositiveSmallIntegerField(_("order"))
    heading = models.CharField(_("heading"), max_length=160)
    help_text = models.TextField(_("what usually stands here"), blank=True)
    body = models.TextField(_("text to start from"), blank=True)

    class Meta:
        verbose_name = _("section template")
        verbose_name_plural = _("section templates")
        constraints = [models.UniqueConstraint(fields=["kind", "position"], name="sectiontemplate_position_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.position} {self.heading}"
