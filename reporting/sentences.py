"""The words of the history: a sentence for every act, and what the things it speaks of are called."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.models import User
from partnerships.templatetags.iop import day, kr

#: Action -> the sentence. %(who)s is the organisation acted for (or the person, or the system), %(what)s the object.
SENTENCES: dict[str, Promise] = {
    # partnerships, parties, phases and roles
    "partnership.create": _("%(who)s started the initiative %(what)s"),
    "partnership.start": _("%(who)s started the initiative %(what)s"),
    "partnership.edit": _("%(who)s edited the overview of %(what)s"),
    "phase.set": _("%(who)s entered the phase %(what)s"),
    "party.create": _("%(who)s entered %(what)s as a party"),
    "party.propose": _("%(who)s proposed %(what)s as a party"),
    "party.begin_dialogue": _("%(who)s began the dialogue with %(what)s"),
    "party.join": _("%(what)s became a party"),
    "party.decline": _("%(what)s declined to take part"),
    "party.leave": _("%(what)s left the partnership"),
    "withdrawal.give": _("%(who)s gave notice that %(what)s leaves"),
    "withdrawal.take_back": _("%(who)s took back that %(what)s leaves"),
    "agreement.extend": _("The agreement %(what)s was extended by itself"),
    "agreement.take_effect": _("What the amendment %(what)s says of the partnership took effect"),
    "agreement.set_notice": _("%(who)s entered the parties' own time of notice in %(what)s"),
    "party.edit": _("%(who)s changed what stands about the party %(what)s"),
    "role.give": _("%(who)s gave a role in the partnership to %(what)s"),
    "role.end": _("%(who)s ended the role in the partnership of %(what)s"),
    # organisations and people
    "organisation.create": _("%(who)s registered the organisation %(what)s"),
    "person.ask_erasure": _("%(who)s asked that the personal data of %(what)s be erased"),
    "person.keep": _("%(who)s took back that the personal data of %(what)s be erased"),
    "person.erase": _("%(who)s erased the personal data of %(what)s, as the second of two"),
    "organisation.edit": _("%(who)s edited the profile of %(what)s"),
    "unit.create": _("%(who)s added the unit %(what)s"),
    "mandate.grant": _("%(who)s gave a mandate to %(what)s"),
    "mandate.end": _("%(who)s ended the mandate of %(what)s"),
    "invitation.create": _("%(who)s sent an invitation"),
    "invitation.send_again": _("%(who)s sent an invitation again"),
    "invitation.accept": _("%(who)s accepted an invitation"),
    "invitation.withdraw": _("%(who)s withdrew an invitation"),
    # bodies, meetings and minutes
    "body.create": _("%(who)s created the body %(what)s"),
    "body.edit": _("%(who)s changed the rules of %(what)s"),
    "seat.give": _("%(who)s gave a seat to %(what)s"),
    "seat.end": _("%(who)s ended the seat of %(what)s"),
    "meeting.plan": _("%(who)s planned %(what)s"),
    "meeting.edit": _("%(who)s changed time or place of %(what)s"),
    "meeting.call": _("%(who)s called %(what)s"),
    "meeting.cancel": _("%(who)s cancelled %(what)s"),
    "meeting.hold": _("%(who)s opened %(what)s"),
    "meeting.attendance": _("%(who)s recorded who attended %(what)s"),
    "item.add": _("%(who)s added %(what)s to the agenda"),
    "item.edit": _("%(who)s changed %(what)s on the agenda"),
    "item.move": _("%(who)s moved %(what)s on the agenda"),
    "item.remove": _("%(who)s took %(what)s off the agenda"),
    "minutes.begin": _("%(who)s began the minutes of %(what)s"),
    "minutes.write": _("%(who)s wrote in the minutes of %(what)s"),
    "minutes.approvers": _("%(who)s named the approvers of the minutes of %(what)s"),
    "minutes.circulate": _("%(who)s sent out the minutes of %(what)s for approval"),
    "minutes.return": _("%(who)s took the minutes of %(what)s back to draft"),
    "minutes.approve": _("%(who)s approved the minutes of %(what)s"),
    "minutes.addendum": _("%(who)s added a correction to the minutes of %(what)s"),
    # decisions and actions
    "decision.open": _("%(who)s put up %(what)s for decision"),
    "decision.edit": _("%(who)s changed the wording of %(what)s"),
    "decision.positions": _("%(who)s recorded the parties' positions on %(what)s"),
    "decision.close": _("%(who)s recorded the outcome of %(what)s"),
    "decision.ratify": _("%(who)s ratified %(what)s"),
    "action.assign": _("%(who)s gave out the action %(what)s"),
    "action.done": _("%(who)s marked the action %(what)s as done"),
    "action.reopen": _("%(who)s took up the action %(what)s again"),
    # views of the challenge and the joint analysis
    "perspective.write": _("%(who)s wrote on its view of the challenge"),
    "perspective.share": _("%(who)s shared its view of the challenge (%(what)s)"),
    "perspective.discard": _("%(who)s threw away a draft of its view of the challenge"),
    "analysis.begin": _("%(who)s began %(what)s of the joint analysis"),
    "analysis.edit": _("%(who)s wrote in %(what)s of the joint analysis"),
    "analysis.discard": _("%(who)s threw away a draft of the joint analysis"),
    "analysis.propose": _("%(who)s proposed %(what)s of the joint analysis for approval"),
    "analysis.return": _("%(who)s took %(what)s of the joint analysis back to draft"),
    "analysis.approve": _("%(who)s approved %(what)s of the joint analysis"),
    "analysis.conclude": _("%(who)s recorded that all have approved %(what)s of the joint analysis"),
    # what happens outside
    "context.note": _("%(who)s noted what has happened outside: %(what)s"),
    "context.edit": _("%(who)s corrected what stands about %(what)s"),
    "context.call": _("%(who)s called for consultation about %(what)s"),
    "context.hold": _("%(who)s entered that %(what)s has been taken up"),
    "context.settle": _("%(who)s entered what %(what)s led to"),
    # agreements
    "document.attach": _("%(who)s added the document %(what)s"),
    "agreement.create": _("%(who)s began the agreement %(what)s"),
    "agreement.add_annex": _("%(who)s added the annex %(what)s"),
    "agreement.enter_old": _("%(who)s entered the older agreement %(what)s"),
    "agreement.correct_old": _("%(who)s changed what is said of the paper of %(what)s"),
    "agreement.set_parties": _("%(who)s named the parties of the agreement %(what)s"),
    "agreement.set_order": _("%(who)s set the order in which the parties sign the agreement %(what)s"),
    "agreement.propose": _("%(who)s proposed the agreement %(what)s for signing"),
    "wording.propose": _("%(who)s proposed wording for %(what)s"),
    "wording.accept": _("%(who)s took in proposed wording for %(what)s"),
    "wording.answer": _("%(who)s answered proposed wording for %(what)s without taking it in"),
    "wording.withdraw": _("%(who)s took back proposed wording for %(what)s"),
    "comment.write": _("%(who)s commented on %(what)s"),
    "comment.reply": _("%(who)s replied to a comment on %(what)s"),
    "comment.resolve": _("%(who)s resolved a comment on %(what)s"),
    "comment.reopen": _("%(who)s opened a comment on %(what)s again"),
    "turn.give": _("%(who)s handed over the turn to write on %(what)s"),
    "agreement.return": _("%(who)s took the agreement %(what)s back to draft"),
    "agreement.read": _("%(who)s marked the text of %(what)s as read"),
    "agreement.make_paper": _("%(who)s made the PDF to sign outside of %(what)s"),
    "agreement.attach_signed": _("%(who)s attached a signed PDF to %(what)s"),
    "agreement.sign": _("%(who)s signed the agreement %(what)s"),
    "agreement.close": _("%(who)s recorded that the agreement %(what)s no longer holds"),
    "agreement.drop": _("%(who)s laid the draft %(what)s aside"),
    "section.copy": _("%(who)s took a copy of the section %(what)s to write it anew"),
    "section.strike": _("%(who)s let the amendment strike out the section %(what)s"),
    "section.insert": _("%(who)s let the amendment add the section %(what)s"),
    "section.merge": _("%(who)s decided how the section %(what)s shall read after a change meanwhile"),
    "agreement.give_notice": _("%(who)s gave notice of the agreement %(what)s"),
    "agreement.rescind": _("%(who)s rescinded the agreement %(what)s"),
    "agreement.end": _("%(who)s entered that the agreement %(what)s has ended"),
    "end.answer": _("%(who)s answered about the end of the agreement %(what)s"),
    "end.take_back": _("%(who)s consented to taking back what ends the agreement %(what)s"),
    # the winding-down plan
    "closing.approve": _("%(who)s approved that the partnership is closed"),
    "partnership.close": _("%(what)s was closed"),
    "winding.begin": _("%(who)s began the plan %(what)s"),
    "winding.add": _("%(who)s added to the plan: %(what)s"),
    "winding.edit": _("%(who)s changed in the plan: %(what)s"),
    "winding.done": _("%(who)s marked as done: %(what)s"),
    "winding.verify": _("%(who)s verified that it is done: %(what)s"),
    "winding.reopen": _("%(who)s took up again: %(what)s"),
    "winding.not_needed": _("%(who)s entered that it is not needed: %(what)s"),
    "winding.lay_aside": _("%(who)s laid the plan aside: %(what)s"),
    "section.add": _("%(who)s added the section %(what)s"),
    "section.edit": _("%(who)s changed the section %(what)s"),
    "section.move": _("%(who)s moved the section %(what)s"),
    "section.remove": _("%(who)s took away the section %(what)s"),
    # the choice of form
    "form.begin": _("%(who)s began %(what)s"),
    "form.choose_sets": _("%(who)s changed which criteria %(what)s is judged by"),
    "form.weigh": _("%(who)s weighed a form in %(what)s"),
    "form.answer": _("%(who)s judged a criterion in %(what)s"),
    "form.judge": _("%(who)s looked at a red flag in %(what)s"),
    "form.conclude": _("%(who)s wrote the conclusion of %(what)s"),
    "form.propose": _("%(who)s said yes to %(what)s for its side"),
    "form.return": _("%(who)s took %(what)s back to draft"),
    "form.settle": _("%(who)s settled %(what)s for the other side"),
    "commitment.add": _("%(who)s entered what a party brings: %(what)s"),
    "commitment.edit": _("%(who)s changed what a party brings: %(what)s"),
    "commitment.remove": _("%(who)s took away what a party was to bring: %(what)s"),
    "ownership.add": _("%(who)s entered what is joint or owned: %(what)s"),
    "ownership.edit": _("%(who)s changed what is joint or owned: %(what)s"),
    "ownership.remove": _("%(who)s took away a line of what is joint or owned: %(what)s"),
    "condition.add": _("%(who)s wrote the condition: %(what)s"),
    "condition.edit": _("%(who)s changed the condition: %(what)s"),
    "condition.remove": _("%(who)s took away the condition: %(what)s"),
    "condition.decide": _("%(who)s entered a condition that rests on a decision: %(what)s"),
    "condition.lift": _("%(who)s lifted the condition: %(what)s"),
    "condition.check": _("%(who)s checked the condition: %(what)s"),
    "actual.enter": _("%(who)s entered what was brought: %(what)s"),
    "actual.correct": _("%(who)s corrected what was brought: %(what)s"),
    # state aid
    "aid.state": _("%(who)s stated which state aid %(what)s has received"),
    "aid.answer": _("%(who)s said its own of state aid that %(what)s has received"),
    "aid.correct": _("%(who)s corrected what it had stated of state aid to %(what)s"),
    # whom one has asked, and what each party has decided
    "considered.add": _("%(who)s noted that %(what)s was invited or considered"),
    "considered.edit": _("%(who)s changed what stands about %(what)s as invited or considered"),
    "own_decision.enter": _("%(who)s entered its own decision: %(what)s"),
    "own_decision.correct": _("%(who)s corrected its own decision: %(what)s"),
    # services and monthly reports
    "service.create": _("%(who)s entered the service %(what)s"),
    "service.edit": _("%(who)s edited the service %(what)s"),
    "service.share": _("%(who)s shared the service %(what)s with the partnership"),
    "service.set_capacity": _("%(who)s changed the capacity of %(what)s"),
    "report.draft": _("%(who)s wrote in the monthly report %(what)s"),
    "report.submit": _("%(who)s submitted the monthly report %(what)s"),
    "report.send_back": _("%(who)s sent back the monthly report %(what)s"),
    "report.discard": _("%(who)s threw away the draft of a monthly report"),
    "report.confirm": _("%(who)s confirmed the monthly report %(what)s"),
    "report.correct": _("%(who)s began a correction of the monthly report %(what)s"),
    # the shared fund
    "fund.open": _("%(who)s opened the fund %(what)s"),
    "fund.set_rule": _("%(who)s entered the contribution rule of %(what)s"),
    "proposal.draft": _("%(who)s began the proposal %(what)s"),
    "proposal.submit": _("%(who)s submitted the proposal %(what)s"),
    "proposal.take_back": _("%(who)s took back the proposal %(what)s"),
    "proposal.decline": _("%(who)s recorded that the proposal %(what)s was declined"),
    "proposal.grant": _("%(who)s recorded that the proposal %(what)s was granted"),
    "grant.release": _("%(who)s entered that money of the grant %(what)s was given back to the fund"),
    "grant.accept": _("%(who)s accepted the terms of the grant %(what)s"),
    "payment.request": _("%(who)s requested payment: %(what)s"),
    "payment.attest": _("%(who)s attested the payment: %(what)s"),
    "payment.pay": _("%(who)s entered as paid: %(what)s"),
    "payment.refuse": _("%(who)s refused the payment: %(what)s"),
}

#: The same of a body that keeps notes.
OF_NOTES: dict[str, Promise] = {
    "minutes.begin": _("%(who)s began the notes of %(what)s"),
    "minutes.write": _("%(who)s wrote in the notes of %(what)s"),
    "minutes.approvers": _("%(who)s named the approvers of the notes of %(what)s"),
    "minutes.circulate": _("%(who)s sent out the notes of %(what)s for approval"),
    "minutes.return": _("%(who)s took the notes of %(what)s back to draft"),
    "minutes.approve": _("%(who)s approved the notes of %(what)s"),
    "minutes.addendum": _("%(who)s added a correction to the notes of %(what)s"),
}

#: A plain edit of one short field.
CHANGED = _("%(who)s changed %(field)s from %(old)s to %(new)s (%(what)s)")
#: A capacity that takes the place of another, and a first one.
CAPACITY_CHANGED = _("%(who)s changed the capacity of %(what)s from %(old)s to %(new)s")
CAPACITY_SET = _("%(who)s set the capacity of %(what)s to %(new)s")
#: Any other plain edit, and acts of earlier versions of the product. A test sees to it that no other lacks a sentence.
UNKNOWN = _("%(who)s changed %(what)s")

#: Fields whose model gives them no name for people.
LABELS: dict[str, Promise] = {
    "party": _("party"),
    "person": _("person"),
    "organisation": _("organisation"),
    "amount": _("amount, kr"),
    "from_account": _("from"),
    "to_account": _("to"),
    "seat": _("seat"),
    "mandate": _("mandate"),
    "accepted_by": _("accepted by"),
    "requested_by": _("requested by"),
    "attested_by": _("attested by"),
    "paid_by": _("paid by"),
}


def person_name(person: User) -> str:
    """A person's name; of somebody whose account is closed only that there was one."""
    if person.is_active:
        return person.name
    return gettext("Former representative %(number)s") % {"number": person.pk}


