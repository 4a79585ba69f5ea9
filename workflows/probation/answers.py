"""What human resources says besides its decision: to which series of posts the person goes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.answers import AnswerForm
from approvals.words import Verdict


class Moving(AnswerForm):
    """The new series, with a move; empty with any other decision."""

    verdicts = (Verdict.MOVED,)

    series = forms.ChoiceField(
        label=_("New series of posts"),
        choices=[
            ("", _("Not named")),
            ("管理序列", _("Administration")),
            ("专业技术序列", _("Specialists")),
            ("生产操作序列", _("Operations")),
            ("服务支撑序列", _("Service and support")),
        ],
        help_text=_("With “Move to another series”."),
    )
