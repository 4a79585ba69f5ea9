import django.db.models.deletion
import registry.customers.codes
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
            name='Dispute',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='dispute', serialize=False, to='approvals.case')),
                ('allegation', models.CharField(choices=[('poaching', 'Fight over a customer'), ('unreported', 'Marketing in another area without consent'), ('tariff', 'Cut of a tariff'), ('split', 'How performance or revenue is split')], default='poaching', max_length=12)),
                ('happened_on', models.DateField(null=True)),
                ('told', models.TextField(blank=True)),
                ('wanted', models.TextField(blank=True)),
                ('evidence', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='transfer', serialize=False, to='approvals.case')),
                ('reason', models.CharField(choices=[('manager', 'Its manager leaves or changes post'), ('authorisation', 'The authorisation is adjusted'), ('grading', 'Its grade calls for another unit'), ('agreement', 'Both units agree'), ('ruling', 'A dispute was ruled on')], default='agreement', max_length=15)),
                ('told', models.TextField(blank=True)),
                ('items', models.TextField(blank=True)),
                ('how', models.CharField(blank=True, choices=[('lead_assist', 'Lead and assistance'), ('agreed', 'As agreed'), ('both_count', 'Performance counts in full for both')], max_length=12)),
                ('lead_percent', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Bidding',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='bidding', serialize=False, to='approvals.case')),
                ('protection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='biddings', to='registry.protection')),
                ('tender', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bidding', to='registry.tender')),
            ],
        ),
        migrations.CreateModel(
            name='ContractReview',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='contract_review', serialize=False, to='approvals.case')),
                ('subject', models.CharField(choices=[('contract', 'Contract'), ('commission', 'Commission'), ('both', 'Contract and commission')], default='contract', max_length=12)),
                ('agreement_number', models.CharField(blank=True, max_length=60)),
                ('signed_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('terms', models.TextField(blank=True)),
                ('payee', models.CharField(blank=True, choices=[('agent', 'Agent'), ('customer', 'Customer'), ('staff', 'Own staff')], max_length=10)),
                ('payee_name', models.CharField(blank=True, max_length=120)),
                ('commission_yuan', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('basis', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('signed_on', None), ('ends_on', None), ('ends_on__gte', models.F('signed_on')), _connector='OR'), name='a_reviewed_contract_ends_after_it_is_signed'), models.CheckConstraint(condition=models.Q(('commission_yuan', None), ('commission_yuan__gt', 0), _connector='OR'), name='a_commission_is_more_than_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Crossing',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='crossing', serialize=False, to='approvals.case')),
                ('area', models.CharField(blank=True, max_length=120)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('told', models.TextField(blank=True)),
                ('how', models.CharField(blank=True, choices=[('lead_assist', 'Lead and assistance'), ('agreed', 'As agreed'), ('both_count', 'Performance counts in full for both')], max_length=12)),
                ('lead_percent', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('a_manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Discipline',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='discipline', serialize=False, to='approvals.case')),
                ('kind', models.CharField(choices=[('handing_over', 'Own customers handed to other units against the rules'), ('seizing', 'Existing customers of other units seized'), ('unfair', 'Unfair competition within the bureau'), ('serious', 'Another serious violation')], default='seizing', max_length=15)),
                ('on_day', models.DateField(null=True)),
                ('told', models.TextField(blank=True)),
                ('manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.accountmanager')),
            ],
        ),
        migrations.CreateModel(
            name='Expiry',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='expiry', serialize=False, to='approvals.case')),
                ('extended', models.PositiveSmallIntegerField(default=0)),
                ('protection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expiries', to='registry.protection')),
            ],
        ),
        migrations.CreateModel(
            name='Lead',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='lead', serialize=False, to='approvals.case')),
                ('prospect', models.CharField(blank=True, max_length=120)),
                ('contact', models.CharField(blank=True, max_length=120)),
                ('need', models.TextField(blank=True)),
                ('profit_yuan', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('reward_yuan', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reward_yuan', None), models.Q(('profit_yuan__isnull', False), ('reward_yuan__lte', models.F('profit_yuan'))), _connector='OR'), name='a_reward_is_a_part_of_the_profit')],
            },
        ),
        migrations.CreateModel(
            name='RankChange',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='rank_change', serialize=False, to='approvals.case')),
                ('rank', models.CharField(choices=[('manager', 'Account manager'), ('in_charge', 'Account manager in charge (主任)'), ('senior', 'Senior account manager'), ('chief', 'Chief account manager')], max_length=10)),
                ('since', models.DateField(null=True)),
                ('year_yuan', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('reason', models.TextField(blank=True)),
                ('manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.accountmanager')),
            ],
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='training', serialize=False, to='approvals.case')),
                ('probation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='training', to='registry.probation')),
            ],
        ),
        migrations.CreateModel(
            name='YearEnd',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='year_end', serialize=False, to='approvals.case')),
                ('year', models.PositiveSmallIntegerField(null=True)),
                ('rank', models.CharField(choices=[('manager', 'Account manager'), ('in_charge', 'Account manager in charge (主任)'), ('senior', 'Senior account manager'), ('chief', 'Chief account manager')], default='manager', max_length=10)),
                ('year_yuan', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('paid_as', models.CharField(blank=True, choices=[('manager', 'Account manager'), ('in_charge', 'Account manager in charge (主任)'), ('senior', 'Senior account manager'), ('chief', 'Chief account manager')], max_length=10)),
                ('new_post', models.CharField(blank=True, max_length=120)),
                ('reason', models.TextField(blank=True)),
                ('manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.accountmanager')),
            ],
        ),
        migrations.CreateModel(
            name='Discount',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='discount', serialize=False, to='approvals.case')),
                ('line', models.CharField(choices=[('savings', 'Savings and remittance'), ('bills', 'Statement mail'), ('letters', 'Letters'), ('philately', 'Philately'), ('express', 'Express'), ('logistics', 'Logistics'), ('parcels', 'Parcels'), ('newspapers', 'Newspapers and periodicals'), ('other', 'Other business')], default='express', max_length=12)),
                ('product', models.CharField(blank=True, max_length=80)),
                ('list_yuan', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('price_yuan', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('depth_percent', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('regulated', models.BooleanField(default=False)),
                ('volume', models.CharField(blank=True, max_length=80)),
                ('valid_from', models.DateField(null=True)),
                ('valid_until', models.DateField(null=True)),
                ('standing', models.CharField(blank=True, choices=[('leading', 'Leading in its industry'), ('middle', 'Middle'), ('small', 'Small')], max_length=10)),
                ('scale', models.CharField(blank=True, max_length=200)),
                ('competitor', models.CharField(blank=True, max_length=200)),
                ('cost_yuan', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('policy_reference', models.CharField(blank=True, max_length=200)),
                ('reason', models.TextField(blank=True)),
                ('a_manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('b_manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='a_discount_asked_for_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('list_yuan', None), ('price_yuan', None), models.Q(('price_yuan__gt', 0), ('price_yuan__lt', models.F('list_yuan'))), _connector='OR'), name='a_price_asked_for_is_below_the_list')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='proposal', serialize=False, to='approvals.case')),
                ('season', models.CharField(choices=[('regular', 'Regular project'), ('festival', 'Festival project')], default='regular', max_length=10)),
                ('line', models.CharField(choices=[('comprehensive', 'Comprehensive'), ('letters', 'Letters'), ('bills', 'Statement mail'), ('parcels', 'Parcels'), ('express', 'Express'), ('logistics', 'Logistics'), ('philately', 'Philately'), ('press', 'Newspapers and periodicals'), ('savings', 'Savings and remittance')], default='comprehensive', max_length=20)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('situation', models.TextField(blank=True)),
                ('offer', models.TextField(blank=True)),
                ('price', models.TextField(blank=True)),
                ('service', models.TextField(blank=True)),
                ('cost_yuan', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('profit_yuan', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('a_manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('b_manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='a_project_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='registration', serialize=False, to='approvals.case')),
                ('kind', models.CharField(choices=[('regular', 'Regular project'), ('festival', 'Festival project'), ('registration', 'Customer without a project')], max_length=12)),
                ('basis', models.CharField(choices=[('agreement', 'A signed agreement'), ('comprehensive', 'Its revenue over all lines of business'), ('line', 'Its revenue in one line of business'), ('policy', 'Its influence (policy customer)'), ('potential', 'To be won')], default='potential', max_length=15)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('short_name', models.CharField(blank=True, max_length=60)),
                ('licence_code', models.CharField(blank=True, max_length=18, validators=[registry.customers.codes.check_licence])),
                ('industry', models.CharField(blank=True, max_length=40)),
                ('usage', models.CharField(blank=True, choices=[('comprehensive', 'Comprehensive user'), ('professional', 'Professional user')], max_length=15)),
                ('influence', models.CharField(choices=[('strategic', 'Strategic'), ('general', 'General customer')], default='general', max_length=15)),
                ('territory', models.CharField(blank=True, max_length=120)),
                ('one_off', models.BooleanField(default=False)),
                ('starts_on', models.DateField(null=True)),
                ('situation', models.TextField(blank=True)),
                ('a_manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('announcement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='registry.announcement')),
                ('b_manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['name'], name='workflows_r_name_7706c3_idx'), models.Index(fields=['licence_code'], name='workflows_r_licence_82569a_idx')],
            },
        ),
        migrations.CreateModel(
            name='Success',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='success', serialize=False, to='approvals.case')),
                ('proof', models.CharField(choices=[('agreement', 'A signed agreement'), ('revenue', 'The first revenue')], default='agreement', max_length=10)),
                ('on_day', models.DateField(null=True)),
                ('agreement_number', models.CharField(blank=True, max_length=60)),
                ('agreement_ends_on', models.DateField(null=True)),
                ('told', models.TextField(blank=True)),
                ('protection', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='registry.protection')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('on_day', None), ('agreement_ends_on', None), ('agreement_ends_on__gte', models.F('on_day')), _connector='OR'), name='an_agreement_of_a_success_ends_after_it_is_signed')],
            },
        ),
    ]
