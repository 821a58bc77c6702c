"""What every test stands on.

Settings are tests/settings.py: production's, whatever the shell says (IOP_DEMO is ignored). SECRET_KEY and DATABASE_URL
come from the environment, as `make test` gives them. A plain `client.get(...)` works: no redirect to HTTPS.

Fixtures and helpers
    world               two partnerships with people in every role; see below. Ordinary database tests only.
    furnished           world.alfa with one of everything besides: an agreement in force, a service with reports, a held
                        meeting with approved minutes and decisions, a fund with money, a grant and a payment, and the
                        room's own meeting (factories.furnish names them). For tests of promises and pages, not of how
                        things come about. Rows are at `furnished.agreement`, `.meeting`, `.grant`, …
                        Both are built once a session and copied in from then on (tests/snapshots.py).
    travel              `travel(date(2024, 5, 2))` sets the product's clock (partnerships.clock) until the test is over;
                        `clock.tick()` moves it on. Without it the clock is the real one.
    without_trigger     `with without_trigger("table", "trigger"): ...` lets the database forget one promise: the
                        control that shows a test would fail if the promise were broken.
    tests.factories     person(name), organisation(side, name), partnership(name), party(...), mandate(...), role(...),
                        body(...), seat(...), login(client, person); PASSWORD is everybody's password, START their
                        first day.

The world
    world.alfa          .partnership .slug .observer .members (all four parties)
                        .steering (joint, open) .room (the NGOs' own, members only)
        .city           public party: .organisation .party .coordinator .representative .signatory .economist
                        .economist2 .reader .chair (chairs the steering group, else a reader)
        .ngo            idéburen party: .coordinator (also secretary of the room) .representative .signatory .economist
                        .reader .secretary (of the steering group, else a reader)
        .ngo2           .representative (chairs the room) .signatory .economist .reader
        .ngo3           .representative .signatory
        Each .representative has a member's seat in the steering group; the NGOs' also one in the room.
    world.beta          another municipality: .partnership .slug .steering .room .city and .ngo (every mandate and a
                        coordinator each; the city's representative chairs, the NGO's is secretary)
    world.outsider      an account with no mandate, role or seat
    world.superuser     Django's superuser, likewise

    def test_a_reader_reads(world, client):
        login(client, world.alfa.ngo.reader)
        assert client.get(reverse("partnerships:party_list", args=[world.alfa.slug])).status_code == 200

Tests that need real commits or threads: `@pytest.mark.django_db(transaction=True)` and `from tests import factories`,
`factories.world()` inside. Afterwards every table is emptied, except those that migrations fill (permissions, content
types, section templates): those keep their rows, so a test must leave them as they were.

Order is random (pytest-randomly; `-p no:randomly` turns it off), warnings are errors, nothing is retried.
"""

from contextlib import ExitStack, contextmanager

import pytest
from django.db import connection
from django.test import TransactionTestCase

from partnerships import clock
from tests import factories, snapshots


@pytest.fixture
def world(db):
    """Two partnerships with their people: see the docstring of this module."""
    return snapshots.of("world", factories.world)


@pytest.fixture
def furnished(world):
    """One of everything in world.alfa: see the docstring of this module."""
    return snapshots.of("furnished", lambda: factories.furnish(world.alfa))


@pytest.fixture
def travel():
    """A function that lets the product's clock be on a day until the test is over."""
    with ExitStack() as stack:
        yield lambda day, *at: stack.enter_context(clock.travel(day, *at))


@pytest.fixture
def without_trigger(db):
    """A context manager that turns one trigger of a table off: for controls."""

    @contextmanager
    def off(table, trigger):
        with connection.cursor() as cursor:
            connection.check_constraints()  # a table with pending events cannot be altered
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER "{trigger}"')
            yield
            connection.check_constraints()
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER "{trigger}"')

    return off


# -- Emptying the database after tests that commit ---------------------------------------------------------------------
# Django's own way is TRUNCATE of every table. Ours refuse that (append-only), and migrations' rows would be gone.
@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Note which tables migrations have filled, and empty only the others from now on."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        filled = [name for name in connection.introspection.table_names() if _has_rows(cursor, name)]

    def empty(self):
        with connection.cursor() as cursor:
            names = sorted(set(connection.introspection.table_names()) - set(filled))
            cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgtype & 32 = 32")  # TRUNCATE
            guards = cursor.fetchall()
            switch = "; ".join(f'ALTER TABLE {table} %s TRIGGER "{trigger}"' for table, trigger in guards)
            tables = ", ".join(f'"{name}"' for name in names)
            cursor.execute(
                f"BEGIN; {switch.replace('%s', 'DISABLE')}; TRUNCATE {tables}; {switch.replace('%s', 'ENABLE')}; COMMIT"
            )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


def _has_rows(cursor, table):
    cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')  # noqa: S608
    return cursor.fetchone()[0]
