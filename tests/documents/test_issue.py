"""Which papers a decision issues, their numbers, and that they stay as they were issued."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import override

from approvals.invariants import check_all
from approvals.models import Message
from documents.models import Paper, digest_of
from documents.sheet import Sheet
from registry import amending
from registry.append_only import freeze, thaw
from registry.journal import Entry
from registry.numbers import Register, take_each
from tests.cast import decide, draft, resubmit, submit, withdraw

FORM, SLIP, MINUTES, LISTING = "approval_form", "filing_slip", "minutes", "listing_sheet"


def kinds(case):
    return list(case.papers.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("value", "issued"),
    [
        ("9999.99", [SLIP]),
        ("10000", [FORM]),
        ("29999.99", [FORM]),
        ("30000", [FORM, MINUTES]),
        ("49999.99", [FORM, MINUTES]),
        ("50000", [FORM, MINUTES, LISTING]),
    ],
)
def test_each_tier_has_its_papers(ended, value, issued):
    assert kinds(ended(value)) == issued


def test_a_project_that_is_not_listed_has_no_listing_sheet(ended):
    assert kinds(ended("50000", last="unlisted")) == [FORM, MINUTES]


def test_what_was_refused_returned_or_withdrawn_has_no_paper(cast):
    refused = submit(cast, draft(cast, "5000"))
    decide(cast, refused, cast.wang, "refused", "客户不符")
    returned = submit(cast, draft(cast, "5000"))
    decide(cast, returned, cast.wang, "returned", "写明客户")
    withdrawn = withdraw(cast, submit(cast, draft(cast, "5000")))
    assert not Paper.objects.exists() and not Register.objects.filter(kind__contains="paper")
    returned.refresh_from_db()
    resubmit(cast, returned)
    decide(cast, returned, cast.wang)
    assert kinds(returned) == [SLIP] and kinds(withdrawn) == []


def test_numbers_run_on_a_unit_a_kind_and_a_year(cast, ended):
    cast.county.mark = "镇邮东"
    cast.county.save()
    numbers = [p.number for _ in range(2) for p in ended("30000").papers.order_by("pk")]
    assert numbers == [
        "镇邮东审〔2026〕1号",
        "镇邮东纪〔2026〕1号",
        "镇邮东审〔2026〕2号",
        "镇邮东纪〔2026〕2号",
    ]
    assert ended("5000").papers.get().number == "镇邮东备〔2026〕1号"


def test_a_unit_without_a_mark_is_named_behind_the_mark_of_its_bureau(paper):
    assert paper.number == "镇邮东港分局备〔2026〕1号"


def test_two_units_with_one_mark_do_not_keep_a_case_from_its_end(cast, ended):
    for unit in (cast.county, cast.other):
        unit.mark = "镇邮"
        unit.save()
    mine = ended("5000").papers.get()
    case = submit(cast, draft(cast, "5000", by=cast.chen, unit=cast.other, customer=cast.foreign))
    decide(cast, case, cast.fang)
    assert mine.number == "镇邮备〔2026〕1号"
    theirs = case.papers.get()
    assert theirs.number == "镇邮OTHER备〔2026〕1号" == theirs.sheet.number and theirs.intact


def amend(cast, chapter, **values):
    """The bureau sets these figures itself, from today on."""
    day = timezone.localdate(cast.now)
    says = {"zh": "本局另行规定。", "en": "The bureau's own rule."}
    for parameter, value in values.items():
        about = {"set": "merged", "chapter": chapter, "parameter": parameter, "value": value}
        row = amending.propose(
            bureau=cast.bureau,
            by=cast.zhao,
            at=cast.later(),
            today=day,
            effective=day,
            says=says,
            **about,
        )
        how = {"by": cast.director, "at": cast.later(), "today": day, "approve": True}
        amending.settle(amendment_id=row.pk, **how)


def test_a_bureau_can_number_all_its_papers_in_one_register_and_in_another_form(cast, ended):
    before = ended("5000").papers.get()
    amend(cast, "numbering", counted_by="bureau", format="kind_in_number")
    of_chen = {"by": cast.chen, "unit": cast.other, "customer": cast.foreign}
    theirs = submit(cast, draft(cast, "5000", **of_chen))
    decide(cast, theirs, cast.fang)
    numbers = [ended("5000").papers.get().number, theirs.papers.get().number]
    assert before.number == "镇邮东港分局备〔2026〕1号"
    assert numbers == ["镇邮〔2026〕备2号", "镇邮〔2026〕备1号"]
    assert check_all() == []


def test_a_bureau_that_issues_formal_replies_issues_one_with_each_approval(cast, ended):
    assert kinds(ended("12000")) == [FORM]
    amend(cast, "papers", formal_reply=True)
    case = ended("30000", title="春茶寄递")
    assert kinds(case) == [FORM, MINUTES, "reply"] and kinds(ended("5000")) == [SLIP]
    paper = case.papers.get(kind="reply")
    sheet = paper.sheet
    assert paper.number == "镇邮东港分局批〔2026〕1号" and paper.intact
    assert (sheet.title, sheet.addressee) == ("关于同意春茶寄递的批复", "东港分局")
    assert "人民币叁万元整（￥30,000.00）" in sheet.sections[1].text and not sheet.boxes
    assert sheet.record["verdicts"] and check_all() == []


def test_a_bureau_can_have_english_beneath_the_labels(cast, ended):
    assert ended("5000").papers.get().sheet.english is False
    amend(cast, "papers", english_labels=True)
    sheet = ended("12000").papers.get().sheet
    assert sheet.english and sheet.title_en == "Approval form"
    assert sheet.boxes[0].en == "Review by the unit" and all(fact.en for fact in sheet.facts)


def test_two_papers_of_one_kind_in_one_decision_have_two_numbers(cast):
    with transaction.atomic():
        taken = take_each(unit_id=cast.county.pk, kinds=["a", "b", "a"], year=2026)
        assert taken == [1, 1, 2]
        assert take_each(unit_id=cast.county.pk, kinds=["b", "a"], year=2026) == [2, 3]


def test_a_number_that_was_rolled_back_is_given_again(cast, ended):
    case = submit(cast, draft(cast, "5000"))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        decide(cast, case, cast.wang)
        assert Paper.objects.get().serial == 1
        raise ZeroDivisionError
    assert not Paper.objects.exists()
    decide(cast, case, cast.wang)
    assert [p.serial for p in Paper.objects.all()] == [1]


@pytest.mark.django_db(transaction=True)
def test_no_number_is_taken_outside_a_transaction(cast):
    with pytest.raises(RuntimeError):
        take_each(unit_id=cast.county.pk, kinds=["paper.minutes"], year=2026)


def test_three_papers_are_numbered_and_written_in_one_statement_each(cast, ended):
    with connection.execute_wrapper(counter := Counter()):
        case = ended("50000")
    assert len(kinds(case)) == 3
    assert counter.of("INSERT INTO registry_register") == 2  # the case's number, and the papers'
    assert counter.of('INSERT INTO "documents_paper"') == 1


class Counter:
    """Counts statements by what stands in them."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        self.statements.append(sql)
        return execute(sql, params, many, context)

    def of(self, words):
        return sum(words in sql for sql in self.statements)


