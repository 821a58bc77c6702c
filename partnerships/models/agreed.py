"""What rows that belong to an agreement's text share, whatever they are about."""

from typing import Any, Self

from django.db import models

from partnerships import access

from .agreement import Agreement
from .base import Governed, Illustrative
from .partnership import Partnership


class AgreedQuerySet(models.QuerySet):
    """Rows of agreements, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """The rows of the partnerships that `user` may see."""
        return self.filter(agreement__partnership__in=access.objects_with(user, "view_partnership"))

    def agreed(self) -> Self:
        """The rows of packages that have come into force."""
        return self.filter(agreement__in_force_on__isnull=False)


class AgreedRow(Governed, Illustrative):
    """A row of an agreement's terms (avtalsvillkor i siffror): part of the text that is signed, and frozen with it."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="%(class)ss")

    objects = AgreedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def partnership(self) -> Partnership:
        return self.agreement.partnership

    @property
    def log_root(self) -> models.Model:
        return self.agreement.log_root
