"""What happened to each case of the demo, as a line of words that `telling.py` carries out.

submit withdraw resubmit     what the applicant does; `edit` changes the text, `edit=29999.99` the amount
agree agree+ return refuse   the verdict of the one who is asked; agree+ is with changes
list unlist                  the marketing department's
for*7 against*1 abstain*1    so many members vote
conclude conclude+ conclude-return conclude-refuse    the chair's conclusion
return>plan_check            to a step that was visited; with `!` the case comes straight back
transfer delegate advise add-before add-after takeback urge copy suspend resume terminate
convene adjourn record       see operations.py
A line without `submit` is a draft.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from config.demo.texts import IDEAS, Idea


@dataclass(frozen=True)
class Story:
    """One case. `ended` is how many working days ago the last thing in it happened."""

    number: int
    applicant: str
    value: Decimal
    idea: Idea
    steps: tuple[str, ...]
    ended: int
    plan: bool = True


# Who asks, for how much, how long ago it last moved, and what happened.
TOLD = """
li      32000      1   draft
li      8600       2   draft noplan
li      9999.99    1   submit
li      10000      2   submit agree
li      29999.99   2   submit agree agree
li      30000      2   submit agree agree for*3 against*1
li      49999.99   1   submit agree agree for*6 against*1 abstain*1
li      50000      3   submit agree agree for*7 conclude
li      18600      2   submit return
li      35000      4   submit agree return
li      68000      3   submit agree agree for*3 against*4 conclude-return
li      12000      1   submit agree return edit resubmit
li      30000      2   submit agree agree for*4 abstain*1 conclude-return edit=29999.99 resubmit agree
li      36000      15  submit return edit resubmit agree agree for*7 against*1 conclude
li      9999.99    20  submit agree
li      12000      32  submit agree agree agree
li      49999.99   44  submit agree agree for*6 against*2 conclude+
li      240000     58  submit agree agree for*9 conclude list
li      50000      75  submit agree agree for*7 conclude unlist
li      6500.50    90  submit refuse
li      38000      110 submit agree agree for*2 against*6 conclude-refuse
li      15000      130 submit withdraw
li      10000      160 submit agree agree agree+
li      29999.99   201 submit agree agree agree
wuty    27500      1   submit
wuty    52000      1   submit agree
dengyc  8800       3   submit
dengyc  41000      2   submit agree agree
chen    16800      1   submit
chen    45000      2   submit agree
chen    31000      3   submit agree agree for*8 against*1
chen    22000      2   submit agree agree
chen    390000     2   submit agree agree for*8 abstain*1 conclude
chen    9000       5   draft
fangcy  13500      1   submit
fangcy  33000      2   submit agree
caiyq   29999.99   1   submit agree
caiyq   320000     4   submit agree agree for*7 against*2 conclude
yanxm   10000      2   submit agree agree
duanxy  34500      1   submit agree agree
hejm    60000      2   submit agree agree for*5
majie   21000      1   submit
luoxt   25500      3   submit agree agree
tangmz  48000      6   submit agree agree for*5 conclude-return
xujc    19000      7   submit return
panjh   11000      9   submit return withdraw
li      26000      1   submit transfer
li      15800      2   submit delegate
li      33800      2   submit agree agree for*7 conclude-return!
wuty    42000      2   submit agree add-before
chen    36500      2   submit agree agree convene for*2
fangcy  62000      2   submit agree agree convene adjourn for*3
caiyq   55000      2   submit agree agree for*7 conclude return>plan_check!
dengyc  14200      2   submit suspend
duanxy  23500      1   submit urge copy
xujc    12600      1   submit agree takeback
chen    41500      1   submit agree add-after
yanxm   13300      12  submit agree terminate
li      17300      14  submit delegate advise agree agree agree
chen    58000      16  submit agree agree convene record conclude list
li      51000      22  submit agree agree for*7 conclude return>plan_check! agree list
yuanlq  28000      26  submit suspend resume add-after agree agree agree agree
"""

# The history of the year: a manager, an amount and a course in turn, none in step with another.
_MANAGERS = (
    *("li", "chen", "fangcy", "caiyq", "hejm", "wuty", "xujc", "yuanlq", "dingzh", "yanxm"),
    *("luoxt", "dengyc", "caomx", "panjh", "weilf", "duanxy", "majie", "shiqh", "qiuml", "xiayn"),
    "tangmz",
)
_COURSES = {
    "under plan": ("submit agree", "submit agree+", "submit agree", "submit refuse"),
    "plan": (
        "submit agree agree agree",
        "submit agree agree agree+",
        "submit agree return edit resubmit agree agree agree",
        "submit agree agree refuse",
        "submit withdraw",
    ),
    "discussion": (
        "submit agree agree for*7 conclude",
        "submit agree agree for*6 against*1 abstain*1 conclude+",
        "submit return edit resubmit agree agree for*7 conclude",
        "submit agree agree for*1 against*6 conclude-refuse",
    ),
    "listing": (
        "submit agree agree for*8 conclude list",
        "submit agree agree for*6 against*1 conclude unlist",
        "submit agree agree for*7 conclude+ list",
        "submit agree agree for*7 conclude return edit resubmit agree agree for*7 conclude list",
        "submit agree agree for*7 conclude refuse",
    ),
}
_AMOUNTS = {
    "under plan": ("9999.99", "3800", "6500", "8200.50"),
    "plan": ("10000", "29999.99", "12000", "18600", "24000"),
    "discussion": ("30000", "49999.99", "32000", "35000"),
    "listing": ("50000", "240000", "68000", "390000", "120000"),
}
# Small projects are many, large ones few.
_TIERS = ("under plan", "plan", "discussion", "plan", "under plan", "listing", "plan")
_REGULAR = 54
_DAYS_APART = 4.2


def stories() -> Iterator[Story]:
    """All cases of the demo, always the same."""
    for number, line in enumerate(TOLD.strip().splitlines()):
        applicant, value, ended, *steps = line.split()
        yield Story(
            number=number,
            applicant=applicant,
            value=Decimal(value),
            idea=IDEAS[number * 5 % len(IDEAS)],
            steps=tuple(step for step in steps if step not in ("draft", "noplan")),
            ended=int(ended),
            plan="noplan" not in steps,
        )
    first = len(TOLD.strip().splitlines())
    turns = dict.fromkeys(_TIERS, 0)
    for place in range(_REGULAR):
        tier = _TIERS[place % len(_TIERS)]
        turn, courses, amounts = turns[tier], _COURSES[tier], _AMOUNTS[tier]
        turns[tier] += 1
        yield Story(
            number=first + place,
            applicant=_MANAGERS[place % len(_MANAGERS)],
            value=Decimal(amounts[(turn + place) % len(amounts)]),
            idea=IDEAS[place * 3 % len(IDEAS)],
            steps=tuple(courses[turn % len(courses)].split()),
            ended=10 + int(place * _DAYS_APART),
        )
