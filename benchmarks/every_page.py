"""Every page that a reader gets to by links, with the slowest first: what has no bound shows here.

Load a bureau with many cases first, as benchmarks/cases.py says, then look:
QIANPI_DEMO=1 QIANPI_DATA=/tmp/many .venv/bin/python benchmarks/every_page.py [how many to show]
"""

import re
import sys
import time
from collections import Counter
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

from asked import settings  # first: it sets Django up
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, URLPattern, get_resolver, resolve, reverse

from approvals.models import Case
from registry.org.models import Person

READERS = ("director", "wang", "li", "planner", "sun", "auditor")
EACH = 2  # addresses of one name with the same filters
DRAWN = {"paper", "preview", "demo-login", "logout"}  # a drawing costs what the machine draws
_LINK = re.compile(r'(?:href|data-url)="([^"#]+)')


def name_of(path: str) -> str:
    """The name of the address; empty for what isn't one of ours."""
    try:
        return resolve(urlsplit(path).path).url_name or ""
    except Resolver404:
        return ""


def plain(patterns: list | None = None) -> list[str]:
    """The addresses that take nothing."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if not isinstance(pattern, URLPattern):
            found += plain(pattern.url_patterns)
        elif pattern.name and not pattern.pattern.converters:
            found.append(reverse(pattern.name))
    return found


def crawl(who: str) -> list[tuple]:
    """(ms, statements, kB, status, who, path) of each page that was reached."""
    browser = Client(raise_request_exception=False)
    browser.force_login(Person.objects.get(username=who))
    waiting, seen, often, told = plain(), set[str](), Counter(), []
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        kind = name, *sorted(key for key, _value in parse_qsl(urlsplit(path).query))
        if path in seen or not name or name in DRAWN or often[kind] >= EACH:
            continue
        seen.add(path)
        answer = browser.get(path)
        if answer.status_code == 405 or answer.streaming:
            continue
        often[kind] += 1
        with CaptureQueriesContext(connection) as captured:
            began = time.perf_counter()
            answer = browser.get(path)
            ms = (time.perf_counter() - began) * 1000
        size = len(answer.content) / 1024
        told.append((ms, len(captured), size, answer.status_code, who, path))
        if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
            links = _LINK.findall(answer.content.decode())
            waiting += [urljoin(path, unescape(link)) for link in links if "://" not in link]
    return told


if __name__ == "__main__":
    settings.ALLOWED_HOSTS = ["testserver"]
    shown = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    found = [page for who in READERS for page in crawl(who)]
    print(f"{Case.objects.count()} cases, {connection.vendor}, {len(found)} pages")
    print(f"{'ms':>7}{'statements':>11}{'kB':>7}{'status':>7}  who       page")
    for ms, statements, size, status, who, path in sorted(found, reverse=True)[:shown]:
        print(f"{ms:>7.0f}{statements:>11}{size:>7.0f}{status:>7}  {who:<10}{path}")
    broken = [page for page in found if page[3] >= 500]
    print(f"{len(broken)} answered with 5xx", *broken, sep="\n")
