"""The papers that were issued before are found as well."""

from django.db import migrations

from documents.finding import sought_in

AT_ONCE = 500


def _fill(apps, editor):
    papers = apps.get_model("documents", "Paper")
    rows = papers.objects.filter(sought="").select_related("case__customer").order_by("pk")
    seen = 0
    about = ("number", "case__title", "case__number", "case__customer__name", "case__customer")
    while batch := list(rows.filter(pk__gt=seen).only(*about)[:AT_ONCE]):
        for paper in batch:
            paper.customer_id = paper.case.customer_id
            paper.sought = sought_in(paper)
        papers.objects.bulk_update(batch, ["customer", "sought"])
        seen = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_search_text")]
    operations = [migrations.RunPython(_fill, migrations.RunPython.noop)]
