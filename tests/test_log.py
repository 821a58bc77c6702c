"""The official log is tamper-evident, and stays gapless when many write at once."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, BrokenBarrierError

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from partnerships import log, steps
from partnerships.models import LogChain, LogEvent, Partnership, PhasePeriod
from tests import factories


@pytest.fixture
def forge(without_trigger):
    """Do to a table, as its owner could, what its trigger refuses."""

    def do(table, statement, *values):
        with without_trigger(table, "append_only"), connection.cursor() as cursor:
            cursor.execute(statement, values)
            assert cursor.rowcount == 1

    return do


@pytest.fixture
def chain(world):
    return world.alfa.partnership.chain


def middle(chain):
    """An event that is neither the first nor the last."""
    return LogEvent.objects.filter(chain=chain, number=log.head(chain).number // 2).get()


# -- What is sound ----------------------------------------------------------------------------------------------------
def test_every_chain_of_the_world_holds(world):
    names = dict(log.chains())
    assert len(names) == 6 + 2 + 2  # organisations, partnerships, members-only bodies
    assert all(log.head(chain).number > 0 for chain in names.values())
    assert [log.verify(chain) for chain in names.values()] == [None] * len(names)


def test_an_empty_chain_holds(db):
    chain = LogChain.objects.create()
    assert log.verify(chain) is None
    assert log.head(chain) == (0, "")


def test_the_head_is_the_last_event_and_moves_with_every_act(chain, world):
    before = log.head(chain)
    steps.edit(world.alfa.partnership, actor=None, right="", values={"purpose": "Nytt"})
    after = log.head(chain)
    last = LogEvent.objects.get(chain=chain, number=before.number + 1)
    assert after == (last.number, last.hash)
    assert last.previous_hash == before.hash


def test_a_chain_longer_than_a_part_holds_and_costs_a_few_queries(world, chain, monkeypatch, forge):
    monkeypatch.setattr(log, "CHUNK", 3)
    assert log.head(chain).number > 9
    assert log.verify(chain) is None
    event = LogEvent.objects.get(chain=chain, number=7)
    forge("partnerships_logevent", "UPDATE partnerships_logevent SET authority = 'x' WHERE id = %s", event.pk)
    assert log.verify(chain).number == 7


# -- What is not ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        "authority = authority || ' '",
        "action = 'party.leave'",
        "at = at + interval '1 microsecond'",
        "actor_id = (SELECT min(id) FROM partnerships_user WHERE id <> coalesce(e.actor_id, 0))",
        "organisation_id = CASE WHEN organisation_id IS NULL THEN (SELECT min(id) FROM partnerships_organisation) END",
        "object_id = object_id + 1",
        "object_type = 'x'",
        "changes = '[]'",
        "rows = '[]'",
        "digest = repeat('0', 64)",
        "hash = repeat('0', 64)",
    ],
)
def test_a_changed_event_is_found(chain, forge, change):
    event = middle(chain)
    forge("partnerships_logevent", f"UPDATE partnerships_logevent e SET {change} WHERE id = %s", event.pk)  # noqa: S608
    assert log.verify(chain) == (event.number, "its own words have been changed")


def test_a_changed_event_with_a_hash_to_match_breaks_the_next_link(chain, forge):
    event = middle(chain)
    table = "partnerships_logevent"
    forge(table, f"UPDATE {table} SET authority = 'sagt i efterhand' WHERE id = %s", event.pk)  # noqa: S608
    forge(table, f"UPDATE {table} SET hash = iop_log_hash({table}) WHERE id = %s", event.pk)  # noqa: S608
    assert log.verify(chain) == (event.number + 1, "it does not follow from the event before it")


def test_a_removed_event_is_found(chain, forge):
    event = middle(chain)
    forge("partnerships_logevent", "DELETE FROM partnerships_logevent WHERE id = %s", event.pk)
    assert log.verify(chain) == (event.number + 1, f"event {event.number} is missing before it")


def test_an_event_cut_off_at_the_end_is_seen_by_who_holds_the_head(chain, forge):
    held = log.head(chain)
    forge(
        "partnerships_logevent",
        "DELETE FROM partnerships_logevent WHERE chain_id = %s AND number = %s",
        chain.pk,
        held.number,
    )
    assert log.verify(chain) is None
    assert log.head(chain) != held


def test_a_changed_history_row_is_found(world, chain, forge):
    row = world.alfa.partnership.history.get()
    table = row._meta.db_table
    forge(table, f"UPDATE {table} SET challenge = 'Något annat' WHERE history_id = %s", row.pk)  # noqa: S608
    assert log.verify(chain) == (1, "history it made has been changed")


def test_a_removed_history_row_is_found_and_named(world, chain, forge):
    row = PhasePeriod.history.filter(partnership=world.alfa.partnership).get()
    table = row._meta.db_table
    forge(table, f"DELETE FROM {table} WHERE history_id = %s", row.pk)  # noqa: S608
    fault = log.verify(chain)
    assert fault == (1, f"history it made is gone: partnerships.historicalphaseperiod {row.pk}")


# -- Columns that came later -------------------------------------------------------------------------------------------
@contextmanager
def added_column(model, name, field):
    """`model` with one column more, in the database and in Django alike, as a migration would leave it."""
    connection.check_constraints()  # a table with pending events cannot be altered
    field.set_attributes_from_name(name)
    field.contribute_to_class(model, name)
    try:
        with connection.schema_editor(atomic=False) as editor:
            editor.add_field(model, field)
        yield
        connection.check_constraints()
        with connection.schema_editor(atomic=False) as editor:
            editor.remove_field(model, field)
    finally:
        model._meta.local_fields.remove(field)
        model._meta._expire_cache()
        delattr(model, name)


def as_before_columns_were_named(event, forge):
    """Give the event the form that events had when a digest covered every column of its day: no later ones."""
    table = "partnerships_logevent"
    bare = [row[:2] for row in event.rows]
    digests = [
        steps.row_digest(apps.get_model(label).objects.get(history_id=key), log.first_columns()[label])
        for label, key in bare
    ]
    digest = steps.digest_of(digests)
    forge(table, f"UPDATE {table} SET rows = %s WHERE id = %s", json.dumps(bare), event.pk)  # noqa: S608
    forge(table, f"UPDATE {table} SET digest = %s WHERE id = %s", digest, event.pk)  # noqa: S608
    forge(table, f"UPDATE {table} SET hash = iop_log_hash({table}) WHERE id = %s", event.pk)  # noqa: S608


@pytest.fixture(params=["columns named", "columns not yet named"])
def last_event(request, chain, world, forge):
    """The newest event of the chain, a new purpose of the partnership; now, or by the first version."""
    steps.edit(world.alfa.partnership, actor=None, right="", values={"purpose": "Nytt"})
    event = LogEvent.objects.filter(chain=chain).latest("number")
    assert [row[:1] for row in event.rows] == [["partnerships.historicalpartnership"]]
    if request.param == "columns not yet named":
        as_before_columns_were_named(event, forge)
    return event


@pytest.mark.parametrize(
    "field",
    [models.TextField(null=True), models.TextField(default="något"), models.IntegerField(default=7)],
    ids=["empty", "a text for old rows", "a number for old rows"],
)
def test_an_added_column_leaves_the_events_before_it_as_they_were(chain, last_event, world, field):
    history = Partnership.history.model
    with added_column(history, "added", field.clone()):
        assert "added" in steps.columns_of(history)
        given = field.default if field.has_default() else None
        assert set(history.objects.values_list("added", flat=True)) == {given}
        assert log.verify(chain) is None


def test_what_stands_in_an_added_column_is_covered_from_then_on(chain, last_event, world, forge):
    history = Partnership.history.model
    table = history._meta.db_table
    with added_column(history, "added", models.TextField(default="något")):
        steps.edit(world.alfa.partnership, actor=None, right="", values={"target_group": "Nya"})
        newest = LogEvent.objects.filter(chain=chain).latest("number")
        assert "added" in newest.rows[0][2]
        assert log.verify(chain) is None
        forge(table, f"UPDATE {table} SET added = 'annat' WHERE history_id = %s", newest.rows[0][1])  # noqa: S608
        assert log.verify(chain) == (newest.number, "history it made has been changed")


@pytest.mark.parametrize(
    "change", ["purpose = 'Annat'", "name = ''", "lead_unit_id = 1", "history_change_reason = NULL"]
)
def test_a_changed_or_emptied_value_is_found_whatever_column_came_later(chain, last_event, forge, change):
    history = Partnership.history.model
    table = history._meta.db_table
    with added_column(history, "added", models.TextField(default="något")):
        key = last_event.rows[0][1]
        forge(table, f"UPDATE {table} SET {change} WHERE history_id = %s", key)  # noqa: S608
        assert log.verify(chain) == (last_event.number, "history it made has been changed")


def test_a_dropped_column_is_found(chain, last_event):
    with connection.cursor() as cursor:
        connection.check_constraints()
        cursor.execute("ALTER TABLE partnerships_historicalpartnership DROP COLUMN purpose")
        cursor.execute("ALTER TABLE partnerships_historicalpartnership ADD COLUMN purpose text NOT NULL DEFAULT ''")
    assert log.verify(chain) == (last_event.number, "history it made has been changed")


def test_naming_fewer_columns_hides_nothing(chain, last_event, forge):
    history, table = Partnership.history.model._meta.db_table, "partnerships_logevent"
    label, key, *_columns = last_event.rows[0]
    fewer = json.dumps([[label, key, [one for one in steps.columns_of(Partnership.history.model) if one != "purpose"]]])
    forge(history, f"UPDATE {history} SET purpose = 'Annat' WHERE history_id = %s", key)  # noqa: S608
    forge(table, f"UPDATE {table} SET rows = %s WHERE id = %s", fewer, last_event.pk)  # noqa: S608
    forge(table, f"UPDATE {table} SET hash = iop_log_hash({table}) WHERE id = %s", last_event.pk)  # noqa: S608
    assert log.verify(chain) == (last_event.number, "history it made has been changed")


def test_the_first_columns_are_still_there(db):
    """A column that old events cover is never dropped or renamed: see ADR 0012."""
    for label, columns in log.first_columns().items():
        if ".historical" in label:
            assert set(columns) <= set(steps.columns_of(apps.get_model(label))), label


# -- The command ------------------------------------------------------------------------------------------------------
def test_the_command_prints_every_head(world, chain, capsys):
    call_command("verify_log", "--no-color")
    out = capsys.readouterr().out
    assert f"partnership alfa: {log.head(chain).number} events, head {log.head(chain).hash}" in out
    assert out.count("members-only body") == 2
    assert out.endswith("the log holds\n")
    assert world.alfa.room.name not in out


def test_the_command_can_look_at_one_partnership(world, capsys):
    call_command("verify_log", partnership="beta")
    out = capsys.readouterr().out
    assert "partnership beta" in out
    assert "alfa" not in out
    assert "organisation" not in out
    assert out.count("members-only body") == 1
    with pytest.raises(CommandError, match="there is no partnership gamma"):
        call_command("verify_log", partnership="gamma")


def test_the_command_names_the_first_broken_link_and_fails(chain, forge, capsys):
    event = middle(chain)
    forge("partnerships_logevent", "UPDATE partnerships_logevent SET authority = 'x' WHERE id = %s", event.pk)
    with pytest.raises(CommandError, match="1 broken") as refused:
        call_command("verify_log")
    assert refused.value.returncode == 1
    shown = capsys.readouterr()
    assert f"partnership alfa: broken at event {event.number}: its own words have been changed" in shown.err
    assert "partnership beta" in shown.out


# -- Many at once -----------------------------------------------------------------------------------------------------
WRITERS = 2

#: The trigger's own function without its lock, and with a pause where two would meet.
UNLOCKED = """
CREATE OR REPLACE FUNCTION iop_log_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last record;
BEGIN
  SELECT number, hash INTO last FROM partnerships_logevent WHERE chain_id = NEW.chain_id ORDER BY number DESC LIMIT 1;
  PERFORM pg_sleep(0.3);
  NEW.number := coalesce(last.number, 0) + 1;
  NEW.previous_hash := coalesce(last.hash, '');
  NEW.hash := iop_log_hash(NEW);
  RETURN NEW;
