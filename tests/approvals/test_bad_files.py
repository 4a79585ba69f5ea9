"""Uploads that somebody might try: refused with a sentence, or kept as what they are."""

import random
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from approvals.attachments import Checked, checked
from approvals.models import Attachment
from tests.approvals.bad_files import PDF, REFUSED, TAKEN, docx, png

LONGEST = 1.0  # seconds


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """An upload whose name reaches the check as it was sent, not as Django cleans it."""
    made = SimpleUploadedFile("x", content)
    made._name = name
    return made


def check(name: str, content: bytes) -> Checked:
    return checked(upload(name, content), Attachment.Kind.PLAN)


@pytest.mark.parametrize("trick", REFUSED)
def test_a_bad_file_is_refused_at_once_and_with_a_sentence(trick) -> None:
    started = time.perf_counter()
    with pytest.raises(ValidationError) as refusal:
        check(*REFUSED[trick])
    assert time.perf_counter() - started < LONGEST
    assert refusal.value.code in ("empty_file", "file_size", "file_type")
    assert len(refusal.value.messages[0]) > 8


@pytest.mark.parametrize("trick", TAKEN)
def test_what_is_taken_is_called_by_its_content(trick) -> None:
    name, content, kept_as, media_type = TAKEN[trick]
    kept = check(name, content)
    assert (kept.name, kept.media_type) == (kept_as, media_type)
    assert kept.size_bytes == len(content)
    assert kept.file.read() == content


@pytest.mark.parametrize("whole", [PDF, docx(), png()], ids=["pdf", "docx", "png"])
def test_a_damaged_file_is_taken_or_refused_but_never_an_error(whole: bytes) -> None:
    chance = random.Random(20260302)
    for _ in range(400):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        if chance.random() < 0.3:
            del damaged[chance.randrange(1, len(damaged)) :]
        try:
            kept = check("plan.pdf", bytes(damaged))
        except ValidationError:
            continue
        assert kept.name.endswith((".pdf", ".docx", ".xlsx", ".pptx", ".png", ".jpg"))
