"""What finance says besides its verdict: the profit of the project."""

from django.utils.translation import gettext_lazy as _

from approvals.answers import AnswerForm
from approvals.forms import YuanField


class Profit(AnswerForm):
    """The profit that the lead brought."""

    profit_yuan = YuanField(label=_("Profit of the project (yuan)"))