def test_the_journal_names_number_and_hash_and_the_worker_is_told(ended):
    case = ended("30000")
    lines = Entry.objects.filter(subject=case.journal_subject, verb="issued").order_by("seq")
    papers = list(case.papers.order_by("pk"))
    assert [(e.detail["number"], e.detail["sha256"]) for e in lines] == [
        (p.number, p.content_sha256) for p in papers
    ]
    told = Message.objects.filter(topic="render").order_by("pk")
    assert [m.body["paper"] for m in told] == [p.pk for p in papers]


def test_the_content_survives_the_database_unchanged(ended):
    for paper in ended("50000").papers.all():
        assert paper.intact and digest_of(paper.sheet.as_json()) == paper.content_sha256
        assert Sheet.from_json(paper.content) == paper.sheet
        assert (paper.sheet.number, paper.sheet.code) == (paper.number, paper.code)


@pytest.mark.parametrize(
    "change",
    [
        {"number": "镇邮备〔2026〕9号"},
        {"content": {"conclusion": "不同意"}},
        {"content_sha256": "0" * 64},
        {"serial": 7},
        {"code": "0000-0000-0000-0000"},
        {"issued_at": "2020-01-01T00:00:00Z"},
    ],
    ids=str,
)
def test_what_was_issued_is_never_changed(paper, change):
    with pytest.raises(DatabaseError, match="was issued"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(**change)
    same = Paper.objects.get(pk=paper.pk)
    assert (same.number, same.content) == (paper.number, paper.content)


def test_a_paper_is_voided_only_with_a_reason(paper, cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(voided_at=cast.now)
    assert Paper.objects.filter(pk=paper.pk).update(voided_at=cast.now, void_reason="重复")


def test_a_frozen_table_lets_other_columns_change_and_no_row_go(db):
    """On a table of its own: the tests empty the real one behind them."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE frozen_here (content text, note text, file text, day date)")
        cursor.execute("INSERT INTO frozen_here VALUES ('签发', '', '', NULL)")
        editor = SimpleNamespace(
            connection=connection, execute=lambda sql, params=None: cursor.execute(sql)
        )
        freeze(editor, "frozen_here", ["content"], later=["file", "day"])
        cursor.execute("UPDATE frozen_here SET file = 'a.pdf', day = '2026-03-02'")
        for forbidden in (
            "DELETE FROM frozen_here",
            "UPDATE frozen_here SET content = '改'",
            "UPDATE frozen_here SET file = 'b.pdf'",
            "UPDATE frozen_here SET day = NULL",
        ):
            with pytest.raises(DatabaseError, match="was issued"), transaction.atomic():
                cursor.execute(forbidden)
        cursor.execute("UPDATE frozen_here SET note = '作废'")
        thaw(editor, "frozen_here")
        cursor.execute("DELETE FROM frozen_here")
        cursor.execute("DROP TABLE frozen_here")


def test_the_paper_is_chinese_whatever_the_language_of_the_decider(cast, ended):
    with override("en"):
        english = ended("50000")
    for here, there in zip(
        english.papers.order_by("pk"), ended("50000").papers.order_by("pk"), strict=True
    ):
        assert here.sheet.facts == there.sheet.facts and here.sheet.boxes == there.sheet.boxes


def test_the_form_has_a_box_a_level_and_the_clauses_that_asked_for_them(cast, ended):
    sheet = ended("50000", title="茶博会").papers.get(kind=FORM).sheet
    titles = [box.title for box in sheet.boxes]
    assert titles == ["单位审核意见", "方案审查意见", "集体讨论结论", "市场部立项意见"]
    assert [box.person for box in sheet.boxes] == ["王建国", "周文", "高明", "赵敏"]
    assert sheet.capitals == "人民币伍万元整" and sheet.conclusion == "同意实施"
    assert len(sheet.clauses) == 3 and all("第5条第8项" in c.source for c in sheet.clauses)
    assert [file.name for file in sheet.files] == ["plan.pdf"]


def test_an_assumption_is_marked_as_one_and_says_no_article(ended):
    signed = ended("12000").papers.get().sheet
    assert [(bool(c.source), c.assumption) for c in signed.clauses] == [
        (True, False),
        (False, True),
    ]


def test_who_decided_by_rule_is_named_as_such(cast):
    cast.wang.is_active = False
    cast.wang.save()
    case = submit(cast, draft(cast, "5000"))
    decide(cast, case, cast.deputy)
    assert case.papers.get().sheet.boxes[0].capacity == "按规则代为审批"


def test_the_minutes_keep_votes_dissent_and_who_did_not_vote(ended):
    sheet = ended("30000").papers.get(kind=MINUTES).sheet
    meeting = sheet.meeting
    assert (meeting.members, meeting.voted) == (5, 4)
    assert (meeting.votes_for, meeting.votes_against, meeting.votes_abstain) == (3, 1, 0)
    assert [(v.person, v.verdict) for v in meeting.votes] == [
        ("高明", "赞成"),
        ("何芳", "赞成"),
        ("周文", "赞成"),
        ("钱进", "反对"),
        ("马骏", ""),
    ]
    assert [v.person for v in meeting.dissent] == ["钱进"]
    assert all(v.opinion == "已阅" for v in meeting.votes if v.verdict)


def test_agreement_with_changes_stands_in_the_conclusion(cast):
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang)
    decide(cast, case, cast.zhou)
    decide(cast, case, cast.director, "agreed_with_changes", "先做一百套")
    sheet = case.papers.get().sheet
    assert sheet.conclusion == "修改后同意实施" and sheet.boxes[-1].opinion == "先做一百套"
