"""What belongs to the signing of an agreement beside the signatures: who has read which text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships import clock

from .agreement import Agreement
from .partnership import Partnership


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
