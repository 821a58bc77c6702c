"""People, organisations and a whole small world, made through the same calls as the product's own.

See the docstring of conftest.py for how tests use it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from types import SimpleNamespace

from django.utils import timezone
from stdnum import luhn

from governance import seats
from governance.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Body,
    Decision,
    Fund,
    FundMovement,
    FundProposal,
    FundRule,
    Grant,
    Meeting,
    Minutes,
    MinutesAddendum,
    MinutesApproval,
    MinutesApprover,
    MinutesItem,
    PaymentRequest,
    Position,
    Ratification,
)
from partnerships import access, clock, documents, mandates, steps
from partnerships.agreements import withdrawal
from partnerships.models import (
    Agreement,
    AgreementEnd,
    AgreementParty,
    AgreementSection,
    AidGrant,
    AnalysisApproval,
    AutomaticExtension,
    ClosingApproval,
    Commitment,
    CommitmentActual,
    Condition,
    ConditionCheck,
    ConsideredOrganisation,
    Criterion,
    CriterionAnswer,
    DraftingTurn,
    EndAnswer,
    FormChoice,
    Invitation,
    Mandate,
    NeedsAnalysis,
    Notification,
    OldAgreement,
    Organisation,
    OwnershipItem,
    Partnership,
    PartnershipRole,
    Party,
    PartyDecision,
    Perspective,
    PhasePeriod,
    RedFlag,
    SectionComment,
    Service,
    ServiceCapacity,
    ServiceReport,
    Signature,
    SignedFile,
    SigningPaper,
    TextSeen,
    Unit,
    User,
    WeighedForm,
    WindingDown,
    WindingItem,
    Withdrawal,
    WordingProposal,
)
from reporting.models import ContextEvent

#: What every account of `person` logs in with.
PASSWORD = "en gul ekorre i tallen"
#: When everything in the world began: mandates, roles, seats, parties.
START = date(2020, 1, 1)

#: The least that is taken for a PDF.
PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
)

_serial = count(1)


def person(name, email="", **fields):
    """An account without any right; its password is PASSWORD."""
    email = email or f"{next(_serial)}.{name.lower().replace(' ', '.')}@example.org"
    return User.objects.create_user(email, PASSWORD, name=name, **fields)


def organisation_number(first="802"):
    """A new organisation number with the right check digit."""
    digits = f"{first}{next(_serial):0{9 - len(first)}d}"
    digits += luhn.calc_check_digit(digits)
    return f"{digits[:6]}-{digits[6:]}"


def organisation(side, name, **fields):
    """An organisation of `side` ("public" or "ideburen"), with a valid number of its own."""
    public = side == access.PUBLIC
    fields.setdefault("number", organisation_number("2120" if public else "802"))
    fields.setdefault("legal_form", "municipality" if public else "association")
    with steps.record("organisation.create", actor=None) as act:
        return act.save(Organisation(name=name, side=side, **fields))


def partnership(name, **fields):
    """A partnership in its implementation phase, without parties."""
    fields.setdefault("slug", name.lower())
    fields.setdefault("challenge", f"What {name} is about")
    with steps.record("partnership.create", actor=None) as act:
        made = act.save(Partnership(name=name, **fields))
        act.save(PhasePeriod(partnership=made, phase="implementation", valid_from=START))
    return made


def party(partnership, organisation, status="party", **fields):
    """`organisation` as a party of `partnership` since START, without an agreement; with `status`, not yet or no more.

    Without an agreement in force anywhere in the partnership, that is: then the database asks for its signature.
    """
    way = {"proposed": [], "in_dialogue": ["in_dialogue"], "party": ["party"], "declined": ["declined"]}
    dates = {"party": {"joined_on": fields.pop("joined_on", START)}}
    gone = {"left_on": fields.pop("left_on", START), "reason": fields.pop("reason", "Ett skäl")}
    dates |= {"declined": gone, "left": gone}
    with steps.record("party.create", actor=None) as act:
        made = act.save(Party(partnership=partnership, organisation=organisation, proposed_on=START, **fields))
        for state in way.get(status, ["party", "left"]):
            for name, value in {"status": state, **dates.get(state, {})}.items():
                setattr(made, name, value)
            act.save(made)
    mandates.sync_organisation(organisation)
    return made


def leave(party, *, actor, reason="Ny inriktning"):
    """Let `party` give notice and leave the same day, as one whose agreement says nothing of a time of notice may."""
    given = withdrawal.give(party, actor=actor, reason=reason)
    return withdrawal.take_effect(given, actor=actor).party


def mandate(person, organisation, role, valid_from=START, **fields):
    """A mandate of `person` in `organisation`, and its rights."""
    return mandates.grant(
        actor=None,
        person=person,
        organisation=organisation,
        role=role,
        valid_from=valid_from,
        by_system=True,
        **fields,
    )


def role(person, partnership, role, organisation=None, valid_from=START, **fields):
    """A role of `person` in `partnership` ("coordinator", "observer"), and its rights."""
    return mandates.give_role(
        actor=None,
        partnership=partnership,
        person=person,
        role=role,
        organisation=organisation,
        valid_from=valid_from,
        by_system=True,
        **fields,
    )


def body(partnership, kind="steering", *, actor, name="", **fields):
    """A body of `partnership`; "ngo_steering" is members-only unless `visibility` says otherwise."""
    if kind == Body.Kind.NGO_STEERING:
        fields.setdefault("visibility", Body.Visibility.MEMBERS)
        fields.setdefault("quorum_both_sides", False)
    made = Body(partnership=partnership, kind=kind, name=name or str(Body.Kind(kind).label), **fields)
    return seats.open_body(made, actor=actor)


def seat(body, person, party, office="member", *, actor, valid_from=START, **fields):
    """A seat of `person` in `body` for `party`, and its rights."""
    return seats.give(body, actor=actor, person=person, party=party, office=office, valid_from=valid_from, **fields)


def login(client, person):
    """Let `client` be `person` from now on; returns the client."""
    client.force_login(person)
    return client


@dataclass
class Member:
    """A party as tests speak of it: `organisation`, `party`, and its people by role as attributes."""

    organisation: Organisation
    party: Party
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name):
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(f"{self.__dict__.get('organisation')} has nobody called {name}") from None


EVERY_MANDATE = tuple(Mandate.Role.values)


def member(partnership, side, name, roles=EVERY_MANDATE, coordinator=False):
    """An organisation as party of `partnership` with one person for each of `roles`, named after it and the role."""
    made = organisation(side, name)
    joined = Member(made, party(partnership, made))
    for one in roles:
        joined.people[one] = person(f"{name} {one}")
        mandate(joined.people[one], made, one.removesuffix("2"))
    if coordinator:
        joined.people["coordinator"] = person(f"{name} coordinator")
        role(joined.people["coordinator"], partnership, PartnershipRole.Role.COORDINATOR, made)
    return joined


def _alfa():
    made = partnership("Alfa", place="Göteborg")
    city = member(made, access.PUBLIC, "Alfastad", (*EVERY_MANDATE, "economist2"), coordinator=True)
    ngo = member(made, access.IDEBUREN, "Ansgar", coordinator=True)
    ngo2 = member(made, access.IDEBUREN, "Birgitta")
    ngo3 = member(made, access.IDEBUREN, "Cecilia", ("representative", "signatory"))
    observer = person("Alfa observer")
    role(observer, made, PartnershipRole.Role.OBSERVER)
    for of, office in [(city, "chair"), (ngo, "secretary")]:
        of.people[office] = person(f"{of.organisation.name} {office}")
        mandate(of.people[office], of.organisation, "reader")
    steering = body(made, actor=city.coordinator, name="Styrgruppen")
    for who, of, office in [
        (city.chair, city, "chair"),
        (ngo.secretary, ngo, "secretary"),
        (city.representative, city, "member"),
        (ngo.representative, ngo, "member"),
        (ngo2.representative, ngo2, "member"),
        (ngo3.representative, ngo3, "member"),
    ]:
        seat(steering, who, of.party, office, actor=city.coordinator)
    room = body(made, "ngo_steering", actor=ngo.coordinator, name="De idéburnas rum")
    for who, of, office in [
        (ngo2.representative, ngo2, "chair"),
        (ngo.representative, ngo, "member"),
        (ngo3.representative, ngo3, "member"),
    ]:
        seat(room, who, of.party, office, actor=ngo.coordinator)
    return SimpleNamespace(
        partnership=made,
        slug=made.slug,
        city=city,
        ngo=ngo,
        ngo2=ngo2,
        ngo3=ngo3,
        members=[city, ngo, ngo2, ngo3],
        observer=observer,
        steering=steering,
        room=room,
    )


def _beta():
    made = partnership("Beta", place="Malmö")
    city = member(made, access.PUBLIC, "Betastad", coordinator=True)
    ngo = member(made, access.IDEBUREN, "Disa", coordinator=True)
    steering = body(made, actor=city.coordinator, name="Betas styrgrupp")
    seat(steering, city.representative, city.party, "chair", actor=city.coordinator)
    seat(steering, ngo.representative, ngo.party, "secretary", actor=city.coordinator)
    room = body(made, "ngo_steering", actor=ngo.coordinator, name="Betas rum")
    return SimpleNamespace(
        partnership=made,
        slug=made.slug,
        city=city,
        ngo=ngo,
        members=[city, ngo],
        steering=steering,
        room=room,
    )


def world():
    """Two partnerships that know nothing of each other, an outsider and a superuser."""
    return SimpleNamespace(
        alfa=_alfa(),
        beta=_beta(),
        outsider=person("Outsider"),
        superuser=User.objects.create_superuser("root@example.org", PASSWORD, name="Superuser"),
    )


# -- A partnership in full swing --------------------------------------------------------------------------------------
MEETING_AT = timezone.make_aware(datetime(2024, 3, 14, 13, 0))
#: A word that stands in every text of the members-only body and nowhere else.
SENTINEL = "Hemlighetsord"


def save(obj, root=None, **values):
    """Set `values` on `obj` and save it as one act of the system, whatever right or order the product would ask for."""
    with steps.record("test.save", actor=None, root=root) as act:
        if obj.pk is None and values:
            act.save(obj)  # born in its first state
        for name, value in values.items():
            setattr(obj, name, value)
        act.save(obj)
    if hasattr(obj, "number"):
        obj.refresh_from_db(fields=["number"])  # which the database gave
    return obj


def furnish(alfa):
    """Give `world.alfa` at least one row of everything, as the database allows; returns them by name.

    An agreement in force with an amendment that waits for the last signature and an extension in draft; a service with
    a confirmed report; a held meeting with decisions and approved minutes, and the next one with an open decision; a
    fund with a rule, money in, a grant and a payment; and in the room a meeting whose every text holds SENTINEL.
    """
    it = SimpleNamespace()
    _agreement(it, alfa)
    _service(it, alfa)
    _meeting(it, alfa)
    _fund(it, alfa)
    _room(it, alfa)
    it.unit = save(Unit(organisation=alfa.city.organisation, name="Social resursförvaltning"))
    it.invitation = save(
        Invitation(
            email="ny@example.org",
            token_digest="0" * 64,
            organisation=alfa.ngo.organisation,
            mandate_role="reader",
            valid_from=START,
            invited_by=alfa.ngo.representative,
            expires_on=date(2099, 1, 1),
        )
    )
    with steps.record("document.attach", actor=alfa.city.coordinator, scope=alfa.partnership) as act:
        it.document = documents.attach(act, PDF, name="Underlag.pdf", partnership=alfa.partnership)
        made = documents.attach(act, PDF, name="Intyg.pdf", organisation=alfa.ngo.organisation)
    _signed_outside(it, alfa)
    _form_choice(it, alfa)
    _analysis(it, alfa)
    it.aid = aid(alfa, certificate=made)
    it.aid_of_city = aid(alfa, stated_by=alfa.city.organisation, about=it.aid)
    it.considered = save(
        ConsideredOrganisation(partnership=alfa.partnership, name="Frivilliga Dykare", on=START, how="invited")
    )
    it.party_decision = save(decided(alfa.ngo, wording="Vi deltar"))
    given = {"person": alfa.ngo3.signatory, "mandate": alfa.ngo3.signatory.mandates.get()}
    it.withdrawal = save(
        Withdrawal(
            party=alfa.ngo3.party, given_on=START, earliest_on=START, leaves_on=date(2099, 1, 1), reason="Skäl", **given
        )
    )
    it.automatic_extension = save(
        AutomaticExtension(agreement=it.agreement, previous_end=START, ends_on=date(2021, 1, 1)), root=it.agreement
    )
    it.context_event = save(
        ContextEvent(
            partnership=alfa.partnership, kind="law", title="Ny lag", happened_on=START, changes="Andra boenden"
        )
    )
    it.notification = Notification.objects.create(person=alfa.ngo.reader, key="test", text="Något nytt", url="/")
    return it


def aid(place, **values):
    """A statement that the city granted the NGO de minimis aid, by the NGO unless `stated_by` says otherwise."""
    ngo, city = place.ngo.organisation, place.city.organisation
    values = {
        "organisation": ngo, "granted_by": city, "stated_by": ngo, "kind": "de_minimis", "granted_on": START,
        "amount": 100_000, "rate": Decimal("10"), "rate_on": START, "rate_source": "Riksbanken",
        "amount_eur": 10_000, **values,
    }  # fmt: skip
    return save(AidGrant(**values))


def _agreement(it, alfa):
    it.agreement = save(Agreement(partnership=alfa.partnership, kind="main", title="Partnerskapsavtal"))
    it.section = save(AgreementSection(agreement=it.agreement, position=1, heading="Syfte", body="Varför vi gör det"))
    for one in alfa.members:
        it.agreement_party = save(AgreementParty(agreement=it.agreement, party=one.party))
    it.annex = save(
        Agreement(
            partnership=alfa.partnership, kind="annex", parent=it.agreement, party=alfa.ngo.party, title="Bilaga 1"
        )
    )
    it.annex_section = save(AgreementSection(agreement=it.annex, position=1, heading="Insats", body="Vad vi gör"))
    it.agreed_commitment = commitment(it.agreement, alfa.ngo.party)
    it.agreed_line, it.agreed_condition = owned(it.agreement, alfa.ngo.party), condition(it.agreement, alfa.ngo.party)
    for one in (it.agreement, it.annex):
        save(one, status="proposed", round=1, text_hash="a" * 64, proposed_on=START)
    for one in alfa.members:
        it.signature = sign(it.agreement, one)
    for one in (it.agreement, it.annex):
        save(one, status="in_force", in_force_on=START)
    for name, kind in [("amendment", "amendment"), ("draft", "extension")]:
        made = save(Agreement(partnership=alfa.partnership, kind=kind, parent=it.agreement, title=name.title()))
        section = save(AgreementSection(agreement=made, position=1, heading="Ändring", body="Vad som ändras"))
        if name == "amendment":
            save(made, subjects=["other"])
        else:
            it.change = save(
                AgreementSection(
                    agreement=made,
                    position=2,
                    heading="Syfte",
                    body="Ett nytt syfte",
                    effect="replaces",
                    target=it.section,
                )
            )
        for one in alfa.members[:3] if name == "draft" else alfa.members:
            save(AgreementParty(agreement=made, party=one.party))
        vars(it).update({name: made, f"{name}_section": section})
    made = save(Agreement(partnership=alfa.partnership, kind="extension", parent=it.agreement, title="På papper"))
    with steps.record("document.attach", actor=alfa.city.coordinator, scope=alfa.partnership) as act:
        paper = documents.attach(act, PDF, name="Avtal.pdf", partnership=alfa.partnership)
    it.old = save(OldAgreement(agreement=made, document=paper, signed_on=START, signed_by="Direktören"))
    save(AgreementSection(agreement=made, position=1, heading="Papper", body=paper.sha256))
    it.draft_commitment = commitment(it.draft, alfa.ngo.party)
    it.draft_line, it.draft_condition = owned(it.draft, alfa.ngo.party), condition(it.draft, alfa.ngo.party)
    it.condition_check = save(
        ConditionCheck(
            condition=it.agreed_condition,
            due_on=date(2024, 3, 31),
            checked_on=date(2024, 4, 2),
            person=alfa.city.coordinator,
            organisation=alfa.city.organisation,
            outcome="fulfilled",
        ),
        root=it.agreement,
    )
    decided = Condition(agreement=it.agreement, party=alfa.ngo.party, text="Nytt tillstånd", due_on=date(2024, 5, 1))
    decided.decision = "Nämnden § 12"
    it.decided_condition = save(decided)
    it.amending_commitment = commitment(it.amendment, alfa.ngo.party, starts_on=date(2024, 7, 1))
    save(it.amending_commitment, replaces=it.agreed_commitment)
    it.outcome = save(
        CommitmentActual(
            commitment=it.agreed_commitment,
            starts_on=date(2024, 1, 1),
            ends_on=date(2024, 3, 31),
            quantity=40,
            unit_value=220,
            value=8_800,
        )
    )
    _end(it, alfa)
    _winding(it, alfa)
    about = {"agreement": it.draft, "section": it.draft_section, "party": alfa.ngo.party}
    by = {"proposed_by": alfa.ngo.representative, "reason": "Så att alla förstår"}
    it.wording = save(WordingProposal(**about, **by, kind="change", heading="Ändring", body="Vad och varför"))
    it.comment = save(SectionComment(**about, author=alfa.ngo.reader, heading="Ändring", text="Är det sagt?"))
    it.turn = save(DraftingTurn(agreement=it.draft, round=0, given_by=alfa.city.coordinator), root=it.draft)
    save(it.amendment, status="proposed", round=1, text_hash="c" * 64, proposed_on=START)
    reader = {"person": alfa.ngo3.signatory, "text_hash": it.amendment.text_hash}
    it.text_seen = save(TextSeen(agreement=it.amendment, round=1, **reader), root=it.amendment)
    for one in alfa.members[:3]:
        sign(it.amendment, one)


def _analysis(it, alfa):
    """Ansgar's view of the challenge with a draft of the next; an approved analysis, and the next one in draft."""
    it.perspective = save(Perspective(party=alfa.ngo.party, sees="Unga utan sammanhang", brings="Volontärer"))
    save(it.perspective, shared_at=clock.now())
    it.draft_perspective = save(Perspective(party=alfa.ngo.party, sees="Ett utkast"))
    it.analysis = save(NeedsAnalysis(partnership=alfa.partnership, challenge="Ensamhet", known="Det vi vet"))
    save(it.analysis, status="proposed", round=1, text_hash="e" * 64, proposed_at=clock.now())
    for one in alfa.members:
        it.analysis_approval = approve_analysis(it.analysis, one)
    save(it.analysis, status="approved", approved_at=clock.now())
    it.open_analysis = save(NeedsAnalysis(partnership=alfa.partnership, challenge="Ensamhet", occasion="Det nya"))