END $$
"""


def definition():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('iop_log_chain'::regproc)")
        return cursor.fetchone()[0]


def write_at_once(chain, monkeypatch, times):
    """Let WRITERS threads each write `times` events to the chain, meeting just before each; return what failed."""
    barrier = Barrier(WRITERS, timeout=5)
    create = LogEvent.objects.create

    def meet_and_create(**fields):
        try:
            barrier.wait()
        except BrokenBarrierError:
            pytest.fail("the writers never met")
        return create(**fields)

    monkeypatch.setattr(LogEvent.objects, "create", meet_and_create)

    def write(writer):
        try:
            for turn in range(times):
                with steps.record("test.write", actor=None) as act:
                    partnership = Partnership.objects.get(chain=chain)
                    act.save(
                        PhasePeriod(
                            partnership=partnership,
                            phase="adaptation",
                            valid_from=factories.START,
                            note=f"{writer} {turn}",
                        )
                    )
        except Exception as error:  # handed to the test
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(WRITERS) as pool:
        return [error for error in pool.map(write, range(WRITERS)) if error]


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_leave_no_gap(monkeypatch):
    chain = factories.partnership("Samtidigt").chain
    before = log.head(chain).number
    assert write_at_once(chain, monkeypatch, times=10) == []
    assert log.head(chain).number == before + 10 * WRITERS
    assert log.verify(chain) is None


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_two_draw_the_same_number(monkeypatch):
    chain = factories.partnership("Samtidigt").chain
    real = definition()
    assert "pg_advisory_xact_lock" in real
    with connection.cursor() as cursor:
        cursor.execute(UNLOCKED)
        try:
            errors = write_at_once(chain, monkeypatch, times=1)
        finally:
            cursor.execute(real)
    assert definition() == real
    assert [type(error).__name__ for error in errors] == ["IntegrityError"]
    assert "logevent_number_once" in str(errors[0])
