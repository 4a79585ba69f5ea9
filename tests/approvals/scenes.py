"""A case in every state that there is, and who has which role in it; for the table of operations."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from approvals import actions
from approvals.models import Assignment, Case
from registry.org.models import Person, Post
from registry.org.roles import PostRole
from tests.cast import Cast, at_row, decide, draft, on_case, send_back, submit, vote, withdraw

State = Assignment.State
NOBODYS = -1  # the number of no row
ROLES = (
    "applicant",
    "asked",
    "peer",
    "decided",
    "brought in",
    "chair",
    "secretary",
    "administrator",
    "colleague",
    "outsider",
)


@dataclass
class Scene:
    """A case, and who is who in it. first_step: its first step, to which it may be sent back."""

    cast: Cast
    case: Case
    first_step: str = "review"
    people: dict[str, Person] = field(default_factory=dict)

    @cached_property
    def rows(self) -> list[Assignment]:
        """The newest first."""
        return list(Assignment.objects.filter(case=self.case).order_by("-pk"))

    def row(self, actor: Person, *, voting: bool = False) -> int:
        """The actor's row: the open one, or else the last; somebody else's where the actor has none."""
        mine = [r for r in self.rows if r.person_id == actor.pk]
        if voting:
            votes = ("centre_member", self.case.step)
            mine = [r for r in mine if (r.capacity, r.node) == votes] or mine
        return self._first(mine, State.OPEN) or self.anybodys_row

    @property
    def anybodys_row(self) -> int:
        """The last row that waits now, or else the last of all."""
        return self._first(self.rows, State.OPEN, State.PAUSED) or NOBODYS

    def row_to_take_back(self, actor: Person) -> int:
        done = [r for r in self.rows if r.person_id == actor.pk and r.state == State.DONE]
        last = max(done, key=lambda r: (r.finished_at, r.pk), default=None)
        return last.pk if last else self.row(actor)

    def row_to_remove(self, actor: Person) -> int:
        brought_in = [r for r in self.rows if r.origin_id is not None]
        return brought_in[-1].pk if brought_in else self.row(actor)

    @staticmethod
    def _first(rows: list[Assignment], *states: int) -> int | None:
        """The first of these rows in one of the states, or else the first of all."""
        found = [r for r in rows if r.state in states] or rows
        return found[0].pk if found else None


def stage(cast: Cast) -> Cast:
    """The cast, with an administrator who is asked at no step, and a deputy of the marketing head.

    Qian only checks plans, so that the deputy of the centre is the secretary of the discussion.
    """
    Post.objects.filter(person=cast.qian).update(role=PostRole.PLANNER)
    cast.post("shen", cast.bureau, PostRole.INFO_SUPERVISOR, "沈管")
    cast.post("shi", cast.marketing, PostRole.MARKETING_DEPUTY, "施宁")
    cast.post("hu", cast.centre, PostRole.ACCOUNT_MANAGER, "胡杰")
    return cast


def members(cast: Cast) -> list[Person]:
    """Everybody at the centre; Ma speaks last."""
    return [cast.director, cast.deputy, cast.zhou, cast.qian, cast.hu, cast.ma]


def at_review(cast: Cast) -> Case:
    return submit(cast, draft(cast, kind="several"))


def at_turn(cast: Cast) -> Case:
    case = at_review(cast)
    decide(cast, case, cast.wang)
    for member in members(cast):
        case = decide(cast, case, member)
    return case


def at_ballot(cast: Cast) -> Case:
    case = at_turn(cast)
    decide(cast, case, cast.zhou)
    return decide(cast, case, cast.qian)


def at_final(cast: Cast) -> Case:
    case = at_ballot(cast)
    for member in members(cast)[:4]:
        decide(cast, case, member, "for")
    return decide(cast, case, cast.director)


def drafted(cast: Cast) -> Scene:
    return Scene(cast, draft(cast, kind="several"))


def untouched(cast: Cast) -> Scene:
    return Scene(cast, at_review(cast), people={"asked": cast.wang})


def first_verdict(cast: Cast) -> Scene:
    case = decide(cast, submit(cast, draft(cast, "12000")), cast.wang)
    people = {"asked": cast.zhou, "peer": cast.qian, "decided": cast.wang}
    return Scene(cast, case, "unit_review", people)


def single(cast: Cast) -> Scene:
    people = {"asked": cast.zhao, "peer": cast.shi, "decided": cast.zhou}
    return Scene(cast, at_final(cast), people=people)


def in_a_row(cast: Cast) -> dict[str, Person]:
    return {"asked": cast.zhou, "peer": cast.qian, "decided": cast.ma}


def countersigned(cast: Cast) -> Scene:
    case = at_review(cast)
    decide(cast, case, cast.wang)
    decide(cast, case, cast.director)
    return Scene(cast, decide(cast, case, cast.ma), people=in_a_row(cast))


def in_order(cast: Cast) -> Scene:
    return Scene(cast, at_turn(cast), people=in_a_row(cast))


def ballot(cast: Cast) -> Scene:
    case = at_ballot(cast)
    return Scene(cast, decide(cast, case, cast.ma, "for"), people=in_a_row(cast))


def discussion(cast: Cast, *voters: str) -> Scene:
    case = submit(cast, draft(cast))
    decide(cast, case, cast.wang)
    decide(cast, case, cast.zhou)
    for name in ("zhou", *voters):
        case = vote(cast, case, cast.people[name])
    cast.post("xin", cast.centre, PostRole.ACCOUNT_MANAGER, "辛苗")  # since the step was opened
    people = {"asked": cast.qian, "peer": cast.ma, "decided": cast.zhou}
    people |= {"chair": cast.director, "secretary": cast.deputy}
    return Scene(cast, case, "unit_review", people)


def quorum(cast: Cast) -> Scene:
    """The meeting was convened, and it is over."""
    scene = discussion(cast, "director", "deputy", "hu")
    meets_at = cast.now + timedelta(hours=1)
    scene.case = on_case(
        cast, actions.convene, scene.case, cast.deputy, meets_at=meets_at, place="三楼"
    )
    cast.later(hours=2)
    return scene


def brought_in(cast: Cast, action: Callable[..., Case], **how: str) -> Scene:
    scene = single(cast)
    scene.case = at_row(cast, action, scene.case, cast.zhao, to=cast.fang, **how)
    scene.people["brought in"] = cast.fang
    return scene


def handed_over(cast: Cast) -> Scene:
    return brought_in(cast, actions.transfer)


def advice(cast: Cast) -> Scene:
    return brought_in(cast, actions.delegate)


def signer_before(cast: Cast) -> Scene:
    return brought_in(cast, actions.add_signer, where="before")


def returned(cast: Cast, **how: str) -> Scene:
    case = send_back(cast, at_final(cast), cast.zhao, **how)
    return Scene(cast, case, people={"decided": cast.zhao})


def returned_back(cast: Cast) -> Scene:
    return returned(cast, resume="back")


def sent_back(cast: Cast) -> Scene:
    scene = returned(cast, to="in_turn", resume="back")
    scene.people |= {"asked": cast.zhou, "peer": cast.qian}
    return scene


def suspended(cast: Cast) -> Scene:
    scene = first_verdict(cast)
    scene.case = on_case(cast, actions.suspend, scene.case, cast.shen, reason="核查客户")
    return scene


def closed(cast: Cast, verdict: str, text: str = "") -> Scene:
    case = decide(cast, at_final(cast), cast.zhao, verdict, text)
    return Scene(cast, case, people={"peer": cast.shi, "decided": cast.zhao})


def agreed(cast: Cast) -> Scene:
    return closed(cast, "agreed")


def refused(cast: Cast) -> Scene:
    return closed(cast, "refused", "不宜")


def withdrawn(cast: Cast) -> Scene:
    return Scene(cast, withdraw(cast, at_review(cast)), people={"asked": cast.wang})


def terminated(cast: Cast) -> Scene:
    scene = first_verdict(cast)
    scene.case = on_case(cast, actions.terminate, scene.case, cast.shen, reason="项目取消")
    return scene


STATES: dict[str, Callable[[Cast], Scene]] = {
    "draft": drafted,
    "untouched": untouched,
    "first verdict given": first_verdict,
    "single step": single,
    "countersigned": countersigned,
    "in order": in_order,
    "vote": ballot,
    "discussion": discussion,
    "quorum reached": quorum,
    "handed over": handed_over,
    "advice asked": advice,
    "signer before": signer_before,
    "returned": returned,
    "returned straight back": returned_back,
    "sent back to a step": sent_back,
    "suspended": suspended,
    "agreed": agreed,
    "refused": refused,
    "withdrawn": withdrawn,
    "terminated": terminated,
}


def scene_of(cast: Cast, state: str) -> Scene:
    """A case in that state; those who are everywhere have their roles as well."""
    scene = STATES[state](stage(cast))
    everywhere = {"applicant": cast.li, "administrator": cast.shen}
    everywhere |= {"colleague": cast.lin, "outsider": cast.chen}
    scene.people = everywhere | scene.people
    return scene
