"""The score of a customer: points for each criterion by its bands, times its weight, in sum."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from policy.errors import BadFact
from policy.figures import Words
from policy.ruling import Look, Value
from policy.units import bands_in

SPEND, SHARE, CREDIT = "spend", "share", "credit"
BELOW = "points_below_bands"


def of(
    spend: Decimal, bureau_revenue: Decimal, credit: Decimal | None, look: Look
) -> tuple[Fraction, list[Value]]:
    """The exact score, and one reason a criterion: its weighted points, with band and weight."""
    share = Fraction(spend) / Fraction(bureau_revenue)
    reasons = [_banded(SPEND, Fraction(spend), look), _banded(SHARE, share, look)]
    reasons.append(_credit(credit, look))
    score = sum((points for points, _ in reasons), Fraction())
    return score, [reason for _, reason in reasons] + [look("revenue_base")]


def total(score: Fraction, mark: Value, tier: Words, reached: bool) -> Value:
    """The reason of the tier: the score beside the mark that it reaches, or just misses."""
    points = _plain(score, 2)
    says = Words(
        f"总分 {points:f} 分，{'达到' if reached else '未达到'}{tier.zh}级的 {mark.value:f} 分。",
        f"The score of {points:f} {'reaches' if reached else 'is below'} the {mark.value:f} "
        f"of {tier.en}.",
    )
    label = Words("总分", "Score")
    return replace(mark, name="score", label=label, value=points, says=says)


def _banded(name: str, measure: Fraction, look: Look) -> tuple[Fraction, Value]:
    """The points of the highest band that is reached; below all bands those of the book."""
    table, weight = look(f"{name}_points"), look(f"{name}_weight")
    reached = [band for band in bands_in(str(table.value)) if measure >= band[0]]
    if reached:
        start, points = reached[-1]
        source, mark = table, _shown(name, Fraction(start))
        band = Words(f"达到 {mark.zh}一档", f"in the band from {mark.en}")
    else:
        source = look(BELOW)
        points, band = Decimal(str(source.value)), Words("不到最低一档", "below the lowest band")
    shown = _shown(name, measure)
    given = Words(f"{shown.zh}，{band.zh}", f"{shown.en}, {band.en}")
    return _weighted(name, points, weight, given, replace(source, label=table.label))


def _credit(credit: Decimal | None, look: Look) -> tuple[Fraction, Value]:
    """The points for credit as they were given; nobody needs them while the weight is nought."""
    weight = look(f"{CREDIT}_weight")
    if credit is None and weight.value:
        raise BadFact(
            zh="信用度有权重，还需要 credit_points",
            en="credit has a weight, so credit_points is needed",
        )
    given = Words("信用度", "credit") if weight.value else Words("信用度暂不计分", "not counted")
    source = replace(weight, label=Words("信用度的得分", "Points for credit"))
    return _weighted(CREDIT, credit or Decimal(), weight, given, source)


def _weighted(
    name: str, points: Decimal, weight: Value, given: Words, source: Value
) -> tuple[Fraction, Value]:
    weighted = Fraction(points) * Fraction(str(weight.value))
    counted = _plain(weighted, 2)
    says = Words(
        f"{given.zh}，得 {points:f} 分，权重 {weight.value:f}，计 {counted:f} 分。",
        f"{given.en}: {points:f} points, weight {weight.value:f}, counts {counted:f}.",
    )
    reason = replace(source, name=f"{name}_points", unit="points", value=counted, says=says)
    return weighted, reason


def _shown(name: str, measure: Fraction) -> Words:
    """A measure for people: yuan, or a share of the bureau's revenue in per cent."""
    if name == SHARE:
        share = f"{_plain(measure * 100, 4):f}%"
        return Words(f"{share}", share)
    yuan = f"{_plain(measure, 2):,f}"
    return Words(f"{yuan} 元", f"{yuan} yuan")


def _plain(number: Fraction, places: int) -> Decimal:
    """A number cut off after some places: what is shown is never more than what is there."""
    whole = math.floor(number * 10**places)
    return Decimal(whole).scaleb(-places).normalize()
