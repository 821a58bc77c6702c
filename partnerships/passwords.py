"""The password given anew for what binds, and how often it may be wrong."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import clock
from .models import User

#: So many wrong ones in a row, and then no password is read for so long.
WRONG_AT_MOST, PAUSE = 5, timedelta(minutes=15)


class PasswordRefused(Exception):
    """The password does not confirm the person, or is not read just now. The message says which."""


def confirm(person: User, password: str) -> None:
    """Raise PasswordRefused unless `password` is the person's own.

    Wrong ones are counted in the person's row, under its lock: whatever server process reads them, and two at once are
    two. A right one begins the count anew.
    """
    with transaction.atomic():
        row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        now, last = clock.now(), row.wrong_password_at
        is_recent = last is not None and timedelta(0) <= now - last < PAUSE
        if last is not None and is_recent and row.wrong_passwords >= WRONG_AT_MOST:
            again_at = timezone.localtime(last + PAUSE + timedelta(minutes=1))
            raise PasswordRefused(
                _("The password has been wrong %(count)s times. Wait until %(time)s before you try again.")
                % {"count": WRONG_AT_MOST, "time": f"{again_at:%H:%M}"}
            )
        is_right = row.check_password(password)
        count = 0 if is_right else 1 + (row.wrong_passwords if is_recent else 0)
        if count or row.wrong_passwords:
            User.objects.filter(pk=row.pk).update(wrong_passwords=count, wrong_password_at=now if count else None)
    if not is_right:
        raise PasswordRefused(_("The password is not right. Nothing has been done."))
