"""What drawing a paper costs, as ratios in one run: ours, bare WeasyPrint with cut fonts, and naive.

Run: .venv/bin/python benchmarks/render.py [rounds]. Each drawing is a process of its own, start
included, and the ways take turns, so that a busy machine slows all of them.

ours    the child process of the product: cuts the fonts, checks, embeds, PDF/A-3a
cut     bare WeasyPrint with font files that were cut to the page beforehand
naive   bare WeasyPrint with the fonts as they are
start   a process that imports WeasyPrint and ends; it is taken off where ways are compared
with and without the library libharfbuzz-subset, as a fresh machine has it
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("QIANPI_DATA", tempfile.mkdtemp(prefix="qianpi-benchmark-"))

import django  # noqa: E402

django.setup()

from documents import fonts  # noqa: E402
from documents.rendering import child, markup, process  # noqa: E402
from documents.sheet import Box, Fact, Section, Sheet  # noqa: E402

NO_LIBRARY = (
    "import weasyprint.pdf.fonts as f, weasyprint.text.ffi as l;"
    " f.harfbuzz_subset = l.harfbuzz_subset = None"
)
BARE = """
import json, sys
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
{first}
job = json.load(sys.stdin)
fonts = FontConfiguration()
style = CSS(string=job["css"], font_config=fonts)
sys.stdout.buffer.write(HTML(string=job["html"]).write_pdf(stylesheets=[style], font_config=fonts))
"""
OURS = """
import sys
sys.path.insert(0, {root!r})
from documents.rendering import child
draw = child.draw
def without(job):
    {first}
    return draw(job)
child.draw = without
sys.exit(child.main())
"""
POOL = 6  # papers drawn one after another, then by two at a time
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


def ways(html: str, folder: Path) -> dict[str, tuple[list[str], bytes]]:
    """The programs with their jobs, by name."""
    faces = {name.replace(" ", "-"): str(path) for name, path in fonts.FACES.items()}
    limits = {
        "cpu_seconds": process.CPU_SECONDS,
        "memory_bytes": process.MEMORY_BYTES,
        "max_pages": process.MAX_PAGES,
    }
    css = {"cut": markup.css(), "naive": markup.css()}
    for name, path in faces.items():
        cut = folder / f"{name}.otf"
        cut.write_bytes(child.subset(path, html + markup.css()))
        css["cut"] = css["cut"].replace(f"qianpi:{name}", cut.as_uri())
        css["naive"] = css["naive"].replace(f"qianpi:{name}", Path(path).as_uri())
    ours = json.dumps({"html": html, "css": markup.css(), "faces": faces} | limits).encode()
    found = {
        "start": (["-c", "import weasyprint"], b""),
        "ours": (["-I", str(process.PROGRAM)], ours),
        "ours, no library": (["-c", OURS.format(root=str(ROOT), first=NO_LIBRARY)], ours),
    }
    for name, style in css.items():
        job = json.dumps({"html": html, "css": style}).encode()
        found[name] = (["-c", BARE.format(first="")], job)
        found[f"{name}, no library"] = (["-c", BARE.format(first=NO_LIBRARY)], job)
    return found


def measure(programs: dict[str, tuple[list[str], bytes]], rounds: int) -> dict[str, list[float]]:
    """The medians of each way: seconds, seconds of CPU, megabytes, bytes."""
    taken: dict[str, list[tuple[float, ...]]] = {way: [] for way in programs}
    for _ in range(rounds):
        for way, (program, job) in programs.items():
            taken[way].append(run(program, job))
    return {w: [statistics.median(v) for v in zip(*t, strict=True)] for w, t in taken.items()}


def pooled(program: list[str], job: bytes) -> float:
    """How many times as many papers a minute two processes make as one."""
    began = time.perf_counter()
    for _ in range(POOL):
        run(program, job)
    serial, began = time.perf_counter() - began, time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: run(program, job), range(POOL)))
    return serial / (time.perf_counter() - began)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for name, levels, words in (
        ("short form", 3, 100),
        ("long form", 6, 3000),
        ("40 levels", 40, 9000),
    ):
        html = markup.html_of(sheet(levels, words), datetime(2026, 3, 5, tzinfo=UTC))
        with tempfile.TemporaryDirectory() as folder:
            programs = ways(html, Path(folder))
            medians = measure(programs, rounds)
        pages = process.draw(html, markup.css()).pages
        print(f"\n{name}, {pages} pages{'s':>17}{'CPU s':>9}{'MB':>7}{'KB':>7}")
        for way, (wall, cpu, memory, size) in medians.items():
            print(f"  {way:20}{wall:>12.2f}{cpu:>9.2f}{memory:>7.0f}{size / 1024:>7.0f}")
        start = medians["start"][1]
        cpu = {way: median[1] - start for way, median in medians.items()}
        bare = cpu["naive, no library"] / cpu["ours, no library"]
        print(f"  ours / cut: {cpu['ours'] / cpu['cut']:.2f}; with the start ", end="")
        print(f"{medians['ours'][1] / medians['cut'][1]:.2f} (aim: at most 1.15)")
        print(f"  naive / ours, no library: {bare:.1f} (aim: at least 10)")
        if name == "short form":
            print(f"  two at a time: {pooled(*programs['ours']):.2f} x the papers of one")


if __name__ == "__main__":
    main()
