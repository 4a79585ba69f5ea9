"""常用语 of the demo bureau: what its people write most often."""

from approvals.models import Phrase
from registry.org.models import Unit

SHARED = (
    "同意。",
    "拟同意，请领导审批。",
    "同意，请抓紧实施。",
    "原则同意，请按修改意见完善后实施。",
    "请补充材料后再报。",
    "请补充客户情况和收入测算。",
    "请重新核定价格。",
    "与现行规定不符，不同意。",
)


def share() -> None:
    """Give them to each bureau that there is."""
    bureaus = Unit.objects.filter(parent=None)
    Phrase.objects.bulk_create(
        Phrase(bureau=bureau, text=text) for bureau in bureaus for text in SHARED
    )
