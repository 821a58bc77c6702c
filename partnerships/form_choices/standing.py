"""How a choice of form stands: what is open in it, and what the system itself can tell of its red flags."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Agreement, Commitment, CriterionAnswer, FormChoice, Party, RedFlag, Side, WeighedForm
from partnerships.models.criteria import Suggestion
from partnerships.templatetags.iop import day, kr


class Point(NamedTuple):
    """Something that is open in a choice of form, in words, and the page where it is written."""

    text: str
    url: str


def open_points(choice: FormChoice) -> list[Point]:
    """What is open, one line for each kind, each with the first page where it can be written. Three queries.

    None of it stops the choice from being settled, but for the form chosen and the conclusion.
    """
    weighed, answers, flags = (
        list(choice.weighed.order_by("pk")),
        list(choice.answers.order_by("pk")),
        list(choice.red_flags.order_by("pk")),
    )
    slug, points = choice.partnership.slug, []
    if not any(one.is_done for one in weighed):
        points.append(Point(_("No form has been weighed yet."), _page("weighed_form", slug, weighed)))
    lacking = [one for one in answers if not one.is_done]
    if lacking:
        text = ngettext(
            "%(n)s of %(of)s criteria is left to judge.", "%(n)s of %(of)s criteria are left to judge.", len(lacking)
        ) % {"n": len(lacking), "of": len(answers)}
        points.append(Point(text, _page("criterion_answer", slug, lacking)))
    unasked = [one for one in flags if not one.applies]
    if unasked:
        text = ngettext("%(n)s red flag is left to look at.", "%(n)s red flags are left to look at.", len(unasked))
        points.append(Point(text % {"n": len(unasked)}, _page("red_flag", slug, unasked)))
    without = [one for one in flags if one.lacks_reason]
    if without:
        text = ngettext(
            "%(n)s red flag applies without a reason.", "%(n)s red flags apply without a reason.", len(without)
        )
        points.append(Point(text % {"n": len(without)}, _page("red_flag", slug, without)))
    if not choice.outcome or not choice.conclusion.strip():
        url = reverse("partnerships:form_choice_conclude", args=[slug, choice.pk])
        points.append(Point(_("The conclusion is not written yet."), url))
    return points


def _page(name: str, slug: str, rows: Iterable[WeighedForm | CriterionAnswer | RedFlag]) -> str:
    first = next(iter(rows), None)
    return reverse(f"partnerships:{name}", args=[slug, first.pk]) if first else ""


def next_point(row: WeighedForm | CriterionAnswer | RedFlag) -> WeighedForm | CriterionAnswer | RedFlag | None:
    """The next of the same kind that nothing is said about yet, after `row` and then from the first."""
    rows = list(type(row)._base_manager.filter(choice=row.choice_id).order_by("pk"))
    in_order = sorted((one for one in rows if not one.is_done), key=lambda one: (one.pk <= row.pk, one.pk))
    return next((one for one in in_order if one.pk != row.pk), None)


def unmet(answers: Iterable[CriterionAnswer]) -> list[CriterionAnswer]:
    """The criteria that were judged as not met, or only in part."""
    return [one for one in answers if one.answer in (CriterionAnswer.Value.NOT_MET, CriterionAnswer.Value.PARTLY)]


# -- What the system itself can tell ----------------------------------------------------------------------------------
def suggestions(choice: FormChoice, flags: Iterable[RedFlag]) -> dict[int, str]:
    """Red flag -> what stands in the partnership's own records about it. It helps whoever judges; it decides nothing.

    Their criteria have to be loaded with them. Three queries.
    """
    told = {one.pk: one.criterion.suggestion for one in flags if one.criterion.suggestion}
    words = {kind: _WORDS[Suggestion(kind)](choice) for kind in set(told.values())}
    return {pk: words[kind] for pk, kind in told.items() if words[kind]}


def _of_extension(choice: FormChoice) -> str:
    main = Agreement.objects.filter(partnership=choice.partnership_id, kind=Agreement.Kind.MAIN)
    agreement = main.order_by("-number").first()
    if agreement is None:
        return ""
    named = {"title": agreement.title, "day": day(agreement.ends_on, "long"), "rule": agreement.extension_rule}
    if agreement.ends_on is None:
        text = _("“%(title)s” has no last day.") % named
    else:
        text = _("“%(title)s” has %(day)s as its last day.") % named
    rule = agreement.extension_rule.strip()
    return f"{text} {_('About extension it says: %(rule)s') % {'rule': rule}}" if rule else text


def _of_contribution(choice: FormChoice) -> str:
    rows = Party.objects.filter(
        partnership=choice.partnership_id, status__in=Party.INSIDE, organisation__side=Side.IDEBUREN
    ).exclude(brings="")
    brought = [f"{party.name}: {party.brings.strip()}" for party in rows.for_list()]
    told = [_("What the idéburna parties bring: %(what)s") % {"what": " ".join(brought)}] if brought else []
    promised = Commitment.objects.filter(
        agreement__partnership=choice.partnership_id,
        party__organisation__side=Side.IDEBUREN,
        replaced_by__isnull=True,
    ).aggregate(n=Count("pk"), value=Sum("value"))
    if promised["n"]:
        words = {"n": promised["n"], "value": kr(promised["value"])}
        told.append(
            ngettext(
                "Their %(n)s commitment in agreements and drafts is worth %(value)s.",
                "Their %(n)s commitments in agreements and drafts are worth %(value)s.",
                promised["n"],
            )
            % words
        )
    return " ".join(told)


_WORDS = {
    Suggestion.NONE: lambda _choice: "",
    Suggestion.EXTENSION: _of_extension,
    Suggestion.CONTRIBUTION: _of_contribution,
}
