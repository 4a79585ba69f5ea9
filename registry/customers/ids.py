"""The 14-digit customer id: division (6), key account (5, from 00001), branch (3, 000 = head)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SHAPE = re.compile(r"[0-9]{6}(?!00000)[0-9]{5}[0-9]{3}", re.ASCII)


def check(code: str) -> None:
    """Raise ValidationError unless `code` is a customer id."""
    if not SHAPE.fullmatch(code):
        raise ValidationError(
            _(
                "A customer id has 14 digits: 6 for the division, 5 for the customer (from 00001), "
                "3 for the branch (000 for a head office)."
            ),
            code="customer_id",
        )
