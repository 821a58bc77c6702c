"""What waits for whom with the agreements."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships import access, clock
from partnerships.models import (
    Agreement,
    AgreementParty,
    AgreementSection,
    DraftingTurn,
    Partnership,
    Party,
    User,
    WordingProposal,
)
from partnerships.tasks import Task

from .extending import coming
from .notice_days import first_notice_day
from .package import Kind, Status, address, root_of
from .signatures import unsigned
from .terms import with_terms
from .turns import turns
from .wording import UNDER_WAY

#: How many days before the last day to give notice the coordinators are reminded.
NOTICE_REMINDER_DAYS = 90


def next_steps(user: User, agreement: Agreement) -> list[Task]:
    """What waits for `user` with this agreement."""
    own = {address(agreement), address(root_of(agreement))}
    found = tasks_for(user, agreement.partnership)
    return [task for task in found if any(task.url.startswith(one) for one in own)]


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """Signatures to give, drafts to write on, wording to answer, parties to take out, notice days that draw near.

    The same number of queries however much there is.
    """
    within = {} if partnership is None else {"partnership": partnership}
    agreements = Agreement.objects.filter(**within)
    if access.may_somewhere(user, "sign"):
        yield from _to_sign(user, agreements)
    if access.may_somewhere(user, "propose_agreement"):
        yield from _to_lead(agreements.filter(partnership__in=access.objects_with(user, "propose_agreement")))
    if access.may_somewhere(user, "edit_annex"):
        yield from _to_write(user, agreements.filter(kind=Kind.ANNEX, status=Status.DRAFT))
        yield from _to_go_on(user, agreements.filter(status=Status.DRAFT).exclude(kind=Kind.ANNEX))
    yield from _to_answer(user, agreements)


def _to_sign(user: User, agreements: models.QuerySet) -> Iterator[Task]:
    own = unsigned(agreements).filter(party__organisation__in=access.objects_with(user, "sign"))
    for row in own.order_by("pk"):
        yield Task(
            _("Sign “%(title)s”") % {"title": row.agreement.title},
            reverse(
                "partnerships:agreement_sign", args=[row.agreement.partnership.slug, row.agreement_id, row.party_id]
            ),
            _("for %(party)s") % {"party": row.party.name},
            since=row.agreement.proposed_on,
        )


def _to_lead(led: models.QuerySet) -> Iterator[Task]:
    gone = AgreementParty.objects.filter(agreement=models.OuterRef("pk")).exclude(party__status__in=Party.INSIDE)
    in_the_making = Q(status__in=[Status.DRAFT, Status.PROPOSED])
    ending = Q(kind=Kind.MAIN, status=Status.IN_FORCE, ends_on__isnull=False)
    goes_no_further = Q(parent__isnull=False) & ~Q(parent__status=Status.IN_FORCE)
    rows = led.exclude(kind=Kind.ANNEX).filter(in_the_making | ending, dropped_on=None).exclude(goes_no_further)
    rows = with_terms(rows.annotate(gone=models.Exists(gone)).select_related("partnership"))
    found = list(rows.order_by("pk"))
    turn_of = turns(found)
    for agreement in found:
        if agreement.status == Status.IN_FORCE:
            yield from _near_notice(agreement)
        elif agreement.gone:
            yield Task(
                _("Take out of “%(title)s” who no longer takes part") % {"title": agreement.title},
                reverse("partnerships:agreement_parties", args=[agreement.partnership.slug, agreement.pk]),
                _("The agreement cannot come into force before that"),
            )
        elif agreement.status == Status.DRAFT and not turn_of[agreement.pk].parties:
            turn = turn_of[agreement.pk]
            yield Task(
                _("Write “%(title)s” and propose it for signing") % {"title": agreement.title},
                address(agreement),
                turn.why or _("It is a draft"),
                turn.due_on,
            )


def _near_notice(agreement: Agreement) -> Iterator[Task]:
    ahead = coming(agreement)
    day = ahead.say_no_by if ahead else first_notice_day(agreement)
    if day and 0 <= (day - clock.today()).days <= NOTICE_REMINDER_DAYS:
        yield Task(
            _("Decide whether “%(title)s” goes on") % {"title": agreement.title},
            address(agreement),
            _("Else it is extended by itself") if ahead else _("Last day to give notice"),
            day,
        )


def _to_write(user: User, annexes: models.QuerySet) -> Iterator[Task]:
    written = AgreementSection.objects.filter(agreement=models.OuterRef("pk")).exclude(body="")
    own = annexes.filter(
        ~models.Exists(written),
        dropped_on=None,
        party__organisation__in=access.objects_with(user, "edit_annex"),
        party__in=AgreementParty.objects.filter(agreement=models.OuterRef("parent")).values("party"),
    )
    for annex in own.select_related("partnership").order_by("pk"):
        yield Task(_("Write the annex “%(title)s”") % {"title": annex.title}, address(annex), _("It has no text yet"))


def _to_go_on(user: User, drafts: models.QuerySet) -> Iterator[Task]:
    """Drafts on which somebody has said that it is the turn of one of the user's parties."""
    own = access.keys_with(user, "edit_annex")
    given = DraftingTurn.objects.filter(agreement=models.OuterRef("agreement")).order_by("-pk").values("pk")[:1]
    rows = DraftingTurn.objects.filter(
        pk=models.Subquery(given), agreement__in=drafts.values("pk"), round=models.F("agreement__round"),
        party__organisation__in=own,
    )  # fmt: skip
    for row in rows.select_related("agreement__partnership").order_by("pk"):
        title = _("Go on writing “%(title)s”: it is your turn") % {"title": row.agreement.title}
        yield Task(title, address(row.agreement), row.note, row.due_on, clock.day_of(row.given_at))


def _to_answer(user: User, agreements: models.QuerySet) -> Iterator[Task]:
    """Agreements with proposed wording that the user may take in or answer."""
    mine = models.Q(partnership__in=access.objects_with(user, "draft_agreement")) | models.Q(
        kind=Kind.ANNEX, party__organisation__in=access.objects_with(user, "edit_annex")
    )
    under_way = models.Q(parent=None) | ~models.Q(kind=Kind.ANNEX) | models.Q(parent__status__in=UNDER_WAY)
    of_package = models.Q(status__in=UNDER_WAY) & under_way
    is_open = models.Q(wordingproposals__status=WordingProposal.Status.OPEN)
    rows = agreements.filter(mine, of_package, is_open).annotate(
        waiting=models.Count("wordingproposals"), oldest=models.Min("wordingproposals__proposed_at")
    )
    for row in rows.select_related("partnership").order_by("pk"):
        words = ngettext(
            "Answer %(n)s proposed wording in “%(title)s”", "Answer %(n)s proposed wordings in “%(title)s”", row.waiting
        )
        yield Task(
            words % {"n": row.waiting, "title": row.title},
            f"{address(row)}forslag/?status=open",
            since=clock.day_of(row.oldest),
        )