def approve_analysis(analysis, member, **values):
    """The approval of a member's representative of a proposed analysis, as the database asks for it."""
    values = {"round": analysis.round, "text_hash": analysis.text_hash, "person": member.representative, **values}
    mandate = Mandate.objects.get(organisation=member.organisation, role="representative")
    return save(AnalysisApproval(analysis=analysis, party=member.party, mandate=mandate, **values), root=analysis)


def _form_choice(it, alfa):
    it.settled_choice = chosen(alfa, 1)
    moments = {"proposed_at": clock.now(), "settled_at": clock.now()}
    save(
        it.settled_choice,
        status="proposed",
        proposed_by=alfa.city.coordinator,
        proposed_for=alfa.city.organisation,
        proposed_at=moments["proposed_at"],
    )
    save(
        it.settled_choice,
        status="settled",
        settled_by=alfa.ngo.coordinator,
        settled_for=alfa.ngo.organisation,
        settled_at=moments["settled_at"],
    )
    it.form_choice = chosen(alfa, 2)


def decided(member, **values):
    """A decision of a member's own, entered by its representative, not saved yet."""
    values = {"kind": "participate", "level": "board", "decided_by": "Styrelsen", "decided_on": START, **values}
    return PartyDecision(party=member.party, entered_by=member.representative, **values)


