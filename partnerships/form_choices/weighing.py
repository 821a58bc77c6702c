"""Beginning a choice of form and writing it: the forms, the criteria, the red flags and the conclusion."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships import clock, documents, steps
from partnerships.models import (
    CriteriaSet,
    Criterion,
    CriterionAnswer,
    FormChoice,
    Governed,
    Partnership,
    RedFlag,
    User,
    WeighedForm,
)

Status, Kind = FormChoice.Status, CriteriaSet.Kind
#: What the coordinators write about the choice as a whole.
CONCLUSION = frozenset({"outcome", "conclusion", "judged_by", "judged_on", "review_on"})


def latest(partnership: Partnership) -> FormChoice | None:
    """The newest choice of form: the one that is being written, else the one that holds."""
    rows = FormChoice.objects.filter(partnership=partnership).select_related(
        "partnership", "proposed_for", "settled_for"
    )
    return rows.order_by("-number").first()


def offered(partnership: Partnership, kind: str = Kind.CRITERIA) -> models.QuerySet[CriteriaSet]:
    """The sets that a choice can be made by today: national ones, and those of the municipalities that take part."""
    return CriteriaSet.objects.for_partnership(partnership, clock.today()).filter(kind=kind)


# -- Beginning --------------------------------------------------------------------------------------------------------
def begin(
    partnership: Partnership,
    *,
    actor: User,
    sets: Iterable[CriteriaSet],
    authority: str = "",
    is_illustrative: bool = False,
) -> FormChoice:
    """A draft with the criteria of `sets` and today's red flags. After a settled choice: a review that copies it.

    Raises StepRefused if one is open already, or without any set.
    """
    with steps.record("form.begin", actor=actor, right="choose_form", scope=partnership, authority=authority) as act:
        Partnership.objects.select_for_update().get(pk=partnership.pk)  # one at a time: numbers, one that is open
        before = latest(partnership)
        if before is not None and before.status != Status.SETTLED:
            raise steps.StepRefused(_("There is already a choice of form that is not settled."))
        choice = FormChoice(
            partnership=partnership, number=before.number + 1 if before else 1, is_illustrative=is_illustrative
        )
        if before is not None:
            choice.outcome, choice.conclusion, choice.judged_by = before.outcome, before.conclusion, before.judged_by
        act.save(choice)
        _copy_forms(act, choice, before)
        _add_answers(act, choice, sets, before)
        _add_flags(act, choice, before)
    return choice


def _copy_forms(act: steps.Act, choice: FormChoice, before: FormChoice | None) -> None:
    texts = {one.form: one for one in before.weighed.all()} if before else {}
    for form in FormChoice.Form:
        row, old = WeighedForm(choice=choice, form=form), texts.get(form)
        if old is not None:
            row.speaks_for, row.speaks_against = old.speaks_for, old.speaks_against
        act.save(row)


def _add_answers(
    act: steps.Act, choice: FormChoice, sets: Iterable[CriteriaSet], before: FormChoice | None = None
) -> None:
    chosen = {one.pk for one in sets}
    known = set(offered(choice.partnership).filter(pk__in=chosen).values_list("pk", flat=True))
    if not known or known != chosen:
        raise steps.StepRefused(_("Choose at least one set of criteria that holds today."))
    given = {one.criterion_id: one for one in before.answers.all()} if before else {}
    for criterion in Criterion.objects.filter(criteria_set__in=known).order_by("criteria_set", "position"):
        row, old = CriterionAnswer(choice=choice, criterion=criterion), given.get(criterion.pk)
        if old is not None:
            row.answer, row.evidence, row.link, row.document = old.answer, old.evidence, old.link, old.document
        act.save(row)


def _add_flags(act: steps.Act, choice: FormChoice, before: FormChoice | None) -> None:
    given = {one.criterion_id: one for one in before.red_flags.all()} if before else {}
    flags = Criterion.objects.filter(criteria_set__in=offered(choice.partnership, Kind.RED_FLAGS))
    for criterion in flags.order_by("criteria_set", "position"):
        row, old = RedFlag(choice=choice, criterion=criterion), given.get(criterion.pk)
        if old is not None:
            row.applies, row.reason = old.applies, old.reason
        act.save(row)


# -- Writing ----------------------------------------------------------------------------------------------------------
def choose_sets(choice: FormChoice, *, actor: User, sets: Iterable[CriteriaSet]) -> FormChoice:
    """Change which criteria a draft is judged by. Answers to those that go out stay in the history."""
    sets = list(sets)
    with _writing(choice, actor=actor, action="form.choose_sets") as (act, locked):
        rows = CriterionAnswer.objects.filter(choice=locked).select_related("criterion")
        for row in rows.exclude(criterion__criteria_set__in=sets).order_by("pk"):
            act.delete(row)
        stay = set(rows.values_list("criterion__criteria_set", flat=True))
        more = [one for one in sets if one.pk not in stay]
        if more or not stay:
            _add_answers(act, locked, more)
    return locked


def conclude(choice: FormChoice, *, actor: User, version: int | None = None, **values: Any) -> FormChoice:
    """Write the conclusion. Raises EditConflict if somebody else did since `version`."""
    _known(values, CONCLUSION)
    with _writing(choice, actor=actor, action="form.conclude") as (act, locked):
        return _change(act, locked, version, values)


def weigh(form: WeighedForm, *, actor: User, version: int | None = None, **values: Any) -> WeighedForm:
    """Say what speaks for and against one form. Raises EditConflict."""
    _known(values, {"speaks_for", "speaks_against"})
    with _writing(form.choice, actor=actor, action="form.weigh") as (act, _choice):
        return _change(act, _locked(form), version, values)


def answer(
    row: CriterionAnswer, *, actor: User, version: int | None = None, file: Any = None, **values: Any
) -> CriterionAnswer:
    """Judge one criterion, on evidence: words, a link, a PDF. Raises EditConflict."""
    _known(values, {"answer", "evidence", "link", "document"})
    with _writing(row.choice, actor=actor, action="form.answer") as (act, choice):
        locked = _locked(row)
        if file:
            _same_version(locked, version)
            values["document"] = documents.attach(
                act, file, name=file.name, partnership=choice.partnership, is_illustrative=choice.is_illustrative
            )
        return _change(act, locked, version, values)


def judge(flag: RedFlag, *, actor: User, version: int | None = None, **values: Any) -> RedFlag:
    """Say whether a red flag applies, and if so why that is all right. Raises EditConflict."""
    _known(values, {"applies", "reason"})
    with _writing(flag.choice, actor=actor, action="form.judge") as (act, _choice):
        return _change(act, _locked(flag), version, values)


@contextmanager
def _writing(choice: FormChoice, *, actor: User, action: str) -> Iterator[tuple[steps.Act, FormChoice]]:
    """An act on a draft, which is locked: nobody proposes it meanwhile."""
    with steps.record(action, actor=actor, right="choose_form", scope=choice, root=choice) as act:
        locked = FormChoice.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=choice.pk)
        if locked.status != Status.DRAFT:
            raise steps.StepRefused(
                _("This has already moved on: it is now “%(state)s”.") % {"state": locked.get_status_display()}
            )
        yield act, locked


def _locked(row: Any) -> Any:
    return type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)


def _same_version(row: Governed, version: int | None) -> None:
    if version is not None and row.version != version:
        raise steps.EditConflict(row)


def _change(act: steps.Act, row: Any, version: int | None, values: dict[str, Any]) -> Any:
    _same_version(row, version)
    for name, value in values.items():
        setattr(row, name, value)
    return act.save(row)


def _known(values: Iterable[str], allowed: Iterable[str]) -> None:
    unknown = set(values) - set(allowed)
    if unknown:
        raise TypeError(f"not written here: {', '.join(sorted(unknown))}")


def address(choice: FormChoice) -> str:
    """The address of the choice's page."""
    return reverse("partnerships:form_choice_one", args=[choice.partnership.slug, choice.pk])
