"""A process killed in the middle of an act leaves nothing of it: no half entry, no row without its event."""

import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from governance import ledger
from governance.models import FundMovement
from partnerships import agreements, log
from partnerships.models import Agreement, LogEvent, Signature
from tests import factories
from tests.concurrency import midway
from tests.governance import pot

pytestmark = pytest.mark.django_db(transaction=True)
#: How long the database may take to notice that a process is gone.
PATIENCE = 10


@pytest.fixture
def sign():
    """An agreement that waits for its last signature."""
    alfa = factories.world().alfa
    made = agreements.create(alfa.partnership, actor=alfa.city.coordinator, kind="main", title="Avtal")
    section = made.sections.order_by("position").first()
    agreements.edit_section(section, actor=alfa.city.coordinator, heading="Parter", body="Vi.", version=section.version)
    agreement = agreements.propose(Agreement.objects.get(pk=made.pk), actor=alfa.city.coordinator)
    for of in alfa.members[:3]:
        agreements.sign(agreement, actor=of.signatory, party=of.party)
    return SimpleNamespace(name="sign", row=agreement, actor=alfa.ngo3.signatory, target="in_force")


@pytest.fixture
def confirm():
    """A month's report that waits to be confirmed, and brings money to the fund."""
    it = pot.fill(factories.world().alfa)
    report = pot.report(it, pot.MARCH, 100)
    return SimpleNamespace(name="confirm", row=report, actor=it.city.economist, target="confirmed", fund=it.fund)


@pytest.fixture(params=["sign", "confirm"])
def act(request):
    return request.getfixturevalue(request.param)


def everything():
    """Every row of every table of ours, history and log included."""
    models = [model for app in ("partnerships", "governance") for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: sorted(map(str, model._base_manager.values_list())) for model in models}


def kill(act, point):
    """Let another process do the act, kill it at the point, and return what it saw there."""
    name = connection.settings_dict["NAME"]
    command = [sys.executable, "-m", midway.__name__, name, act.name, point, str(act.row.pk), str(act.actor.pk)]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True) as process:
        try:
            backend, *seen = map(int, process.stdout.readline().split())
        finally:
            process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_stat_activity WHERE pid = %s", [backend])
            if not cursor.rowcount:
                return seen
        time.sleep(0.05)
    raise AssertionError("the database still holds the connection of the killed process")


def sound(act):
    """That nothing is broken: the log's chains, and the fund's books."""
    assert {name: log.verify(chain) for name, chain in log.chains()} == {name: None for name, _chain in log.chains()}
    if act.name == "confirm":
        assert ledger.faults(act.fund) == []


@pytest.mark.parametrize("point", ["row", "event", "commit"])
def test_nothing_of_it_is_left_and_it_can_be_done_again(act, point):
    before, counts = everything(), midway.counts()
    seen = kill(act, point)
    assert seen != counts  # it was in the middle: it saw rows of its own
    assert seen[2] - counts[2] == (point == "commit")
    assert everything() == before
    sound(act)
    midway.act(act.name, act.row.pk, act.actor)
    act.row.refresh_from_db()
    assert act.row.status == act.target
    sound(act)
    signatures, movements, events = (now - then for now, then in zip(midway.counts(), counts, strict=True))
    assert (signatures + movements, events) == (1, 1)


def test_control_without_a_transaction_half_of_it_stays(act):
    counts = midway.counts()
    kill(act, "control")
    act.row.refresh_from_db()
    assert act.row.status == act.target
    assert Signature.objects.count() + FundMovement.objects.count() == counts[0] + counts[1] + 1
    assert LogEvent.objects.count() == counts[2]  # a row without its event
