"""People, and the mandates that give them rights."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from partnerships import clock

from .base import Dated, DatedQuerySet, Governed, MoneyField, in_order, known, never_twice


class UserManager(BaseUserManager["User"]):
    """Accounts are found by e-mail, whatever the capitals."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account; without a password it cannot log in until one is set."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account for Django's back office. It holds no right in any partnership."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class UserLanguage(models.TextChoices):
    """The language of a user."""

    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")


class UserReminders(models.TextChoices):
    """How often a user is reminded by e-mail of what waits."""

    DAILY = "daily", _("every day when something does")
    WEEKLY = "weekly", _("once a week at most")
    NEVER = "never", _("never")


class User(AbstractBaseUser, PermissionsMixin):
    """A person (person) who logs in. All personal data stands in this one row; rights come from dated mandates."""

    Language, Reminders = UserLanguage, UserReminders

    email = models.EmailField(_("e-mail"), unique=True, error_messages={"unique": _("This address is already used.")})
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.SWEDISH)
    reminders = models.CharField(
        _("e-mail when something waits for you"), max_length=10, choices=Reminders, default=Reminders.DAILY
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("back office"), default=False)
    date_joined = models.DateTimeField(default=clock.now, editable=False)
    rights_valid_on = models.DateField(null=True, editable=False)  # the day for which access.sync last ran
    erased_at = models.DateTimeField(null=True, editable=False)
    reminded_on = models.DateField(null=True, editable=False)
    wrong_passwords = models.PositiveSmallIntegerField(default=0, editable=False)  # in a row, where it is asked anew
    wrong_password_at = models.DateTimeField(null=True, editable=False)

    #: Set by `access.keep_rights` for the length of a request that only reads.
    kept_rights: ClassVar[Any] = None

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_whatever_case"),
            known("reminders", UserReminders, "user"),
            models.CheckConstraint(
                condition=models.Q(erased_at=None)
                | models.Q(email__endswith="@invalid", phone="", title="", is_active=False, is_staff=False),
                name="user_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class MandateRole(models.TextChoices):
    """The role of a mandate."""

    REPRESENTATIVE = "representative", _("representative")
    SIGNATORY = "signatory", _("signatory")
    ECONOMIST = "economist", _("economist")
    READER = "reader", _("reader")


class Mandate(Governed, Dated):
    """A person's dated role in an organisation (mandat: representant, firmatecknare, ekonom, läsare)."""

    Role = MandateRole

    person = models.ForeignKey(User, models.PROTECT, related_name="mandates", verbose_name=_("person"))
    organisation = models.ForeignKey(
        "Organisation", models.PROTECT, related_name="mandates", verbose_name=_("organisation")
    )
    unit = models.ForeignKey("Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    limit_amount = MoneyField(
        _("limit, kr"), null=True, blank=True, help_text=_("How much a signatory may bind the organisation for.")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        indexes = [models.Index(fields=["organisation", "role"], name="mandate_by_organisation")]
        constraints = [
            known("role", MandateRole, "mandate"),
            in_order("mandate"),
            never_twice("mandate_one_of_a_kind", "person", "organisation", "role"),
            models.CheckConstraint(
                condition=models.Q(limit_amount__isnull=True) | models.Q(limit_amount__gte=0),
                name="mandate_limit_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"

    @property
    def log_root(self) -> models.Model:
        return self.organisation
