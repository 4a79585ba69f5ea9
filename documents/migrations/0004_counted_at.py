"""Whose register counted a paper: until now always the unit's. The next migration protects it again."""

import django.db.models.deletion
from django.db import migrations, models

from registry.append_only import freeze, thaw

COLUMNS = (
    *("case_id", "bureau_id", "unit_id", "kind", "year", "serial", "number"),
    *("content", "content_sha256", "code", "issued_at"),
)


def counted_at_the_unit(apps, editor):
    apps.get_model("documents", "Paper").objects.update(counted_at=models.F("unit"))


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_any_kind"), ("registry", "0005_person_journal")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: thaw(editor, "documents_paper"),
            lambda apps, editor: freeze(editor, "documents_paper", COLUMNS),
        ),
        migrations.AddField(
            "paper",
            "counted_at",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.unit",
            ),
        ),
        migrations.RunPython(counted_at_the_unit, migrations.RunPython.noop),
    ]
