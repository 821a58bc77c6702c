"""Partnerships, their parties, phases and roles."""

from collections.abc import Sequence
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.models import UserObjectPermissionBase

from partnerships import access, clock

from .base import Dated, DatedQuerySet, Governed, Illustrative, ProseField, in_order, known, never_twice, swedish
from .log import LogChain
from .organisation import Side


class PartnershipQuerySet(models.QuerySet):
    """Partnerships, as far as a person may see them."""

    def visible_to(self, user: Any, action: str = "view_partnership") -> Self:
        """Rows on which `user` holds `action`; one subquery, safe to compose."""
        return self.filter(pk__in=access.objects_with(user, action))


class Partnership(Governed, Illustrative):
    """An idéburet offentligt partnerskap (IOP): public and idéburna parties with a shared societal challenge."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    registry_number = models.CharField(_("registry number"), max_length=40, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    lead_unit = models.ForeignKey("Unit", models.PROTECT, null=True, blank=True, verbose_name=_("coordinating unit"))
    challenge = ProseField(_("societal challenge"))
    purpose = ProseField(_("purpose"), blank=True)
    target_group = ProseField(_("target group"), blank=True)
    is_public = models.BooleanField(_("may be shown in the open register"), default=False)
    chain = models.OneToOneField(LogChain, models.PROTECT, editable=False, related_name="+")
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)  # from then on read-only
    readable_until = models.DateField(null=True, blank=True, editable=False)  # by all; then by representatives

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        default_permissions = ()
        indexes = [models.Index(swedish("name"), name="partnership_by_swedish_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None, readable_until=None)
                | Q(closed_on__isnull=False, readable_until__gte=F("closed_on")),
                name="partnership_closed_is_readable",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.chain_id is None:
            self.chain = LogChain.objects.create()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("reporting:overview", args=[self.slug])

    @property
    def partnership(self) -> "Partnership":
        """Itself: the scope that its rights hang on."""
        return self


class PartnershipUserObjectPermission(UserObjectPermissionBase):
    """Guardian's direct table of who may do what in a partnership. Written by `access.sync` only."""

    content_object = models.ForeignKey(Partnership, models.CASCADE)


class PhasePeriodPhase(models.TextChoices):
    """The phase of a phaseperiod."""

    INITIATION = "initiation", _("initiation")
    IMPLEMENTATION = "implementation", _("implementation")
    ADAPTATION = "adaptation", _("adaptation")
    WINDING_DOWN = "winding_down", _("winding-down")


