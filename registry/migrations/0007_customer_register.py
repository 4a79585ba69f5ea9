"""Customers as the centre knows them; whose they are and were; how they were graded; agreements."""

import django.core.validators
import django.db.models.deletion
import registry.customers.codes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0006_finance'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='number')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('signed_on', models.DateField(verbose_name='signed on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('amount_yuan', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='amount')),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_why', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Division',
            fields=[
                ('code', models.CharField(max_length=6, primary_key=True, serialize=False)),
                ('brought', models.PositiveIntegerField(default=0)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Grade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.CharField(choices=[('diamond', 'Diamond'), ('gold', 'Gold'), ('silver', 'Silver'), ('general', 'General')], max_length=10)),
                ('scope', models.CharField(blank=True, choices=[('provincial', 'Provincial'), ('comprehensive', 'Comprehensive'), ('regional', 'Regional'), ('professional', 'Professional')], max_length=15)),
                ('crm_level', models.PositiveSmallIntegerField(null=True)),
                ('responsible_unit', models.CharField(blank=True, choices=[('province', 'Provincial key-account centre'), ('centre', 'Municipal key-account centre'), ('county', 'County or branch centre'), ('professional', 'Professional bureau'), ('sub_office', 'Sub-office or team'), ('service', 'Customer-service department'), ('leaders', 'Bureau leaders'), ('centre_of_unit', 'Centre or account manager of the unit')], max_length=20)),
                ('archive_custodian', models.CharField(blank=True, choices=[('province', 'Provincial key-account centre'), ('centre', 'Municipal key-account centre'), ('county', 'County or branch centre'), ('professional', 'Professional bureau'), ('sub_office', 'Sub-office or team'), ('service', 'Customer-service department'), ('leaders', 'Bureau leaders'), ('centre_of_unit', 'Centre or account manager of the unit')], max_length=20)),
                ('since', models.DateField()),
                ('origin', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('ruling', models.JSONField(null=True)),
                ('unit_ruling', models.JSONField(null=True)),
                ('entered_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('origin', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.AlterModelOptions(
            name='customer',
            options={'permissions': [('read_persons', 'Can read the important persons of a customer')]},
        ),
        migrations.AddField(
            model_name='customer',
            name='archive_custodian',
            field=models.CharField(blank=True, choices=[('province', 'Provincial key-account centre'), ('centre', 'Municipal key-account centre'), ('county', 'County or branch centre'), ('professional', 'Professional bureau'), ('sub_office', 'Sub-office or team'), ('service', 'Customer-service department'), ('leaders', 'Bureau leaders'), ('centre_of_unit', 'Centre or account manager of the unit')], max_length=20),
        ),
        migrations.AddField(
            model_name='customer',
            name='archive_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='customer',
            name='crm_level',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='level'),
        ),
        migrations.AddField(
            model_name='customer',
            name='cultivation',
            field=models.CharField(blank=True, choices=[('cooperating', 'Cooperating'), ('potential', 'Potential')], max_length=15, verbose_name='cultivation'),
        ),
        migrations.AddField(
            model_name='customer',
            name='entered_on',
            field=models.DateField(blank=True, null=True, verbose_name='entered on'),
        ),
        migrations.AddField(
            model_name='customer',
            name='head',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='branches', to='registry.customer', verbose_name='head office'),
        ),
        migrations.AddField(
            model_name='customer',
            name='id_state',
            field=models.CharField(choices=[('provisional', 'Id not issued yet'), ('issued', 'Id issued')], default='provisional', max_length=12),
        ),
        migrations.AddField(
            model_name='customer',
            name='industry',
            field=models.CharField(blank=True, max_length=40, verbose_name='industry'),
        ),
        migrations.AddField(
            model_name='customer',
            name='influence',
            field=models.CharField(blank=True, choices=[('strategic', 'Strategic'), ('general', 'General customer')], max_length=15, verbose_name='influence'),
        ),
        migrations.AddField(
            model_name='customer',
            name='initials',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='customer',
            name='journal_digest',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='customer',
            name='journal_seq',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='customer',
            name='licence_code',
            field=models.CharField(blank=True, max_length=18, validators=[registry.customers.codes.check_licence], verbose_name='licence code'),
        ),
        migrations.AddField(
            model_name='customer',
            name='one_off',
            field=models.BooleanField(default=False, verbose_name='one-off customer'),
        ),
        migrations.AddField(
            model_name='customer',
            name='pinyin',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='customer',
            name='policy_customer',
            field=models.BooleanField(default=False, verbose_name='policy customer'),
        ),
        migrations.AddField(
            model_name='customer',
            name='responsible_unit',
            field=models.CharField(blank=True, choices=[('province', 'Provincial key-account centre'), ('centre', 'Municipal key-account centre'), ('county', 'County or branch centre'), ('professional', 'Professional bureau'), ('sub_office', 'Sub-office or team'), ('service', 'Customer-service department'), ('leaders', 'Bureau leaders'), ('centre_of_unit', 'Centre or account manager of the unit')], max_length=20),
        ),
        migrations.AddField(
            model_name='customer',
            name='scope',
            field=models.CharField(blank=True, choices=[('provincial', 'Provincial'), ('comprehensive', 'Comprehensive'), ('regional', 'Regional'), ('professional', 'Professional')], max_length=15, verbose_name='scope'),
        ),
        migrations.AddField(
            model_name='customer',
            name='short_name',
            field=models.CharField(blank=True, max_length=60, verbose_name='short name'),
        ),
        migrations.AddField(
            model_name='customer',
            name='special_listing',
            field=models.BooleanField(default=False, verbose_name='listed as diamond'),
        ),
        migrations.AddField(
            model_name='customer',
            name='territory',
            field=models.CharField(blank=True, max_length=120, verbose_name='seat of the signing office'),
        ),
        migrations.AddField(
            model_name='customer',
            name='usage',
            field=models.CharField(blank=True, choices=[('comprehensive', 'Comprehensive user'), ('professional', 'Professional user')], max_length=15, verbose_name='usage'),
        ),
        migrations.AddField(
            model_name='unit',
            name='division',
            field=models.CharField(blank=True, max_length=6, validators=[django.core.validators.RegexValidator('\\A[0-9]{6}\\Z', 'A division code has 6 digits.')], verbose_name='administrative division'),
        ),
        migrations.AlterField(
            model_name='customer',
            name='code',
            field=models.CharField(blank=True, max_length=14, null=True, unique=True, validators=[registry.customers.codes.check], verbose_name='customer id'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['bureau', 'tier', 'name'], name='registry_cu_bureau__605bc3_idx'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(('crm_level', None), ('crm_level__range', (1, 8)), _connector='OR'), name='a_level_is_one_of_eight'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.UniqueConstraint(condition=models.Q(('licence_code', ''), _negated=True), fields=('bureau', 'licence_code'), name='one_customer_a_licence'),
        ),
        migrations.AddField(
            model_name='agreement',
            name='customer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='registry.customer'),
        ),
        migrations.AddField(
            model_name='agreement',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='agreement',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='division',
            constraint=models.CheckConstraint(condition=models.Q(('last__gte', models.F('brought'))), name='ids_go_on_behind_those_brought_in'),
        ),
        migrations.AddField(
            model_name='grade',
            name='customer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grades', to='registry.customer'),
        ),
        migrations.AddField(
            model_name='grade',
            name='entered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='holding',
            name='a_manager',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='holding',
            name='b_manager',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='holding',
            name='customer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='registry.customer'),
        ),
        migrations.AddField(
            model_name='holding',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.unit'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('signed_on')), _connector='OR'), name='an_agreement_ends_after_it_is_signed'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_why', '')), models.Q(('withdrawn_why', ''), _negated=True), _connector='OR'), name='a_withdrawn_agreement_says_why'),
        ),
        migrations.AddIndex(
            model_name='grade',
            index=models.Index(fields=['customer', '-since'], name='registry_gr_custome_eab7e6_idx'),
        ),
        migrations.AddIndex(
            model_name='holding',
            index=models.Index(fields=['unit', 'until'], name='registry_ho_unit_id_b2cd5b_idx'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('customer',), name='one_open_holding_a_customer'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='a_holding_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.CheckConstraint(condition=models.Q(('a_manager', None), ('b_manager', None), models.Q(('a_manager', models.F('b_manager')), _negated=True), _connector='OR'), name='a_and_b_of_a_holding_are_two'),
        ),
    ]
