"""The kinds of paper are those that the processes declare."""

import importlib

from django.db import migrations, models

from registry.append_only import freeze, thaw

COLUMNS = importlib.import_module("documents.migrations.0002_frozen").COLUMNS


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_frozen")]
    # SQLite makes a changed table anew, without its triggers.
    operations = [
        migrations.RunPython(
            lambda apps, editor: thaw(editor, "documents_paper"),
            lambda apps, editor: freeze(editor, "documents_paper", COLUMNS),
        ),
        migrations.AlterField("paper", "kind", models.CharField(max_length=30)),
        migrations.RunPython(
            lambda apps, editor: freeze(editor, "documents_paper", COLUMNS),
            lambda apps, editor: thaw(editor, "documents_paper"),
        ),
    ]
