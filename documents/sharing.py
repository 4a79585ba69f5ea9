"""How a paper says that two units share a customer."""

from decimal import Decimal

from approvals.models import Case
from documents.sheet import Column, Table
from registry.sharing.models import Split


def split_tables(case: Case) -> tuple[Table, ...]:
    """The split that the case brought, both ledgers side by side; none if nothing is shared."""
    made = Split.objects.filter(origin=case.journal_subject).first()
    if made is None:
        return ()
    found: dict[str, list[str]] = {}
    for share in made.shares.select_related("unit", "person").order_by("pk"):
        who = f"{share.unit.name}（{share.person.name}）" if share.person else share.unit.name
        found.setdefault(who, []).append(_percent(share.percent))
    columns = (
        Column(title="单位", width=4),
        Column(title="计业绩", width=2, figures=True),
        Column(title="分收入", width=2, figures=True),
    )
    rows = tuple((who, *percents) for who, percents in found.items())
    return (Table(title=f"分成办法：{made}", en="Split", columns=columns, rows=rows),)


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f}%"
