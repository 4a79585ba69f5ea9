"""What the pages of customers speak of in the access table: two customers with all that they can have."""

from datetime import date

from django.urls import reverse

from registry.customers import agreements, archive
from registry.customers.models import Delegation, Group
from registry.imports import uploads
from tests.cast import Cast, looked_after
from tests.registry import files
from tests.registry.ledgers import bureau_took, counted, earned

GROUPED = ("customer-archive-versions", "customer-archive-edit")


class Business:
    """The tea company is Li's, the hotel Chen's; the centre counts a grading, the director brings a file."""

    def __init__(self, cast: Cast) -> None:
        looked_after(cast, cast.customer, cast.li)
        looked_after(cast, cast.foreign, cast.chen)
        self.customers = {"tea": cast.customer, "hotel": cast.foreign}
        self.rows = {name: earned(cast, one, "700") for name, one in self.customers.items()}
        self.signed = {
            name: agreements.sign(
                one, subject="合作协议", signed_on=date(2026, 1, 5), by=cast.qian, at=cast.later()
            )
            for name, one in self.customers.items()
        }
        for one in self.customers.values():
            for group in (Group.BASIC, Group.PERSONS):
                content = {"name": "示例人", "address": "港前路1号"}
                archive.save(one, group=group, content=content, by=one.a_manager, at=cast.later())
        self.delegated = {
            name: Delegation.objects.create(
                customer=one,
                authorised_by="省局市场部",
                document="省客1号",
                delegate=Delegation.Delegate.BUREAU,
                ground=Delegation.Ground.TERRITORIAL,
                since=date(2026, 1, 1),
                entered_by=cast.zhao,
                entered_at=cast.now,
            )
            for name, one in self.customers.items()
        }
        bureau_took(cast, "140009983")
        self.run = counted(cast)
        table = [["客户", "业务种类", "月份", "金额"], ["西港宾馆", "函件", "2026-01", "12"]]
        self.upload = uploads.bring(
            "revenue", "一月.csv", files.csv_file(table), by=cast.director, at=cast.later()
        )

    def address(self, url: str, about: str) -> str | None:
        """The address of a page of customers; None of any other."""
        name, _, group = about.partition("-")
        if url in ("revenue-upload", "revenue-forget"):
            return reverse(url, args=[self.upload.pk])
        if url in ("grading-result", "grading-scope"):
            return reverse(url, args=[self.run.pk, self.run.results.order_by("pk")[0].pk])
        if url.startswith("grading") and url != "gradings":
            return reverse(url, args=[self.run.pk])
        if name not in self.customers:
            return None
        given = [self.customers[name].pk]
        if url == "customer-agreement-withdraw":
            given.append(self.signed[name].pk)
        elif url == "customer-delegation-end":
            given.append(self.delegated[name].pk)
        elif url in ("customer-revenue-correct", "customer-revenue-collect"):
            given.append(self.rows[name].pk)
        elif url in GROUPED:
            return reverse(url, args=[*given, group, *([1] if url == GROUPED[1] else [])])
        return reverse(url, args=given)
