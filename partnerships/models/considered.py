"""Organisations that were invited to a partnership or considered for it: the record of equal treatment."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships import access

from .base import Governed, Illustrative, ProseField, known
from .organisation import Organisation
from .partnership import Partnership


class ConsideredQuerySet(models.QuerySet):
    """Considered organisations, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """Those of the partnerships that `user` may see."""
        return self.filter(partnership__in=access.objects_with(user, "view_partnership"))


class ConsideredHow(models.TextChoices):
    """How an organisation came into question."""

    INVITED = "invited", _("invited directly")
    OPEN = "open", _("open invitation")
    ASKED = "asked", _("asked by itself")
    CONSIDERED = "considered", _("considered without being asked")


class ConsideredAnswer(models.TextChoices):
    """What an organisation answered."""

    NONE = "none", _("no answer yet")
    YES = "yes", _("wants to take part")
    NO = "no", _("does not want to take part")
    NOT_ASKED = "not_asked", _("was not asked")


class ConsideredOrganisation(Governed, Illustrative):
    """An organisation that was invited or considered (tillfrågad organisation), with its answer and the reason.

    Kept for equal treatment (likställighetsprincipen): others can see why just these became parties.
    """

    How = ConsideredHow
    Answer = ConsideredAnswer

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="considered")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=160)  # as it was called then, also of one that is registered here
    on = models.DateField(_("day"))
    how = models.CharField(_("how"), max_length=12, choices=How)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer, default=Answer.NONE)
    reason = ProseField(_("reason"), blank=True)

    objects = ConsideredQuerySet.as_manager()

    class Meta:
        verbose_name = _("considered organisation")
        verbose_name_plural = _("considered organisations")
        constraints = [
            known("how", ConsideredHow, "considered"),
            known("answer", ConsideredAnswer, "considered"),
            models.CheckConstraint(condition=~Q(name=""), name="considered_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:considered_list", args=[self.partnership.slug])