def chosen(alfa, number):
    """A draft of a choice of form with one row of each sort, called `weighed_form`, `criterion_answer`, `red_flag`."""
    made = save(
        FormChoice(partnership=alfa.partnership, number=number),
        outcome="partnership",
        conclusion="Ingen klarar det ensam",
    )
    made.weighed_form = save(WeighedForm(choice=made, form="grant", speaks_for="Enkelt", speaks_against="Ensidigt"))
    criterion, flag = (
        Criterion.objects.filter(criteria_set__kind=kind).order_by("pk").first() for kind in ("criteria", "red_flags")
    )
    made.criterion_answer = save(
        CriterionAnswer(choice=made, criterion=criterion, answer="met", evidence="Protokollet")
    )
    made.red_flag = save(RedFlag(choice=made, criterion=flag, applies="no"))
    return made


def commitment(agreement, party, **values):
    """Hours that a party is to bring in 2024, as a row of an agreement in draft."""
    values = {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31), **values}
    return save(
        Commitment(
            agreement=agreement, party=party, kind="hours", description="Volontärer", quantity=100, unit="timmar",
            unit_value=220, value=22_000, basis="Leader, vuxen", **values,
        )
    )  # fmt: skip


def _end(it, alfa):
    """Cecilia's notice, far ahead, which Ansgar contests."""
    signatory = Mandate.objects.get(organisation=alfa.ngo3.organisation, role="signatory")
    it.end = save(
        AgreementEnd(
            agreement=it.agreement,
            kind="notice",
            party=alfa.ngo3.party,
            person=signatory.person,
            name=signatory.person.name,
            mandate=signatory,
            given_on=clock.today(),
            last_day=date(2099, 12, 31),
            reason="Föreningen läggs ner",
            clause="§ 25",
        )
    )
    it.end_answer = save(
        EndAnswer(
            end=it.end, party=alfa.ngo.party, person=alfa.ngo.representative, stance="contests", words="För sent"
        ),
        root=it.agreement,
    )


