"""Revenue, grading, archives, files that were brought in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0009_customer_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='BureauRevenue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('amount_yuan', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='revenue')),
                ('savings_yuan', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='of which savings')),
                ('source', models.CharField(max_length=120, verbose_name='source')),
                ('entered_at', models.DateTimeField()),
                ('bureau', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.unit')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='GradingRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quarter_end', models.DateField(verbose_name='end of the quarter')),
                ('first_month', models.DateField()),
                ('last_month', models.DateField()),
                ('state', models.CharField(choices=[('counting', 'Being counted'), ('waiting', 'To be confirmed'), ('writing', 'Being written'), ('confirmed', 'Confirmed'), ('dropped', 'Dropped')], default='counting', max_length=10)),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('cursor', models.BigIntegerField(default=0)),
                ('book_hash', models.CharField(max_length=64)),
                ('started_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('bureau', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.unit')),
                ('bureau_revenue', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.bureaurevenue')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='GradingResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_tier', models.CharField(choices=[('diamond', 'Diamond'), ('gold', 'Gold'), ('silver', 'Silver'), ('general', 'General')], max_length=10)),
                ('old_scope', models.CharField(blank=True, choices=[('provincial', 'Provincial'), ('comprehensive', 'Comprehensive'), ('regional', 'Regional'), ('professional', 'Professional')], max_length=15)),
                ('old_level', models.PositiveSmallIntegerField(null=True)),
                ('tier', models.CharField(choices=[('diamond', 'Diamond'), ('gold', 'Gold'), ('silver', 'Silver'), ('general', 'General')], max_length=10)),
                ('scope', models.CharField(blank=True, choices=[('provincial', 'Provincial'), ('comprehensive', 'Comprehensive'), ('regional', 'Regional'), ('professional', 'Professional')], max_length=15)),
                ('crm_level', models.PositiveSmallIntegerField(null=True)),
                ('responsible_unit', models.CharField(blank=True, choices=[('province', 'Provincial key-account centre'), ('centre', 'Municipal key-account centre'), ('county', 'County or branch centre'), ('professional', 'Professional bureau'), ('sub_office', 'Sub-office or team'), ('service', 'Customer-service department'), ('leaders', 'Bureau leaders'), ('centre_of_unit', 'Centre or account manager of the unit')], max_length=20)),
                ('archive_custodian', models.CharField(blank=True, choices=[('province', 'Provincial key-account centre'), ('centre', 'Municipal key-account centre'), ('county', 'County or branch centre'), ('professional', 'Professional bureau'), ('sub_office', 'Sub-office or team'), ('service', 'Customer-service department'), ('leaders', 'Bureau leaders'), ('centre_of_unit', 'Centre or account manager of the unit')], max_length=20)),
                ('spend_yuan', models.DecimalField(decimal_places=2, max_digits=14)),
                ('ruling', models.JSONField(null=True)),
                ('scope_ruling', models.JSONField(null=True)),
                ('unit_ruling', models.JSONField(null=True)),
                ('fault', models.JSONField(null=True)),
                ('changed', models.BooleanField(default=False)),
                ('moves', models.BooleanField(default=False)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.customer')),
                ('scope_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='registry.gradingrun')),
            ],
        ),
        migrations.CreateModel(
            name='Revenue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.CharField(choices=[('savings', 'Savings and remittance'), ('bills', 'Statement mail'), ('letters', 'Letters'), ('philately', 'Philately'), ('express', 'Express'), ('logistics', 'Logistics'), ('parcels', 'Parcels'), ('newspapers', 'Newspapers and periodicals'), ('other', 'Other business')], max_length=12, verbose_name='line of business')),
                ('month', models.DateField(verbose_name='month')),
                ('amount_yuan', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
                ('turnover_yuan', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('due_on', models.DateField(null=True, verbose_name='due on')),
                ('collected_on', models.DateField(null=True, verbose_name='collected on')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='reference')),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('origin', models.CharField(blank=True, max_length=60)),
                ('entered_at', models.DateTimeField()),
                ('bureau', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.unit')),
                ('collected_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='registry.revenue')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revenue', to='registry.customer')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.project')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.unit')),
            ],
        ),
        migrations.CreateModel(
            name='SpecialListing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('document', models.CharField(max_length=120, verbose_name='document of the province')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('entered_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_why', models.CharField(blank=True, max_length=200)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='registry.customer')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField(blank=True)),
                ('brought_at', models.DateTimeField()),
                ('loaded_at', models.DateTimeField(null=True)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('brought_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ArchiveEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(choices=[('basic', 'Basic information'), ('extended', 'Extended information'), ('persons', 'Important persons'), ('competitors', 'Competitors')], max_length=12)),
                ('item', models.PositiveSmallIntegerField(default=1)),
                ('version', models.PositiveIntegerField()),
                ('content', models.JSONField(default=dict)),
                ('removed', models.BooleanField(default=False)),
                ('entered_at', models.DateTimeField()),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='archive', to='registry.customer')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('customer', 'group', 'item', 'version'), name='one_version_a_number')],
            },
        ),
        migrations.AddIndex(
            model_name='bureaurevenue',
            index=models.Index(fields=['bureau', 'year', '-id'], name='registry_bu_bureau__d3daaa_idx'),
        ),
        migrations.AddConstraint(
            model_name='bureaurevenue',
            constraint=models.CheckConstraint(condition=models.Q(('amount_yuan__gt', 0)), name='a_bureau_takes_something'),
        ),
        migrations.AddConstraint(
            model_name='bureaurevenue',
            constraint=models.CheckConstraint(condition=models.Q(('savings_yuan', None), models.Q(('savings_yuan__gte', 0), ('savings_yuan__lt', models.F('amount_yuan'))), _connector='OR'), name='savings_are_a_part_of_all'),
        ),
        migrations.AddConstraint(
            model_name='gradingrun',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['counting', 'waiting', 'writing'])), fields=('bureau',), name='one_open_grading_run_a_bureau'),
        ),
        migrations.AddConstraint(
            model_name='gradingrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['writing', 'confirmed']), _negated=True), models.Q(('settled_by__isnull', False), models.Q(('settled_by', models.F('started_by')), _negated=True)), _connector='OR'), name='two_people_grade'),
        ),
        migrations.AddConstraint(
            model_name='gradingrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='a_dropped_run_says_why'),
        ),
        migrations.AddIndex(
            model_name='gradingresult',
            index=models.Index(fields=['customer', '-run'], name='registry_gr_custome_4b5f2c_idx'),
        ),
        migrations.AddConstraint(
            model_name='gradingresult',
            constraint=models.UniqueConstraint(fields=('run', 'customer'), name='one_result_a_customer'),
        ),
        migrations.AddIndex(
            model_name='revenue',
            index=models.Index(fields=['customer', 'month'], name='registry_re_custome_63d9ca_idx'),
        ),
        migrations.AddIndex(
            model_name='revenue',
            index=models.Index(fields=['bureau', 'month'], name='registry_re_bureau__23da3a_idx'),
        ),
        migrations.AddIndex(
            model_name='revenue',
            index=models.Index(condition=models.Q(('collected_on', None), ('due_on__isnull', False)), fields=['bureau', 'due_on'], name='revenue_not_collected'),
        ),
        migrations.AddConstraint(
            model_name='revenue',
            constraint=models.CheckConstraint(condition=models.Q(('amount_yuan__gt', 0), models.Q(('amount_yuan__lt', 0), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='a_row_below_zero_says_why'),
        ),
        migrations.AddConstraint(
            model_name='revenue',
            constraint=models.CheckConstraint(condition=models.Q(('corrects', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_correction_says_why'),
        ),
        migrations.AddConstraint(
            model_name='revenue',
            constraint=models.UniqueConstraint(condition=models.Q(('reference', ''), _negated=True), fields=('bureau', 'reference'), name='one_row_a_reference'),
        ),
        migrations.AddConstraint(
            model_name='speciallisting',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('customer',), name='one_listing_a_customer'),
        ),
        migrations.AddConstraint(
            model_name='speciallisting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_why', '')), models.Q(('ended_why', ''), _negated=True), _connector='OR'), name='an_ended_listing_says_why'),
        ),
        migrations.AddConstraint(
            model_name='upload',
            constraint=models.UniqueConstraint(condition=models.Q(('loaded_at__isnull', False)), fields=('subject', 'sha256'), name='one_file_is_loaded_once'),
        ),
    ]
