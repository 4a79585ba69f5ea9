"""Contracts of the demo bureau, in every state: drafted, reviewed, returned, refused, signed and entered."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from approvals import drafts
from approvals.attachments import checked
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Attachment, Case
from approvals.words import Verdict
from config.demo.journeys import Journey, say, submit
from config.demo.plan_file import pdf
from registry.customers.models import Customer

# Days before today and what happened then; `Told` says what each word does.
TOLD = (
    ("东屿第一中学", "50:draft 50:submit 49:agree 48:agree 47:agree"),
    ("北坪陶瓷厂", "5:draft 5:submit 4:agree"),
    ("北坪竹编工艺社", "1:draft"),
    ("坪丰种业", "2:draft 2:submit"),
    ("县农机推广站", "9:draft 9:submit 8:give_back"),
    ("金橘食品厂", "20:draft 20:submit 19:agree 18:agree 16:refuse"),
)


def contracts(today: date) -> Iterator[Journey]:
    """Always the same for the same today."""
    for name, words in TOLD:
        told = Told(name, int(words.split(":")[0]))
        acts = [word.split(":") for word in words.split()]
        yield Journey(f"{name}合同", today, [(int(ago), getattr(told, act)) for ago, act in acts])


class Told:
    """One contract on its way."""

    def __init__(self, name: str, number: int) -> None:
        self.name, self.number = name, number
        self.case = Case()  # until it is drafted

    def draft(self, at: datetime, key: UUID) -> None:
        """With its text."""
        customer = Customer.objects.select_related("unit", "a_manager").get(name=self.name)
        assert customer.a_manager is not None
        text = SimpleUploadedFile("业务合同.pdf", pdf(f"Contract {self.number}"))
        case = {
            "title": f"{self.name}年度寄递合同",
            "customer": customer,
            "value_yuan": Decimal(120_000),
        }
        content = Content(
            unit=customer.unit,
            case=case,
            request=self._request(timezone.localdate(at) - timedelta(days=3)),
            added=[checked(text, Attachment.Kind.AGREEMENT)],
        )
        self.case = drafts.create(
            kind=kind_of("contract"), actor=customer.a_manager, content=content, at=at, key=key
        )

    def submit(self, at: datetime, key: UUID) -> None:
        self.case = submit(self.case, at, key)

    def give_back(self, at: datetime, key: UUID) -> None:
        text = "违约责任一条缺失，请补充后再报。"
        self.case = say(self.case, Verdict.RETURNED, at, key, text=text)

    def refuse(self, at: datetime, key: UUID) -> None:
        text = "酬金比例高于同类合同，不同意。"
        self.case = say(self.case, Verdict.REFUSED, at, key, text=text)

    def agree(self, at: datetime, key: UUID) -> None:
        """Whoever is asked agrees."""
        self.case = say(self.case, Verdict.AGREED, at, key, text="条款完整，同意。")

    def _request(self, signed: date) -> dict[str, Any]:
        return {
            "subject": "both",
            "agreement_number": f"LJ-{signed:%Y}-{self.number}",
            "signed_on": signed,
            "ends_on": signed + timedelta(days=364),
            "terms": "按月结算，年度业务量达到承诺后享受协议价；双方各执一份。",
            "payee": "agent",
            "payee_name": "临江商务服务部",
            "commission_yuan": Decimal(3_600),
            "basis": "合同金额的 3%，收款后支付",
        }
