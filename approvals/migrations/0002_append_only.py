"""The table approvals_opinion is append-only in the database, not by convention."""

from django.db import migrations

from registry.append_only import protect, unprotect


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: protect(editor, "approvals_opinion"),
            lambda apps, editor: unprotect(editor, "approvals_opinion"),
        )
    ]
