"""Request forms about a customer of another unit: it is named exactly, as nobody looks through those."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.forms import RequestForm
from registry.customers.models import Customer
from registry.org.models import Unit


class AcrossForm(RequestForm):
    """Offers no customers; one that is named in full, by name or id, is found in the whole bureau."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["customer"]
        field.help_text = _("The full name as in the register, or the 14-digit id.")

    @property
    def customers(self) -> list[Customer]:
        return []

    def _customer(self, named: str, unit: Unit) -> Customer:
        key = "code" if named.isascii() and named.isdigit() else "name"
        found = list(Customer.objects.filter(bureau=unit.root_id, **{key: named})[:2])
        if len(found) != 1:
            raise ValidationError(
                _("No single customer has this name or id. Write it in full, or the 14-digit id.")
            )
        return found[0]

    def _post_clean(self) -> None:
        """That others develop it is no reason to refuse the form: it is said when it is submitted."""
