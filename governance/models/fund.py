"""The shared fund: rules, movements, proposals, grants and payments."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships import access, clock
from partnerships.models import Dated, DatedQuerySet, Governed, Illustrative, MoneyField, Partnership, ProseField
from partnerships.models.base import SeriesNumber, in_order, known, never_twice

from .decision import Decision


class OfPartnershipQuerySet(models.QuerySet):
    """Rows that everyone in the partnership may read."""

    path = "partnership"

    def visible_to(self, user: Any) -> Self:
        """The rows of the partnerships that `user` may see."""
        return self.filter(**{f"{self.path}__in": access.objects_with(user, "view_partnership")})


class OfFundQuerySet(OfPartnershipQuerySet):
    """Rows of a fund."""

    path = "fund__partnership"


class OfGrantQuerySet(OfPartnershipQuerySet):
    """Rows of a grant."""

    path = "grant__fund__partnership"


class Fund(Governed):
    """The parties' shared fund (gemensam pott). One for each partnership; its money stands in movements only."""

    partnership = models.OneToOneField(Partnership, models.PROTECT, related_name="fund")
    name = models.CharField(_("name"), max_length=120)
    purpose = ProseField(_("purpose"), blank=True)
    holder = models.ForeignKey(
        "partnerships.Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("holds the money")
    )

    objects = OfPartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared fund")
        verbose_name_plural = _("shared funds")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("governance:fund", args=[self.partnership.slug])


class FundRuleBasis(models.TextChoices):
    """The basis of a fundrule."""

    PLACEMENT_DAY = "placement_day", _("placement day")