def _signed_outside(it, alfa):
    """A PDF of the amendment, and one that came back signed but is not trusted."""
    of = it.amendment
    paper = SigningPaper(agreement=of, round=of.round, text_hash=of.text_hash, document=it.document)
    it.paper = save(paper, root=of)
    who = {"party": alfa.ngo3.party, "person": alfa.ngo3.signatory, "signer": alfa.ngo3.signatory.name}
    what = {"certificate_hash": "d" * 64, "is_trusted": False, "problem": "untrusted", "revocation": "unknown"}
    it.signed_file = save(SignedFile(paper=it.paper, document=it.document, **who, **what), root=of)


def _winding(it, alfa):
    """A plan with Ansgar's item, which it has done, and a joint one."""
    it.winding = save(WindingDown(partnership=alfa.partnership, last_day=date(2099, 12, 31)))
    items = [
        WindingItem(winding=it.winding, position=number, title=title, party=party)
        for number, title, party in [(1, "Plan för personalen", alfa.ngo.party), (2, "Avsluta potten", None)]
    ]
    it.winding_item, it.joint_item = [save(one) for one in items]
    save(
        it.winding_item, status="done", done_by=alfa.ngo.representative, done_for=alfa.ngo.party, done_on=clock.today()
    )
    approval = ClosingApproval(winding=it.winding, party=alfa.ngo.party, person=alfa.ngo.signatory)
    it.closing_approval = save(approval, root=it.winding)


