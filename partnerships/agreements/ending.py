"""How an agreement ends (docs/adr/0023): a party gives notice or rescinds, all agree, or a day has passed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, clock, steps
from partnerships.models import Agreement, AgreementEnd, EndAnswer, Mandate, Party, User

from .drafting import take_back as take_back_to_draft
from .package import Kind, Status, lock
from .terms import as_agreed, effective_end, latest, months_before

End, Stance = AgreementEnd.Kind, EndAnswer.Stance
#: What an agreement is when it has ended, by how.
OUTCOMES = {
    End.NOTICE: Status.TERMINATED,
    End.RESCISSION: Status.TERMINATED,
    End.EXPIRY: Status.ENDED,
    End.AGREED: Status.ENDED,
    End.SUPERSEDED: Status.SUPERSEDED,
}


# -- Reading ----------------------------------------------------------------------------------------------------------
def ends_of(agreement: Agreement) -> QuerySet[AgreementEnd]:
    """What has been done to end a partnership agreement, the latest first, with the parties' answers."""
    answers = EndAnswer.objects.select_related("party__organisation", "party__unit").order_by("at", "pk")
    rows = AgreementEnd.objects.filter(agreement=agreement).select_related(
        "party__organisation", "party__unit", "by_agreement"
    )
    return rows.prefetch_related(Prefetch("answers", answers)).order_by("-pk")


def end_of(agreement: Agreement) -> AgreementEnd | None:
    """What has ended the agreement, or the first that will; None while it goes on. One query."""
    rows = AgreementEnd.objects.filter(
        agreement=agreement, status__in=[AgreementEnd.Status.GIVEN, AgreementEnd.Status.EFFECTIVE]
    )
    return rows.select_related("party__organisation", "party__unit").order_by("status", "last_day", "pk").first()


def earliest_last_day(agreement: Agreement, party: Party) -> date | None:
    """The first day on which the agreement can cease if `party` gives notice today; None: it says nothing of it."""
    own = [
        row.notice_months
        for one in as_agreed(agreement)
        for row in one.agreement_parties.all()
        if row.party_id == party.pk and row.notice_months is not None
    ]
    months = own[-1] if own else latest(agreement, "notice_months")
    return None if months is None else months_before(clock.today(), -months)


def may_take_back(end: AgreementEnd, between: Iterable[Party]) -> list[Party]:
    """Those of the parties that have still to consent to taking a notice or rescission back: the giver before others.

    Asks for the end's `answers`, fetched with it.
    """
    if end.status != AgreementEnd.Status.GIVEN or end.kind not in AgreementEnd.BY_A_PARTY:
        return []
    given = {row.party_id for row in end.answers.all() if row.stance == Stance.TAKES_BACK}
    waited = [party for party in between if party.pk not in given]
    return [party for party in waited if party.pk == end.party_id] or waited


# -- One party's own right --------------------------------------------------------------------------------------------
def give_notice(
    agreement: Agreement, *, actor: User, party: Party, reason: str, clause: str = "", last_day: date | None = None
) -> AgreementEnd:
    """Give notice of the whole agreement for `party`, to cease when its notice period has run or on a later day."""
    with _giving(agreement, "agreement.give_notice", actor, party, reason) as (act, main, mandate):
        earliest = earliest_last_day(main, party)
        last_day = last_day or earliest
        if last_day is None:
            raise steps.StepRefused(_("The agreement says nothing of a notice period: choose the last day."))
        if last_day < clock.today():
            raise steps.StepRefused(_("The last day lies before the day when it is given."))
        if earliest is not None and last_day < earliest:
            raise steps.StepRefused(
                _("With the notice period the agreement can cease on %(day)s at the earliest.") % {"day": earliest}
            )
        if not clause.strip() and Party.objects.filter(partnership=main.partnership_id).current().count() > 2:
            raise steps.StepRefused(_("Say where the agreement lets one party's notice end it for all."))
        return _give(act, main, End.NOTICE, party, mandate, reason=reason, clause=clause, last_day=last_day)


def rescind(
    agreement: Agreement, *, actor: User, party: Party, reason: str, clause: str = "", last_day: date | None = None
) -> AgreementEnd:
    """Rescind the agreement for `party` because of a serious breach: at once, or so that it ends on `last_day`."""
    with _giving(agreement, "agreement.rescind", actor, party, reason) as (act, main, mandate):
        today = clock.today()
        if last_day is not None and last_day < today:
            raise steps.StepRefused(_("The last day lies before the day when it is given."))
        day = last_day or today
        end = _give(act, main, End.RESCISSION, party, mandate, reason=reason, clause=clause, last_day=day)
        if day == today:
            _take_effect(act, main, end)
        return end


@contextmanager
def _giving(
    agreement: Agreement, action: str, actor: User, party: Party, reason: str
) -> Iterator[tuple[steps.Act, Agreement, Mandate]]:
    """An act of one party on the locked partnership agreement, with its signatory's mandate."""
    if not reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    with steps.record(action, actor=actor, scope=party, root=agreement, authority=reason) as act:
        mandate = _mandate(actor, party)
        main = lock(agreement)
        if main.kind != Kind.MAIN or main.status != Status.IN_FORCE:
            raise steps.StepRefused(_("Only a partnership agreement that is in force can be ended."))
        _must_be_party(main, party)
        yield act, main, mandate


