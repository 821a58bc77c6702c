"""What belongs to the signing of an agreement beside the signatures: texts read, and PDFs signed outside."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships import clock

from .agreement import Agreement
from .base import known
from .document import Document
from .partnership import Partnership, Party


class TextSeen(models.Model):
    """A signatory's word that he or she has read a text proposed for signing (läst text). Never updated or deleted."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="readings")
    round = models.PositiveIntegerField()
    person = models.ForeignKey("User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("moment"), default=clock.now)
    text_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("text read")
        verbose_name_plural = _("texts read")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "round", "person"], name="textseen_once_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.round}"

    @property
    def partnership(self) -> Partnership:
        return self.agreement.partnership


class SigningPaper(models.Model):
    """The PDF of a proposed package that is signed outside (underskriftsfil): the same bytes for every party.

    Its text is that with `text_hash`; made once a round, never updated or deleted.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="papers")
    round = models.PositiveIntegerField()
    text_hash = models.CharField(max_length=64)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file to sign")
        verbose_name_plural = _("files to sign")
        constraints = [models.UniqueConstraint(fields=["agreement", "round"], name="signingpaper_once_a_round")]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.round}"

    @property
    def partnership(self) -> Partnership:
        return self.agreement.partnership


class Revocation(models.TextChoices):
    """Whether the certificate of a signature has been revoked."""

    GOOD = "good", _("not revoked, by what the file brings")
    UNKNOWN = "unknown", _("unknown: nothing is fetched from the network")
    REVOKED = "revoked", _("revoked")


class Problem(models.TextChoices):
    """Why a signature is not trusted."""

    UNTRUSTED = "untrusted", _("its issuer is not among those that are trusted here")
    EXPIRED = "expired", _("the certificate did not hold at that moment")
    REVOKED = "revoked", _("the certificate is revoked")


class SignedFile(models.Model):
    """A PDF that a signatory has signed outside, with what was found when it was checked (undertecknad fil).

    The signature in it is whole and on our own document; whether it is trusted is said here. Never updated or deleted.
    """

    paper = models.ForeignKey(SigningPaper, models.PROTECT, related_name="signed_files")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    person = models.ForeignKey("User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("moment"), default=clock.now)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    signer = models.CharField(_("name in the certificate"), max_length=160, blank=True)
    signer_organisation = models.CharField(_("organisation in the certificate"), max_length=160, blank=True)
    issuer = models.CharField(_("issuer of the certificate"), max_length=160, blank=True)
    certificate_hash = models.CharField(_("fingerprint of the certificate"), max_length=64)
    claimed_at = models.DateTimeField(_("moment by its own word"), null=True)
    stamped_at = models.DateTimeField(_("moment by a trusted timestamp"), null=True)
    is_trusted = models.BooleanField(_("trusted"))
    revocation = models.CharField(_("revocation"), max_length=10, choices=Revocation)
    problem = models.CharField(_("why it is not trusted"), max_length=10, choices=Problem, blank=True)

    class Meta:
        verbose_name = _("signed file")
        verbose_name_plural = _("signed files")
        constraints = [
            known("revocation", Revocation, "signedfile"),
            models.CheckConstraint(
                condition=models.Q(is_trusted=True, problem="") & ~models.Q(revocation=Revocation.REVOKED)
                | models.Q(is_trusted=False, problem__in=Problem.values),
                name="signedfile_trusted_without_problem",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.party_id}"

    @property
    def partnership(self) -> Partnership:
        return self.paper.agreement.partnership