def owned(agreement, party):
    """A line of the ownership matrix of an agreement in draft."""
    return save(OwnershipItem(agreement=agreement, kind="staff", item="Personalen", owner=party, cost_bearer=party))


def condition(agreement, party):
    """A yearly condition that a party is to fulfil, in an agreement in draft."""
    first = date(2024, 3, 31)
    return save(Condition(agreement=agreement, party=party, text="Revisionsintyg", due_on=first, every_months=12))


def sign(agreement, member, **values):
    """The signature of a member's signatory on a proposed agreement, as the database asks for it."""
    values = {"round": agreement.round, "text_hash": agreement.text_hash, "person": member.signatory, **values}
    mandate = Mandate.objects.get(organisation=member.organisation, role="signatory")
    return save(Signature(agreement=agreement, party=member.party, mandate=mandate, **values), root=agreement)


def _service(it, alfa):
    it.service = save(
        Service(
            party=alfa.ngo.party,
            name="Boendet Ansgar",
            kind="housing",
            status="active",
            daily_rate=1900,
            contributes=True,
            shared_at=clock.now(),
        )
    )
    it.capacity = save(ServiceCapacity(service=it.service, capacity=8, valid_from=START))
    it.report = save(ServiceReport(service=it.service, month=date(2024, 1, 1), days=200))
    save(it.report, status="submitted", submitted_at=clock.now())
    save(it.report, status="confirmed", confirmed_at=clock.now(), confirmed_by=alfa.city.economist)
    it.open_report = save(ServiceReport(service=it.service, month=date(2024, 2, 1), days=100))


