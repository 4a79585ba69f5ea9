"""A paper holds what the search looks through, and an index answers a search by itself."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from registry.append_only import freeze, thaw

_frozen = import_module("documents.migrations.0002_frozen")


def _let_go(apps, editor):
    thaw(editor, "documents_paper")


def _keep(apps, editor):
    freeze(editor, "documents_paper", _frozen.FROZEN, later=_frozen.ONCE)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_failed_papers"),
        ("registry", "0007_stages_and_delegations"),
    ]

    operations = [
        # SQLite makes the table anew for a column, without its triggers.
        migrations.RunPython(_let_go, _keep),
        migrations.AddField(
            model_name="paper",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.customer",
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="sought",
            field=models.CharField(blank=True, default="", max_length=800),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="paper",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.unit",
            ),
        ),
        migrations.RemoveIndex(model_name="paper", name="papers_newest"),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                fields=[
                    "-issued_at",
                    "-id",
                    "kind",
                    "unit",
                    "year",
                    "case",
                    "customer",
                    "sought",
                ],
                name="papers_by_search",
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["file_sha256"], name="papers_by_file"),
        ),
        migrations.RunPython(_keep, _let_go),
    ]
