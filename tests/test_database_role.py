"""The application's own database role, made as docs/running.md says: it can do all the work, and rewrite nothing."""

import os
from contextlib import contextmanager

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from partnerships import clock, erasure, invitations, mandates
from partnerships.models import Partnership
from tests import factories
from tests.factories import login
from tests.test_promises import APPEND_ONLY, ATTEMPTS, attempt

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def role():
    """An ordinary database role that may log in and was granted nothing yet."""
    name = f"works_{connection.settings_dict['NAME']}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [name])
        if cursor.fetchone() is not None:
            cursor.execute(f'DROP OWNED BY "{name}"; DROP ROLE "{name}"')
        cursor.execute(f"""CREATE ROLE "{name}" LOGIN PASSWORD 'works'""")
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f'DROP OWNED BY "{name}"; DROP ROLE "{name}"')


@contextmanager
def as_role(role):
    """Let the product speak to its database as `role`, logged in as such."""
    before = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update(USER=role, PASSWORD="works")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def refused(statement):
    """Assert that the role itself lacks the right: no trigger was even asked."""
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied|must be owner") as caught:
        cursor.execute(statement)
    assert isinstance(caught.value.__cause__, psycopg2.errors.InsufficientPrivilege)


def test_it_can_do_all_the_work(role, client, tmp_path):
    call_command("grant_rights", role)
    with as_role(role):
        alfa = factories.world().alfa
        made = factories.furnish(alfa)
        for name, key in [("agreement_summary", made.agreement.pk), ("minutes_pdf", made.meeting.pk)]:
            answer = login(client, alfa.observer).get(reverse(f"reporting:{name}", args=[alfa.slug, key]))
            assert answer.status_code == 200
        them = alfa.ngo
        invitations.invite(them.organisation, actor=them.representative, email=them.reader.email, role="economist")
        mandates.end(them.reader.mandates.get(), actor=them.representative, on=clock.today())
        asked = erasure.ask(them.reader, actor=them.representative)
        assert erasure.confirm(asked, actor=alfa.city.coordinator).erased_at is not None
        for name in (
            "sync_rights",
            "send_notifications",
            "send_reminders",
            "check_fund",
            "verify_log",
            "clearsessions",
        ):
            call_command(name, verbosity=0)
        call_command("backup", str(tmp_path / "file"))


def test_it_can_rewrite_nothing(role):
    factories.furnish(factories.world().alfa)
    call_command("grant_rights", role)
    with as_role(role):
        for model in APPEND_ONLY:
            assert model._base_manager.exists()
            for statement in ATTEMPTS:
                refused(attempt(model, statement))


def test_it_can_empty_no_table_and_switch_off_no_promise(role):
    call_command("grant_rights", role)
    owner, database = connection.settings_dict["USER"], connection.settings_dict["NAME"]
    with as_role(role):
        for table in connection.introspection.table_names():
            refused(f'TRUNCATE "{table}" CASCADE')
            refused(f'ALTER TABLE "{table}" DISABLE TRIGGER ALL')
            refused(f'DROP TABLE "{table}"')
        for statement in [
            "SET session_replication_role = replica",
            f'ALTER DATABASE "{database}" SET session_replication_role = replica',
            f'ALTER ROLE "{role}" SUPERUSER',
            f'SET ROLE "{owner or os.environ.get("PGUSER", "postgres")}"',
            "DROP TRIGGER append_only ON partnerships_logevent",
            "CREATE TRIGGER mine BEFORE UPDATE ON partnerships_logevent FOR EACH ROW EXECUTE FUNCTION iop_keep()",
            "CREATE OR REPLACE FUNCTION iop_append_only() RETURNS trigger LANGUAGE sql AS ''",
            "DROP FUNCTION iop_append_only() CASCADE",
            "CREATE TABLE mine ()",
            "ALTER SCHEMA public RENAME TO mine",
            "UPDATE django_migrations SET name = 'x'",
            "SELECT setval('partnerships_logevent_id_seq', 1)",
        ]:
            refused(statement)


def test_control_the_rights_are_what_refuses(role):
    """With a table's rights granted by hand the triggers are all that is left; to empty other tables nothing is."""
    call_command("grant_rights", role)
    factories.partnership("Alfa")
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT ALL ON ALL TABLES IN SCHEMA public TO "{role}"')
    with as_role(role), connection.cursor() as cursor:
        with pytest.raises(Exception, match="append-only"):
            cursor.execute("DELETE FROM partnerships_logevent")
        cursor.execute("TRUNCATE partnerships_notification")
    call_command("grant_rights", role)
    with as_role(role):
        refused("DELETE FROM partnerships_logevent")
        refused("TRUNCATE partnerships_notification")
        assert Partnership.objects.count() == 1


def test_a_role_that_could_do_more_is_refused_and_given_nothing(role):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE theirs ()")
        try:
            cursor.execute(f'ALTER TABLE theirs OWNER TO "{role}"')
            with pytest.raises(CommandError, match="could get round what the database promises: .*it owns theirs"):
                call_command("grant_rights", role)
            cursor.execute("SELECT has_table_privilege(%s, 'partnerships_logevent', 'SELECT')", [role])
            assert cursor.fetchone() == (False,)
        finally:
            cursor.execute("DROP TABLE theirs")
        cursor.execute(f'GRANT SET ON PARAMETER session_replication_role TO "{role}"')
        with pytest.raises(CommandError, match="may set session_replication_role"):
            call_command("grant_rights", role)
        cursor.execute(f'REVOKE SET ON PARAMETER session_replication_role FROM "{role}"')
        cursor.execute(f'GRANT pg_write_all_data TO "{role}"')
        with pytest.raises(CommandError, match="can become pg_write_all_data"):
            call_command("grant_rights", role)
        cursor.execute("SELECT current_user")
        with pytest.raises(CommandError, match="could get round"):
            call_command("grant_rights", cursor.fetchone()[0])
    with pytest.raises(CommandError, match="There is no database role nobody-here"):
        call_command("grant_rights", "nobody-here")