class PhasePeriod(Governed, Dated):
    """A phase (fas) with its dates. Phases flow into each other and may overlap."""

    Phase = PhasePeriodPhase

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="phases")
    phase = models.CharField(_("phase"), max_length=20, choices=Phase)
    note = ProseField(_("what marks it"), blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [known("phase", PhasePeriodPhase, "phase"), in_order("phase")]

    def __str__(self) -> str:
        return self.get_phase_display()

    @property
    def log_root(self) -> models.Model:
        return self.partnership


class PartyQuerySet(models.QuerySet):
    """Parties, alphabetical within their side."""

    def visible_to(self, user: Any) -> Self:
        """The parties of the partnerships that `user` may see."""
        return self.filter(partnership__in=access.objects_with(user, "view_partnership"))

    def current(self) -> Self:
        """Those that are parties now."""
        return self.filter(status=Party.Status.PARTY)

    def able_to_sign(self) -> Self:
        """Those that an agreement can be between: parties, and those in dialogue about becoming one."""
        return self.filter(status__in=Party.TALKING)

    def for_list(self) -> Self:
        """With their organisations: the public side first, then by Swedish name."""
        return self.select_related("organisation", "unit").order_by(
            models.Case(models.When(organisation__side=Side.PUBLIC, then=0), default=1),
            swedish("organisation__name"),
            "pk",
        )


class PartyStatus(models.TextChoices):
    """The status of a party."""

    PROPOSED = "proposed", _("proposed")
    IN_DIALOGUE = "in_dialogue", _("in dialogue")
    PARTY = "party", _("party")
    DECLINED = "declined", pgettext_lazy("party", "declined")
    LEFT = "left", _("left")


class Party(Governed):
    """An organisation in a partnership (part). It becomes a party by signing, never by being registered."""

    Status = PartyStatus

    #: Organisations whose people may read the partnership.
    INSIDE: Sequence[str] = (Status.PROPOSED, Status.IN_DIALOGUE, Status.PARTY)
    #: Those that have begun to talk with the others.
    TALKING: Sequence[str] = (Status.IN_DIALOGUE, Status.PARTY)

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="parties")
    organisation = models.ForeignKey("Organisation", models.PROTECT, related_name="parties")
    unit = models.ForeignKey("Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PROPOSED)
    brings = ProseField(_("what the party brings"), blank=True)
    proposed_on = models.DateField(_("proposed on"), default=clock.today)
    joined_on = models.DateField(_("party since"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    reason = ProseField(_("reason"), blank=True)  # why it declined or left

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            known("status", PartyStatus, "party"),
            models.UniqueConstraint(
                fields=["partnership", "organisation"],
                condition=Q(status__in=["proposed", "in_dialogue", "party"]),
                name="party_once_at_a_time",
                violation_error_message=_("The organisation already takes part."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["party", "left"]) | Q(joined_on__isnull=False), name="party_has_joined_on"
            ),
            models.CheckConstraint(condition=~Q(status="left") | Q(left_on__isnull=False), name="party_has_left_on"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The organisation with its unit, as written in lists: Göteborgs Stad, Social resursförvaltning."""
        return f"{self.organisation.name}, {self.unit.name}" if self.unit_id else self.organisation.name

    @property
    def log_root(self) -> models.Model:
        return self.partnership


class PartnershipRoleRole(models.TextChoices):
    """The role of a partnershiprole."""

    COORDINATOR = "coordinator", _("coordinator")
    OBSERVER = "observer", _("observer")


class PartnershipRole(Governed, Dated):
    """A dated role in the partnership as a whole (samordnare, observatör)."""

    Role = PartnershipRoleRole

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="roles")
    person = models.ForeignKey("User", models.PROTECT, related_name="partnership_roles")
    organisation = models.ForeignKey("Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("role in the partnership")
        verbose_name_plural = _("roles in the partnership")
        constraints = [
            known("role", PartnershipRoleRole, "partnershiprole"),
            in_order("partnershiprole"),
            never_twice("partnershiprole_once", "partnership", "person", "role"),
            models.CheckConstraint(
                condition=~Q(role="coordinator") | Q(organisation__isnull=False),
                name="partnershiprole_coordinator_has_a_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"

    @property
    def log_root(self) -> models.Model:
        return self.partnership


class Invitation(Governed):
    """An invitation (inbjudan) by e-mail to a mandate or a role. The link works once, until its last day."""

    private_fields = frozenset({"email", "token_digest"})

    email = models.EmailField(_("e-mail"))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    organisation = models.ForeignKey("Organisation", models.PROTECT, null=True, blank=True, related_name="invitations")
    unit = models.ForeignKey("Unit", models.PROTECT, null=True, blank=True, related_name="+")
    mandate_role = models.CharField(_("mandate"), max_length=20, blank=True)
    limit_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    partnership = models.ForeignKey(Partnership, models.PROTECT, null=True, blank=True, related_name="invitations")
    partnership_role = models.CharField(_("role in the partnership"), max_length=20, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("ceases on"), null=True, blank=True)
    invited_by = models.ForeignKey("User", models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    expires_on = models.DateField(_("last day to accept"))
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey("User", models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=Q(mandate_role__gt="", organisation__isnull=False)
                | Q(partnership_role__gt="", partnership__isnull=False),
                name="invitation_is_to_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def log_root(self) -> models.Model:
        return self.organisation or self.partnership


class Notification(models.Model):
    """Something a person was told (avisering), once. Holds no content of a members-only body."""

    person = models.ForeignKey("User", models.PROTECT, related_name="notifications")
    key = models.CharField(max_length=160)  # what it is about: never told twice to the same person
    text = models.TextField()
    url = models.CharField(max_length=300)
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notification_once")]
        indexes = [models.Index(fields=["person", "-at"], name="notification_newest_first")]

    def __str__(self) -> str:
        return self.key
