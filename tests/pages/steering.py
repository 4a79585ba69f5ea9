"""What the pages of rules and of the bureau’s own keeping speak of in the access table."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from registry import amending
from registry.imports import uploads
from tests.cast import Cast
from tests.registry import files

FIGURE = ["proposals", "discussion"]


class Steering:
    """The director proposes to discuss from 20,000 yuan on; Sun brings a file of people."""

    def __init__(self, cast: Cast) -> None:
        today = timezone.localdate()
        self.cast = cast
        self.proposed = amending.propose(
            bureau=cast.bureau,
            by=cast.director,
            at=timezone.now(),
            today=today,
            set="merged",
            chapter=FIGURE[0],
            parameter=FIGURE[1],
            effective=today + timedelta(days=1),
            value=20_000,
            says={"zh": "从两万元起集体讨论。", "en": "Discussed from 20,000 yuan."},
        )

        self.coming = amending.propose(
            bureau=cast.bureau,
            by=cast.director,
            at=timezone.now(),
            today=today,
            set="merged",
            chapter="majority",
            parameter="majority_share",
            effective=today + timedelta(days=1),
            value="2/3",
            says={"zh": "三分之二。", "en": "Two thirds."},
        )
        amending.settle(
            amendment_id=self.coming.pk, by=cast.zhao, at=timezone.now(), today=today, approve=True
        )

        table = [["用户名", "姓名"], ["xu", "徐行"]]
        self.upload = uploads.bring(
            "people", "人员.csv", files.csv_file(table), by=cast.sun, at=cast.later()
        )

    def address(self, url: str, about: str) -> str | None:
        """The address of a page of rules or of the administration; None of any other."""
        if url == "rule-chapter":
            return reverse(url, args=FIGURE[:1])
        if url == "rule-amend":
            return reverse(url, args=FIGURE)
        if url in ("rule-amendment", "rule-settle"):
            return reverse(url, args=[self.proposed.pk])
        if url == "rule-revoke":
            return reverse(url, args=[self.coming.pk])
        if url == "unit":
            return reverse(url, args=[self.cast.county.pk])
        if url in ("files-upload", "files-forget"):
            return reverse(url, args=["people", self.upload.pk])
        if url.startswith("files"):
            return reverse(url, args=["people"])
        return None