def _mandate(actor: User, party: Party) -> Mandate:
    access.require(actor, "end_agreement", party.organisation)
    mandates = Mandate.objects.valid_on(clock.today()).filter(
        person=actor, organisation=party.organisation_id, role=Mandate.Role.SIGNATORY
    )
    mandate = mandates.first()
    if mandate is None:
        raise PermissionDenied(access.refusal("end_agreement"))
    return mandate


def _must_be_party(main: Agreement, party: Party) -> None:
    if party.partnership_id != main.partnership_id or party.status != Party.Status.PARTY:
        raise steps.StepRefused(_("%(party)s is not one of the agreement's parties.") % {"party": party.name})


def _give(
    act: steps.Act,
    main: Agreement,
    kind: str,
    party: Party | None = None,
    mandate: Mandate | None = None,
    **values: Any,
) -> AgreementEnd:
    """Enter an end of the locked agreement and tell everybody of it."""
    same = AgreementEnd.objects.coming().filter(agreement=main, party=party, kind=kind)
    if party is not None and same.exists():
        raise steps.StepRefused(_("The party has already done so."))
    now = clock.now()
    end = act.save(
        AgreementEnd(
            agreement=main, kind=kind, party=party, mandate=mandate, person=act.actor if party else None,
            name=act.actor.name if party else "",
            given_at=now, given_on=clock.day_of(now), is_illustrative=main.is_illustrative, **values,
        )
    )  # fmt: skip
    act.notify(
        access.people_with("view_partnership", main.partnership),
        key=f"end:{end.pk}:given",
        text=TOLD[kind],
        url=ending_url(main),
        title=main.title,
        party=party.name if party else "",
        day=end.last_day.isoformat(),
    )
    return end


TOLD: dict[str, Any] = {
    End.NOTICE: gettext_lazy("%(party)s has given notice of “%(title)s”. Its last day is %(day)s."),
    End.RESCISSION: gettext_lazy("%(party)s has rescinded “%(title)s”. Its last day is %(day)s."),
    End.EXPIRY: gettext_lazy("The term of “%(title)s” has run out. Its last day was %(day)s."),
    End.AGREED: gettext_lazy("All parties have agreed to end “%(title)s”. Its last day is %(day)s."),
    End.SUPERSEDED: gettext_lazy("A new agreement takes the place of “%(title)s”, whose last day is %(day)s."),
}


# -- What the others say of it ----------------------------------------------------------------------------------------
def answer(end: AgreementEnd, *, actor: User, party: Party, stance: str, words: str = "") -> EndAnswer:
    """Say for `party` that it accepts or contests another party's notice or rescission. A later answer goes before."""
    if stance not in (Stance.ACCEPTS, Stance.CONTESTS):
        raise TypeError(f"not an answer: {stance}")
    if stance == Stance.CONTESTS and not words.strip():
        raise steps.StepRefused(_("Say why: the others have to know what is contested."))
    with steps.record("end.answer", actor=actor, scope=party, root=end.agreement) as act:
        access.require(actor, "answer_end", party.organisation)
        main = lock(end.agreement)
        locked = AgreementEnd.objects.select_for_update(of=("self",)).get(pk=end.pk)
        _may_answer(main, locked, party)
        if party.pk == locked.party_id:
            raise steps.StepRefused(_("A party answers what another has given."))
        given = act.save(
            EndAnswer(end=locked, party=party, person=actor, at=clock.now(), stance=stance, words=words.strip())
        )
        _tell(act, main, locked, gettext_lazy("%(party)s has answered about the end of “%(title)s”."), party, given.pk)
    return given


def take_back(end: AgreementEnd, *, actor: User, party: Party, words: str = "") -> AgreementEnd:
    """Consent for `party` to a notice or rescission being taken back; when all have, it is. The giver begins."""
    with steps.record("end.take_back", actor=actor, scope=party, root=end.agreement) as act:
        _mandate(actor, party)
        main = lock(end.agreement)
        locked = AgreementEnd.objects.select_for_update(of=("self",)).get(pk=end.pk)
        _may_answer(main, locked, party)
        if locked.status != AgreementEnd.Status.GIVEN:
            raise steps.StepRefused(_("It can no longer be taken back."))
        consents = EndAnswer.objects.filter(end=locked, stance=Stance.TAKES_BACK)
        if consents.filter(party=party).exists():
            raise steps.StepRefused(_("The party has already done so."))
        if party.pk != locked.party_id and not consents.filter(party=locked.party_id).exists():
            raise steps.StepRefused(_("Only the party that gave it can ask for it to be taken back."))
        given = act.save(
            EndAnswer(
                end=locked, party=party, person=actor, at=clock.now(), stance=Stance.TAKES_BACK, words=words.strip()
            )
        )
        between = Party.objects.filter(partnership=main.partnership_id).current()
        if between.exclude(pk__in=consents.values("party")).exists():
            text = gettext_lazy("%(party)s consents to taking back what ends “%(title)s”. All parties have to.")
        else:
            locked.status, locked.decided_at = AgreementEnd.Status.WITHDRAWN, clock.now()
            act.save(locked)
            text = gettext_lazy("What would have ended “%(title)s” has been taken back. The agreement goes on.")
        _tell(act, main, locked, text, party, given.pk)
    return locked


