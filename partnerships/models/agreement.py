"""Agreements: their text, their annexes and who has signed what."""

from datetime import date, datetime, time
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
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
    ENDING = "ending", _("agreement to end")


class AgreementStatus(models.TextChoices):
    """The status of a agreement."""

    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("waits for signatures")
    IN_FORCE = "in_force", _("in force")
    SUPERSEDED = "superseded", _("superseded")
    TERMINATED = "terminated", _("terminated")
    ENDED = "ended", _("ended")


class Subject(models.TextChoices):
    """What an amendment is about."""

    PARTIES = "parties", _("parties that join")
    TERM = "term", _("term, notice or extension")
    MONEY = "money", _("money")
    TARGET_GROUP = "target_group", _("target group")
    SERVICES = "services", _("services and commitments")
    OTHER = "other", _("something else")


class ExtensionKind(models.TextChoices):
    """How an agreement is extended when its term runs out."""

    NONE = "none", _("it is not extended")
    DECISION = "decision", _("by an extension that all parties sign")
    AUTOMATIC = "automatic", _("by itself, unless somebody gives notice in time")


class Agreement(Governed, Illustrative):
    """An agreement (avtal): partnerskapsavtal, bilaga, tilläggsavtal or förlängning.

    An annex is signed with its parent: the parent's hash covers its text. Terms and sections change in `draft` only.
    """

    Kind = AgreementKind
    Status = AgreementStatus
    Subject = Subject
    Extension = ExtensionKind

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
    extension_kind = models.CharField(_("how it is extended"), max_length=12, choices=ExtensionKind, blank=True)
    extension_months = models.PositiveSmallIntegerField(_("months each time"), null=True, blank=True)
    extension_times = models.PositiveSmallIntegerField(_("times at most"), null=True, blank=True)
    extension_notice_months = models.PositiveSmallIntegerField(_("months to say no"), null=True, blank=True)
    subjects = ArrayField(models.CharField(max_length=12, choices=Subject), default=list, blank=True, editable=False)
    target_group = ProseField(_("new target group"), blank=True)  # what an amendment makes of it
    based_on_end = models.DateField(null=True, editable=False)  # the last day that a new last day was written for
    dropped_on = models.DateField(_("laid aside on"), null=True, editable=False)  # a draft that came to nothing
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    round = models.PositiveIntegerField(default=0, editable=False)  # how many times it has been proposed
    text_hash = models.CharField(max_length=64, blank=True, editable=False)  # of the text that is being signed
    proposed_on = models.DateField(null=True, editable=False)
    in_force_on = models.DateField(_("in force since"), null=True, editable=False)
    signed_at = models.DateTimeField(null=True, editable=False)  # when the last party signed

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
                condition=Q(kind="main", status__in=["draft", "proposed"]),
                name="agreement_one_main_in_the_making",
                violation_error_message=_("The partnership already has a main agreement that is being written."),
            ),
            models.UniqueConstraint(
                fields=["parent", "party"], condition=Q(kind="annex"), name="agreement_one_annex_for_each_party"
            ),
            models.UniqueConstraint(
                fields=["parent"],
                condition=Q(kind="amendment", status__in=["draft", "proposed"], dropped_on=None) & ~Q(subjects=[]),
                name="agreement_one_open_amendment",
                violation_error_message=_("The agreement already has an amendment that is being written or signed."),
            ),
            models.CheckConstraint(condition=Q(subjects__contained_by=Subject.values), name="agreement_subjects_known"),
            models.CheckConstraint(condition=Q(subjects=[]) | Q(kind="amendment"), name="agreement_subjects_amendment"),
            models.CheckConstraint(condition=Q(dropped_on=None) | Q(status="draft"), name="agreement_dropped_is_draft"),
            models.CheckConstraint(
                condition=Q(extension_kind__in=["", *ExtensionKind.values]), name="agreement_extension_known"
            ),
            models.CheckConstraint(
                condition=~Q(extension_kind="automatic") | Q(extension_months__isnull=False, extension_months__gt=0),
                name="agreement_automatic_has_months",
                violation_error_message=_("Say by how many months it is extended each time."),
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
    def agreed_at(self) -> tuple[datetime, int]:
        """What orders the packages of an agreement: of two that say something of the same, the later agreed holds."""
        begun = self.signed_at or timezone.make_aware(datetime.combine(self.in_force_on or date(9999, 1, 1), time()))
        return begun, self.pk

    @property
    def subject_labels(self) -> list[str]:
        """What an amendment is about, in words."""
        return [str(Subject(one).label) for one in self.subjects]

    @property
    def state(self) -> str:
        """The status as pages show it."""
        if self.dropped_on:
            return "dropped"
        return "lapsed" if self.is_lapsed else self.status

    @property
    def state_label(self) -> str:
        """The word for `state`."""
        if self.dropped_on:
            return gettext("laid aside")
        return gettext("lapsed") if self.is_lapsed else self.get_status_display()


#: What each kind is called in the text that is signed, in every language and year.
SWEDISH_KINDS: dict[str, str] = {
    AgreementKind.MAIN: "partnerskapsavtal",
    AgreementKind.ANNEX: "bilaga",
    AgreementKind.AMENDMENT: "tilläggsavtal",
    AgreementKind.EXTENSION: "förlängning",
    AgreementKind.ENDING: "överenskommelse om upphörande",
}


class SectionEffect(models.TextChoices):
    """What a section of an amendment or extension does to the agreement."""

    OWN = "", _("stands on its own")
    REPLACES = "replaces", _("new wording")
    STRIKES = "strikes", _("is struck out")
    ADDS = "adds", _("new section")


def effect_in_words(section: Any) -> str:
    """What a section, or a row of its history, does to which section: as it is signed. Empty for a text of its own."""
    of = ""
    if section.target is not None:
        package = section.target.agreement
        place = f"{SWEDISH_KINDS[package.kind]} {package.number}"
        of = f"avsnitt {section.target.position} {section.target.heading} i {place}"
    return {
        SectionEffect.REPLACES: f"Ersätter {of}.",
        SectionEffect.STRIKES: f"Utgår: {of}.",
        SectionEffect.ADDS: f"Nytt avsnitt efter {of}." if of else "Nytt avsnitt sist i avtalet.",
    }.get(SectionEffect(section.effect), "")


class AgreementSection(Governed):
    """One headed part of an agreement's text (avsnitt), in Markdown.

    In an amendment or extension it can replace or strike a section in effect, its target, or add one after it.
    """

    Effect = SectionEffect

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField(_("order"))
    heading = models.CharField(_("heading"), max_length=160)
    body = ProseField(_("text"), blank=True)
    help_text = models.TextField(blank=True, editable=False)  # what usually stands here, from the template
    effect = models.CharField(_("effect"), max_length=8, choices=SectionEffect, default="", blank=True, editable=False)
    target = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="changed_by")

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            known("effect", SectionEffect, "section"),
            models.CheckConstraint(
                condition=Q(effect="", target=None)
                | Q(effect__in=["replaces", "strikes"], target__isnull=False)
                | Q(effect="adds"),
                name="section_effect_has_target",
            ),
            models.CheckConstraint(condition=~Q(effect="strikes") | Q(body=""), name="section_struck_has_no_text"),
            models.UniqueConstraint(
                fields=["agreement", "target"],
                condition=Q(effect__in=["replaces", "strikes"]),
                name="section_target_once",
                violation_error_message=_("The amendment already changes this section."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "position"], name="section_position_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.heading}"

    @property
    def does(self) -> str:
        """What it does to which section, in the words that are signed; empty for a text of its own."""
        return effect_in_words(self)

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
    notice_months = models.PositiveSmallIntegerField(_("own notice, months"), null=True, blank=True)

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
    PADES = "pades", _("PDF signed in another service")


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
