"""Codes that a customer goes by, and whether they can be right: the 14-digit id, the licence code."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as BadNumber

SHAPE = re.compile(r"[0-9]{6}(?!00000)[0-9]{5}[0-9]{3}", re.ASCII)
LICENCE_LENGTH = 18


def check(code: str) -> None:
    """Raise ValidationError unless `code` is a customer id: division (6), key account (5), branch (3)."""
    if not SHAPE.fullmatch(code):
        raise ValidationError(
            _(
                "A customer id has 14 digits: 6 for the division, 5 for the customer (from 00001), "
                "3 for the branch (000 for a head office)."
            ),
            code="customer_id",
        )


def check_licence(code: str) -> None:
    """Raise ValidationError unless `code` is a unified social credit code （统一社会信用代码）."""
    try:
        right = uscc.validate(code) == code
    except BadNumber:
        right = False
    if not right:
        raise ValidationError(
            _(
                "This is no unified social credit code: it has 18 digits and capital letters, and "
                "the last of them checks the others. Compare it with the licence."
            ),
            code="licence_code",
        )


def parts_of(code: str) -> tuple[str, int, int]:
    """The division, the number of the customer in it and the number of the branch."""
    return code[:6], int(code[6:11]), int(code[11:])


def written(division: str, customer: int, branch: int) -> str:
    """The id of its three parts."""
    return f"{division}{customer:05}{branch:03}"
