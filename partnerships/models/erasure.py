"""The erasure of a person's data: asked for by one, confirmed by another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partnerships import clock


class Erasure(models.Model):
    """A request that a person's data be erased (radering), until it is confirmed by somebody else or withdrawn.

    Never deleted; what is done is done.
    """

    person = models.ForeignKey("User", models.PROTECT, related_name="erasures")
    asked_by = models.ForeignKey("User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(withdrawn_at=None), name="erasure_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | (~Q(confirmed_by=F("asked_by")) & ~Q(confirmed_by=F("person"))),
                name="erasure_by_two",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, done_at=None)
                | Q(confirmed_by__isnull=False, done_at__isnull=False, withdrawn_at=None),
                name="erasure_done_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