def sentence_of(action: str, *, of_notes: bool = False) -> Promise:
    """The sentence of an act. A plain edit needs none of its own."""
    sentence = SENTENCES.get(action, UNKNOWN)
    return OF_NOTES.get(action, sentence) if of_notes else sentence


class Name(NamedTuple):
    """How objects of one kind are named: what to load with them, and the words."""

    load: Sequence[str]
    words: Callable[[Any], str]


def _mandate(row: Any) -> str:
    words = {"person": person_name(row.person), "role": row.get_role_display(), "organisation": row.organisation.name}
    return gettext("%(person)s: %(role)s for %(organisation)s") % words


def _role(row: Any) -> str:
    words = {"person": person_name(row.person), "role": row.get_role_display()}
    return gettext("%(person)s: %(role)s") % words


def _seat(row: Any) -> str:
    words = {"person": person_name(row.person), "office": row.get_office_display(), "body": row.body.name}
    return gettext("%(person)s: %(office)s in %(body)s") % words


def meeting_name(row: Any) -> str:
    """A meeting as it is spoken of: its body and its number."""
    return gettext("%(body)s, meeting %(number)s") % {"body": row.body.name, "number": row.number}


def decision_name(row: Any) -> str:
    """A decision by its § and its title."""
    return gettext("§ %(number)s/%(year)s %(title)s") % {"number": row.number, "year": row.year, "title": row.title}


