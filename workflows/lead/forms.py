"""The form of a business lead: as little as an employee at a counter knows."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.forms import PlainText, RequestForm


class LeadForm(RequestForm):
    """One section."""

    request_fields = ("prospect", "contact", "need")
    may_be_due = ("prospect", "need")
    sections = ((_("The lead"), ("title", "unit", "prospect", "contact", "need")),)

    prospect = PlainText(label=_("Customer that may need us"), max_length=120, required=False)
    contact = PlainText(label=_("Whom to ask there"), max_length=120, required=False)
    need = PlainText(label=_("What they may need"), max_length=2_000, required=False, lines=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["customer"]
        self.fields["title"].label = _("Matter")

    def case_fields(self) -> dict[str, Any]:
        return {"title": self.cleaned_data["title"]}
