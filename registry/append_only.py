"""Database triggers that keep a table append-only: no UPDATE, no DELETE, whoever asks.

Used by migrations. A person with the rights of a database owner can still drop a trigger: against
that stands the hash chain of the journal, and its head kept elsewhere.
"""

from typing import Any

REFUSAL = "is append-only: lines are added, never changed or deleted"


def protect(schema_editor: Any, table: str) -> None:
    """Add the triggers to `table`."""
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION qianpi_refuse_change() RETURNS trigger AS $$ "
            f"BEGIN RAISE EXCEPTION '% {REFUSAL}', TG_TABLE_NAME; END $$ LANGUAGE plpgsql",
            params=None,
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION qianpi_refuse_change()",
            params=None,
        )
    elif vendor == "sqlite":
        for event in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {trigger_name(table, event)} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} {REFUSAL}'); END"
            )


def unprotect(schema_editor: Any, table: str) -> None:
    """Take the triggers off `table` again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
    else:
        for event in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger_name(table, event)}")


def trigger_name(table: str, event: str) -> str:
    """The name of SQLite's trigger for one event."""
    return f"{table}_no_{event.lower()}"
