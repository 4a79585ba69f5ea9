"""Make and find units."""

from registry.org.models import Unit
from registry.org.roles import UnitKind


def add(*, name: str, code: str, kind: str, parent: Unit | None = None, mark: str = "") -> Unit:
    """A new unit below `parent`; without a parent it is the root of a bureau."""
    path = f"{parent.path if parent else ''}{code}/"
    unit = Unit(name=name, code=code, kind=kind, parent=parent, path=path, mark=mark)
    unit.bureau_id = parent.bureau_id if parent else None
    unit.save()
    if parent is None:
        unit.bureau = unit
        unit.save(update_fields=["bureau"])
    return unit


def centre_of(bureau_id: int) -> Unit:
    """The municipal key-account centre of a bureau. Raises Unit.DoesNotExist."""
    return Unit.objects.get(bureau_id=bureau_id, kind=UnitKind.CENTRE)
