"""Customers that are being won: declared, protected, reported, run out, put out to bidding."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from approvals import actions, drafts
from approvals.attachments import checked
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Attachment, Case
from approvals.words import Part, Verdict
from config.demo.cast import PASSWORD
from config.demo.journeys import Act, Journey, say, strike, submit
from config.demo.plan_file import pdf, plan_file
from config.demo.winning import TOLD, Won
from registry.bidding import keys, tenders
from registry.bidding.models import SealKey, Tender
from registry.customers import announcements
from registry.customers.models import Announcement, Protection
from registry.org.models import Person, Post, Unit
from workflows.expiry import clock

HOLDERS = ("deputy", "info")
PANEL = ("planner", "planner2", "luoxt")
_OFFERED: dict[str, Any] = {
    "revenue_yuan": "86000",
    "days": 45,
    "resources": "两名客户经理、一辆揽收车",
}


def developments(today: date) -> Iterator[Journey]:
    """All of them, always the same for the same today."""
    yield from (Development(won, today).told(words) for won, words in TOLD)


class Development:
    """One customer on its way."""

    def __init__(self, won: Won, today: date) -> None:
        self.won, self.today = won, today
        self.case = Case()  # until it is drafted

    def told(self, words: str) -> Journey:
        """The journey that the words say."""
        acts: list[tuple[int, Act]] = []
        for word in words.split():
            ago, _, act = word.partition(":")
            name, _, of = act.partition("=")
            done = getattr(self, f"_{name}")
            acts.append((int(ago), partial(done, of) if of else done))
        return Journey(self.won.name, self.today, acts)

    def _announce(self, *said: Any) -> None:
        """said: who announces it, if it is another than who wins it; the moment and the key."""
        *others, at, _key = said
        by = _person(others[0] if others else self.won.by)
        announcements.publish(
            bureau=Unit.objects.get(parent=None),
            by=by,
            at=at,
            name=self.won.name,
            industry=self.won.industry,
            text="即将投入运营，预计全年有寄递、商函和宣传品需求，尚无邮政单位接洽。",
            apply_until=timezone.localdate(at) + timedelta(days=21),
        )

    def _close(self, at: datetime, _key: UUID) -> None:
        row = self._announced()
        assert row is not None
        announcements.close(row.pk, by=_person("info"), at=at, why="园区已由省公司统一签约")

    def _draft(self, at: datetime, key: UUID) -> None:
        won = self.won
        a, b = _person(won.by), _person(won.pair)
        self.case = drafts.create(
            kind=kind_of("registration"),
            actor=a,
            content=Content(
                unit=Post.objects.filter(person=a, ended_at=None)[0].unit,
                case={"title": f"{won.name}{won.idea}", "customer": None, "value_yuan": None},
                request={
                    "kind": won.kind,
                    "name": won.name,
                    "industry": won.industry,
                    "a_manager": a,
                    "b_manager": b,
                    "starts_on": timezone.localdate(at) + timedelta(days=10),
                    "announcement": self._announced(),
                    "situation": "已上门两次，有年度寄递需求，现由社会快递承揽。",
                },
                parts={Part.A_MANAGER: a, Part.B_MANAGER: b},
                added=[plan_file("开发方案", f"Plan {len(won.name)}")],
            ),
            at=at,
            key=key,
        )

    def _submit(self, at: datetime, key: UUID) -> None:
        self.case = submit(self.case, at, key)

    def _agree(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.AGREED, at, key, text="情况属实，同意申报。")

    def _return(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.RETURNED, at, key, text="请补充客户用邮规模。")

    def _confirm(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.CONFIRMED, at, key)

    def _report(self, at: datetime, key: UUID) -> None:
        held = self._held()
        agreement = SimpleUploadedFile("合作协议.pdf", pdf("Agreement"))
        report = drafts.create(
            kind=kind_of("success"),
            actor=held.a_manager,
            content=Content(
                unit=held.unit,
                case={
                    "title": f"{self.won.name}签订年度协议",
                    "customer": held.customer,
                    "value_yuan": None,
                },
                request={
                    "protection": held,
                    "proof": "agreement",
                    "on_day": timezone.localdate(at) - timedelta(days=1),
                    "agreement_number": f"合〔{at.year}〕{held.pk}号",
                    "told": "客户已签约并寄出首批邮件。",
                },
                parts={Part.A_MANAGER: held.a_manager, Part.B_MANAGER: held.b_manager},
                added=[checked(agreement, Attachment.Kind.AGREEMENT)],
            ),
            at=at,
            key=key,
        )
        self.case = submit(report, at, uuid5(key, "submit"))

    def _strike(self, at: datetime, key: UUID) -> None:
        """What was due by then happens: reminders, ends of periods; and in the own case a close."""
        clock.sweep(at)
        if self.case.pk:
            strike(self.case, at)
        held = self._held()
        if held.state == Protection.State.LAPSED:
            self.case = Case.objects.get(kind="expiry", expiry__protection=held)
        self.case.refresh_from_db()

    def _release(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, "released", at, key, text="客户暂无用邮需求，恢复为公共客户。")

    def _bid_out(self, at: datetime, key: UUID) -> None:
        say(self.case, "bid_out", at, key, text="逾期未开发，转入公开竞标。")
        self.case = Case.objects.filter(kind="bidding").latest("pk")

    def _terms(self, at: datetime, key: UUID) -> None:
        holders = [_key_of(_person(name), at) for name in HOLDERS]
        closes = (timezone.localtime(at) + timedelta(days=10)).replace(hour=12, minute=0, second=0)
        said = {
            "closes_at": closes.strftime("%Y-%m-%dT%H:%M"),
            "need": f"{self.won.name}的年度寄递与营销服务",
            "least_share": "10",
            "holders": [str(held.pk) for held in holders],
            "panel": [str(_person(name).pk) for name in PANEL],
        }
        self.case = say(self.case, Verdict.AGREED, at, key, answers=said)

    def _bid(self, who: str, at: datetime, key: UUID) -> None:
        tender, person = self._tender(), _person(who)
        unit = tenders.bids_for(person, tender, timezone.localdate(at))[0]
        plan = f"由{unit}组织专班上门服务，两周内完成试寄，再签年度协议。"
        content = {"a_manager": person.pk, "a_name": person.name, "b_manager": None, "b_name": ""}
        share = str(10 + person.pk % 3 * 5)
        content |= _OFFERED | {"plan": plan, "share": share}
        tenders.bid(tender.pk, unit=unit, by=person, content=content, at=at)

    def _open(self, who: str, at: datetime, key: UUID) -> None:
        tenders.open_half(self._tender().pk, person=_person(who), passphrase=PASSWORD, at=at)
        self.case = say(self.case, Verdict.GIVEN, at, key, answers={"opened": True}, by=who)

    def _judge(self, who: str, at: datetime, key: UUID) -> None:
        said = {}
        for place, bid in enumerate(tenders.valid_bids(self._tender())):
            for name, most in self._tender().marks.items():
                said[f"b{bid.pk}_{name}"] = most - 2 - place * 2 - len(who) % 3
        self.case = say(self.case, Verdict.SCORED, at, key, answers=said, by=who)

    def _award(self, at: datetime, key: UUID) -> None:
        best = tenders.valid_bids(self._tender())[0]
        said = {"winner": str(best.pk), "share": str(Decimal(best.told["share"]))}
        self.case = say(self.case, Verdict.AWARDED, at, key, answers=said, text="综合得分最高。")

    def _object(self, who: str, at: datetime, key: UUID) -> None:
        about: dict[str, Any] = {"verdict": "objected", "text": "本单位方案投入更多，请复核评分。"}
        actor = _person(who)
        self.case = actions.end_wait(case_id=self.case.pk, actor=actor, **about, at=at, key=key)

    def _announced(self) -> Announcement | None:
        return Announcement.objects.filter(name=self.won.name).first()

    def _held(self) -> Protection:
        held = Protection.objects.select_related("customer__unit", "unit", "a_manager")
        return held.filter(customer__name=self.won.name).latest("pk")

    def _tender(self) -> Tender:
        return Tender.objects.get(origin=self.case.journal_subject)


def _key_of(person: Person, at: datetime) -> SealKey:
    return keys.of(person) or keys.make(person=person, passphrase=PASSWORD, at=at)


def _person(username: str) -> Person:
    return Person.objects.get(username=username)
