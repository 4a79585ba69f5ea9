"""Customers that are there: their ids are issued, their names spelled, their owner of today held."""

from django.db import migrations
from django.utils import timezone

from registry.customers.codes import parts_of
from registry.customers.spelling import spelled


def make_known(apps, editor):
    Customer = apps.get_model("registry", "Customer")
    Holding = apps.get_model("registry", "Holding")
    Division = apps.get_model("registry", "Division")
    today, highest = timezone.localdate(), {}
    customers = list(Customer.objects.order_by("pk"))
    for customer in customers:
        customer.id_state = "issued"
        customer.pinyin, customer.initials = spelled(customer.name)
        division, number, _ = parts_of(customer.code)
        highest[division] = max(number, highest.get(division, 0))
    Customer.objects.bulk_update(customers, ["id_state", "pinyin", "initials"], batch_size=200)
    Holding.objects.bulk_create(
        [
            Holding(
                customer=customer,
                unit_id=customer.unit_id,
                a_manager_id=customer.a_manager_id,
                b_manager_id=customer.b_manager_id,
                since=today,
            )
            for customer in customers
        ],
        batch_size=500,
    )
    Division.objects.bulk_create(
        Division(code=code, brought=number, last=number) for code, number in highest.items()
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_customer_register")]

    operations = [migrations.RunPython(make_known, migrations.RunPython.noop)]
