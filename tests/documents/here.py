"""The program that draws, run in this process: the same code without the start of a process each time."""

import json
import os
import tempfile
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess
from unittest import mock

from documents.rendering import child

_FAILS = {child.NotDrawn: child.NOT_DRAWN, child.TooLong: child.TOO_LONG}


@cache
def _folder() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="qianpi-")


def run(job: bytes) -> CompletedProcess:
    """What `process._run` answers; nothing limits it."""
    try:
        with mock.patch.dict(os.environ):  # a browser that starts later needs its own fonts
            child.own_fonts_only(Path(_folder().name))
            pdf, pages = child.draw(json.loads(job))
    except (child.NotDrawn, child.TooLong) as error:
        said = json.dumps({"error": str(error), "pages": error.args[0]})
        return CompletedProcess([], _FAILS[type(error)], b"", said.encode())
    said = json.dumps({"pages": pages, "toolchain": child.toolchain()})
    return CompletedProcess([], 0, pdf, said.encode())
