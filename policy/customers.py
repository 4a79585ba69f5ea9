"""The four tiers of a customer and the scopes within them, in words; the name is what is stored."""

from __future__ import annotations

from policy.figures import Words

DIAMOND, GOLD, SILVER, GENERAL = "diamond", "gold", "silver", "general"
TIERS = {
    DIAMOND: Words("钻石", "diamond"),
    GOLD: Words("黄金", "gold"),
    SILVER: Words("白银", "silver"),
    GENERAL: Words("一般", "general"),
}
PROVINCIAL, COMPREHENSIVE, REGIONAL, PROFESSIONAL = (
    "provincial",
    "comprehensive",
    "regional",
    "professional",
)
SCOPES = {
    PROVINCIAL: Words("省级", "provincial"),
    COMPREHENSIVE: Words("综合", "comprehensive"),
    REGIONAL: Words("区域", "regional"),
    PROFESSIONAL: Words("专业", "professional"),
}


def at_least(tier: str, lowest: str) -> bool:
    """True for a tier that is as high as `lowest` or higher."""
    order = list(TIERS)
    return order.index(tier) <= order.index(lowest)
