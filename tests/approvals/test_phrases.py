"""常用语: a person's own, and those that HR and the information supervisor keep for a bureau."""

import pytest

from approvals import phrases
from approvals.errors import HiddenControl, NotThere
from approvals.models import Phrase
from registry.org import units
from registry.org.roles import PostRole, UnitKind


def add(cast, who, text, bureau=None):
    return phrases.add(text=text, actor=cast.people[who], bureau=bureau, on=cast.now.date())


def remove(cast, who, phrase):
    phrases.remove(phrase_id=phrase.pk, actor=cast.people[who], on=cast.now.date())


def offered(cast, who):
    found = phrases.offered_to(cast.people[who], [cast.bureau.pk])
    return [phrase.text for phrase in found]


def test_a_person_is_offered_the_own_phrases_first_then_the_shared_ones(cast):
    add(cast, "sun", "拟同意，请领导审批。", cast.bureau)
    add(cast, "wang", "同意。")
    add(cast, "fang", "请抓紧。")
    assert offered(cast, "wang") == ["同意。", "拟同意，请领导审批。"]
    assert offered(cast, "fang") == ["请抓紧。", "拟同意，请领导审批。"]


@pytest.mark.parametrize("who", ["sun", "qian"])
def test_hr_and_the_information_supervisor_keep_the_shared_ones(cast, who):
    phrase = add(cast, who, "请补充材料后再报。", cast.bureau)
    assert phrase.person is None and phrase.bureau == cast.bureau
    remove(cast, "sun", phrase)
    assert not Phrase.objects.exists()


@pytest.mark.parametrize("who", ["wang", "director", "leader", "li"])
def test_nobody_else_keeps_the_shared_ones(cast, who):
    with pytest.raises(phrases.NotYourBureaus):
        add(cast, who, "同意。", cast.bureau)
    phrase = add(cast, "sun", "同意。", cast.bureau)
    with pytest.raises(NotThere):
        remove(cast, who, phrase)
    assert Phrase.objects.get() == phrase


def test_hr_of_another_bureau_keeps_only_its_own(cast):
    there = units.add(name="海州市邮政局", code="HZ", kind=UnitKind.BUREAU, mark="海邮")
    office = units.add(name="人力资源部", code="HZHR", kind=UnitKind.HR, parent=there)
    cast.post("he", office, PostRole.HR, "何人")
    phrase = add(cast, "sun", "同意。", cast.bureau)
    with pytest.raises(phrases.NotYourBureaus):
        add(cast, "he", "不同意。", cast.bureau)
    with pytest.raises(NotThere):
        remove(cast, "he", phrase)
    assert add(cast, "he", "不同意。", there).bureau == there


def test_the_phrase_of_another_person_cannot_be_deleted(cast):
    phrase = add(cast, "wang", "同意。")
    for who in ("fang", "sun"):
        with pytest.raises(NotThere):
            remove(cast, who, phrase)
    remove(cast, "wang", phrase)
    assert not Phrase.objects.exists()


def test_the_same_words_are_kept_once(cast):
    assert add(cast, "wang", " 同意。 ") == add(cast, "wang", "同意。")
    assert add(cast, "fang", "同意。").person == cast.fang


def test_a_phrase_is_short_visible_and_not_empty(cast):
    assert len(add(cast, "wang", "好" * 200).text) == 200
    for text, refusal in (
        ("好" * 201, phrases.PhraseTooLong),
        ("  ", phrases.NoWords),
        ("同意\u202e", HiddenControl),
        ("同意\x00", HiddenControl),
        ("同意\n办理", HiddenControl),
    ):
        with pytest.raises(refusal):
            add(cast, "wang", text)
    assert Phrase.objects.count() == 1


def test_fifty_phrases_are_enough_for_one_person(cast):
    for number in range(50):
        add(cast, "wang", f"同意第{number}项。")
    with pytest.raises(phrases.TooManyPhrases):
        add(cast, "wang", "同意。")
    assert add(cast, "wang", "同意第7项。").person == cast.wang
    assert add(cast, "fang", "同意。").person == cast.fang
