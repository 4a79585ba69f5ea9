"""New account managers in every state of their training period: begun, reminded, heard, decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import timezone

from approvals import actions, clocks
from approvals.models import Case
from approvals.words import Verdict
from config.demo import trainee_cards
from config.demo.journeys import Act, Journey, say
from policy import periods, probation
from registry.org.models import Person, Unit
from registry.people import managers, probations
from registry.people.models import AccountManager
from registry.people.scoring import Scorecard
from registry.people.training import Probation
from workflows.probation import beginning, leave


@dataclass(frozen=True)
class New:
    """Somebody who is new in the post: where, how, and what the months said."""

    username: str
    name: str
    number: str
    unit: str
    kind: str = "new_entrant"
    scores: str = ""
    income: str = ""


# Days before today and what happened then; `Training` says what each word does.
TOLD: tuple[tuple[New, str], ...] = (
    (New("xiayt", "夏雨桐", "30101", "DY", scores="86"), "47:appoint 12:month"),
    (New("tangh", "唐皓", "30102", "DY", scores="74"), "58:appoint 12:month"),
    (New("luyr", "陆怡然", "30103", "DY", scores="83"), "75:appoint 20:month"),
    (
        New("guanzx", "关子轩", "30104", "BP", "newly_transferred", "81 79", "5200"),
        "88:appoint 54:month 23:month 6:clock 3:summary",
    ),
    (New("meiqh", "梅清荷", "30105", "BP"), "12:appoint 5:leave"),
    (
        New("shaojn", "邵佳宁", "30106", "BP", scores="84 85 87"),
        "101:appoint 69:month 38:month 21:clock 20:summary 19:good 7:month 5:clock",
    ),
    (
        New("jinbo", "金博", "30107", "YT", scores="71 74 72"),
        "100:appoint 68:month 37:month 20:clock 19:summary 18:poor 6:month 5:clock 4:move 3:heard",
    ),
    (
        New("panyz", "潘一舟", "30111", "YT", scores="80 83 81"),
        "112:appoint 80:month 49:month 32:clock 31:summary 30:good 18:month 16:clock",
    ),
    (
        New("yeqing", "叶晴", "30108", "YT", "newly_transferred", "82 86 84", "4800"),
        "130:appoint 99:month 68:month 50:clock 49:summary 48:good 38:month 35:clock 33:confirm",
    ),
    (
        New("houlei", "侯磊", "30109", "YY", scores="66 70 68"),
        "150:appoint 119:month 88:month 70:clock 69:summary 68:poor 58:month 55:clock 54:move"
        " 53:heard 52:keep_to_it 50:endorse",
    ),
    (
        New("qintt", "秦甜甜", "30110", "DY", scores="72"),
        "90:appoint 58:month 40:end 39:heard_early 38:end_decided 36:endorse",
    ),
)


def trainings(today: date) -> Iterator[Journey]:
    """All of them, always the same for the same today."""
    yield from (Training(new, today).told(words) for new, words in TOLD)
    yield Journey("fengzy", today, [(3, _wait_for_a_figure)])


class Training:
    """One person's period."""

    def __init__(self, new: New, today: date) -> None:
        self.new, self.today = new, today
        self.case = Case()  # until the appointment begins it
        self.scored = 0

    def told(self, words: str) -> Journey:
        """The journey that the words say."""
        acts: list[tuple[int, Act]] = []
        for word in words.split():
            ago, _, name = word.partition(":")
            acts.append((int(ago), partial(getattr(self, f"_{name}"))))
        acts.sort(key=lambda pair: -pair[0])
        return Journey(self.new.username, self.today, acts)

    def _appoint(self, at: datetime, key: UUID) -> None:
        new = self.new
        person = Person.objects.create(
            username=new.username,
            name=new.name,
            number=new.number,
            email=f"{new.username}@example.com",
            password=_person("sun").password,
            is_demo=True,
            date_joined=at,
        )
        manager = managers.appoint(
            person=person,
            unit=Unit.objects.get(code=new.unit),
            kind=new.kind,
            appointed_on=timezone.localdate(at),
            income_before_yuan=Decimal(new.income) if new.income else None,
            by=_person("sun"),
            at=at,
        )
        case = beginning.begin(manager, at=at)
        assert case is not None
        self.case = case

    def _month(self, at: datetime, key: UUID) -> None:
        """The scorecards of the months that are over are closed, and their quotas known."""
        scores, held = self.new.scores.split(), self._held()
        closed = held.manager.scorecards.filter(state=Scorecard.State.CLOSED)
        known = set(closed.values_list("month", flat=True))
        months = [month for month in _months(held, self.case, at) if month not in known]
        for month, score in zip(months, scores[self.scored :], strict=False):
            trainee_cards.close(held.manager, month, int(score), at)
            self.scored += 1
            quota: dict[str, Any] = {"month": month, "quota_yuan": trainee_cards.TASK}
            probations.set_quota(held.pk, **quota, by=_person("sun"), at=at)

    def _clock(self, at: datetime, key: UUID) -> None:
        """Whatever was due by then happens: the reminder, the end of the period."""
        clocks.sweep(at)
        self.case.refresh_from_db()

    def _leave(self, at: datetime, key: UUID) -> None:
        day = timezone.localdate(at)
        leave.enter(
            self.case,
            first_day=day,
            last_day=day + timedelta(days=6),
            why="病假",
            by=_person("sun"),
            at=at,
        )

    def _summary(self, at: datetime, key: UUID) -> None:
        text = "三个月共走访客户四十余家，新开发三家，按时完成日志和计划。"
        self.case = say(self.case, Verdict.GIVEN, at, key, text=text)

    def _good(self, at: datetime, key: UUID) -> None:
        text = "工作踏实，业绩稳步上升，建议转正。"
        self.case = say(self.case, Verdict.RECOMMENDED, at, key, text=text)

    def _poor(self, at: datetime, key: UUID) -> None:
        text = "走访次数和日志长期不足，平均分未达标。"
        self.case = say(self.case, Verdict.NOT_RECOMMENDED, at, key, text=text)

    def _confirm(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.CONFIRMED, at, key, text="考评合格。")

    def _move(self, at: datetime, key: UUID) -> None:
        said = {"series": "服务支撑序列"}
        text = "平均分未达标，拟转入其他序列。"
        self.case = say(self.case, Verdict.MOVED, at, key, text=text, answers=said)

    def _heard(self, at: datetime, key: UUID) -> None:
        text = "前两个月不熟悉业务，请考虑最后一个月的进步。"
        self.case = say(self.case, Verdict.GIVEN, at, key, text=text)

    def _keep_to_it(self, at: datetime, key: UUID) -> None:
        said = {"series": "服务支撑序列"}
        text = "已听取陈述，三个月均未达标，维持原意见。"
        self.case = say(self.case, Verdict.MOVED, at, key, text=text, answers=said)

    def _endorse(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.AGREED, at, key)

    def _end(self, at: datetime, key: UUID) -> None:
        self.case = actions.end_wait(
            case_id=self.case.pk,
            actor=_person("sun"),
            verdict=Verdict.ENDED_EARLY,
            text="本人提出不再从事营销工作。",
            at=at,
            key=key,
        )

    def _heard_early(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.GIVEN, at, key, text="因家庭原因，申请回原岗位。")

    def _end_decided(self, at: datetime, key: UUID) -> None:
        self.case = say(self.case, Verdict.ENDED_EARLY, at, key, text="同意本人申请。")

    def _held(self) -> Probation:
        return Probation.objects.select_related("manager").get(training__case=self.case)


def _wait_for_a_figure(at: datetime, key: UUID) -> None:
    """Somebody of long service, whose grace period waits until the years of service are set."""
    person = Person.objects.create(
        username="fengzy",
        name="冯志远",
        number="20199",
        email="fengzy@example.com",
        password=_person("sun").password,
        is_demo=True,
        date_joined=at,
    )
    managers.appoint(
        person=person,
        unit=Unit.objects.get(code="BP"),
        kind=AccountManager.Kind.LONG_SERVICE_GRACE,
        appointed_on=timezone.localdate(at),
        by=_person("sun"),
        at=at,
    )


def _months(held: Probation, case: Case, at: datetime) -> list[date]:
    """The months that count and are over at a moment, in order."""
    values = probation.named(case.ruling)
    months = probation.evidence_months(values, held.started_on, held.ends_on)
    return [day for day in months if periods.month(day, 1) <= timezone.localdate(at)]


def _person(username: str) -> Person:
    return Person.objects.get(username=username)