def _meeting(it, alfa):
    it.meeting = save(Meeting(body=alfa.steering, starts_at=MEETING_AT, place="Stadshuset"))
    it.item = save(AgendaItem(meeting=it.meeting, position=1, kind="decision", title="Regel för potten"))
    it.next_item = save(AgendaItem(meeting=it.meeting, position=2, kind="decision", title="Läxhjälp"))
    save(it.meeting, status="called", called_at=clock.now())
    save(it.meeting, status="held")
    seats_taken = list(alfa.steering.seats.order_by("pk"))
    it.seat = seats_taken[0]
    for one in seats_taken:
        it.attendance = save(Attendance(meeting=it.meeting, seat=one, presence="present"))
    it.decision = decide(it.item, alfa, "Potten får 50 kr per placeringsdygn")
    it.grant_decision = decide(it.next_item, alfa, "Läxhjälpen får 3 000 kr")
    it.position = it.decision.positions.first()
    it.ratification = save(
        Ratification(decision=it.decision, party=alfa.city.party),
        decided_by="Nämnden",
        decided_on=MEETING_AT.date(),
        reference="§ 12",
        entered_by=alfa.city.signatory,
    )
    it.action = save(
        ActionItem(body=alfa.steering, item=it.item, decision=it.decision, title="Skriv rutinen", party=alfa.ngo.party)
    )
    it.minutes = minutes_of(it.meeting, [it.seat, seats_taken[3]])
    it.minutes_item = it.minutes.items.first()
    it.approver = it.minutes.approvers.first()
    it.approval = it.minutes.approvals.first()
    it.addendum = save(
        MinutesAddendum(minutes=it.minutes, text="Ett tillägg", author=alfa.ngo.secretary), root=it.meeting
    )
    it.open_meeting = save(Meeting(body=alfa.steering, starts_at=MEETING_AT + timedelta(days=30), place="Stadshuset"))
    it.open_item = save(AgendaItem(meeting=it.open_meeting, position=1, kind="decision", title="Nästa fråga"))
    it.open_decision = save(
        Decision(
            body=alfa.steering, item=it.open_item, year=MEETING_AT.year, title="Nästa fråga", wording="Ett förslag"
        ),
        root=it.open_meeting,
    )
    it.open_position = save(Position(decision=it.open_decision, party=alfa.city.party, stance="supports"))
    it.open_ratification = save(Ratification(decision=it.open_decision, party=alfa.city.party))


