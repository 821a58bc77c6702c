"""What is joint in a partnership and what is owned, and which legal person bears the cost."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.validators import refuse_personal_numbers

from .agreed import AgreedRow
from .base import ProseField, known
from .partnership import Party
from .service import Service


class OwnershipKind(models.TextChoices):
    """What sort of thing it is."""

    SERVICE = "service", _("service")
    PREMISES = "premises", _("premises")
    STAFF = "staff", _("staff")
    METHOD = "method", pgettext_lazy("something that is owned", "method")
    BRAND = "brand", _("name and brand")
    DATA = "data", _("data")
    EQUIPMENT = "equipment", _("equipment")
    GOALS = "goals", _("goals")
    LEARNING = "learning", _("learning")


class OwnershipItem(AgreedRow):
    """A line of the ownership matrix (ägandematris, key 3): joint, or owned by the party that as a rule bears its cost.

    Who bears the cost owns and in the end governs; goals and learning are joint. What differs says why.
    """

    Kind = OwnershipKind
    JOINT_BY_RULE = (OwnershipKind.GOALS, OwnershipKind.LEARNING)

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    item = models.CharField(_("what it is"), max_length=160, validators=[refuse_personal_numbers])
    owner = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="owned_items", verbose_name=_("owner")
    )  # nobody: joint
    cost_bearer = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="paid_items", verbose_name=_("who bears the cost")
    )  # nobody, of what is joint: each its own part
    reason = models.CharField(_("why it is so"), max_length=300, blank=True, validators=[refuse_personal_numbers])
    note = ProseField(_("note"), blank=True)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="ownership", verbose_name=_("service")
    )

    class Meta:
        verbose_name = _("line of the ownership matrix")
        verbose_name_plural = _("lines of the ownership matrix")
        constraints = [
            known("kind", OwnershipKind, "ownershipitem"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(cost_bearer__isnull=False), name="ownershipitem_owned_has_bearer"
            ),
            models.CheckConstraint(
                condition=Q(service__isnull=True) | Q(kind="service"), name="ownershipitem_service_is_one"
            ),
        ]

    def __str__(self) -> str:
        return self.item

    @property
    def is_unusual(self) -> bool:
        """Whether it differs from the rule: another owns than pays, or goals and learning that are not joint."""
        if self.owner_id is None:
            return False
        return self.owner_id != self.cost_bearer_id or self.kind in self.JOINT_BY_RULE

    @property
    def lacks_reason(self) -> bool:
        """Whether it differs from the rule and does not say why."""
        return self.is_unusual and not self.reason.strip()

    @property
    def writer(self) -> Party | None:
        """The party whose own people may write the line; nobody but coordinators for what is joint."""
        return self.owner
