"""Each party's own decisions about a partnership: to take part, to sign, and later ones."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from partnerships import access, clock

from .agreement import Agreement
from .base import Governed, Illustrative, ProseField, known
from .document import Document
from .partnership import Partnership, Party


class PartyDecisionQuerySet(models.QuerySet):
    """Parties' decisions, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """Those of the partnerships that `user` may see."""
        return self.filter(party__partnership__in=access.objects_with(user, "view_partnership"))

    def current(self) -> Self:
        """Those that no later row corrects."""
        return self.filter(correction__isnull=True)


class PartyDecisionKind(models.TextChoices):
    """What a party has decided about."""

    PARTICIPATE = "participate", _("to take part")
    SIGN = "sign", _("to sign the agreement")
    EXTEND = "extend", _("to extend")
    CHANGE = "change", _("to change the agreement")
    END = "end", _("to end or leave")


class PartyDecisionLevel(models.TextChoices):
    """Who decides for a party."""

    POLITICAL = "political", _("political body (nämnd, kommunstyrelse, fullmäktige)")
    BOARD = "board", pgettext_lazy("of an organisation", "board")
    DELEGATED = "delegated", _("by delegation")


class PartyDecision(Governed, Illustrative):
    """A decision that a party has taken at home (parts beslut), entered by its own representative.

    Never rewritten: what was wrong is corrected by a new row that names the one it corrects.
    """

    Kind = PartyDecisionKind
    Level = PartyDecisionLevel

    party = models.ForeignKey(Party, models.PROTECT, related_name="own_decisions")
    kind = models.CharField(_("concerns"), max_length=12, choices=Kind)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="party_decisions", verbose_name=_("agreement")
    )
    level = models.CharField(_("decided at"), max_length=10, choices=Level)
    decided_by = models.CharField(_("deciding body"), max_length=160)
    decided_on = models.DateField(_("decided on"))
    paragraph = models.CharField(_("paragraph"), max_length=20, blank=True)
    registry_number = models.CharField(_("registry number"), max_length=40, blank=True)
    wording = ProseField(_("what was decided, in short"))
    delegated_to = ProseField(_("commissioned to carry it out"), blank=True)  # a role, no name
    conditions = ProseField(_("conditions"), blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction", verbose_name=_("corrects")
    )
    entered_by = models.ForeignKey("User", models.PROTECT, editable=False, related_name="+")
    entered_at = models.DateTimeField(_("entered"), default=clock.now, editable=False)

    objects = PartyDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("party's own decision")
        verbose_name_plural = _("parties' own decisions")
        constraints = [
            known("kind", PartyDecisionKind, "partydecision"),
            known("level", PartyDecisionLevel, "partydecision"),
            models.CheckConstraint(condition=~Q(decided_by="") & ~Q(wording=""), name="partydecision_says_something"),
        ]

    def __str__(self) -> str:
        return gettext("decision %(kind)s") % {"kind": self.get_kind_display()}

    def get_absolute_url(self) -> str:
        return reverse("partnerships:party_decision", args=[self.partnership.slug, self.pk])

    @property
    def partnership(self) -> Partnership:
        """The scope that its reading hangs on."""
        return self.party.partnership

    @property
    def organisation(self) -> Any:
        """The organisation whose decision it is."""
        return self.party.organisation

    @property
    def reference(self) -> str:
        """Paragraph and registry number as they are written: § 41, dnr 0193/15."""
        paragraph = f"§ {self.paragraph}" if self.paragraph else ""
        number = f"dnr {self.registry_number}" if self.registry_number else ""
        return ", ".join(part for part in (paragraph, number) if part)
