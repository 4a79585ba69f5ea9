"""Database triggers: a table is append-only, or keeps some columns for ever, whoever asks.

Used by migrations. A person with the rights of a database owner can still drop a trigger: against
that stands the hash chain of the journal, and its head kept elsewhere.
"""

from collections.abc import Sequence
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


FROZEN = "was issued: this part of it is never changed, and it is never deleted"


def freeze(
    schema_editor: Any, table: str, columns: Sequence[str], *, later: Sequence[str] = ()
) -> None:
    """Add triggers to `table` that keep these columns as they are inserted, and let no row be deleted.

    later: columns that may be filled in once, if they were empty
    """
    given = [f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in columns]
    filled = "OLD.{0} IS NOT NULL AND CAST(OLD.{0} AS TEXT) <> ''"
    given += [f"{filled.format(c)} AND OLD.{c} IS DISTINCT FROM NEW.{c}" for c in later]
    changed = " OR ".join(f"({one})" for one in given)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION qianpi_refuse_thaw() RETURNS trigger AS $$ "
            f"BEGIN RAISE EXCEPTION '% {FROZEN}', TG_TABLE_NAME; END $$ LANGUAGE plpgsql",
            params=None,
        )
        for event, when in (("UPDATE", f"WHEN ({changed}) "), ("DELETE", "")):
            schema_editor.execute(
                f"CREATE TRIGGER {trigger_name(table, event)} BEFORE {event} ON {table} "
                f"FOR EACH ROW {when}EXECUTE FUNCTION qianpi_refuse_thaw()",
                params=None,
            )
        return
    changed = changed.replace("IS DISTINCT FROM", "IS NOT")
    for event, when in (("UPDATE", f"WHEN {changed} "), ("DELETE", "")):
        schema_editor.execute(
            f"CREATE TRIGGER {trigger_name(table, event)} BEFORE {event} ON {table} "
            f"{when}BEGIN SELECT RAISE(ABORT, '{table} {FROZEN}'); END"
        )


def thaw(schema_editor: Any, table: str) -> None:
    """Take the triggers of `freeze` off again."""
    on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for event in ("UPDATE", "DELETE"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger_name(table, event)}{on}")
