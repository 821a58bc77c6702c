"""A process that begins an act, stops in the middle of it and waits to be killed: see test_kill.py.

    python -m tests.concurrency.midway DATABASE ACT POINT KEY ACTOR

It prints its connection's process and how many signatures, movements and events it sees, on one line.
"""

import os
import signal
import sys
from contextlib import nullcontext
from types import SimpleNamespace

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import QuerySet  # noqa: E402

from governance import contributions  # noqa: E402
from governance.models import FundMovement  # noqa: E402
from partnerships import agreements, steps  # noqa: E402
from partnerships.models import Agreement, LogEvent, ServiceReport, Signature, User  # noqa: E402


def counts():
    """What there is of that which belongs together."""
    return [model.objects.count() for model in (Signature, FundMovement, LogEvent)]


def pause():
    """Tell where this process stands, and stay there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        print(cursor.fetchone()[0], *counts(), flush=True)
    signal.pause()


def stop_at(point):
    """Let the act stop after its second row, before its event, or after its event and before the commit."""
    save, close, saved = steps.Act.save, steps.Act.close, []

    def save_and_stop(act, obj):
        result = save(act, obj)
        saved.append(obj)
        if len(saved) == 2:
            pause()
        return result

    def close_and_stop(act):
        if point == "commit":
            close(act)
        pause()

    if point == "row":
        steps.Act.save = save_and_stop
    else:
        steps.Act.close = close_and_stop


def without_transactions():
    """The control: every statement counts at once."""
    steps.transaction = SimpleNamespace(atomic=nullcontext)
    QuerySet.select_for_update = lambda rows, **_options: rows


def act(name, key, actor):
    """What the test does too."""
    if name == "sign":
        agreement = Agreement.objects.get(pk=key)
        party = agreement.partnership.parties.get(organisation__mandates__in=actor.mandates.all())
        return agreements.sign(agreement, actor=actor, party=party)
    return contributions.confirm(ServiceReport.objects.get(pk=key), actor=actor)


if __name__ == "__main__":
    database, what, point, key, person = sys.argv[1:]
    connection.settings_dict["NAME"] = database
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # the output is for `pause` alone
    if point == "control":
        without_transactions()
    stop_at("event" if point == "control" else point)
    act(what, key, User.objects.get(pk=person))
