"""Every field that holds personal data, and why IOP keeps it: the one place. The register of processing is made of it.

A field is named as `app.Model.field`; what is said of it goes for the model's history too. A test sees to it that each
field that could hold personal data stands here, under one of `TREATMENTS` or among `NOT_PERSONAL`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Invitation, NeedsAnalysis, Perspective, User

PUBLIC_TASK = _(
    "For the public side a task of public interest (GDPR art. 6.1 e), for the idéburen side a legitimate interest "
    "(art. 6.1 f): that one can see who acts for whom."
)
SECURITY = _("A legitimate interest and a duty (GDPR art. 6.1 c and f, art. 32): nobody else gets in.")
ARCHIVE = _(
    "A task of public interest (GDPR art. 6.1 e). With the public side they are official documents, kept under the "
    "Archives Act and exempt from erasure (art. 17.3 b and d). The NGOs' own minutes: a legitimate interest "
    "(art. 6.1 f), as long as they are needed."
)


@dataclass(frozen=True)
class Treatment:
    """One reason to process personal data: which, for what purpose, on what legal basis, for how long, where."""

    name: str
    title: Promise
    category: Promise
    purpose: Promise
    basis: Promise
    retention: Promise
    fields: tuple[str, ...]


TREATMENTS: tuple[Treatment, ...] = (
    Treatment(
        "account",
        _("Account and contact"),
        _("Name, work e-mail, title, telephone if given, language"),
        _("That the parties know who acts for each of them and can reach one another."),
        PUBLIC_TASK,
        _("Until the person is erased; then the row is emptied."),
        (
            *(f"partnerships.User.{name}" for name in ("email", "name", "phone", "title", "language", "is_active")),
            *(f"partnerships.User.{name}" for name in ("date_joined", "reminders", "reminded_on", "erased_at")),
            *("account.EmailAddress.user", "account.EmailAddress.email", "account.EmailConfirmation.key"),
            "account.EmailAddress.verified",
        ),
    ),
    Treatment(
        "login",
        _("Login"),
        _("Password as a digest, when and from where one has logged in, wrong passwords"),
        _("That nobody else acts in a person's name."),
        SECURITY,
        _("Sessions until they have ended and are cleared away; the rest until the person is erased."),
        (
            *(f"partnerships.User.{name}" for name in ("password", "last_login", "is_staff", "is_superuser")),
            *(f"partnerships.User.{name}" for name in ("rights_valid_on", "wrong_passwords", "wrong_password_at")),
            *(f"usersessions.UserSession.{name}" for name in ("user", "ip", "user_agent", "session_key", "data")),
            *("sessions.Session.session_key", "sessions.Session.session_data"),
        ),
    ),
    Treatment(
        "roles",
        _("Roles and the rights they give"),
        _("Which mandates, roles and seats a person has or has had, from when until when"),
        _("That only those whom an organisation has named act for it, and that one can see afterwards who could."),
        PUBLIC_TASK,
        _("As long as the partnership's records; after erasure without name."),
        (
            *("partnerships.Mandate.person", "partnerships.PartnershipRole.person", "governance.Seat.person"),
            "partnerships.OrganisationUserObjectPermission.user",
            "partnerships.PartnershipUserObjectPermission.user",
            "governance.BodyUserObjectPermission.user",
            "guardian.UserObjectPermission.user",
        ),
    ),
    Treatment(
        "invitations",
        _("Invitations"),
        _("The invited address, who invited and who accepted"),
        _("That people get in by invitation only."),
        PUBLIC_TASK,
        _("As long as the partnership's records; the address until the person is erased, also in the history."),
        tuple(f"partnerships.Invitation.{name}" for name in ("email", "token_digest", "invited_by", "accepted_by")),
    ),
    Treatment(
        "acts",
        _("Who has done what"),
        _("Who did what, for whom and when; tasks and contacts"),
        _("That every decision and every krona can be followed to those who answer for it."),
        PUBLIC_TASK,
        _("As long as the partnership's records; after erasure without name."),
        (
            "partnerships.Document.added_by",
            *("partnerships.WordingProposal.proposed_by", "partnerships.WordingProposal.answered_by"),
            *("partnerships.SectionComment.author", "partnerships.SectionComment.resolved_by"),
            "partnerships.DraftingTurn.given_by",
            *("partnerships.LogEvent.actor", "partnerships.Organisation.created_by", "partnerships.Service.contact"),
            "partnerships.TextSeen.person",
            "partnerships.SignedFile.person",
            *("partnerships.ServiceReport.confirmed_by", "governance.Ratification.entered_by"),
            *("governance.MinutesAddendum.author", "governance.ActionItem.person", "governance.ActionItem.done_by"),
            *(f"governance.PaymentRequest.{name}" for name in ("requested_by", "attested_by", "paid_by")),
            *("partnerships.WindingItem.done_by", "partnerships.WindingItem.verified_by"),
            *(f"partnerships.Erasure.{name}" for name in ("person", "asked_by", "confirmed_by")),
            *(f"partnerships.FormChoice.{name}" for name in ("proposed_by", "settled_by")),
            "partnerships.AidGrant.entered_by",
            "partnerships.PartyDecision.entered_by",
            *("governance.FundMovement.actor", "admin.LogEntry.user", "admin.LogEntry.object_repr"),
        ),
    ),
    Treatment(
        "records",
        _("Signatures and minutes"),
        _("Who signed, who attended, who approved, by name"),
        _("That agreements and minutes can be relied on."),
        ARCHIVE,
        _("For ever, with the name: they are records of decisions. No contact details stand in them."),
        (
            *("partnerships.Signature.person", "partnerships.Signature.name"),
            *("partnerships.AgreementEnd.person", "partnerships.AgreementEnd.name"),
            *("partnerships.EndAnswer.person", "partnerships.EndAnswer.name"),
            *("partnerships.ClosingApproval.person", "partnerships.ClosingApproval.name"),
            *("partnerships.Withdrawal.person", "partnerships.Withdrawal.name"),
            *(f"partnerships.SignedFile.{name}" for name in ("signer", "signer_organisation", "issuer")),
            *("partnerships.AnalysisApproval.person", "partnerships.AnalysisApproval.name"),
            "partnerships.ConditionCheck.person",
            *("governance.Minutes.names", "governance.MinutesApproval.person"),
        ),
    ),
    Treatment(
        "notices",
        _("Notices"),
        _("What a person has been told and when it was read"),
        _("That nobody misses what waits for them."),
        PUBLIC_TASK,
        _("Until the person is erased; then they are deleted."),
        tuple(f"partnerships.Notification.{name}" for name in ("person", "key", "text", "url")),
    ),
    Treatment(
        "texts",
        _("Free text"),
        _("Texts that the parties write; they may name somebody in a role"),
        _("The partnership's own work. Personal identity numbers are refused in them."),
        PUBLIC_TASK,
        _("As long as the partnership's records. A draft can be corrected; what is approved or signed stays."),
        (
            *("partnerships.Document.name", "partnerships.Document.content"),
            "partnerships.LogEvent.authority",
            "partnerships.LogEvent.changes",
            "partnerships.Organisation.value_base",
            *(f"partnerships.Partnership.{name}" for name in ("challenge", "purpose", "target_group")),
            *("partnerships.PhasePeriod.note", "partnerships.Party.brings", "partnerships.Party.reason"),
            *(f"partnerships.AidGrant.{name}" for name in ("why_not_aid", "why_above", "undertaking_note")),
            "partnerships.AidGrant.correction_reason",
            "partnerships.OldAgreement.signed_by",
            "partnerships.OldAgreement.former_parties",
            *(f"partnerships.Perspective.{name}" for name in Perspective.QUESTIONS),
            *(f"partnerships.NeedsAnalysis.{name}" for name in NeedsAnalysis.PARTS),
            *(f"partnerships.WordingProposal.{name}" for name in ("basis_body", "body", "reason", "answer")),
            *("partnerships.SectionComment.quote", "partnerships.SectionComment.text"),
            "partnerships.DraftingTurn.note",
            *("partnerships.FormChoice.conclusion", "partnerships.FormChoice.judged_by"),
            *("partnerships.WeighedForm.speaks_for", "partnerships.WeighedForm.speaks_against"),
            *("partnerships.CriterionAnswer.evidence", "partnerships.RedFlag.reason"),
            *(
                "partnerships.Commitment.description",
                "partnerships.Commitment.basis",
                "partnerships.CommitmentActual.note",
                *(f"partnerships.OwnershipItem.{name}" for name in ("item", "reason", "note")),
                *("partnerships.Condition.text", "partnerships.Condition.decision", "partnerships.ConditionCheck.note"),
            ),
            *("partnerships.Agreement.extension_rule", "partnerships.Agreement.target_group"),
            "partnerships.AgreementSection.body",
            "partnerships.ConsideredOrganisation.reason",
            *(f"partnerships.PartyDecision.{name}" for name in ("wording", "conditions", "delegated_to")),
            *("partnerships.AgreementEnd.reason", "partnerships.EndAnswer.words"),
            *("reporting.ContextEvent.changes", "reporting.ContextEvent.conclusion"),
            *("partnerships.Withdrawal.reason", "partnerships.Withdrawal.consent"),
            *("partnerships.WindingDown.reason", "partnerships.WindingItem.note", "partnerships.WindingItem.title"),
            *("partnerships.Service.description", "partnerships.ServiceReport.words", "governance.Body.mandate_text"),
            *(f"governance.AgendaItem.{name}" for name in ("title", "basis", "proposed_wording")),
            *("governance.Minutes.opening", "governance.MinutesItem.text", "governance.MinutesAddendum.text"),
            *(f"governance.Decision.{name}" for name in ("title", "wording", "conditions", "explanation")),
            *("governance.Position.reason", "governance.Ratification.decided_by", "governance.ActionItem.title"),
            *(f"governance.FundProposal.{name}" for name in ("title", "need", "goals", "own_contribution")),
            *("governance.Fund.purpose", "governance.Grant.conditions"),
            *("governance.PaymentRequest.note", "governance.PaymentRequest.refusal"),
        ),
    ),
)

#: Fields of text that hold no personal data: names of things, numbers, codes, digests.
NOT_PERSONAL: dict[str, str] = {
    "partnerships.LogEvent": "action object_type rows digest previous_hash hash",
    "partnerships.Organisation": "name number municipality_code website",
    "partnerships.Unit": "name",
    "partnerships.Partnership": "name slug registry_number place",
    "partnerships.Invitation": "mandate_role partnership_role",
    "partnerships.Agreement": "title registry_number text_hash",
    "partnerships.AgreementSection": "heading help_text",
    "partnerships.Commitment": "unit",
    "partnerships.OldAgreement": "amount_in_words",
    "partnerships.AidGrant": "granted_by_name rate_source legal_basis",
    "partnerships.WordingProposal": "basis_heading heading",
    "partnerships.SectionComment": "heading",
    "partnerships.Signature": "text_hash",
    "partnerships.TextSeen": "text_hash",
    "partnerships.SigningPaper": "text_hash",
    "partnerships.SignedFile": "certificate_hash",
    "partnerships.NeedsAnalysis": "text_hash",
    "partnerships.AnalysisApproval": "text_hash",
    "partnerships.Document": "sha256",
    "partnerships.ReferenceValue": "source to_verify",
    "partnerships.AgreementEnd": "clause",
    "partnerships.WindingItem": "help_text check_name",
    "partnerships.WindingStep": "title help_text check_name",
    "partnerships.SectionTemplate": "heading help_text body",
    "partnerships.ConsideredOrganisation": "name",
    "partnerships.PartyDecision": "decided_by paragraph registry_number",
    "partnerships.CriteriaSet": "name source municipality_code",
    "partnerships.Criterion": "number wording question evidence",
    "partnerships.CriterionAnswer": "link",
    "partnerships.Service": "name",
    "governance.Body": "name",
    "governance.Meeting": "place",
    "governance.Minutes": "text_hash",
    "governance.MinutesApproval": "side text_hash",
    "governance.Ratification": "reference",
    "governance.Fund": "name",
    "governance.PaymentRequest": "reference",
    "governance.FundMovement": "explanation",
    "reporting.ContextEvent": "title source",
    "admin.LogEntry": "object_id change_message",
    "auth.Permission": "name codename",
    "auth.Group": "name",
    "contenttypes.ContentType": "app_label model",
    "guardian.UserObjectPermission": "object_pk",
    "guardian.GroupObjectPermission": "object_pk",
}


def tagged() -> dict[str, Treatment]:
    """`app.Model.field` -> the treatment that it belongs to."""
    return {name: treatment for treatment in TREATMENTS for name in treatment.fields}


def untagged() -> list[str]:
    """Fields that could hold personal data and about which nothing is said here."""
    known = {*tagged(), *(f"{label}.{name}" for label, names in NOT_PERSONAL.items() for name in names.split())}
    return sorted(name for name in _candidates() if name not in known)


def gone() -> list[str]:
    """Fields named here that do not exist."""
    known = [*tagged(), *(f"{label}.{name}" for label, names in NOT_PERSONAL.items() for name in names.split())]
    return sorted(name for name in known if name not in set(_all_fields()))


def _models() -> Iterator[type[models.Model]]:
    """Every model but the histories, which hold what their models hold."""
    return (model for model in apps.get_models() if not hasattr(model, "instance_type"))


def _all_fields() -> Iterator[str]:
    return (f"{model._meta.label}.{one.name}" for model in _models() for one in model._meta.concrete_fields)


TEXT = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField, models.BinaryField)


def _candidates() -> Iterator[str]:
    for model in _models():
        for one in model._meta.concrete_fields:
            is_text = isinstance(one, (*TEXT, models.FileField)) and not one.choices
            is_of_person = model is User and not one.primary_key
            if is_text or is_of_person or one.related_model is User:
                yield f"{model._meta.label}.{one.name}"


# -- What IOP holds about one person (GDPR art. 15) -------------------------------------------------------------------
#: What is told to nobody, not to its owner either: it opens doors.
SECRET = frozenset({"password", "token_digest", "session_key", "session_data", "key", "data"})
#: Records that are about their person alone, and are told whole.
OWN = frozenset(
    {"account.EmailAddress", "partnerships.Notification", "partnerships.Mandate", "usersessions.UserSession"}
)


def counts_about(person: User) -> list[tuple[Treatment, int]]:
    """(treatment, how many records of it name the person), in a number of queries that does not grow."""
    counts = [
        (treatment, sum(_rows(model, names, person).count() for model, names in _naming(treatment)))
        for treatment in TREATMENTS
    ]
    return [(treatment, number) for treatment, number in counts if number]


def about(person: User) -> dict[str, Any]:
    """Everything that IOP holds about a person, ready for JSON: the person's row and every record that names it.

    Of a record that is joint only what is the person's own: how it names the person, its state, and its days.
    """
    own = {one.name: getattr(person, one.name) for one in User._meta.concrete_fields if one.name not in SECRET}
    records = {
        f"{model._meta.label}": [_told(row, model, names) for row in _rows(model, names, person).order_by("pk")]
        for treatment in TREATMENTS
        for model, names in _naming(treatment)
    }
    return {"person": own, "records": {label: rows for label, rows in records.items() if rows}}


def _naming(treatment: Treatment) -> Iterator[tuple[type[models.Model], list[str]]]:
    """The models of a treatment that point at a person, with the fields that do."""
    by_model: dict[type[models.Model], list[str]] = {}
    for label in treatment.fields:
        name, _dot, field = label.rpartition(".")
        model = apps.get_model(name)
        if model._meta.get_field(field).related_model is User:
            by_model.setdefault(model, []).append(field)
    yield from by_model.items()


def _rows(model: type[models.Model], names: list[str], person: User) -> models.QuerySet[Any]:
    condition = models.Q()
    for name in names:
        condition |= models.Q(**{name: person})
    if model is Invitation:
        condition |= models.Q(email__iexact=person.email)
    return model._base_manager.filter(condition)


def _told(row: models.Model, model: type[models.Model], names: list[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"id": row.pk}
    is_own = model._meta.label in OWN
    for one in model._meta.concrete_fields:
        is_plain = bool(one.choices) or isinstance(one, models.DateField)
        if one.name not in SECRET and (is_plain or one.name in names or is_own):
            told[one.name] = getattr(row, one.attname)
    return told
