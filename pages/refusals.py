"""What a page says of a refusal."""

from django.utils.translation import get_language

from policy.errors import PolicyError


def why_not(refusal: Exception) -> str:
    """The sentence of a refusal in the language of the page; str() of the rulebook's is English."""
    if isinstance(refusal, PolicyError):
        return refusal.sentence(get_language() or "zh-hans")
    return str(refusal)
