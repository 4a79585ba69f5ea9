"""What was booked, filed or entered for a year is never changed, in the database."""

from django.db import migrations

from registry.append_only import freeze, protect, thaw, unprotect

BOOKED = (
    *("bureau_id", "customer_id", "line", "unit_id", "project_id", "manager_id", "month"),
    *("amount_yuan", "turnover_yuan", "due_on", "reference", "corrects_id", "reason", "origin"),
    *("entered_by_id", "entered_at"),
)
ADDED_TO = ("registry_archiveentry", "registry_bureaurevenue")


def guard(apps, editor):
    freeze(editor, "registry_revenue", BOOKED)
    for table in ADDED_TO:
        protect(editor, table)


def unguard(apps, editor):
    thaw(editor, "registry_revenue")
    for table in ADDED_TO:
        unprotect(editor, table)


class Migration(migrations.Migration):
    dependencies = [("registry", "0010_customer_business")]

    operations = [migrations.RunPython(guard, unguard)]
