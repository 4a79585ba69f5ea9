"""What drawing a paper costs, as ratios to bare WeasyPrint with full fonts, in one run.

Run: .venv/bin/python benchmarks/render.py [rounds]. Each drawing is a process of its own, start
included, and the two ways take turns, so that a busy machine slows both.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("QIANPI_DATA", tempfile.mkdtemp(prefix="qianpi-benchmark-"))

import django  # noqa: E402

django.setup()

from documents import fonts  # noqa: E402
from documents.rendering import markup, process  # noqa: E402
from documents.sheet import Box, Fact, Section, Sheet  # noqa: E402

BARE = """
import json, sys
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
job = json.load(sys.stdin)
fonts = FontConfiguration()
style = CSS(string=job["css"], font_config=fonts)
sys.stdout.buffer.write(HTML(string=job["html"]).write_pdf(stylesheets=[style], font_config=fonts))
"""
WATCHED = """
import resource, subprocess, sys
ended = subprocess.run(sys.argv[1:], stdin=sys.stdin, stdout=sys.stdout, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
sys.exit(ended.returncode)
"""


def sheet(levels: int, words: int) -> Sheet:
    """An approval form with that many levels and characters in its plan."""
    text = "上门揽收、冷链包装、次日送达，按客户等级议定价格。" * (words // 25)
    box = Box(
        title="单位意见",
        person="王建国",
        post="东屿县分局",
        capacity="",
        verdict="同意",
        opinion="客户基础好，同意上报。",
        on="2026年3月5日",
    )
    return Sheet(
        kind="approval_form",
        title="营销项目审批表",
        bureau="澜江市邮政局",
        unit="东屿县分局",
        applicant="李峣",
        subject="春茶寄递项目",
        case_number="XM-2026-1",
        amount="￥32,000.00",
        capitals="人民币叁万贰仟元整",
        conclusion="同意实施",
        facts=(Fact(label="客户", value="东港茶业有限公司"),) * 6,
        sections=(Section(title="产品与方案", text=text),),
        boxes=(box,) * levels,
        number="澜邮东审〔2026〕1号",
        issued_on="2026年3月5日",
        code="7K3M-0QXA-9T2W-HB61",
        address="https://qianpi.example/verify/7K3M-0QXA-9T2W-HB61/",
    )


def run(program: list[str], job: bytes) -> tuple[float, float, float, int]:
    """Seconds by the clock, seconds of CPU, megabytes at most, bytes of PDF."""
    began = time.perf_counter()
    ended = subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, "-c", WATCHED, sys.executable, *program], input=job, capture_output=True
    )
    wall = time.perf_counter() - began
    if ended.returncode:
        raise SystemExit(ended.stderr.decode())
    cpu, kilobytes = ended.stderr.split()
    return wall, float(cpu), int(kilobytes) / 1024, len(ended.stdout)


def measure(html: str, rounds: int) -> dict[str, list[float]]:
    """The medians of our way and of the bare one."""
    faces = {name.replace(" ", "-"): str(path) for name, path in fonts.FACES.items()}
    limits = {
        "cpu_seconds": process.CPU_SECONDS,
        "memory_bytes": process.MEMORY_BYTES,
        "max_pages": process.MAX_PAGES,
    }
    bare_css = markup.css()
    for name, path in faces.items():
        bare_css = bare_css.replace(f"qianpi:{name}", Path(path).as_uri())
    ways = {
        "ours": (
            ["-I", str(process.PROGRAM)],
            {"html": html, "css": markup.css(), "faces": faces} | limits,
        ),
        "bare": (["-c", BARE], {"html": html, "css": bare_css}),
    }
    taken: dict[str, list[tuple[float, ...]]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, (program, job) in ways.items():
            taken[way].append(run(program, json.dumps(job).encode()))
    return {w: [statistics.median(v) for v in zip(*t, strict=True)] for w, t in taken.items()}


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(
        f"{'':14}{'pages':>6}{'ours s':>9}{'bare s':>9}{'time':>7}{'CPU':>7}{'memory':>8}{'size':>7}"
    )
    for name, levels, words in (
        ("short form", 3, 100),
        ("long form", 6, 3000),
        ("longest", 40, 9000),
    ):
        page = sheet(levels, words)
        html = markup.html_of(page, datetime(2026, 3, 5, tzinfo=UTC))
        pages = process.draw(html, markup.css()).pages
        medians = measure(html, rounds)
        ours, bare = medians["ours"], medians["bare"]
        ratios = [mine / theirs for mine, theirs in zip(ours, bare, strict=True)]
        print(
            f"{name:14}{pages:>6}{ours[0]:>9.2f}{bare[0]:>9.2f}"
            f"{ratios[0]:>7.2f}{ratios[1]:>7.2f}{ratios[2]:>8.2f}{ratios[3]:>7.2f}"
        )


if __name__ == "__main__":
    main()
