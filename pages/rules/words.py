"""Of what an amendment speaks, in words."""

from pages.rules.reach import Reading
from policy.errors import PolicyError
from policy.figures import Parameter, Words
from registry.amendments import Amendment


def label_of(reading: Reading, row: Amendment) -> Words:
    """The figure or the set of which an amendment speaks, and whether it is taken back."""
    label = _label(reading, row)
    if row.revokes_id is not None:
        return Words(f"撤销：{label.zh}", f"Revoked: {label.en}")
    return label


def _label(reading: Reading, row: Amendment) -> Words:
    if row.chooses_set:
        title = reading.book.policy_set(row.set).title
        return Words(f"改用规则集：{title.zh}", f"Another policy set: {title.en}")
    parameter = parameter_of(reading, row)
    return parameter.label if parameter else Words(row.parameter, row.parameter)


def parameter_of(reading: Reading, row: Amendment) -> Parameter | None:
    """The figure that an amendment speaks of; None once the book has it no more."""
    try:
        return reading.book.parameter(row.set, row.chapter, row.parameter)
    except PolicyError:
        return None
