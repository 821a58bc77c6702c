"""Rows that many tests begin with, made once a session by the product's own steps and copied in for every further test.

Building the world takes over a thousand queries, copying it in some thirty. Nothing else differs: triggers rest only
while finished rows are put back as they were, which takes a superuser; without one every test builds its own.
"""

import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg2 import sql

#: table -> its rows, as COPY writes them
Rows = dict[str, set[bytes]]


@dataclass(frozen=True)
class Snapshot:
    """What a builder returned, and the rows that came and went meanwhile."""

    result: bytes
    came: Rows
    went: Rows


#: By name, and by what was there before: a test may have done something in between.
_taken: dict[tuple[str, Any], Snapshot] = {}


def of(name: str, build: Callable[[], Any]) -> Any:
    """What `build` gives, with its rows in the database: built the first time, copied from then on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(id) FROM partnerships_logevent")
        key = name, cursor.fetchone()
        if key in _taken:
            return _restore(_taken[key])
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        if not cursor.fetchone()[0]:
            return build()
    before = _rows()
    result = build()
    after = _rows()
    came = {table: rows - before.get(table, set()) for table, rows in after.items()}
    went = {table: rows - after.get(table, set()) for table, rows in before.items()}
    _taken[key] = Snapshot(pickle.dumps(result), _some(came), _some(went))
    return result


def _some(rows: Rows) -> Rows:
    return {table: lines for table, lines in rows.items() if lines}


def _rows() -> Rows:
    connection.check_constraints()
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            lines = io.BytesIO()
            cursor.copy_expert(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table)), lines)
            found[table] = set(lines.getvalue().splitlines(keepends=True))
    return _some(found)


def _restore(snapshot: Snapshot) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, lines in snapshot.went.items():
            keys = [line.split(b"\t")[0].decode() for line in lines]
            cursor.execute(sql.SQL("DELETE FROM {} WHERE id::text = ANY(%s)").format(sql.Identifier(table)), [keys])
        for table, lines in snapshot.came.items():
            copy = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
            cursor.copy_expert(copy, io.BytesIO(b"".join(lines)))
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute(sql.SQL("; ").join(_next_number(table) for table in snapshot.came))
    return pickle.loads(snapshot.result)  # noqa: S301 - our own, of this very session


def _next_number(table: str) -> sql.Composable:
    """Let the table's keys go on after those copied in: a test that empties tables begins them anew."""
    key = "history_id" if "historical" in table else "id"
    return sql.SQL(
        "SELECT setval(serial, greatest(nextval(serial), (SELECT max({key}) FROM {table}) + 1), false)"
        " FROM pg_get_serial_sequence({name}, {text}) AS serial"
    ).format(key=sql.Identifier(key), table=sql.Identifier(table), name=sql.Literal(table), text=sql.Literal(key))
