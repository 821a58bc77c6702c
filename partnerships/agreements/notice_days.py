"""The last day to give notice, for each party, explained step by step; and a party's own time of notice."""

import calendar
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from partnerships import steps
from partnerships.models import Agreement, AgreementParty, AutomaticExtension, Party, User
from partnerships.templatetags.iop import day

from .drafting import reopen, writing
from .package import Kind
from .terms import ends_in_order, last_day_to_give_notice, latest, months_before, months_in_words, own_notice


class Reckoning(NamedTuple):
    """A day and the sentences that lead to it; without a day the sentences say why there is none."""

    day: date | None
    steps: list[str]


def reckon(agreement: Agreement, party: Party | None = None) -> Reckoning:
    """How the party's last day to give notice comes about: the term, what moved it, the notice, the rule of months."""
    told = term_in_steps(agreement)
    ends = ends_in_order(agreement)
    own = own_notice(agreement).get(party.pk) if party is not None else None
    months = own[0] if own else latest(agreement, "notice_months")
    if own:
        words = _("The party has a time of notice of its own, %(months)s, by “%(title)s”.")
        told.append(words % {"months": months_in_words(own[0]), "title": own[1].title})
    elif months is not None:
        told.append(_("The time of notice is %(months)s.") % {"months": months_in_words(months)})
    else:
        told.append(_("The agreement says nothing of a time of notice."))
    found = last_day_to_give_notice(agreement, party)
    if found and ends and months:
        end = ends[-1][0]
        told.append(
            _("%(months)s before %(end)s is %(day)s.")
            % {"months": months_in_words(months), "end": day(end, "long"), "day": day(found, "long")}
        )
        if end.day != found.day or end.day == calendar.monthrange(end.year, end.month)[1]:
            told.append(
                _(
                    "Months are counted to the day with the same number; where the month has no such day, to its last "
                    "(lag 1930:173, § 2). So notice given on this day has run out by the last day, and a day later not."
                )
            )
    return Reckoning(found, told)


def term_in_steps(agreement: Agreement) -> list[str]:
    """What the last day is, and what has moved it, a sentence for each."""
    told = []
    before: date | None = None
    for end, source in ends_in_order(agreement):
        if isinstance(source, AutomaticExtension):
            words = _("It was extended by itself from %(before)s to %(end)s.")
        elif before is None:
            words = _("The term ends on %(end)s, by “%(title)s”.")
        else:
            words = _("“%(title)s” moved the last day from %(before)s to %(end)s.")
        title = "" if isinstance(source, AutomaticExtension) else source.title
        values = {"end": day(end, "long"), "before": day(before, "long") if before else "", "title": title}
        told.append(words % values)
        before = end
    return told or [_("The agreement holds until further notice: no last day has been agreed.")]


def first_notice_day(agreement: Agreement) -> date | None:
    """The earliest of the parties' last days to give notice."""
    ends = ends_in_order(agreement)
    common = latest(agreement, "notice_months")
    months = [own for own, _package in own_notice(agreement).values()] + ([common] if common is not None else [])
    return months_before(ends[-1][0], max(months)) if ends and months else None


def set_notice(
    agreement: Agreement,
    *,
    actor: User,
    months: Mapping[int, int | None],
    seen: str | None = None,
    authority: str = "",
) -> Agreement:
    """Let parties have a time of notice of their own (None: the agreement's). Takes a proposed package back first."""
    with writing(agreement, actor=actor, action="agreement.set_notice", authority=authority) as (act, root):
        if agreement.kind not in (Kind.MAIN, Kind.AMENDMENT):
            raise steps.StepRefused(_("A time of notice is agreed in the agreement or an amendment of it."))
        rows = AgreementParty.objects.filter(agreement=root, party__in=months).order_by("pk")
        changed = [row for row in rows if row.notice_months != months[row.party_id]]
        if changed:
            reopen(act, root, seen)
        for row in changed:
            row.notice_months = months[row.party_id]
            act.save(row)
    return root
