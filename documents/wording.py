"""How amounts, days and verdicts are written on paper: in Chinese, whatever the page's language."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal

import cn2an
from django.utils import timezone
from django.utils.translation import override

from approvals.words import Verdict

# What a paper says otherwise than a page.
SAID = {
    Verdict.AGREED: "同意",
    Verdict.AGREED_WITH_CHANGES: "修改后同意",
    Verdict.RETURNED: "退回",
    Verdict.REFUSED: "不同意",
    Verdict.LISTED: "列入局重点营销项目",
    Verdict.UNLISTED: "同意，不列入局重点",
    Verdict.FOR: "赞成",
    Verdict.AGAINST: "反对",
    Verdict.ABSTAIN: "弃权",
}


@contextmanager
def in_chinese() -> Iterator[None]:
    """Names of posts and of choices come out in Chinese in here."""
    with override("zh-hans"):
        yield


def said(verdict: str) -> str:
    """A verdict as it stands on paper."""
    with in_chinese():
        return SAID.get(Verdict(verdict)) or str(Verdict(verdict).label)


def figures(value_yuan: Decimal) -> str:
    """￥16,409.02."""
    return f"￥{value_yuan:,.2f}"


def capitals(value_yuan: Decimal) -> str:
    """人民币壹万陆仟肆佰零玖元零贰分; whole yuan end in 元整."""
    words: str = cn2an.an2cn(format(value_yuan.quantize(Decimal("0.01")), "f"), "rmb")
    return f"人民币{words}"


def day(value: date | datetime | None) -> str:
    """2026年3月5日, where the bureau is; empty for no day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime) -> str:
    """2026年3月5日14时30分, where the bureau is."""
    local = timezone.localtime(value)
    return f"{day(value)}{local.hour}时{local.minute:02}分"


def local(value: datetime) -> str:
    """2026-03-05 14:30, where the bureau is: for lists in any language."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


def source(title: str, place: str) -> str:
    """《办法》第5条第8项 for the place "5(8)"; the title alone, where the source has no articles."""
    found = re.fullmatch(r"(\d+)(?:\((\d+)\))?", place)
    if found is None:
        return title
    return f"《{title}》第{found[1]}条" + (f"第{found[2]}项" if found[2] else "")


def post(unit: str, role: str) -> str:
    """东屿县分局 县局大客户中心主任; the unit is not said twice: 市场部主任."""
    return role if role.startswith(unit) else f"{unit} {role}"
