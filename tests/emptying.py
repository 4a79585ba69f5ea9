"""How tables are emptied behind a test with real transactions: rows go, what `migrate` left stays.

A TRUNCATE of a hundred tables takes PostgreSQL a second, and the permissions of all models that
Django writes anew take another. Deleting the few rows that a test has made takes neither.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db.backends.base.base import BaseDatabaseWrapper

from registry.append_only import trigger_name

KEPT = {"django_content_type", "auth_permission"}  # the same for every test


@contextmanager
def quickly(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """As long as this lasts, a flush deletes rows. On SQLite rows of any table can be deleted then."""
    postgres = connection.vendor == "postgresql"
    operations = type(connection.ops)  # of all connections: a browser test may have its own
    flush = operations.sql_flush

    def deletes(self: Any, style: Any, tables: list[str], **how: Any) -> list[str]:
        tables = [table for table in tables if table not in KEPT]
        if not postgres:
            return flush(self, style, tables, **how)
        rows = (f"DELETE FROM {self.quote_name(table)};" for table in tables)
        return ["SET LOCAL session_replication_role = replica", "".join(rows)]  # without triggers

    with connection.cursor() as cursor:
        if postgres:  # what the tests lose with the machine they can lose
            name = connection.ops.quote_name(connection.settings_dict["NAME"])
            cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit TO off")
            cursor.execute("SET synchronous_commit TO off")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                if name.endswith(trigger_name("", "DELETE")):
                    cursor.execute(f"DROP TRIGGER {name}")
    signal = "django.core.management.commands.flush.emit_post_migrate_signal"
    with mock.patch.object(operations, "sql_flush", deletes), mock.patch(signal):
        yield
