"""`manage.py grant_rights ROLE`: what the application's own database role may do, and no more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from psycopg2 import sql

#: Tables whose rows are only ever added: those that refuse anything else by a trigger.
APPEND_ONLY = """
    SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only' AND NOT tgisinternal ORDER BY 1
"""
#: Why a role could get round what the database promises; empty if it could not.
FAULTS = """
    SELECT 'it is a superuser' FROM pg_roles WHERE rolname = %(role)s AND rolsuper
    UNION ALL SELECT 'it may set session_replication_role'
      WHERE has_parameter_privilege(%(role)s, 'session_replication_role', 'SET')
    UNION ALL SELECT 'it owns ' || relname FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind <> 'i' AND pg_get_userbyid(relowner) = %(role)s
    UNION ALL SELECT 'it owns the function ' || proname FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace AND pg_get_userbyid(proowner) = %(role)s
    UNION ALL SELECT 'it can become ' || rolname FROM pg_roles
      WHERE rolname <> %(role)s AND pg_has_role(%(role)s, oid, 'MEMBER')
      AND (rolsuper OR rolname = 'pg_write_all_data'
        OR oid IN (SELECT relowner FROM pg_class WHERE relnamespace = 'public'::regnamespace))
    UNION ALL SELECT DISTINCT 'it may change or empty ' || oid::regclass FROM pg_class
      WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND (
        has_table_privilege(%(role)s, oid, 'TRUNCATE, TRIGGER')
        OR oid::regclass::text = ANY(%(append_only)s) AND has_table_privilege(%(role)s, oid, 'UPDATE, DELETE'))
    UNION ALL SELECT 'it may create in the schema' WHERE has_schema_privilege(%(role)s, 'public', 'CREATE')
"""


class Command(BaseCommand):
    """Run as the owner, after each `migrate` and `restore`. Ends with an error if the role could do more."""

    help = "Give a database role what the application needs: append-only tables can be read and added to, no more."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="the role that the application logs in to the database as")

    def handle(self, *args: Any, role: str, **options: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT rolname FROM pg_roles WHERE rolname IN (%s, current_user)", [role])
            if (role,) not in cursor.fetchall():
                raise CommandError(f"There is no database role {role}.")
            cursor.execute(APPEND_ONLY)
            append_only = [name for (name,) in cursor.fetchall()]
            for statement, tables in (
                ("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role}", []),
                ("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {role}", []),
                ("GRANT USAGE ON SCHEMA public TO {role}", []),
                ("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}", []),
                ("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}", []),
                ("REVOKE UPDATE, DELETE ON {tables} FROM {role}", append_only),
                ("REVOKE INSERT, UPDATE, DELETE ON {tables} FROM {role}", ["django_migrations"]),
            ):
                names = sql.SQL(", ").join(map(sql.Identifier, tables))
                cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role), tables=names))
            cursor.execute(FAULTS, {"role": role, "append_only": append_only})
            faults = sorted({fault for (fault,) in cursor.fetchall()})
            if faults:
                raise CommandError(f"{role} could get round what the database promises: {'; '.join(faults[:5])}.")
        self.stdout.write(self.style.SUCCESS(f"{role} works with the tables, and {len(append_only)} of them only grow"))
