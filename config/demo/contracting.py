"""Contracts of the demo bureau: one that was signed and entered, one that the centre checks."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from approvals import drafts
from approvals.attachments import checked
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Attachment, Case
from approvals.words import Verdict
from config.demo.journeys import Act, Journey, say, submit
from config.demo.plan_file import pdf
from registry.customers.models import Customer


def contracts(today: date) -> Iterator[Journey]:
    """Always the same for the same today."""
    for name, ago, agreed in (("东屿第一中学", 50, 3), ("北坪陶瓷厂", 5, 1)):
        told = Told(name, ago)
        acts: list[tuple[int, Act]] = [(ago, told.begin)]
        acts += [(ago - 1 - n, told.agree) for n in range(agreed)]
        yield Journey(f"{name}合同", today, acts)


class Told:
    """One contract on its way."""

    def __init__(self, name: str, number: int) -> None:
        self.name, self.number = name, number
        self.case = Case()  # until it is drafted

    def begin(self, at: datetime, key: UUID) -> None:
        """Drafted with its text, and submitted."""
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
        drafted = drafts.create(
            kind=kind_of("contract"), actor=customer.a_manager, content=content, at=at, key=key
        )
        self.case = submit(drafted, at, uuid5(key, "submit"))

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
