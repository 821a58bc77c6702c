"""Organisations and their units."""

from contextlib import suppress
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from partnerships import access
from partnerships.validators import organisation_number, validate_organisation_number

from .base import Governed, Illustrative, ProseField, known, swedish
from .log import LogChain


class Side(models.TextChoices):
    """The two sides (sidor) of a partnership."""

    PUBLIC = "public", _("public")
    IDEBUREN = "ideburen", _("idéburen")

    @property
    def in_words(self) -> Promise:
        """The side as a sentence names it: from the public side."""
        return _("the public side") if self == Side.PUBLIC else _("the idéburen side")


class OrganisationQuerySet(models.QuerySet):
    """Organisations, as far as a person may see them."""

    def visible_to(self, user: Any, action: str = "view_organisation") -> Self:
        """One's own organisations and, for reading, all that take part in a partnership one may see."""
        own = access.objects_with(user, action)
        if action != "view_organisation":
            return self.filter(pk__in=own)
        from .partnership import Partnership

        return self.filter(
            Q(pk__in=own)
            | Q(pk__in=Partnership.objects.visible_to(user).values("parties__organisation"))
            | Q(created_by=user.pk)
        )

    def for_list(self) -> Self:
        """By name, as Swedes sort."""
        return self.order_by(swedish("name"), "pk")


class OrganisationLegalForm(models.TextChoices):
    """The legalform of a organisation."""

    MUNICIPALITY = "municipality", _("municipality")
    REGION = "region", _("region")
    AUTHORITY = "authority", _("state authority")
    ASSOCIATION = "association", _("association")
    FOUNDATION = "foundation", _("foundation")
    FAITH = "faith", _("faith community")
    COOPERATIVE = "cooperative", _("economic association or cooperative")
    COMPANY = "company", _("limited company without profit")


class OrganisationProfile(models.TextChoices):
    """The profile of a organisation."""

    VOICE = "voice", _("voice")
    SERVICE = "service", _("service")
    BOTH = "both", _("voice and service")


class Organisation(Governed, Illustrative):
    """A legal person (organisation): a municipality, region or authority, or an idéburen organisation."""

    LegalForm = OrganisationLegalForm
    Profile = OrganisationProfile

    name = models.CharField(_("name"), max_length=160)
    number = models.CharField(
        _("organisation number"),
        max_length=13,
        unique=True,
        validators=[validate_organisation_number],
        error_messages={"unique": _("An organisation with this number is already registered.")},
    )
    side = models.CharField(_("side"), max_length=10, choices=Side)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm)
    profile = models.CharField(_("profile"), max_length=10, choices=Profile, blank=True)
    municipality_code = models.CharField(_("municipality code"), max_length=4, blank=True)
    value_base = ProseField(_("value base"), blank=True)
    website = models.URLField(_("website"), blank=True)
    is_registered = models.BooleanField(_("registered as idéburen organisation (2022:900)"), null=True, blank=True)
    registration_checked_on = models.DateField(_("registration checked on"), null=True, blank=True)
    created_by = models.ForeignKey("User", models.PROTECT, null=True, editable=False, related_name="+")
    chain = models.OneToOneField(LogChain, models.PROTECT, editable=False, related_name="+")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        default_permissions = ()
        indexes = [models.Index(swedish("name"), name="organisation_by_swedish_name")]
        constraints = [
            known("side", Side, "organisation"),
            known("legal_form", OrganisationLegalForm, "organisation"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^\d{2}[2-9]\d{3}-\d{4}$"), name="organisation_number_well_formed"
            ),
            models.CheckConstraint(
                condition=Q(municipality_code="") | Q(municipality_code__regex=r"^\d{4}$"),
                name="organisation_municipality_code_four_digits",
                violation_error_message=_("A municipality code has four digits, for example 1480."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        with suppress(ValidationError):  # the field's own validator has said what is wrong
            self.number = organisation_number(self.number)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.chain_id is None:
            self.chain = LogChain.objects.create()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("partnerships:organisation", args=[self.pk])

    @property
    def organisation(self) -> "Organisation":
        """Itself: the scope that its rights hang on."""
        return self


class OrganisationUserObjectPermission(UserObjectPermissionBase):
    """Guardian's direct table of who may do what in an organisation. Written by `access.sync` only."""

    content_object = models.ForeignKey(Organisation, models.CASCADE)


class Unit(Governed):
    """A nämnd, förvaltning or home (enhet) inside an organisation, under the same organisation number."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    name = models.CharField(_("name"), max_length=160)
    is_closed = models.BooleanField(_("closed"), default=False)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="unit_name_once",
                violation_error_message=_("The organisation already has a unit with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def log_root(self) -> models.Model:
        return self.organisation
