"""The paper of a review: 合同与酬金审核表."""

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.move import Move
from documents import wording
from documents.dossier import Dossier
from documents.kinds import PaperKind, declare
from documents.sheet import Sheet, facts, sections
from workflows.contract.models import ContractReview

REVIEW_SHEET = declare(
    PaperKind(
        code="contract_review",
        title="合同与酬金审核表",
        mark="合",
        label=_("Review sheet of contract and commission"),
    )
)


def review_sheet(case: Case, move: Move) -> list[Sheet]:
    """What was reviewed, and what may be signed and paid."""
    told, asked = Dossier(case, move), ContractReview.of(case)
    paid = asked.commission_yuan
    what = "付酬" if asked.subject == ContractReview.Subject.COMMISSION else "签订"
    what = "签订并付酬" if asked.subject == ContractReview.Subject.BOTH else what
    sheet = told.sheet(
        REVIEW_SHEET,
        conclusion=told.agreed(what),
        facts=facts(
            ("客户", "Customer", case.customer.name if case.customer else ""),
            ("审核事项", "Subject", asked.get_subject_display()),
            ("协议编号", "Number of the agreement", asked.agreement_number),
            ("签订日期", "Signed on", wording.day(asked.signed_on)),
            ("协议期限", "Agreement until", wording.day(asked.ends_on)),
            ("酬金", "Commission", "" if paid is None else wording.figures(paid)),
            ("支付对象", "Paid to", asked.get_payee_display()),
            ("收款人", "Payee", asked.payee_name),
            ("计算依据", "How it is worked out", asked.basis),
        ),
        sections=sections(("主要条款", "Main terms", asked.terms)),
    )
    return [sheet]