def _report(row: Any) -> str:
    words = {"service": row.service.name, "month": day(row.month, "month")}
    if row.revision == 1:
        return gettext("%(service)s, %(month)s") % words
    return gettext("%(service)s, %(month)s, revision %(revision)s") % {**words, "revision": row.revision}


def _payment(row: Any) -> str:
    return gettext("%(amount)s for %(title)s") % {"amount": kr(row.amount), "title": row.grant.proposal.title}


def _rule(row: Any) -> str:
    return gettext("%(rate)s for each %(basis)s") % {"rate": kr(row.rate), "basis": row.get_basis_display()}


def _movement(row: Any) -> str:
    return gettext("voucher %(number)s") % {"number": row.number}


def _minutes(row: Any) -> str:
    return row.body.record_words["of_meeting"] % {"meeting": meeting_name(row.meeting)}


def _item(row: Any) -> str:
    return gettext("item %(position)s %(title)s") % {"position": row.position, "title": row.title}


def _of_party(row: Any) -> str:
    return row.party.name


def _choice(row: Any) -> str:
    return gettext("choice of form %(number)s") % {"number": row.number}


def _criterion(row: Any) -> str:
    return gettext("criterion %(number)s") % {"number": row.criterion.number}


def _red_flag(row: Any) -> str:
    return gettext("red flag %(number)s") % {"number": row.criterion.number}


