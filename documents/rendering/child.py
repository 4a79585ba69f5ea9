"""Draws one PDF: a job as JSON on stdin, the PDF on stdout, what was used on stderr as JSON.

Runs as a program of its own, with limits on itself and without the product: no settings, no
database, nothing that a page could ask for but what the job holds.
"""

import html
import json
import logging
import os
import resource
import sys
import tempfile
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

NOT_DRAWN, TOO_LONG, NO_LIBRARY = 3, 4, 5
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{folder}</cachedir></fontconfig>
"""


def main() -> int:
    """Limits first, then the libraries, then the job."""
    job = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_CPU, (job["cpu_seconds"], job["cpu_seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_AS, (job["memory_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory(prefix="qianpi-") as folder:
        own_fonts_only(Path(folder))
        try:
            import weasyprint  # noqa: F401 - is the library there?
        except OSError as error:
            return _fail(NO_LIBRARY, error=str(error))
        try:
            pdf, pages = draw(job)
        except TooLong as error:
            return _fail(TOO_LONG, pages=error.args[0])
        except NotDrawn as error:
            return _fail(NOT_DRAWN, error=str(error))
        sys.stdout.buffer.write(pdf)
        print(json.dumps({"pages": pages, "toolchain": toolchain()}), file=sys.stderr)
    return 0


class NotDrawn(Exception):
    """The library warned of something that must not be on a paper."""


class TooLong(Exception):
    """There are more pages than a paper may have."""


class Complaints(logging.Handler):
    """Keeps what the library says: a box in place of a character is only a warning to it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())

    @property
    def grave(self) -> list[str]:
        words = (".notdef", "cannot be loaded", "Failed to load")
        return [text for text in self.said if any(word in text for word in words)]


def own_fonts_only(folder: Path) -> None:
    """No font of the machine is used: the same paper comes out everywhere."""
    config = folder / "fonts.conf"
    config.write_text(FONTCONFIG.format(folder=folder), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(config)


def draw(job: dict[str, Any]) -> tuple[bytes, int]:
    """The PDF and the number of its pages.

    raises  NotDrawn, TooLong
    """
    from weasyprint import CSS, HTML
    from weasyprint.text import ffi
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    # As readers see it: an apostrophe is escaped. The foot of the page is written in the style.
    text = html.unescape(job["html"]) + job["css"]
    served = {f"qianpi:{name}": subset(path, text) for name, path in job["faces"].items()}

    class Denied(FatalURLFetchingError):
        """A page asked for something that it was not given."""

    class InMemory(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            if url not in served:
                raise Denied(url)
            return URLFetcherResponse(url, served[url], {"Content-Type": "font/otf"})

    complaints, logger = Complaints(), logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    fonts, fetcher = FontConfiguration(), InMemory()
    try:
        sheet = CSS(string=job["css"], font_config=fonts, url_fetcher=fetcher)
        page = HTML(string=job["html"], base_url="qianpi:", url_fetcher=fetcher)
        document = page.render(stylesheets=[sheet], font_config=fonts)
        if len(document.pages) > job["max_pages"]:
            raise TooLong(len(document.pages))
        # Without this library the whole of our subset is embedded, instead of nothing usable.
        full = ffi.harfbuzz_subset is None
        pdf = document.write_pdf(pdf_variant="pdf/a-3a", attachments=attached(job), full_fonts=full)
    except Denied as error:
        raise NotDrawn(f"the page asked for {error}") from None
    finally:
        logger.removeHandler(complaints)
    if complaints.grave:
        raise NotDrawn("; ".join(complaints.grave)[:500])
    return pdf, len(document.pages)


def attached(job: dict[str, Any]) -> list[Any]:
    """The evidence, if there is any: its dates are given, so that the file is the same each time."""
    from weasyprint import Attachment

    if not job.get("evidence"):
        return []
    at = datetime.fromisoformat(job["at"])
    return [
        Attachment(
            string=job["evidence"],
            name="evidence.json",
            description="审批证据：谁在何时依据哪条规则作出什么决定",
            created=at,
            modified=at,
            relationship="Data",
        )
    ]


def subset(path: str, text: str) -> bytes:
    """The font cut down to the characters of the text: ten milliseconds that save seconds later."""
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path))
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).set({ord(c) for c in text if c >= " "})
    return bytes(uharfbuzz.subset(face, wanted).blob.data)


def toolchain() -> dict[str, str]:
    """The versions of all that had a hand in the drawing."""
    from weasyprint.text import ffi

    used = ("weasyprint", "pydyf", "uharfbuzz", "pylopdf-fonts-zh-cn", "tinyhtml5", "tinycss2")
    return {name: version(name) for name in used} | {
        "python": sys.version.split()[0],
        "pango": _pango(ffi.pango.pango_version()),
        "subset-library": "no" if ffi.harfbuzz_subset is None else "yes",
    }


def _pango(number: int) -> str:
    """1.50.12 for 15012."""
    rest, micro = divmod(number, 100)
    return "{}.{}.{}".format(*divmod(rest, 100), micro)


def _fail(status: int, **facts: Any) -> int:
    print(json.dumps(facts), file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
