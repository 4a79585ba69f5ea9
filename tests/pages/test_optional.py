"""Which fields say that they are optional: only what nobody ever asks for, in a form that asks for others."""

import ast
import inspect

import pytest
from django import forms
from django.utils.module_loading import import_string

from approvals.kinds import all_kinds
from pages.templatetags.optional import optional

KINDS = [kind.name for kind in all_kinds()]
# Only one that was closed meanwhile is complained about: it can always be left out.
CAN_BE_LEFT_OUT = {("registration", "announcement")}


def kind_named(name):
    return next(kind for kind in all_kinds() if kind.name == name)


def label_of(page, name):
    """The label of a field as the page has it, its marks included."""
    return page.split(f'for="id_{name}">')[1].split("</label>")[0]


def asked_by(kind):
    """The fields to which `missing` of a process, and what it calls, may put a sentence."""
    module = inspect.getmodule(kind.missing)
    for body in ast.parse(inspect.getsource(module)).body:
        if isinstance(body, ast.FunctionDef) and "missing" in body.name:
            yield from _complained_of(body)


def _complained_of(body):
    nodes = list(ast.walk(body))
    # What stands behind a % is put into a sentence.
    told = [node.right for node in nodes if isinstance(node, ast.BinOp)]
    for node in nodes:
        if isinstance(node, ast.Dict) and node not in told:
            yield from (key.value for key in node.keys if isinstance(key, ast.Constant))
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            yield node.slice.value


@pytest.mark.parametrize("name", KINDS)
def test_what_a_submission_may_ask_for_never_says_optional(name):
    kind = kind_named(name)
    fields = kind.form.base_fields if kind.form else {}
    for asked in set(asked_by(kind)) & set(fields):
        field = fields[asked]
        known = field.required or asked in kind.form.may_be_due
        answer = isinstance(field, forms.BooleanField)
        assert known or answer or (name, asked) in CAN_BE_LEFT_OUT, (
            f"{kind.form.__name__}: name {asked} in may_be_due, a submission may ask for it"
        )


@pytest.mark.parametrize("name", KINDS)
def test_what_may_be_due_is_a_field_that_a_draft_can_leave_empty(name):
    kind = kind_named(name)
    places = [kind.form, *kind.answers.values()]
    for form in filter(None, places):
        for field in form.may_be_due:
            assert not form.base_fields[field].required, f"{form.__name__}.{field}"


def test_a_new_request_marks_what_nobody_asks_for(cast, browse):
    page = browse(cast.li).get("/requests/new/proposal/").content.decode()
    assert "（选填）" in label_of(page, "cost_yuan") and "（选填）" in label_of(page, "other")
    assert "（选填）" in label_of(page, "b_manager")
    # The amount decides whether a plan is due, a draft may lack its customer and its days.
    for name in ("title", "value_yuan", "plan", "customer", "starts_on", "a_manager"):
        assert "选填" not in label_of(page, name), name
    assert "（必填）" in label_of(page, "title")
    assert "由金额决定" in page


def test_the_marks_are_english_on_an_english_page(cast, browse):
    li = browse(cast.li)
    li.post("/language/", {"language": "en", "next": "/inbox/"})
    page = li.get("/requests/new/proposal/").content.decode()
    assert "(optional)" in label_of(page, "cost_yuan") and "optional" not in label_of(page, "plan")


def test_a_box_to_tick_and_a_form_that_asks_for_nothing_have_no_mark():
    class Open(forms.Form):
        note = forms.CharField(required=False)

    class Mixed(Open):
        title = forms.CharField()
        agreed = forms.BooleanField(required=False)

    assert not optional(Open()["note"])
    assert optional(Mixed()["note"])
    assert not optional(Mixed()["agreed"]) and not optional(Mixed()["title"])


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ("pages.cases.meeting_forms.ConveneForm", "place"),
        ("pages.revenue.forms.YearForm", "savings_yuan"),
        ("pages.managers.forms.AppointForm", "income_before_yuan"),
        ("pages.notices.choices.ChoiceForm", "channel_key"),
    ],
)
def test_what_a_rule_asks_for_in_some_cases_never_says_optional(form, field):
    found = import_string(form)
    assert field in found.may_be_due and not found.base_fields[field].required