def decide(item, place, wording, outcome="adopted"):
    """A closed decision under `item` that every member of `place` supports."""
    made = save(
        Decision(body=item.meeting.body, item=item, year=MEETING_AT.year, title=item.title, wording=wording),
        root=item.meeting,
    )
    for one in place.members:
        save(Position(decision=made, party=one.party, stance="supports"))
    return save(made, status="closed", outcome=outcome, decided_on=MEETING_AT.date())


def minutes_of(meeting, approving, text="Ordföranden öppnade mötet."):
    """Approved minutes of a held meeting, approved for each of the seats `approving`."""
    made = save(Minutes(meeting=meeting, opening=text))
    for item in meeting.items.all():
        save(MinutesItem(minutes=made, item=item, text=text))
    for one in approving:
        save(MinutesApprover(minutes=made, seat=one))
    save(made, status="circulated", round=1, text_hash="b" * 64, circulated_at=clock.now())
    for one in approving:
        approval = MinutesApproval(
            minutes=made,
            round=1,
            seat=one,
            person=one.person,
            side=one.party.organisation.side,
            text_hash=made.text_hash,
        )
        save(approval, root=meeting)
    return save(made, status="approved", approved_at=clock.now())


def _fund(it, alfa):
    it.fund = save(Fund(partnership=alfa.partnership, name="Gemensamma potten", holder=alfa.city.party))
    it.rule = save(FundRule(fund=it.fund, rate=50, decision=it.decision, valid_from=START))
    it.contribution = move(
        it.fund, "outside", "available", 10_000, report=it.report, rule=it.rule, explanation={"days": 200}
    )
    it.proposal = save(
        FundProposal(fund=it.fund, party=alfa.ngo.party, title="Läxhjälp", need="Läxor", amount=3_000),
        status="submitted",
        submitted_at=clock.now(),
    )
    it.draft_proposal = save(
        FundProposal(fund=it.fund, party=alfa.ngo.party, title="Fotboll", need="Rörelse", amount=500)
    )
    it.grant = save(Grant(fund=it.fund, proposal=it.proposal, decision=it.grant_decision, amount=3_000))
    it.commitment = move(it.fund, "available", "committed", 3_000, grant=it.grant, decision=it.grant_decision)
    save(it.proposal, status="granted")
    save(it.grant, status="accepted")
    it.payment = pay(it.grant, alfa, 1_000)
    it.paid = move(it.fund, "committed", "paid", 1_000, grant=it.grant, payment=it.payment)


