"""Back-up and restore: all that IOP keeps, in one file that says itself what has to come back.

The file is a tar archive of `manifest.json` (what the database held: migrations, rows of each table, head of each chain
of the log), `database.dump` (pg_dump's custom format) and `SHA256SUMS`. So tar, sha256sum and pg_restore can read it
where IOP is not at hand. See docs/adr/0013-one-file-that-says-what-must-come-back.md.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from . import embedded_postgres

FORMAT = 1
DUMP, MANIFEST, SUMS = "database.dump", "manifest.json", "SHA256SUMS"
#: Who is logged in is no record, and a session's key is as good as a password: everybody logs in again.
LEFT_OUT = ("django_session", "usersessions_usersession", "iop_cache")
#: How long to wait for whoever still uses a database that is to be replaced.
PATIENCE = "10s"


class Refused(Exception):
    """Why a back-up cannot be made, or a file not be restored; what was there before is still there."""


@dataclass(frozen=True)
class Manifest:
    """What a back-up holds."""

    format: int
    version: str
    made_at: str
    postgresql: int
    migrations: list[str]
    rows: dict[str, int]
    heads: dict[str, list[Any]]

    @property
    def summary(self) -> str:
        """The manifest in one line."""
        rows, chains = sum(self.rows.values()), len(self.heads)
        return f"IOP {self.version} at {self.made_at}: {len(self.rows)} tables, {rows} rows, {chains} chains of the log"


# -- Making one -------------------------------------------------------------------------------------------------------
def make(target: Path) -> Manifest:
    """Write a back-up of one moment to `target`, whole or not at all. People may go on working meanwhile."""
    if target.exists():
        raise Refused(f"{target} exists already; a back-up overwrites nothing.")
    programs = client_programs()
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".iop-backup-") as private:
        folder = Path(private)
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot(), now()")
            snapshot, moment = cursor.fetchone()
            without = [f"--exclude-table-data={name}" for name in LEFT_OUT]
            _run(programs / "pg_dump", "--format=custom", f"--snapshot={snapshot}", *without, f"--file={folder / DUMP}")
            manifest = Manifest(FORMAT, _version(), moment.isoformat(), _server_version(), **contents())
        (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True))
        (folder / SUMS).write_text(_sums(folder))
        whole = folder / "whole"
        whole.touch(mode=0o600)
        with whole.open("wb") as file:
            with tarfile.open(fileobj=file, mode="w") as archive:
                for name in (MANIFEST, DUMP, SUMS):
                    archive.add(folder / name, name, filter=_of_nobody)
            file.flush()
            os.fsync(file.fileno())
        whole.rename(target)
    return manifest


def contents() -> dict[str, Any]:
    """What the database holds now: applied migrations, rows of each table, last event of each chain of the log."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - set(LEFT_OUT))
        rows = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 # nosec B608
            rows[table] = cursor.fetchone()[0]
        cursor.execute(
            "SELECT DISTINCT ON (chain_id) chain_id, number, hash FROM partnerships_logevent"
            " ORDER BY chain_id, number DESC"
        )
        heads = {str(chain): [number, head] for chain, number, head in cursor.fetchall()}
    migrations = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    return {"migrations": migrations, "rows": rows, "heads": heads}


# -- Reading one ------------------------------------------------------------------------------------------------------
def unpack(source: Path, folder: Path) -> Manifest:
    """Take a back-up apart into `folder`. Raises Refused unless every byte is as it was written."""
    try:
        with tarfile.open(source, "r:") as archive:
            for name in (MANIFEST, DUMP, SUMS):
                member = archive.extractfile(name)
                if member is None:
                    raise Refused(f"{source} is no back-up of IOP: {name} is no file.")
                with member, (folder / name).open("xb") as copy:
                    shutil.copyfileobj(member, copy)
        if (folder / SUMS).read_text() != _sums(folder):
            raise Refused(f"{source} is damaged: it is not what was written.")
        values = json.loads((folder / MANIFEST).read_text())
    except FileNotFoundError as missing:
        raise Refused(f"There is no file {missing.filename}.") from missing
    except (tarfile.TarError, KeyError, EOFError, ValueError, OSError) as error:
        raise Refused(f"{source} is no back-up of IOP, or is damaged: {error}") from error
    if values.get("format") != FORMAT:
        raise Refused(f"{source} has format {values.get('format')}; this version of IOP reads format {FORMAT}.")
    return Manifest(**values)


