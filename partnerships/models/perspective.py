"""How each organisation sees the challenge, in versions of its own."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships import access

from .base import Governed, Illustrative, ProseField, SeriesNumber, swedish
from .organisation import Organisation, Side
from .partnership import Partnership, Party


class PerspectiveQuerySet(models.QuerySet):
    """Perspectives, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """What is shared in the partnerships one may see; a draft only in one's own organisation."""
        return self.filter(
            Q(shared_at__isnull=False) | Q(party__organisation__in=access.objects_with(user, "view_organisation")),
            party__partnership__in=access.objects_with(user, "view_partnership"),
        )

    def latest_shared(self) -> Self:
        """Of each party the version that it has shared last."""
        later = Perspective.objects.filter(
            party=OuterRef("party"), shared_at__isnull=False, number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later), shared_at__isnull=False)

    def for_list(self) -> Self:
        """With their parties: the public side first, then by Swedish name."""
        return self.select_related("party__organisation", "party__unit").order_by(
            models.Case(models.When(party__organisation__side=Side.PUBLIC, then=0), default=1),
            swedish("party__organisation__name"),
            "pk",
        )


class Perspective(Governed, Illustrative):
    """One organisation's view of the societal challenge (syn på utmaningen): forum's key 2, before a joint analysis.

    A version is its organisation's own draft until it is shared. A shared one stays as it is; what the organisation
    has learnt since goes into its next version.
    """

    #: The four questions, in the order in which they are asked.
    QUESTIONS = ("sees", "brings", "hopes", "fears")
    private_fields = frozenset(QUESTIONS)  # a draft's words that were never shared stand in no log

    party = models.ForeignKey(Party, models.PROTECT, related_name="perspectives")
    number = SeriesNumber(default=0, editable=False)  # set by trigger, per party
    sees = ProseField(_("what we see"), blank=True)
    brings = ProseField(_("what we can bring"), blank=True)
    hopes = ProseField(_("what we hope for"), blank=True)
    fears = ProseField(_("what worries us"), blank=True)
    shared_at = models.DateTimeField(_("shared"), null=True, editable=False)

    objects = PerspectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("view of the challenge")
        verbose_name_plural = _("views of the challenge")
        constraints = [
            models.UniqueConstraint(fields=["party", "number"], name="perspective_number_once"),
            models.UniqueConstraint(
                fields=["party"], condition=Q(shared_at__isnull=True), name="perspective_one_draft_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return gettext("version %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("partnerships:perspective", args=[self.party.partnership.slug, self.party_id])

    @property
    def partnership(self) -> Partnership:
        return self.party.partnership

    @property
    def organisation(self) -> Organisation:
        return self.party.organisation

    @property
    def answers(self) -> list[tuple[str, str]]:
        """(question, answer) of what is answered."""
        fields = [(self._meta.get_field(name).verbose_name, getattr(self, name)) for name in self.QUESTIONS]
        return [(str(label), text) for label, text in fields if text.strip()]
