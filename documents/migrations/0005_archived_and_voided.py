"""The archived file with its seal, who voided a paper, what it supersedes; all protected again."""

import django.db.models.deletion
import documents.storage
from django.conf import settings
from django.db import migrations, models

from registry.append_only import freeze, thaw

FROZEN = (
    *("case_id", "bureau_id", "unit_id", "counted_at_id", "kind", "year", "serial", "number"),
    *("content", "content_sha256", "code", "issued_at", "supersedes_id"),
)
ONCE = ("voided_at", "body", "body_sha256", "file_sha256", "rendered_at")


def file_is_the_body(apps, editor):
    """Until now nothing was sealed."""
    papers = apps.get_model("documents", "Paper").objects.exclude(body="")
    papers.update(file_sha256=models.F("body_sha256"))


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0006_what_a_notice_adds'),
        ('documents', '0004_counted_at'),
        ('registry', '0005_person_journal'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='paper',
            name='one_paper_a_serial',
        ),
        migrations.AddField(
            model_name='paper',
            name='body_bytes',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='paper',
            name='copy',
            field=models.FileField(blank=True, storage=documents.storage.paper_storage, upload_to=''),
        ),
        migrations.AddField(
            model_name='paper',
            name='file_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='paper',
            name='seal',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='paper',
            name='supersedes',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successor', to='documents.paper'),
        ),
        migrations.AddField(
            model_name='paper',
            name='voided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='paper',
            name='counted_at',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.unit'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(fields=['bureau', '-issued_at', '-id'], name='documents_p_bureau__f77f4c_idx'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(fields=('counted_at', 'kind', 'year', 'serial'), name='one_paper_a_serial'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('supersedes', models.F('pk')), _negated=True), name='a_paper_does_not_supersede_itself'),
        ),
        migrations.RunPython(file_is_the_body, migrations.RunPython.noop),
        migrations.RunPython(
            lambda apps, editor: freeze(editor, "documents_paper", FROZEN, later=ONCE),
            lambda apps, editor: thaw(editor, "documents_paper"),
        ),
    ]