def _may_answer(main: Agreement, end: AgreementEnd, party: Party) -> None:
    if end.kind not in AgreementEnd.BY_A_PARTY:
        raise steps.StepRefused(_("Only a notice or a rescission is answered."))
    _must_be_party(main, party)


def _tell(act: steps.Act, main: Agreement, end: AgreementEnd, text: Any, party: Party, number: int) -> None:
    act.notify(
        access.people_with("view_partnership", main.partnership),
        key=f"end:{end.pk}:answer:{number}",
        text=text,
        url=ending_url(main),
        title=main.title,
        party=party.name,
    )


# -- What all parties have signed -------------------------------------------------------------------------------------
def after_force(act: steps.Act, root: Agreement) -> None:
    """What follows when `root` has come into force: it may end another agreement, as all have signed."""
    if root.kind == Kind.ENDING and root.parent and root.ends_on:
        main = lock(root.parent)
        end = _give(act, main, End.AGREED, by_agreement=root, last_day=root.ends_on)
    elif root.kind == Kind.MAIN:
        olds = Agreement.objects.select_for_update(of=("self",)).select_related("partnership").exclude(pk=root.pk)
        old = olds.filter(partnership=root.partnership_id, kind=Kind.MAIN, status=Status.IN_FORCE).order_by("pk").last()
        if old is None or root.in_force_on is None:
            return
        main = old
        end = _give(
            act, main, End.SUPERSEDED, by_agreement=root,
            last_day=date.fromordinal(root.in_force_on.toordinal() - 1),
        )  # fmt: skip
    else:
        return
    _lapse(act, main, end)
    if end.last_day < clock.today():
        _take_effect(act, main, end)


def _lapse(act: steps.Act, main: Agreement, end: AgreementEnd) -> None:
    for other in AgreementEnd.objects.coming().filter(agreement=main).exclude(pk=end.pk).order_by("pk"):
        other.status, other.decided_at = AgreementEnd.Status.LAPSED, clock.now()
        act.save(other)


# -- When the day has passed ------------------------------------------------------------------------------------------
def end_what_has_passed() -> int:
    """Let agreements whose last day has passed be ended; how many. The system's own act, every day; idempotent."""
    return sum(_end_if_passed(pk) for pk in _perhaps_passed())


def _perhaps_passed() -> list[int]:
    today = clock.today()
    given = AgreementEnd.objects.coming().filter(last_day__lt=today)
    rows = Agreement.objects.filter(Q(ends_on__lt=today) | Q(pk__in=given.values("agreement")))
    return list(rows.filter(kind=Kind.MAIN, status=Status.IN_FORCE).order_by("pk").values_list("pk", flat=True))


def _end_if_passed(pk: int) -> bool:
    """End one agreement, in an act of its own, if it still has to be."""
    today = clock.today()
    with steps.record("agreement.end", actor=None) as act:
        main = lock(Agreement.objects.get(pk=pk))
        if main.status != Status.IN_FORCE:
            return False
        end = (
            AgreementEnd.objects.coming().filter(agreement=main, last_day__lt=today).order_by("last_day", "pk").first()
        )
        run_out = effective_end(main)
        if run_out is not None and run_out < today and (end is None or run_out < end.last_day):
            end = _give(act, main, End.EXPIRY, last_day=run_out)
        if end is None:
            return False
        act.root = main
        _take_effect(act, main, end)
    return True


def _take_effect(act: steps.Act, main: Agreement, end: AgreementEnd) -> None:
    """End the locked agreement with all that stands under it; what was being written under it goes no further."""
    end.status, end.decided_at = AgreementEnd.Status.EFFECTIVE, clock.now()
    act.save(end)
    under = Agreement.objects.filter(Q(parent=main) | Q(parent__parent=main)).order_by("pk")
    for one in [main, *under.filter(status=Status.IN_FORCE)]:
        row = act.obj if isinstance(act.obj, Agreement) and act.obj.pk == one.pk else one
        row.status = OUTCOMES[End(end.kind)]
        act.save(row)
    for row in under.filter(status=Status.PROPOSED).exclude(kind=Kind.ANNEX):
        take_back_to_draft(act, row)
    _lapse(act, main, end)
    act.notify(
        access.people_with("view_partnership", main.partnership),
        key=f"end:{end.pk}:effective",
        text=gettext_lazy("“%(title)s” no longer holds."),
        url=ending_url(main),
        title=main.title,
    )


def ending_url(agreement: Agreement) -> str:
    """The address of the page on how an agreement ends."""
    return reverse("partnerships:agreement_ending", args=[agreement.partnership.slug, agreement.pk])
