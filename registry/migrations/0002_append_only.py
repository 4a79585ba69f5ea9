"""The journal, and what is past or was signed, is never changed: in the database, not by convention."""

from django.db import migrations

from registry.append_only import freeze, protect, thaw, unprotect

ADDED_TO = (
    *("entry", "grade", "archiveentry", "bureaurevenue", "rankheld", "payterms", "scoreentry"),
    *("closing", "reading", "quota", "split", "share", "consent", "instruction"),
)
ENTERED = ("entered_by_id", "entered_at")
# table: what stays, and what is written once, later
FROZEN = {
    "holding": (
        ("customer_id", "unit_id", "a_manager_id", "b_manager_id", "since", "origin", "reason"),
        (),
    ),
    "agreement": (
        ("customer_id", "number", "subject", "signed_on", "ends_on", "amount_yuan", *ENTERED),
        (),
    ),
    "revenue": (
        (
            *("bureau_id", "customer_id", "line", "unit_id", "project_id", "manager_id", "month"),
            *("amount_yuan", "turnover_yuan", "due_on", "reference", "corrects_id", "reason"),
            *("origin", *ENTERED),
        ),
        (),
    ),
    "change": (
        ("manager_id", "what", "changed_on", "said", "due_on", "origin", *ENTERED),
        ("filed_on", "filed_by_id"),
    ),
    "accountmanager": (
        ("bureau_id", "person_id", "kind", "appointed_on", "income_before_yuan", "origin"),
        ("ended_on", "ended_why"),
    ),
    "scorecard": (("manager_id", "month"), ()),
    "probation": (
        ("bureau_id", "manager_id", "kind", "started_on"),
        ("outcome", "settled_on", "series", "origin"),
    ),
    "suspension": (
        ("probation_id", "first_day", "last_day", "why", *ENTERED),
        ("taken_back_by_id", "taken_back_at"),
    ),
    "discountgrant": (
        (
            *("bureau_id", "customer_id", "unit_id", "line", "product", "list_yuan", "price_yuan"),
            *("depth_percent", "ceiling_percent", "granted_on", "granted_by_id", "valid_from"),
            *("valid_until", "origin"),
        ),
        ("revoked_on", "revoked_at", "revoked_by_id", "revoked_why"),
    ),
    "discountuse": (
        (
            *("bureau_id", "customer_id", "unit_id", "line", "grant_id", "used_on", "list_yuan"),
            *("charged_yuan", "depth_percent", "allowed_percent", "flagged", "reference"),
            *ENTERED,
        ),
        ("dispute",),
    ),
}


def guard(apps, editor):
    for name in ADDED_TO:
        protect(editor, f"registry_{name}")
    for name, (fixed, later) in FROZEN.items():
        freeze(editor, f"registry_{name}", fixed, later=later)


def unguard(apps, editor):
    for name in ADDED_TO:
        unprotect(editor, f"registry_{name}")
    for name in FROZEN:
        thaw(editor, f"registry_{name}")


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.RunPython(guard, unguard),
    ]
