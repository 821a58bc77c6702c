"""How an agreement ends: who ended it, why and from when, and what the other parties say of it."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships import access, clock

from .agreement import Agreement
from .base import Governed, Illustrative, ProseField, known
from .partnership import Partnership


class AgreementEndQuerySet(models.QuerySet):
    """Ends of agreements, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """Those in the partnerships that `user` may see."""
        return self.filter(agreement__partnership__in=access.objects_with(user, "view_partnership"))

    def coming(self) -> Self:
        """Those that have been given and have not taken effect yet."""
        return self.filter(status=AgreementEnd.Status.GIVEN)


class AgreementEndKind(models.TextChoices):
    """The kind of a agreementend."""

    NOTICE = "notice", pgettext_lazy("end of an agreement", "notice")
    RESCISSION = "rescission", _("rescission")
    EXPIRY = "expiry", _("expiry of the term")
    AGREED = "agreed", _("agreement to end")
    SUPERSEDED = "superseded", _("a new agreement takes its place")


class AgreementEndStatus(models.TextChoices):
    """The status of a agreementend."""

    GIVEN = "given", pgettext_lazy("end of an agreement", "has not taken effect yet")
    EFFECTIVE = "effective", pgettext_lazy("end of an agreement", "has taken effect")
    WITHDRAWN = "withdrawn", pgettext_lazy("end of an agreement", "taken back")
    LAPSED = "lapsed", pgettext_lazy("end of an agreement", "lapsed")


class AgreementEnd(Governed, Illustrative):
    """What ends a partnership agreement (upphörande): uppsägning, hävning, löper ut, överenskommelse eller ersatt.

    The agreement holds throughout `last_day`. Its status follows from this row alone, once it has taken effect.
    """

    Kind = AgreementEndKind
    Status = AgreementEndStatus

    #: What a signatory of one party does.
    BY_A_PARTY = (Kind.NOTICE, Kind.RESCISSION)

    private_fields = frozenset({"name"})

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="ends")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    party = models.ForeignKey("Party", models.PROTECT, null=True, related_name="+", verbose_name=_("party"))
    person = models.ForeignKey("User", models.PROTECT, null=True, related_name="+", editable=False)
    name = models.CharField(max_length=120, default="", editable=False)  # what the person is called then
    mandate = models.ForeignKey("Mandate", models.PROTECT, null=True, related_name="+", editable=False)
    by_agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, related_name="ends_given", editable=False)
    given_at = models.DateTimeField(_("given"), default=clock.now)
    given_on = models.DateField(_("given on"))
    last_day = models.DateField(_("last day"))
    reason = ProseField(_("reason"), blank=True)
    clause = models.CharField(_("what it rests on in the agreement"), max_length=160, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.GIVEN)
    decided_at = models.DateTimeField(null=True, editable=False)  # when it took effect, was taken back or lapsed

    objects = AgreementEndQuerySet.as_manager()

    class Meta:
        verbose_name = _("end of an agreement")
        verbose_name_plural = _("ends of agreements")
        constraints = [
            known("kind", AgreementEndKind, "agreementend"),
            known("status", AgreementEndStatus, "agreementend"),
            models.CheckConstraint(
                condition=Q(kind__in=["notice", "rescission"], party__isnull=False, mandate__isnull=False)
                & ~Q(reason="")
                | Q(kind="expiry", party=None, mandate=None, by_agreement=None)
                | Q(kind__in=["agreed", "superseded"], party=None, mandate=None, by_agreement__isnull=False),
                name="agreementend_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["expiry", "agreed", "superseded"]) | Q(last_day__gte=F("given_on")),
                name="agreementend_lies_ahead",
                violation_error_message=_("The last day lies before the day when it is given."),
            ),
            models.CheckConstraint(
                condition=Q(status="given", decided_at=None) | ~Q(status="given") & Q(decided_at__isnull=False),
                name="agreementend_decided_when",
            ),
            models.UniqueConstraint(
                fields=["agreement", "party", "kind"],
                condition=Q(status="given"),
                name="agreementend_once_a_party",
                violation_error_message=_("The party has already done so."),
            ),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(status="effective"), name="agreementend_one_takes_effect"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.last_day}"

    @property
    def partnership(self) -> Partnership:
        return self.agreement.partnership

    @property
    def sentence(self) -> str:
        """The end in one line: by whom, and the last day."""
        return SENTENCES[self.kind] % {"party": self.party.name if self.party else "", "day": self.last_day}

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return "warning" if self.status == AgreementEndStatus.GIVEN else "ended"

    @property
    def log_root(self) -> models.Model:
        return self.agreement


#: What an end says of itself in one line, while it lies ahead.
SENTENCES: dict[str, Any] = {
    AgreementEnd.Kind.NOTICE: _("%(party)s has given notice. The agreement's last day is %(day)s."),
    AgreementEnd.Kind.RESCISSION: _("%(party)s has rescinded the agreement. Its last day is %(day)s."),
    AgreementEnd.Kind.EXPIRY: _("The term has run out. The agreement's last day was %(day)s."),
    AgreementEnd.Kind.AGREED: _("All parties have agreed that the agreement ends. Its last day is %(day)s."),
    AgreementEnd.Kind.SUPERSEDED: _("A new agreement takes the place of this one, whose last day is %(day)s."),
}


class EndAnswerStance(models.TextChoices):
    """The stance of a endanswer."""

    ACCEPTS = "accepts", _("accepts it")
    CONTESTS = "contests", _("contests it")
    TAKES_BACK = "takes_back", _("consents to its being taken back")


class EndAnswer(models.Model):
    """A party's answer (svar) to another's notice or rescission, or its consent to taking it back. Append-only."""

    private_fields = frozenset({"name"})
    Stance = EndAnswerStance

    end = models.ForeignKey(AgreementEnd, models.PROTECT, related_name="answers")
    party = models.ForeignKey("Party", models.PROTECT, related_name="+", verbose_name=_("party"))
    person = models.ForeignKey("User", models.PROTECT, related_name="+", editable=False)
    name = models.CharField(max_length=120, default="", editable=False)  # what the person is called then, by trigger
    at = models.DateTimeField(_("moment"), default=clock.now)
    stance = models.CharField(_("answer"), max_length=12, choices=Stance)
    words = ProseField(_("in words"), blank=True)

    class Meta:
        verbose_name = _("answer to an end")
        verbose_name_plural = _("answers to ends")
        constraints = [
            known("stance", EndAnswerStance, "endanswer"),
            models.UniqueConstraint(
                fields=["end", "party"], condition=Q(stance="takes_back"), name="endanswer_taken_back_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.end_id} {self.party_id} {self.stance}"
