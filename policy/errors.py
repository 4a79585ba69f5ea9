"""What can go wrong when the rulebook is read or applied: each error is one sentence."""


class PolicyError(Exception):
    """The rulebook could not be applied."""

    zh = "规则无法适用。"

    def __init__(self, *, zh: str = "", en: str = "", key: str = "") -> None:
        """key: the figure as the rulebook names it, for a command and in str(); pages say its label."""
        self.detail, self.key = {"zh": zh, "en": en}, key
        sentence = self.sentence("en")
        super().__init__(f"{sentence} ({key})" if key else sentence)

    def sentence(self, language: str) -> str:
        """The error as one sentence, Chinese for any "zh..." and English otherwise."""
        if language.startswith("zh"):
            stem, colon, stop, detail = self.zh[:-1], "：", "。", self.detail["zh"]
        else:
            stem = (type(self).__doc__ or "").splitlines()[0][:-1]
            colon, stop, detail = ": ", ".", self.detail["en"]
        return f"{stem}{colon}{detail}{stop}" if detail else f"{stem}{stop}"


class NotInForce(PolicyError):
    """No rule is in force on that day."""

    zh = "当日没有有效的规则。"


class BadRulebook(PolicyError):
    """The rulebook cannot be used."""

    zh = "规则库无法使用。"


class BadFact(PolicyError):
    """A fact is missing or cannot be used."""

    zh = "缺少事实或事实无法使用。"


class UnknownSet(PolicyError):
    """There is no such policy set."""

    zh = "没有这个规则集。"


class UnknownChapter(PolicyError):
    """The policy set has no such chapter."""

    zh = "该规则集没有这一章。"


class NotSet(PolicyError):
    """The documents leave this open, and the organisation has not set it."""

    zh = "文件没有规定，本局也尚未设定。"
