"""Imports of units and posts: a tree without circles, terms of office without overlaps."""

from datetime import date

import pytest

from registry.org.models import Post, Unit
from tests.registry import files
from tests.registry.test_importers import faults


def load_units(*rows):
    return files.load("units", files.csv_file([files.UNITS[0], *rows]))


def load_posts(*rows, **given):
    return files.load("posts", files.csv_file([files.POSTS[0], *rows]), **given)


def test_a_parent_may_stand_after_its_children(db):
    files.load("units", files.csv_file([files.UNITS[0], *reversed(files.UNITS[1:])]))
    root = Unit.objects.get(code="HB")
    assert root.bureau == root and root.path == "HB/"
    assert {u.path for u in Unit.objects.filter(parent=root)} == {"HB/DX/", "HB/XX/"}


def test_a_unit_that_moves_takes_those_below_it_along(bureau):
    load_units(["Z1", "支局", "sub_office", "DX"])
    load_units(["Z2", "网点", "sub_office", "Z1"])
    load_units(["Z1", "支局", "sub_office", "XX"])
    assert Unit.objects.get(code="Z2").path == "HB/XX/Z1/Z2/"


def test_a_circle_is_refused(bureau):
    rows = [["DX", "东新分局", "county", "XX"], ["XX", "西新分局", "county", "DX"]]
    assert len(faults("units", rows)) == 2
    assert Unit.objects.get(code="DX").path == "HB/DX/"


def test_a_unit_above_itself_is_refused(bureau):
    [sentence] = faults("units", [["DX", "东新分局", "county", "DX"]])
    assert sentence.startswith("row 2, column parent")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["A1", "无上级", "county", ""], "parent"),
        (["A1", "上级错", "county", "NO"], "parent"),
        (["A1", "类型错", "planet", "HB"], "kind"),
        (["a1", "小写", "county", "HB"], "code"),
        (["A/1", "斜线", "county", "HB"], "code"),
        (["HB", "海滨市邮政局", "bureau", "DX"], "parent"),
    ],
)
def test_units_that_fit_nowhere_are_refused(bureau, row, column):
    [sentence] = faults("units", [row])
    assert sentence.startswith(f"row 2, column {column}")


def test_with_two_bureaus_a_row_says_which_it_means(bureau):
    load_units(["NW", "南湾市邮政局", "bureau", ""])
    header = [*files.UNITS[0], "bureau"]
    row = ["DX", "南湾东新分局", "county", "NW", "NW"]
    files.load("units", files.csv_file([header, row]))
    assert {u.bureau.code for u in Unit.objects.filter(code="DX")} == {"HB", "NW"}
    [sentence] = faults("units", [["Q1", "哪个局", "county", "DX"]])
    assert "bureau" in sentence
    [sentence] = faults("posts", [["zhou", "DX", "planner", "2025-01-01", ""]])
    assert sentence.startswith("row 2, column unit") and "bureau" in sentence


def test_only_the_last_day_of_a_post_changes_later(bureau):
    counts = load_posts(["zhou", "DX", "account_manager", "2024-03-01", "2026-12-31"])
    assert (counts.new, counts.changed) == (0, 1)
    assert Post.objects.get(person__username="zhou").until == date(2026, 12, 31)


def test_a_post_that_ends_before_it_starts_is_refused(bureau):
    [sentence] = faults("posts", [["zhou", "XX", "planner", "2025-01-02", "2025-01-01"]])
    assert sentence.startswith("row 2, column until")
    assert load_posts(["zhou", "XX", "planner", "2025-01-02", "2025-01-02"]).new == 1


def test_the_same_post_is_not_held_twice_on_one_day(bureau):
    [sentence] = faults("posts", [["wu", "DX", "county_head", "2026-06-30", ""]])
    assert "2026-06-30" in sentence
    assert load_posts(["wu", "DX", "county_head", "2026-07-01", ""]).new == 1


def test_a_first_day_that_is_missing_is_a_fault_unless_it_is_given_for_all(bureau):
    row = ["zhou", "XX", "planner", "", ""]
    [sentence] = faults("posts", [row])
    assert sentence.startswith("row 2, column since")
    load_posts(row, on=date(2026, 1, 5))
    assert Post.objects.get(unit__code="XX").since == date(2026, 1, 5)
