"""The log of a deployment: one JSON object a line, in UTC."""

import json
import logging
import sys

from config.logs import JsonLines


def record(message, *arguments, exc_info=None):
    made = logging.LogRecord("qianpi", logging.ERROR, "x.py", 1, message, arguments, exc_info)
    made.created = 1_764_000_000.25
    return made


def test_a_record_is_one_line_with_its_moment_in_utc():
    line = JsonLines().format(record("两行\n%s", "with words"))
    assert "\n" not in line
    said = json.loads(line)
    assert said["message"] == "两行\nwith words"
    assert (said["at"], said["level"]) == ("2025-11-24T16:00:00.250+00:00", "error")


def test_an_exception_stays_in_its_line():
    try:
        raise ValueError("no")
    except ValueError:
        line = JsonLines().format(record("failed", exc_info=sys.exc_info()))
    assert "\n" not in line and "ValueError: no" in json.loads(line)["exception"]
