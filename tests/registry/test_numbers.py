"""Numbers have no gap: a rollback gives its number back, and none is taken outside a transaction."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from registry import numbers
from registry.numbers import Register
from registry.org.models import Unit

YEAR = datetime(2026, 3, 2, tzinfo=UTC).year


def take(unit, year=YEAR, kind="proposal"):
    return numbers.take(unit_id=unit.pk, kind=kind, year=year)


def test_numbers_run_from_one_for_each_unit_kind_and_year(bureau):
    root, county = Unit.objects.get(code="HB"), Unit.objects.get(code="DX")
    assert [take(root) for _ in range(3)] == [1, 2, 3]
    assert (take(county), take(root, YEAR + 1), take(root, kind="slip"), take(root)) == (1, 1, 1, 4)


def test_a_rollback_gives_the_number_back(bureau):
    root = Unit.objects.get(code="HB")
    assert take(root) == 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert take(root) == 2
        raise ZeroDivisionError
    assert take(root) == 2
    assert Register.objects.get(unit=root).last == 2


def test_a_rollback_of_the_first_number_leaves_no_register(bureau):
    root = Unit.objects.get(code="HB")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take(root)
        raise ZeroDivisionError
    assert not Register.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_number_is_taken_outside_a_transaction():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        numbers.take(unit_id=1, kind="proposal", year=YEAR)
    assert not Register.objects.exists()
