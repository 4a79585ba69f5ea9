import django.db.models.deletion
import documents.storage
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('approvals', '0001_initial'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField()),
                ('number', models.CharField(max_length=150, verbose_name='number')),
                ('content', models.JSONField()),
                ('content_sha256', models.CharField(max_length=64)),
                ('code', models.CharField(max_length=19, unique=True, verbose_name='verification code')),
                ('issued_at', models.DateTimeField()),
                ('voided_at', models.DateTimeField(null=True)),
                ('void_reason', models.CharField(blank=True, max_length=200)),
                ('body', models.FileField(blank=True, storage=documents.storage.paper_storage, upload_to='')),
                ('body_sha256', models.CharField(blank=True, max_length=64)),
                ('body_bytes', models.PositiveIntegerField(default=0)),
                ('file_sha256', models.CharField(blank=True, max_length=64)),
                ('seal', models.JSONField(default=dict)),
                ('copy', models.FileField(blank=True, storage=documents.storage.paper_storage, upload_to='')),
                ('toolchain', models.JSONField(default=dict)),
                ('rendered_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('bureau', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.unit')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='approvals.case')),
                ('counted_at', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.unit')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successor', to='documents.paper')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.unit')),
                ('voided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['bureau', '-issued_at', '-id'], name='documents_p_bureau__f77f4c_idx'), models.Index(condition=models.Q(('body', ''), models.Q(('error', ''), _negated=True)), fields=['bureau'], name='papers_unmade')],
                'constraints': [models.UniqueConstraint(fields=('counted_at', 'kind', 'year', 'serial'), name='one_paper_a_serial'), models.UniqueConstraint(fields=('bureau', 'number'), name='one_paper_a_number'), models.CheckConstraint(condition=models.Q(('voided_at', None), models.Q(('void_reason', ''), _negated=True), _connector='OR'), name='a_voided_paper_says_why'), models.CheckConstraint(condition=models.Q(('supersedes', models.F('pk')), _negated=True), name='a_paper_does_not_supersede_itself')],
            },
        ),
    ]
