"""Reminding people by e-mail of what waits for them: each at most once a day, of everything at once."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from . import access, clock
from .models import User
from .tasks import Task, waiting_for

#: How often -> how many days lie between two reminders at least.
DAYS_BETWEEN: dict[str, int] = {User.Reminders.DAILY: 1, User.Reminders.WEEKLY: 7}
#: How often -> what is due within so many days is told of.
DAYS_AHEAD: dict[str, int] = {User.Reminders.DAILY: 3, User.Reminders.WEEKLY: 7}
#: What has no last day is told of when it has waited for so many days.
DAYS_WAITED = 7


def people() -> models.QuerySet[User]:
    """Those who want reminders and have had none today."""
    wanting = User.objects.filter(is_active=True, reminders__in=DAYS_BETWEEN)
    return wanting.exclude(reminded_on=clock.today()).order_by("pk")


def remind(pk: int) -> bool:
    """Send a person's reminder if it is time for one and something presses; whether it was sent.

    Under the row's lock, so that two at once send one. An e-mail that could not be sent counts as not sent.
    """
    with transaction.atomic():
        person = people().select_for_update(no_key=True).filter(pk=pk).first()
        if person is None or not _is_time(person, clock.today()):
            return False
        if person.rights_valid_on != clock.today():
            access.sync(person)
        access.keep_rights(person)
        with translation.override(person.language):
            found = [task for task in waiting_for(person) if presses(task, DAYS_AHEAD[person.reminders])]
            if found:
                _send(person, found)
        if found:
            User.objects.filter(pk=pk).update(reminded_on=clock.today())
    return bool(found)


def _is_time(person: User, today: date) -> bool:
    last = person.reminded_on
    return last is None or not timedelta(0) <= today - last < timedelta(days=DAYS_BETWEEN[person.reminders])


def presses(task: Task, days_ahead: int) -> bool:
    """Whether a task is due within so many days, is overdue, or has no last day and has waited for long."""
    if task.due_on is not None:
        return task.due_on <= clock.today() + timedelta(days=days_ahead)
    return task.since is not None and task.since <= clock.today() - timedelta(days=DAYS_WAITED)


def _send(person: User, found: list[Task]) -> None:
    context: dict[str, Any] = {
        "tasks": [task for task in found if not task.is_closed],
        "has_closed": any(task.is_closed for task in found),
        "today": clock.today(),
        "site": settings.BASE_URL,
        "account": settings.BASE_URL + reverse("partnerships:account"),
    }
    subject = ngettext("%(n)s thing waits for you", "%(n)s things wait for you", len(found)) % {"n": len(found)}
    body = render_to_string("partnerships/email/reminder.txt", context)
    send_mail(f"IOP: {subject}", body, None, [person.email])
