"""Which of our units can be the one that the rulebook makes responsible for a customer （责任单位）."""

from django.db.models import Q

from registry.customers.words import Keeper
from registry.org.models import Unit
from registry.org.roles import UnitKind

_UNITS = (UnitKind.COUNTY, UnitKind.BUSINESS, UnitKind.PROFESSIONAL, UnitKind.SUB_OFFICE)
# The province is outside: the municipal centre keeps the customer here in its name. The team of a
# general customer may stand in the unit itself; the service department is our centre.
KINDS: dict[str, tuple[UnitKind, ...]] = {
    Keeper.PROVINCE: (UnitKind.CENTRE,),
    Keeper.CENTRE: (UnitKind.CENTRE,),
    Keeper.SERVICE: (UnitKind.CENTRE,),
    Keeper.LEADERS: (UnitKind.CENTRE, UnitKind.LEADERS),
    Keeper.COUNTY: (UnitKind.COUNTY, UnitKind.BUSINESS),
    Keeper.PROFESSIONAL: (UnitKind.PROFESSIONAL,),
    Keeper.SUB_OFFICE: _UNITS,
}
# A county or district branch, and what stands for one in the city.
COUNTIES = (UnitKind.COUNTY, UnitKind.BUSINESS, UnitKind.SUB_OFFICE)


def fits(unit: Unit, keeper: str) -> bool:
    """Whether the unit is one that answers for such a customer; true where nobody is named."""
    return not keeper or unit.kind in KINDS.get(keeper, tuple(UnitKind))


def misplaced() -> Q:
    """The condition of customers that are owned by a unit which is not one to answer for them."""
    wrong = Q(pk__in=[])
    for keeper, kinds in KINDS.items():
        wrong |= Q(responsible_unit=keeper) & ~Q(unit__kind__in=kinds)
    return wrong
