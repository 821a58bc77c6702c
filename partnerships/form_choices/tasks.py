"""What waits for whom with the choice of form, and how far it has come on the road to an agreement."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships import access, clock
from partnerships.models import FormChoice, Partnership, PartnershipRole, User
from partnerships.road import Milestone, State
from partnerships.tasks import Task
from partnerships.templatetags.iop import day

from .settling import waits_for_side
from .weighing import address, latest

Status = FormChoice.Status
#: How many days before the day of review the coordinators are reminded.
REVIEW_DAYS = 60


def next_steps(user: User, choice: FormChoice) -> list[Task]:
    """What waits for `user` with this choice."""
    return [task for task in tasks_for(user, choice.partnership) if task.url == address(choice)]


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """For coordinators: a draft to finish, a choice to settle for one's own side, a review to make. One query."""
    if not access.may_somewhere(user, "choose_form"):
        return
    own = PartnershipRole.objects.valid_on(clock.today()).filter(
        partnership=OuterRef("partnership"), person=user, role=PartnershipRole.Role.COORDINATOR
    )
    rows = FormChoice.objects.filter(
        ~Exists(FormChoice.objects.filter(partnership=OuterRef("partnership"), number__gt=OuterRef("number"))),
        partnership__in=access.objects_with(user, "choose_form"),
    ).annotate(own_side=Subquery(own.values("organisation__side")[:1]))
    if partnership is not None:
        rows = rows.filter(partnership=partnership)
    for choice in rows.select_related("partnership", "proposed_for").order_by("pk"):
        if choice.status == Status.DRAFT:
            yield Task(
                _("Weigh the forms and write the conclusion"), address(choice), _("The choice of form is a draft")
            )
        elif choice.own_side == waits_for_side(choice):
            reason = _("%(organisation)s has said yes") % {"organisation": choice.proposed_for.name}
            yield Task(_("Settle the choice of form"), address(choice), reason, since=choice.proposed_at.date())
        elif choice.review_on and choice.review_on <= clock.today() + timedelta(days=REVIEW_DAYS):
            yield Task(_("Review the choice of form"), address(choice), _("As you decided"), choice.review_on)


def milestones(partnership: Partnership, _user: Any) -> Iterator[Milestone]:
    """The choice of form: not begun, being weighed, or settled. One query."""
    choice, title = latest(partnership), _("The choice of form")
    if choice is None:
        url = reverse("partnerships:form_choice", args=[partnership.slug])
        text = _("Grant, procurement or partnership: what can you do together that the other forms cannot give?")
        yield Milestone(title, url, State.NOT_BEGUN, text)
    elif choice.status == Status.SETTLED:
        words = {"form": choice.get_outcome_display(), "day": day(choice.settled_at, "long")}
        yield Milestone(title, address(choice), State.DONE, _("Settled on %(day)s: %(form)s.") % words)
    else:
        text = _("Choice %(number)s: %(state)s.") % {"number": choice.number, "state": choice.get_status_display()}
        yield Milestone(title, address(choice), State.UNDER_WAY, text)