def restore(source: Path, *, replace: bool = False) -> Manifest:
    """Put a back-up into the database, whole or not at all, and bring it up to this version's migrations.

    The database has to be empty; with `replace`, what is there goes. Raises Refused.
    """
    with tempfile.TemporaryDirectory(prefix="iop-restore-") as private:
        folder = Path(private)
        manifest = unpack(source, folder)
        known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
        unknown = sorted(set(manifest.migrations) - known)
        if unknown:
            raise Refused(f"The back-up is of another version of IOP: this one has no {', '.join(unknown)}.")
        if not replace and connection.introspection.table_names(include_views=True):
            raise Refused("The database is not empty. Name an empty one, or say --replace to lose what is in it.")
        _load(folder, replace=replace)
    difference = _difference(asdict(manifest), contents())
    if difference:
        raise Refused(f"What came back is not what was saved: {difference}. Do not use this database.")
    if known - set(manifest.migrations):
        call_command("migrate", verbosity=0, interactive=False)
    return manifest


def _load(folder: Path, *, replace: bool) -> None:
    """Run the dump in one transaction. Owner and rights are those of this database, not those of the saved one."""
    programs = client_programs()
    script = folder / "script.sql"
    _run(
        programs / "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        f"--file={script}",
        str(folder / DUMP),
        is_connected=False,
    )
    empty = ["--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public"] if replace else []
    connection.close()
    quiet = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction"]
    _run(programs / "psql", *quiet, *empty, f"--file={script}")


def _difference(saved: dict[str, Any], found: dict[str, Any]) -> str:
    """The first thing that differs between the manifest and the database; empty if nothing does."""
    if saved["migrations"] != found["migrations"]:
        return "other migrations"
    for what, words in (("rows", "rows of"), ("heads", "head of the log's chain")):
        for name in sorted({*saved[what], *found[what]}):
            before, after = saved[what].get(name), found[what].get(name)
            if before != after:
                return f"{words} {name}: {before} saved, {after} found"
    return ""


# -- PostgreSQL's own programs ----------------------------------------------------------------------------------------
def client_programs() -> Path:
    """The folder of a pg_dump, pg_restore and psql that suit the server: of its own version, else the next newer."""
    server = _server_version() // 10000
    bundled = embedded_postgres.site_packages() / "embedded_postgres" / "pginstall" / "bin"
    places = [Path(place) for place in os.get_exec_path()]
    places += [Path(f"/usr/lib/postgresql/{server}/bin"), bundled]
    found: dict[int, Path] = {}
    for place in places:
        if all(os.access(place / program, os.X_OK) for program in ("pg_dump", "pg_restore", "psql")):
            shown = subprocess.run([place / "pg_dump", "--version"], capture_output=True, text=True, check=False).stdout
            major = shown.partition("PostgreSQL) ")[2].partition(".")[0]
            if major.isdigit() and int(major) >= server:
                found.setdefault(int(major), place)
    if not found:
        raise Refused(f"pg_dump, pg_restore and psql of PostgreSQL {server} or later are not on this machine.")
    return found[min(found)]


def _server_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        return int(cursor.fetchone()[0])


def _run(program: Path, *args: str, is_connected: bool = True) -> None:
    """Run one of them on our database. The password goes by the environment, never by the command line."""
    command, environment = [str(program)], dict(os.environ)
    if is_connected:
        given, secrets = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
        *options, database = given[1:]
        command += ["--no-password", *options, f"--dbname={database}"]
        environment |= {**(secrets or {}), "PGOPTIONS": f"-c lock_timeout={PATIENCE}"}
    done = subprocess.run([*command, *args], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"{program.name} failed:\n{done.stderr.strip()}")


def _sums(folder: Path) -> str:
    """What `sha256sum manifest.json database.dump` prints there."""
    lines = []
    for name in (MANIFEST, DUMP):
        with (folder / name).open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n")
    return "".join(lines)


def _of_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """The archive tells nothing of who made it; what is unpacked from it is the owner's alone."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _version() -> str:
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())
    return str(project["project"]["version"])