PARTY = ("party__organisation", "party__unit")


def _view(row: Any) -> str:
    words = {"party": row.party.name, "number": row.number}
    return gettext("%(party)s, version %(number)s") % words


#: Label -> how its objects are named, where `str` would not do or would cost a query for each.
NAMES: dict[str, Name] = {
    "partnerships.phaseperiod": Name((), lambda row: row.get_phase_display()),
    "partnerships.user": Name((), person_name),
    "partnerships.party": Name(("organisation", "unit"), str),
    "partnerships.mandate": Name(("person", "organisation"), _mandate),
    "partnerships.partnershiprole": Name(("person",), _role),
    "partnerships.invitation": Name((), lambda row: gettext("invitation %(number)s") % {"number": row.pk}),
    "partnerships.agreementparty": Name(PARTY, _of_party),
    "partnerships.formchoice": Name((), _choice),
    "partnerships.criterionanswer": Name(("criterion",), _criterion),
    "partnerships.redflag": Name(("criterion",), _red_flag),
    "partnerships.partydecision": Name(("party__partnership",), lambda row: row.get_kind_display()),
    "partnerships.signature": Name(PARTY, _of_party),
    "partnerships.withdrawal": Name(PARTY, _of_party),
    "partnerships.signingpaper": Name(("document",), lambda row: row.document.name),
    "partnerships.signedfile": Name(("document",), lambda row: row.document.name),
    "partnerships.draftingturn": Name(("agreement",), lambda row: row.agreement.title),
    "partnerships.textseen": Name(("person",), lambda row: person_name(row.person)),
    "partnerships.endanswer": Name(PARTY, _of_party),
    "partnerships.analysisapproval": Name(PARTY, _of_party),
    "partnerships.perspective": Name(PARTY, _view),
    "partnerships.closingapproval": Name(PARTY, _of_party),
    "partnerships.servicereport": Name(("service",), _report),
    "partnerships.conditioncheck": Name(("condition",), lambda row: row.condition.text),
    "partnerships.commitmentactual": Name(("commitment",), lambda row: row.commitment.description),
    "governance.seat": Name(("person", "body"), _seat),
    "governance.meeting": Name(("body",), meeting_name),
    "governance.agendaitem": Name((), _item),
    "governance.attendance": Name(("seat__person",), lambda row: person_name(row.seat.person)),
    "governance.minutes": Name(("meeting__body",), _minutes),
    "governance.minutesitem": Name(("item",), lambda row: _item(row.item)),
    "governance.minutesapprover": Name(("seat__person",), lambda row: person_name(row.seat.person)),
    "governance.minutesapproval": Name(("person",), lambda row: person_name(row.person)),
    "governance.minutesaddendum": Name((), lambda row: gettext("addendum %(number)s") % {"number": row.number}),
    "governance.decision": Name((), decision_name),
    "governance.position": Name(PARTY, _of_party),
    "governance.ratification": Name(PARTY, _of_party),
    "governance.fundrule": Name((), _rule),
    "governance.fundmovement": Name((), _movement),
    "governance.grant": Name(("proposal",), lambda row: row.proposal.title),
    "governance.paymentrequest": Name(("grant__proposal",), _payment),
}


def related(label: str) -> Sequence[str]:
    """What to load with objects of one kind so that naming them costs no query."""
    return NAMES[label].load if label in NAMES else ()


def name_of(obj: models.Model) -> str:
    """What an object is called in a sentence."""
    name = NAMES.get(obj._meta.label_lower)
    return name.words(obj) if name else str(obj)
