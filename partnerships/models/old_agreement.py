"""Agreements that were signed on paper before they came into IOP."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .agreement import Agreement
from .base import Governed, ProseField
from .document import Document
from .partnership import Partnership


class OldAgreement(Governed):
    """The paper behind an agreement that is entered afterwards (äldre avtal): its PDF, when and by whom it was signed.

    It changes with the agreement's text, in draft only; the text that the parties confirm names the PDF's fingerprint.
    """

    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="old")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("the signed agreement"))
    signed_on = models.DateField(_("signed on paper on"))
    signed_by = ProseField(_("who signed it, by role"))
    former_parties = ProseField(_("who signed it and no longer takes part"), blank=True)
    amount_in_words = models.CharField(_("sum, in words"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("older agreement")
        verbose_name_plural = _("older agreements")

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.signed_on}"

    @property
    def partnership(self) -> Partnership:
        return self.agreement.partnership

    @property
    def log_root(self) -> models.Model:
        return self.agreement
