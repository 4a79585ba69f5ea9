"""A character that no font has is refused by name where people write it, not found on paper."""

import hashlib
import re

import pytest
from django import forms
from django.conf import settings
from PIL import ImageStat

from approvals import actions, errors, phrases
from approvals.actions import Attended
from approvals.attachments import checked
from approvals.forms import PlainText
from approvals.kinds import all_kinds
from approvals.models import Attachment, Opinion
from documents import fonts
from registry.imports import cells
from registry.imports.errors import Unprintable
from registry.printing import unprintable
from tests.cast import at_discussion, decide, draft, on_case, plan_file, submit
from tests.documents.pictures import drawn_by_hand, ink

ODD = "端午🙂礼品"


def test_the_characters_are_named_and_those_that_papers_show_are_not():
    assert unprintable("🙂好𠮷") == "🙂 𠮷"
    assert unprintable("abc") == unprintable("赵䶮、李㛃（A角）￥〔2026〕") == ""


def test_every_character_of_the_old_national_standard_is_printed():
    text = b"".join(bytes((r, c)) for r in range(0xB0, 0xF8) for c in range(0xA1, 0xFF))
    found = text.decode("gb2312", "ignore")
    assert len(found) == 6763 and fonts.missing(found) == set()


def test_every_text_field_of_every_form_asks(cast):
    for kind in all_kinds():
        for name, field in kind.form.base_fields.items():
            free = type(field) is forms.CharField
            assert not free, f"{kind.name}.{name}: a text field is a PlainText"
            if isinstance(field, PlainText):
                with pytest.raises(forms.ValidationError, match="🙂"):
                    field.clean(ODD)


def test_what_is_said_at_a_step_is_asked_and_nothing_is_recorded(cast):
    case = submit(cast, draft(cast, "5000"))
    for verdict in ("agreed", "returned"):
        with pytest.raises(errors.Unprintable, match="🙂"):
            decide(cast, case, cast.wang, verdict, ODD)
    assert not Opinion.objects.exists()
    with pytest.raises(errors.Unprintable):
        phrases.add(text=ODD, actor=cast.wang, bureau=None, on=cast.now.date())


def test_what_is_noted_of_a_meeting_is_asked(cast):
    case = at_discussion(cast)
    when = cast.now.replace(hour=6)
    with pytest.raises(errors.Unprintable):
        on_case(cast, actions.convene, case, cast.director, meets_at=when, place=ODD)
    said = [Attended(cast.ma.pk, False, ODD)]
    on_case(cast, actions.convene, case, cast.director, meets_at=when, place="三楼")
    cast.now = when
    with pytest.raises(errors.Unprintable):
        on_case(cast, actions.record_meeting, case, cast.qian, attended=said, seen=1)


def test_the_page_says_which_character_and_keeps_the_words(cast, client):
    case = submit(cast, draft(cast, "5000"))
    client.force_login(cast.wang)
    row = case.assignments.get(person=cast.wang)
    sent = {"verdict": "agreed", "text": ODD, "seen": 1, "key": ""}
    answer = client.post(f"/cases/{case.pk}/decide/{row.pk}/", sent)
    assert answer.status_code == 422 and ODD in answer.content.decode()
    assert "文书无法印出：🙂" in answer.content.decode()


def test_names_from_files_are_asked_and_names_of_files_go_without(cast):
    with pytest.raises(Unprintable, match="🙂"):
        cells.text("东港🙂公司")
    assert checked(plan_file("方案🙂.pdf"), Attachment.Kind.PLAN).name == "方案.pdf"


def test_the_bold_face_is_bold_has_its_licence_and_is_the_one_that_the_readme_names():
    folder = settings.BASE_DIR / "documents" / "faces"
    digest = hashlib.sha256((folder / "QianpiSerif-Bold.ttf").read_bytes()).hexdigest()
    readme = (folder / "README.md").read_text("utf-8")
    assert re.findall("[0-9a-f]{64}", readme) == [digest]
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text("utf-8")
    bold, plain = (str(fonts.FACES[name]) for name in ("Qianpi Bold", "Qianpi Serif"))
    black = [_share_of_ink(drawn_by_hand("审", path)) for path in (bold, plain)]
    assert black[0] > 1.3 * black[1]


def _share_of_ink(picture):
    return 1 - ImageStat.Stat(picture.crop(ink(picture))).mean[0] / 255
