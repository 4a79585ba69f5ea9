"""The account managers of the demo: in the register with ranks and pay, three months of scores closed."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial

from config.demo import trainee_cards
from policy import scorecards
from policy.calendar import SHANGHAI
from policy.periods import month
from registry import rulebook
from registry.org.models import Person, Post
from registry.org.roles import PostRole
from registry.people import cards, facts, filing, managers, objections, pay
from registry.people.models import AccountManager
from registry.people.scoring import Scorecard

HR, SUPERVISOR = "sun", "info"
MONTHS = 3
ON_TRIAL = "luoxt"  # moved over from the counter seven weeks ago
RANKS = {"li": "senior", "chen": "in_charge", "hejm": "senior", "majie": "chief"}
TRIAL_SCORES = {"attendance_lates": 2, "visits_lacking": 3, "logs_lacking": 2}
KIND = AccountManager.Kind
OBJECTED = (
    ("fangcy", "走访记录少计了两次，系统里有照片。"),
    ("caiyq", "补交的走访照片没有计入。"),
    ("li", "其中一次走访与同事同去，只计了同事的。"),
)


class Registering:
    """The register, terms of pay, and the cards of the last months, each at its moment; the last is open."""

    def __init__(self, today: date) -> None:
        self.hr = Person.objects.get(username=HR)
        held = Post.objects.filter(person=self.hr).select_related("unit__bureau")[0]
        self.bureau = held.unit.bureau or held.unit
        self.people: dict[int, AccountManager] = {}
        acts = [*self._appointments(today), *self._months(today)]
        # On the first days of a month the last one is not entered yet.
        self._acts = sorted((one for one in acts if one[0].date() < today), key=lambda one: one[0])
        self._done = 0

    @property
    def next_at(self) -> datetime | None:
        return self._acts[self._done][0] if self._done < len(self._acts) else None

    def go_on(self) -> None:
        """Do the next act."""
        self._acts[self._done][1]()
        self._done += 1

    def _appointments(self, today: date) -> Iterator[tuple[datetime, Callable[[], None]]]:
        """Of everybody who holds the post of an account manager or a planner, since they hold it."""
        roles = (PostRole.ACCOUNT_MANAGER, PostRole.PLANNER)
        posts = Post.objects.on(today).filter(unit__bureau=self.bureau, role__in=roles)
        seen: set[int] = set()
        for post in posts.select_related("person", "unit").order_by("since", "pk"):
            if post.person_id in seen:
                continue
            seen.add(post.person_id)
            trial = post.person.username == ON_TRIAL
            since = month(today, -2).replace(day=8) if trial else post.since
            # Those of long ago were entered when the register was begun.
            at = max(_moment(since, since.day), _moment(month(today, -5), 2))
            yield at, partial(self._appoint, post, since, at)

    def _months(self, today: date) -> Iterator[tuple[datetime, Callable[[], None]]]:
        for ago in range(MONTHS, 0, -1):
            first = month(today, -ago)
            after = month(first, 1)
            entered, closed = _moment(after, 2), _moment(after, 3)
            yield entered, partial(self._enter, first, whole=ago > 1, at=entered)
            if ago > 1:
                yield closed, partial(self._close, first, closed)
            if ago == 2:
                yield from self._objections(first, after)

    def _objections(
        self, first: date, after: date
    ) -> Iterator[tuple[datetime, Callable[[], None]]]:
        """One is refused, one brings a correction, one waits for its answer."""
        for name, said in OBJECTED:
            at = _moment(after, 6)
            yield at, partial(self._object, name, said, at, first)
        at = _moment(after, 9)
        yield at, partial(self._uphold, OBJECTED[0][0], at, first)
        yield at, partial(self._correct, OBJECTED[1][0], at, first)

    def _appoint(self, post: Post, since: date, at: datetime) -> None:
        name, trial = post.person.username, post.person.username == ON_TRIAL
        manager = managers.appoint(
            person=post.person,
            unit=post.unit,
            kind=KIND.NEWLY_TRANSFERRED if trial else KIND.REGULAR,
            duty="planner" if post.role == PostRole.PLANNER else "manager",
            appointed_on=since,
            rank=RANKS.get(name, "manager"),
            income_before_yuan=Decimal(4200) if trial else None,
            by=self.hr,
            at=at,
        )
        if not trial:
            filing.file(manager.changes.get().pk, on=since, by=self.hr)
        senior = name in RANKS
        pay.set_terms(
            manager.pk,
            since=since,
            post_wage_yuan=Decimal(2600 if senior else 1900),
            subsidy_yuan=Decimal(0 if post.role == PostRole.PLANNER else 300),
            fixed_base_yuan=Decimal(1200 if senior else 1000),
            by=self.hr,
            at=at,
        )
        self.people[post.person_id] = manager

    def _close(self, first: date, at: datetime) -> None:
        cards.close(self.bureau, first, by=self.hr, at=at, on=at.date())

    def _enter(self, first: date, *, whole: bool, at: datetime) -> None:
        """What was counted and rated of a month; of the last one only what the supervisor entered."""
        supervisor = Person.objects.get(username=SUPERVISOR)
        director = Person.objects.get(username="director")
        there = facts.appointed_in(list(self.people.values()), first)
        rows = [Scorecard(manager=manager, month=first) for manager in there]
        Scorecard.objects.bulk_create(
            rows, ignore_conflicts=True
        )  # a violation may have opened one
        by_manager = {manager.pk: manager for manager in there}
        made = list(Scorecard.objects.filter(manager__in=by_manager, month=first).order_by("pk"))
        for card in made:
            card.manager = by_manager[card.manager_id]
        book, set_ = rulebook.ruling(self.bureau, facts.last_of(first))
        known = facts.of(made, book=book, set=set_)
        for card in self._of_the_new(first):
            trainee_cards.rated(card.pk, at)
        for place, card in enumerate(made):
            numbers = _numbers(card, place, known[card.pk].facts.get(scorecards.INCOME, Decimal(0)))
            cards.enter(card.pk, numbers, evidence="晨会记录、走访清单", by=supervisor, at=at)
            if whole or place % 3:
                rating = Decimal(9) - Decimal(place % 5) / 2
                cards.enter(card.pk, _rated(card, rating), by=director, at=at)

    def _of_the_new(self, first: date) -> list[Scorecard]:
        """The open cards of a month of those who are in the register since: told elsewhere."""
        cards_ = cards.of_month(self.bureau, first)
        old = {manager.pk for manager in self.people.values()}
        return [c for c in cards_ if c.manager_id not in old and c.state == Scorecard.State.OPEN]

    def _object(self, name: str, said: str, at: datetime, first: date) -> None:
        card = Scorecard.objects.get(manager=self._of(name), month=first)
        objections.object_to(card.pk, said=said, by=card.manager.person, at=at)

    def _uphold(self, name: str, at: datetime, first: date) -> None:
        said = objections.of(Scorecard.objects.get(manager=self._of(name), month=first))[0]
        objections.uphold(said.pk, answer="走访清单与系统记录一致。", by=self.hr, at=at)

    def _correct(self, name: str, at: datetime, first: date) -> None:
        card = Scorecard.objects.get(manager=self._of(name), month=first)
        numbers = {"visits_lacking": Decimal(0), "logs_lacking": Decimal(0)}
        cards.correct(card.pk, numbers, reason="补交的走访照片属实", by=self.hr, at=at)

    def _of(self, name: str) -> AccountManager:
        return self.people[Person.objects.get(username=name).pk]


def _moment(day: date, of_month: int) -> datetime:
    return datetime.combine(day.replace(day=of_month), time(10), tzinfo=SHANGHAI)


def _numbers(card: Scorecard, place: int, income: Decimal) -> dict[str, Decimal]:
    """Small faults, different from person to person, the same each time."""
    if card.manager.duty == "planner":
        return {scorecards.WRITTEN: Decimal(1 + place % 2)}
    names = [fact for parts in scorecards.COUNTED.values() for fact, _ in parts]
    seed = place * 7 + card.month.month
    numbers = {name: Decimal((seed + 3 * n) % 11 == 0) for n, name in enumerate(names)}
    numbers["visits_lacking"] = Decimal(seed % 4)
    if card.manager.person.username == ON_TRIAL:
        numbers |= {name: Decimal(n) for name, n in TRIAL_SCORES.items()}
    target = max(Decimal(3000), (income * Decimal("1.08")).quantize(Decimal(100)))
    return numbers | {scorecards.TARGET: target}


def _rated(card: Scorecard, rating: Decimal) -> dict[str, Decimal]:
    if card.manager.duty == "planner":
        return dict.fromkeys(scorecards.RATED, rating) | {"adopted": Decimal(16)}
    return {"director_attitude": rating, "director_tasks": rating - Decimal("0.5")}
