"""The models of who works together and on what terms, one module for each noun."""

from .agreement import Agreement, AgreementParty, AgreementSection, SectionTemplate, Signature
from .analysis import AnalysisApproval, NeedsAnalysis
from .base import Dated, DatedQuerySet, Governed, Illustrative, MoneyField, ProseField, swedish
from .change import AutomaticExtension, Withdrawal
from .commitment import Commitment, CommitmentActual
from .condition import Condition, ConditionCheck
from .considered import ConsideredOrganisation
from .criteria import CriteriaSet, Criterion
from .document import Document
from .drafting import DraftingTurn, SectionComment, WordingProposal
from .ending import AgreementEnd, EndAnswer
from .erasure import Erasure
from .form_choice import CriterionAnswer, FormChoice, RedFlag, WeighedForm
from .log import LogChain, LogEvent
from .old_agreement import OldAgreement
from .organisation import Organisation, OrganisationUserObjectPermission, Side, Unit
from .ownership import OwnershipItem
from .partnership import (
    Invitation,
    Notification,
    Partnership,
    PartnershipRole,
    PartnershipUserObjectPermission,
    Party,
    PhasePeriod,
)
from .party_decision import PartyDecision
from .people import Mandate, User
from .perspective import Perspective
from .reference import ReferenceValue
from .service import Service, ServiceCapacity, ServiceReport
from .signing import SignedFile, SigningPaper, TextSeen
from .state_aid import AidGrant
from .winding import ClosingApproval, WindingDown, WindingItem, WindingStep

__all__ = [
    "ClosingApproval",
    "Agreement",
    "AgreementEnd",
    "AgreementParty",
    "AgreementSection",
    "ConsideredOrganisation",
    "AutomaticExtension",
    "CriteriaSet",
    "Criterion",
    "CriterionAnswer",
    "Commitment",
    "CommitmentActual",
    "AidGrant",
    "AnalysisApproval",
    "Condition",
    "ConditionCheck",
    "Dated",
    "DatedQuerySet",
    "Document",
    "EndAnswer",
    "DraftingTurn",
    "Erasure",
    "FormChoice",
    "Governed",
    "Illustrative",
    "Invitation",
    "LogChain",
    "LogEvent",
    "Mandate",
    "MoneyField",
    "NeedsAnalysis",
    "Notification",
    "OldAgreement",
    "Organisation",
    "OrganisationUserObjectPermission",
    "OwnershipItem",
    "Partnership",
    "PartnershipRole",
    "PartnershipUserObjectPermission",
    "Party",
    "PartyDecision",
    "Perspective",
    "PhasePeriod",
    "ProseField",
    "ReferenceValue",
    "RedFlag",
    "SectionComment",
    "SectionTemplate",
    "Service",
    "ServiceCapacity",
    "ServiceReport",
    "Side",
    "Signature",
    "SignedFile",
    "SigningPaper",
    "TextSeen",
    "Unit",
    "User",
    "WeighedForm",
    "Withdrawal",
    "WindingDown",
    "WindingItem",
    "WindingStep",
    "WordingProposal",
    "swedish",
]
