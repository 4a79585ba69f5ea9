"""Customers that are being won: declared, protected, reported, run out, put out to bidding."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from approvals import actions, clocks, drafts
from approvals.attachments import checked
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Attachment, Case
from approvals.words import Part, Verdict
from config.demo.cast import PASSWORD
from config.demo.journeys import Act, Journey, say, submit
from config.demo.plan_file import pdf, plan_file
from registry.bidding import keys, tenders
from registry.bidding.models import SealKey, Tender
from registry.customers.models import Protection
from registry.org.models import Person, Post
from workflows.expiry import clock

HOLDERS = ("deputy", "info")
PANEL = ("planner", "planner2", "luoxt")
_OFFERED: dict[str, Any] = {
    "revenue_yuan": "86000",
    "days": 45,
    "resources": "两名客户经理、一辆揽收车",
}


@dataclass(frozen=True)
class Won:
    """A customer that somebody sets out to win."""

    name: str
    by: str
    pair: str
    industry: str
    kind: str = "regular"
    idea: str = "年度寄递合作"


# Days before today and what happened then; `Development` says what each word does.
TOLD: tuple[tuple[Won, str], ...] = (
    (Won("屿湾海鲜加工厂", "li", "wuty", "manufacturing"), "1:draft"),
    (Won("东屿渔家乐合作社", "wuty", "dengyc", "trade"), "1:draft 1:submit"),
    (Won("北坪云雾茶社", "chen", "xujc", "trade"), "4:draft 4:submit 2:agree"),
    (Won("汀江文创公司", "fangcy", "yuanlq", "trade"), "9:draft 9:submit 8:return"),
    (Won("屿山民宿集群", "li", "wuty", "trade"), "30:draft 30:submit 29:agree 28:confirm"),
    (
        Won("临江灯会组委会", "caiyq", "dingzh", "trade", "festival", "灯会纪念封与门票寄递"),
        "31:draft 31:submit 30:agree 28:confirm",
    ),
    (
        Won("澜江冷链仓储", "duanxy", "qiuml", "trade"),
        "64:draft 64:submit 62:agree 60:confirm 20:report 19:agree 17:confirm",
    ),
    (
        Won("坪头果品批发行", "xujc", "caomx", "trade"),
        "40:draft 40:submit 39:agree 38:confirm 3:report 2:agree",
    ),
    (
        Won("云汀电商产业园", "yuanlq", "panjh", "trade"),
        "78:draft 78:submit 77:agree 76:confirm 12:strike",
    ),
    (
        Won("东屿船舶配件厂", "dengyc", "wuty", "manufacturing"),
        "110:draft 110:submit 108:agree 107:confirm 42:strike 40:release",
    ),
    (
        Won("北坪富硒大米厂", "chen", "caomx", "manufacturing"),
        "83:draft 83:submit 82:agree 81:confirm 17:strike 9:bid_out 5:terms 3:bid=caiyq",
    ),
    (
        Won("汀溪陶艺作坊", "fangcy", "panjh", "manufacturing"),
        "126:draft 126:submit 125:agree 124:confirm 60:strike 58:bid_out 57:terms"
        " 54:bid=li 53:bid=weilf 46:strike 45:open=deputy 45:open=info"
        " 44:judge=planner 44:judge=planner2 43:judge=luoxt 42:award 34:strike",
    ),
    (
        Won("云汀烘焙坊", "yuanlq", "panjh", "trade"),
        "80:draft 80:submit 79:agree 78:confirm 11:strike 1:bid_out",
    ),
    (
        Won("北坪蜂业合作社", "xujc", "caomx", "trade"),
        "88:draft 88:submit 87:agree 86:confirm 19:strike 18:bid_out 16:terms 2:strike",
    ),
    (
        Won("东屿海盐公司", "dengyc", "wuty", "manufacturing"),
        "88:draft 88:submit 87:agree 86:confirm 20:strike 19:bid_out 17:terms"
        " 11:bid=fangcy 3:strike 2:open=deputy",
    ),
    (
        Won("汀江竹艺社", "fangcy", "yuanlq", "trade"),
        "90:draft 90:submit 89:agree 88:confirm 22:strike 20:bid_out 18:terms"
        " 12:bid=li 4:strike 3:open=deputy 3:open=info 2:judge=planner",
    ),
    (
        Won("屿岸咖啡工坊", "li", "wuty", "trade"),
        "92:draft 92:submit 91:agree 90:confirm 24:strike 22:bid_out 20:terms 14:bid=chen"
        " 6:strike 5:open=deputy 5:open=info 4:judge=planner 4:judge=planner2 3:judge=luoxt",
    ),
    (
        Won("坪山石雕厂", "chen", "xujc", "manufacturing"),
        "94:draft 94:submit 93:agree 92:confirm 26:strike 24:bid_out 22:terms 16:bid=li 8:strike"
        " 7:open=deputy 7:open=info 6:judge=planner 5:judge=planner2 5:judge=luoxt 1:award",
    ),
    (
        Won("东屿贝雕工坊", "wuty", "dengyc", "manufacturing"),
        "97:draft 97:submit 96:agree 95:confirm 29:strike 27:bid_out 25:terms 19:bid=weilf"
        " 18:bid=fangcy 11:strike 10:open=deputy 10:open=info 9:judge=planner 9:judge=planner2"
        " 8:judge=luoxt 4:award 3:object=fangcy",
    ),
)


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
        """Whatever was due by then happens: reminders, ends of periods, closes, objections."""
        clock.sweep(at)
        clocks.sweep(at)
        held = self._held()
        if held.state == Protection.State.LAPSED:
            self.case = Case.objects.get(kind="expiry", expiry__protection=held)
        self.case.refresh_from_db()

    def _release(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, "released", at, key, text="客户暂无用邮需求，恢复为公共客户。")

    def _bid_out(self, at: datetime, key: UUID) -> None:
        say(self.case, "bid_out", at, key, text="逾期未开发，转入内部竞标。")
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

    def _held(self) -> Protection:
        held = Protection.objects.select_related("customer__unit", "unit", "a_manager")
        return held.filter(customer__name=self.won.name).latest("pk")

    def _tender(self) -> Tender:
        return Tender.objects.get(origin=self.case.journal_subject)


def _key_of(person: Person, at: datetime) -> SealKey:
    return keys.of(person) or keys.make(person=person, passphrase=PASSWORD, at=at)


def _person(username: str) -> Person:
    return Person.objects.get(username=username)
