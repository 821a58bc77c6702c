"""Back-up and restore: what was there comes back, in another database, to the byte; a damaged file does not."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from governance.models import FundMovement
from iop import backups
from partnerships import log
from partnerships.models import Partnership
from tests import factories
from tests.test_architecture import OURS

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def speaking_to(database):
    """Let the product speak to another database of the same server."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        ContentType.objects.clear_cache()


@pytest.fixture
def empty():
    """The name of an empty database beside the tests' own."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def it():
    """A partnership with one of everything, and its addresses."""
    alfa = factories.world().alfa
    alfa.made = factories.furnish(alfa)
    alfa.documents = [
        reverse("reporting:agreement_summary", args=[alfa.slug, alfa.made.agreement.pk]),
        reverse("reporting:minutes_pdf", args=[alfa.slug, alfa.made.meeting.pk]),
    ]
    return alfa


def every_row():
    """Table -> its rows as text, in order, of everything that is saved."""
    with connection.cursor() as cursor:
        found = {}
        for table in set(connection.introspection.table_names(cursor)) - set(backups.LEFT_OUT):
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')  # noqa: S608
            found[table] = [row for (row,) in cursor.fetchall()]
        return found


def documents(it):
    client = Client()
    client.force_login(it.observer)
    answers = [client.get(address) for address in it.documents]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert all(answer.content.startswith(b"%PDF") for answer in answers)
    return [answer.content for answer in answers]


def heads():
    return {name: log.head(chain) for name, chain in log.chains()}


def run(database, *args):
    """A command in a process of its own, on a database."""
    address = settings.DATABASE_URL.rpartition("/")[0] + f"/{database}"
    return subprocess.run(
        [sys.executable, "manage.py", *args],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


# -- The round trip ---------------------------------------------------------------------------------------------------
def test_everything_comes_back(it, empty, tmp_path):
    file = tmp_path / "iop.backup"
    papers = documents(it)  # somebody logs in to fetch them, and that is written: so before the rows
    rows, chains = every_row(), heads()
    done = run(connection.settings_dict["NAME"], "backup", str(file))
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o077 == 0, "others can read the back-up"
    assert [path.name for path in tmp_path.iterdir()] == ["iop.backup"]
    done = run(empty, "restore", str(file))
    assert done.returncode == 0, done.stderr
    for words in ("every row and the head of every chain is back", "the log holds", "is restored"):
        assert words in done.stdout
    with speaking_to(empty):
        assert every_row() == rows
        assert heads() == chains
        assert documents(it) == papers
        # What the database refuses, it refuses again; and work goes on where it stopped.
        with pytest.raises(Exception, match="append-only"):
            FundMovement.objects.all().delete()
        factories.save(Partnership.objects.get(pk=it.partnership.pk), purpose="Vidare")
        assert heads()["partnership alfa"].number == chains["partnership alfa"].number + 1
        call_command("verify_log", verbosity=0)
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_sessions_stay_behind(it, empty, tmp_path):
    documents(it)  # somebody logs in
    backups.make(tmp_path / "file")
    with speaking_to(empty):
        backups.restore(tmp_path / "file")
        with connection.cursor() as cursor:
            for table in backups.LEFT_OUT:
                cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
                assert cursor.fetchone() == (0,)


def test_a_backup_is_of_one_moment(it, tmp_path, monkeypatch):
    """What is written while the dump is made is in neither dump nor manifest."""
    plain = backups._run

    def meanwhile(program, *args, **options):
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("INSERT INTO partnerships_logchain DEFAULT VALUES")
        other.close()
        plain(program, *args, **options)

    monkeypatch.setattr(backups, "_run", meanwhile)
    before = backups.contents()["rows"]["partnerships_logchain"]
    assert backups.make(tmp_path / "file").rows["partnerships_logchain"] == before
    with tarfile.open(tmp_path / "file") as archive:
        (tmp_path / backups.DUMP).write_bytes(archive.extractfile(backups.DUMP).read())
    shown = subprocess.run(
        [backups.client_programs() / "pg_restore", "-f-", "-a", "-t", "partnerships_logchain", tmp_path / backups.DUMP],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = shown.stdout.partition("FROM stdin;\n")[2].partition("\\.")[0]
    assert len(rows.splitlines()) == before
    assert backups.contents()["rows"]["partnerships_logchain"] == before + 1


def test_ordinary_tools_can_read_it(tmp_path):
    backups.make(tmp_path / "file")
    subprocess.run(["tar", "-xf", "file"], cwd=tmp_path, check=True)
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--check", "--quiet", backups.SUMS], cwd=tmp_path, check=True)


def test_no_password_on_the_command_line(monkeypatch):
    seen = []

    def note(command, env=None, **options):
        seen.append((command, env))
        return subprocess.CompletedProcess(command, 0, "pg_dump (PostgreSQL) 99.0", "")

    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "hemligt")
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"sslmode": "prefer"})
    monkeypatch.setattr(subprocess, "run", note)
    backups._run(Path("pg_dump"))
    command, environment = seen[-1]
    assert "hemligt" not in " ".join(map(str, command))
    assert environment["PGPASSWORD"] == "hemligt"
    assert environment["PGSSLMODE"] == "prefer"


def test_nothing_lies_beside_the_database():
    """The day a model keeps files, a back-up has to take them along."""
    assert [field for model in OURS for field in model._meta.fields if isinstance(field, models.FileField)] == []


# -- What is refused --------------------------------------------------------------------------------------------------
def test_a_file_is_never_overwritten(tmp_path):
    file = tmp_path / "file"
    file.write_text("gammalt")
    with pytest.raises(CommandError, match="overwrites nothing"):
        call_command("backup", str(file))
    assert file.read_text() == "gammalt"
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("backup", str(tmp_path / "none" / "file"))


def test_a_changed_byte_is_refused_wherever_it_is(empty, tmp_path):
    backups.make(tmp_path / "file")
    whole = (tmp_path / "file").read_bytes()
    (tmp_path / "plain").mkdir()
    backups.unpack(tmp_path / "file", tmp_path / "plain")
    same = {path.name: path.read_bytes() for path in (tmp_path / "plain").iterdir()}
    refused, places = 0, [*range(0, 1600, 7), *range(1600, len(whole), len(whole) // 60)]
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1
        (tmp_path / "damaged").write_bytes(damaged)
        folder = tmp_path / str(place)
        folder.mkdir()
        try:
            backups.unpack(tmp_path / "damaged", folder)
        except backups.Refused:
            refused += 1
        else:  # between the members of an archive lie bytes that mean nothing
            assert {path.name: path.read_bytes() for path in folder.iterdir()} == same
    assert refused > len(places) / 2
    with speaking_to(empty):
        damaged = bytearray(whole)
        damaged[len(whole) // 2] ^= 1
        (tmp_path / "damaged").write_bytes(damaged)
        with pytest.raises(CommandError, match="is damaged"):
            call_command("restore", str(tmp_path / "damaged"))
        assert connection.introspection.table_names() == []


@pytest.mark.parametrize("rest", [0, 100, 5000, -12000])
def test_half_a_file_is_refused(tmp_path, rest):
    backups.make(tmp_path / "file")
    (tmp_path / "half").write_bytes((tmp_path / "file").read_bytes()[:rest])
    with pytest.raises(CommandError, match="damaged"):
        call_command("restore", str(tmp_path / "half"), "--replace")


def test_a_file_that_is_something_else_is_refused(tmp_path):
    (tmp_path / "text").write_text("Hej\n" * 1000)
    with pytest.raises(CommandError, match="is no back-up of IOP"):
        call_command("restore", str(tmp_path / "text"))
    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", str(tmp_path / "none"))


def test_a_database_with_something_in_it_is_refused_unless_told(it, tmp_path):
    file = tmp_path / "file"
    documents(it)
    before = every_row()
    backups.make(file)
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(file))
    factories.save(it.partnership, purpose="Efteråt")
    assert every_row() != before
    call_command("restore", str(file), "--replace", verbosity=0)
    assert every_row() == before


def forged(source, target, **changes):
    """The back-up `source` with another manifest, and sums that fit it."""
    folder = target.parent / f"{target.name}-parts"
    folder.mkdir()
    backups.unpack(source, folder)
    manifest = json.loads((folder / backups.MANIFEST).read_text())
    (folder / backups.MANIFEST).write_text(json.dumps({**manifest, **changes}))
    (folder / backups.SUMS).write_text(backups._sums(folder))
    with tarfile.open(target, "w") as archive:
        for name in (backups.MANIFEST, backups.DUMP, backups.SUMS):
            archive.add(folder / name, name)
    return str(target)


def test_what_the_manifest_says_must_be_what_came_back(it, empty, tmp_path):
    file = tmp_path / "file"
    manifest = backups.make(file)
    chain = str(it.partnership.chain_id)
    wrong = {
        "rows": {**manifest.rows, "partnerships_user": 1},
        "heads": {**manifest.heads, chain: [manifest.heads[chain][0], "0" * 64]},
    }
    for number, (what, value) in enumerate(wrong.items()):
        with speaking_to(empty), pytest.raises(CommandError, match="not what was saved: .* found"):
            call_command("restore", forged(file, tmp_path / f"{number}", **{what: value}), "--replace")
    with pytest.raises(CommandError, match="no partnerships.9999_later"):
        call_command("restore", forged(file, tmp_path / "later", migrations=["partnerships.9999_later"]))
    with pytest.raises(CommandError, match="reads format 1"):
        call_command("restore", forged(file, tmp_path / "format", format=2))


def test_a_dump_that_cannot_be_loaded_leaves_the_database_as_it_was(it, tmp_path, monkeypatch):
    backups.make(tmp_path / "file")
    documents(it)
    before = every_row()
    plain = backups._run

    def spoil(program, *args, **options):
        plain(program, *args, **options)
        if program.name == "pg_restore":
            script = next(Path(one.partition("=")[2]) for one in args if one.startswith("--file="))
            script.write_text(script.read_text() + "\nSELECT nonsense;\n")

    monkeypatch.setattr(backups, "_run", spoil)
    with pytest.raises(CommandError, match="psql failed"):
        call_command("restore", str(tmp_path / "file"), "--replace")
    assert every_row() == before


def test_a_log_that_was_broken_before_the_backup_is_told(it, empty, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE partnerships_logevent DISABLE TRIGGER append_only")
        cursor.execute(
            "UPDATE partnerships_logevent SET authority = 'x' WHERE chain_id = %s AND number = 2",
            [it.partnership.chain_id],
        )
        cursor.execute("ALTER TABLE partnerships_logevent ENABLE TRIGGER append_only")
    backups.make(tmp_path / "file")
    with speaking_to(empty), pytest.raises(CommandError, match="verify_log found a fault"):
        call_command("restore", str(tmp_path / "file"))
