"""Who keeps the rules of a bureau: proposes other figures, and approves those that others proposed."""

from datetime import date

from registry.errors import NotARuleKeeper
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole

KEEPERS = (
    PostRole.MARKETING_HEAD,
    PostRole.MARKETING_DEPUTY,
    PostRole.CENTRE_DIRECTOR,
    PostRole.INFO_SUPERVISOR,
)

# Of these chapters human resources keeps the figures as well.
OF_PERSONNEL = (
    *("probation", "managers", "scorecard", "fixed-performance", "guarantee"),
    *("commission", "coefficient", "arrears", "discipline", "pay"),
)


def keepers_of(chapter: str) -> tuple[PostRole, ...]:
    """The posts that propose and approve figures of a chapter."""
    return (*KEEPERS, PostRole.HR) if chapter in OF_PERSONNEL else KEEPERS


def may_keep(bureau: Unit, person: Person, today: date, chapter: str = "") -> bool:
    """Whether the person may propose or approve a rule of the bureau; HR those of personnel."""
    roles = keepers_of(chapter)
    held = Post.objects.on(today).filter(person=person, role__in=roles, unit__bureau=bureau)
    return held.exists()


def check_keeper(bureau: Unit, chapter: str, person: Person, today: date) -> None:
    """Raises NotARuleKeeper for somebody who doesn't keep that chapter of the bureau on that day."""
    if not may_keep(bureau, person, today, chapter):
        raise NotARuleKeeper