class FundRule(Governed, Dated):
    """What is paid to the fund (avsättningsregel): so many kronor for each day, from a day on, as decided."""

    Basis = FundRuleBasis

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="rules")
    basis = models.CharField(_("basis"), max_length=20, choices=Basis, default=Basis.PLACEMENT_DAY)
    rate = MoneyField(_("rate, kr"))
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="fund_rules", verbose_name=_("decision"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution rule")
        verbose_name_plural = _("contribution rules")
        constraints = [
            known("basis", FundRuleBasis, "fundrule"),
            in_order("fundrule"),
            never_twice("fundrule_one_a_day", "fund"),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="fundrule_rate_positive",
                violation_error_message=_("The rate is above 0."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rate} {self.basis}"

    @property
    def partnership(self) -> Partnership:
        return self.fund.partnership

    @property
    def log_root(self) -> models.Model:
        return self.fund


class FundProposalQuerySet(models.QuerySet):
    """Proposals, as far as a person may see them."""

    def visible_to(self, user: Any) -> Self:
        """Submitted proposals in one's partnerships; drafts only in one's own organisation."""
        return self.filter(
            ~Q(status=FundProposal.Status.DRAFT)
            | Q(party__organisation__in=access.objects_with(user, "view_organisation")),
            fund__partnership__in=access.objects_with(user, "view_partnership"),
        )


class FundProposalStatus(models.TextChoices):
    """The status of a fundproposal."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", pgettext_lazy("proposal", "submitted")
    GRANTED = "granted", pgettext_lazy("proposal", "granted")
    DECLINED = "declined", pgettext_lazy("proposal", "declined")


class FundProposal(Governed, Illustrative):
    """A party's proposal (förslag) of what the fund should pay for. Its own draft until it is submitted."""

    Status = FundProposalStatus

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="proposals")
    party = models.ForeignKey("partnerships.Party", models.PROTECT, related_name="proposals", verbose_name=_("party"))
    title = models.CharField(_("title"), max_length=160)
    need = ProseField(_("need"))
    goals = ProseField(_("goals"), blank=True)
    amount = MoneyField(_("amount, kr"))
    own_contribution = ProseField(_("own contribution"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    submitted_at = models.DateTimeField(null=True, editable=False)

    objects = FundProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            known("status", FundProposalStatus, "proposal"),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="proposal_amount_positive",
                violation_error_message=_("The amount is above 0."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:proposal", args=[self.fund.partnership.slug, self.pk])

    @property
    def partnership(self) -> Partnership:
        return self.fund.partnership

    @property
    def organisation(self) -> models.Model:
        return self.party.organisation


class GrantStatus(models.TextChoices):
    """The status of a grant."""

    DECIDED = "decided", _("waits for the party to accept the terms")
    ACCEPTED = "accepted", _("accepted")
    PAID = "paid", _("paid in full")


class Grant(Governed, Illustrative):
    """What an adopted decision gave a proposal (beviljad insats). One decision, one grant."""

    Status = GrantStatus

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="grants")
    proposal = models.OneToOneField(FundProposal, models.PROTECT, related_name="grant")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="grant")
    amount = MoneyField(_("amount, kr"))
    conditions = ProseField(_("conditions"), blank=True)
    report_due_on = models.DateField(_("report due on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DECIDED)
    granted_on = models.DateField(_("granted on"), default=clock.today)

    objects = OfFundQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            known("status", GrantStatus, "grant"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="grant_amount_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.amount}"

    def get_absolute_url(self) -> str:
        return reverse("governance:grant", args=[self.fund.partnership.slug, self.pk])

    @property
    def partnership(self) -> Partnership:
        return self.fund.partnership

    @property
    def party(self) -> models.Model:
        return self.proposal.party

    @property
    def organisation(self) -> models.Model:
        return self.proposal.party.organisation


class PaymentRequestStatus(models.TextChoices):
    """The status of a paymentrequest."""

    REQUESTED = "requested", _("requested")
    ATTESTED = "attested", _("attested")
    PAID = "paid", _("paid")
    REFUSED = "refused", _("refused")


class PaymentRequest(Governed, Illustrative):
    """A request for payment of a grant, or of part of it (rekvisition): requested → attested → paid by three people."""

    Status = PaymentRequestStatus

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="payments")
    amount = MoneyField(_("amount, kr"))
    note = ProseField(_("what it is for"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.REQUESTED)
    requested_by = models.ForeignKey("partnerships.User", models.PROTECT, related_name="+", editable=False)
    requested_at = models.DateTimeField(default=clock.now, editable=False)
    attested_by = models.ForeignKey("partnerships.User", models.PROTECT, null=True, related_name="+", editable=False)
    attested_at = models.DateTimeField(null=True, editable=False)
    paid_by = models.ForeignKey("partnerships.User", models.PROTECT, null=True, related_name="+", editable=False)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    reference = models.CharField(_("bank reference"), max_length=40, blank=True)
    refusal = ProseField(_("reason"), blank=True)

    objects = OfGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment request")
        verbose_name_plural = _("payment requests")
        constraints = [
            known("status", PaymentRequestStatus, "payment"),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="payment_amount_positive",
                violation_error_message=_("The amount is above 0."),
            ),
            models.CheckConstraint(
                condition=(Q(attested_by__isnull=True) | ~Q(attested_by=F("requested_by")))
                & (Q(paid_by__isnull=True) | (~Q(paid_by=F("requested_by")) & ~Q(paid_by=F("attested_by")))),
                name="payment_three_people",
                violation_error_message=_("Requesting, attesting and paying are done by three different people."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["attested", "paid"]) | Q(attested_by__isnull=False),
                name="payment_attested_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(status="paid") | Q(paid_by__isnull=False, paid_on__isnull=False),
                name="payment_paid_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} {self.amount}"

    @property
    def partnership(self) -> Partnership:
        return self.grant.partnership

    @property
    def organisation(self) -> models.Model:
        return self.grant.organisation

    @property
    def log_root(self) -> models.Model:
        return self.grant


class FundMovementAccount(models.TextChoices):
    """The account of a fundmovement."""

    OUTSIDE = "outside", _("outside the fund")
    AVAILABLE = "available", _("available")
    COMMITTED = "committed", _("committed")
    PAID = "paid", _("paid out")


class FundMovement(models.Model):
    """Money moved from one account of the fund to another (bokföringspost). Written by `ledger`; never changed.

    Accounts: `outside` (the world), `available`, `committed` and `paid` (the last two for each grant). An amount is
    always above zero; what goes the other way is a movement of its own that names what it corrects.
    """

    Account = FundMovementAccount

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="movements")
    number = SeriesNumber(_("voucher"), default=0)  # set by trigger, within the fund
    booked_on = models.DateField(_("booked on"))
    at = models.DateTimeField(default=clock.now)
    from_account = models.CharField(max_length=10, choices=Account)
    to_account = models.CharField(max_length=10, choices=Account)
    amount = MoneyField(_("amount, kr"))
    report = models.ForeignKey("partnerships.ServiceReport", models.PROTECT, null=True, related_name="movements")
    rule = models.ForeignKey(FundRule, models.PROTECT, null=True, related_name="movements")
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, related_name="movements")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="movements")
    payment = models.OneToOneField(PaymentRequest, models.PROTECT, null=True, related_name="movement")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    explanation = models.JSONField(default=dict)  # how the amount came about: days, rate, what was booked before
    actor = models.ForeignKey("partnerships.User", models.PROTECT, null=True, related_name="+")

    objects = OfFundQuerySet.as_manager()

    class Meta:
        verbose_name = _("movement")
        verbose_name_plural = _("movements")
        indexes = [
            models.Index(fields=["fund", "booked_on", "number"], name="movement_by_day"),
            models.Index(fields=["fund", "from_account"], include=["amount"], name="movement_out"),
            models.Index(fields=["fund", "to_account"], include=["amount"], name="movement_in"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["fund", "number"], name="movement_number_once"),
            models.UniqueConstraint(fields=["report"], name="movement_one_for_each_report"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="movement_amount_positive"),
            models.CheckConstraint(condition=~Q(from_account=F("to_account")), name="movement_two_accounts"),
            models.CheckConstraint(
                condition=Q(from_account="outside", to_account="available", report__isnull=False, rule__isnull=False)
                | Q(from_account="available", to_account="outside", report__isnull=False, corrects__isnull=False)
                | Q(from_account="available", to_account="committed", grant__isnull=False, decision__isnull=False)
                | Q(from_account="committed", to_account="available", grant__isnull=False, decision__isnull=False)
                | Q(from_account="committed", to_account="paid", grant__isnull=False, payment__isnull=False),
                name="movement_has_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id}/{self.number} {self.amount}"
