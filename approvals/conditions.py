"""Conditions on a way: the same object answers the route and the forecast."""

from dataclasses import dataclass

from policy.ruling import Ruling


@dataclass(frozen=True)
class requires:
    """Holds where the frozen ruling of the case asks for `duty`."""

    duty: str

    def holds(self, ruling: Ruling) -> bool:
        return ruling.requires(self.duty)

    def __str__(self) -> str:
        return self.duty
