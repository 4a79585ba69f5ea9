"""The table registry_entry is append-only in the database, not by convention."""

from django.db import migrations

from registry.append_only import protect, unprotect


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: protect(editor, "registry_entry"),
            lambda apps, editor: unprotect(editor, "registry_entry"),
        )
    ]