def move(fund, source, target, amount, **values):
    """A movement of `amount` kronor from one account of the fund to another."""
    return save(
        FundMovement(
            fund=fund,
            from_account=source,
            to_account=target,
            amount=amount,
            booked_on=MEETING_AT.date(),
            **values,
        ),
        root=fund,
    )


def pay(grant, place, amount):
    """A payment of part of a grant, requested, attested and paid by three people."""
    made = save(PaymentRequest(grant=grant, amount=amount, requested_by=place.ngo.economist))
    save(made, status="attested", attested_by=place.city.economist, attested_at=clock.now())
    return save(made, status="paid", paid_by=place.city.economist2, paid_on=MEETING_AT.date(), reference="1")


def _room(it, alfa):
    room = alfa.room
    starts_at = MEETING_AT + timedelta(days=-7)
    it.room_meeting = save(Meeting(body=room, starts_at=starts_at, place=f"{SENTINEL} rum"))
    it.room_item = save(
        AgendaItem(
            meeting=it.room_meeting,
            position=1,
            kind="decision",
            title=f"{SENTINEL} fråga",
            basis=f"{SENTINEL} underlag",
            proposed_wording=f"{SENTINEL} förslag",
        )
    )
    save(it.room_meeting, status="called", called_at=clock.now())
    save(it.room_meeting, status="held")
    ideburna = SimpleNamespace(members=[one for one in alfa.members if one is not alfa.city])
    it.room_decision = decide(it.room_item, ideburna, f"{SENTINEL} beslut")
    it.room_action = save(
        ActionItem(
            body=room, item=it.room_item, decision=it.room_decision, title=f"{SENTINEL} uppdrag", party=alfa.ngo.party
        )
    )
    seat = room.seats.get(person=alfa.ngo2.representative)
    it.room_minutes = minutes_of(it.room_meeting, [seat], text=f"{SENTINEL} text")
