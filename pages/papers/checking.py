"""核验: anybody checks a paper by its code or its file, without a log-in, and learns only what it says."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from documents import verifying
from documents.codes import as_typed
from documents.sealing import checking, keys
from documents.verifying import Answer, State
from pages.papers import limits

# Of what was changed, or nobody here sealed, nothing is repeated.
SHOWN = (State.GENUINE, State.ARCHIVED, State.VOIDED, State.SUPERSEDED)


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The form for a code or a file; with a code, on to its answer."""
    typed = request.GET.get("code", "").strip()
    code = as_typed(typed)
    if code:
        return redirect("verified", code)
    return _page(request, "papers/verify.html", typed=typed[:40])


@require_safe
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the register says of the paper with that code: nothing more than the paper itself."""
    if limits.too_often(request):
        return _wait(request)
    answer = verifying.of_code(as_typed(code))
    if answer.paper is None:
        return _page(request, "papers/verify.html", status=404, typed=code[:40])
    return _page(request, "papers/verified.html", answer=answer, said=_said(answer))


@require_POST
def by_file(request: HttpRequest) -> HttpResponse:
    """What a file says that somebody has in hand, and what the register adds to it. It isn't kept."""
    if limits.too_often(request, "verify-file", limits.FILES_A_MINUTE):
        return _wait(request)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, "papers/verify.html", status=422, no_file=True)
    if not file.size:
        return _page(request, "papers/verify.html", status=422, empty=True)
    if file.size > checking.MAX_BYTES:
        return _page(request, "papers/verify.html", status=422, too_large=True)
    with limits.a_file_at_a_time() as free:
        if not free:
            return _wait(request)
        answer = verifying.of_file(_read(file), keys.roots(), register=True)
    name = str(file.name)[:120]
    return _page(request, "papers/verified.html", answer=answer, said=_said(answer), file=name)


def _read(file: UploadedFile) -> bytes:
    return b"".join(file.chunks())


def _said(answer: Answer) -> dict | None:
    """What stands on the paper, by the register, or by the file that is genuine."""
    if answer.state not in SHOWN:
        return None
    if answer.paper:
        return dict(answer.paper.content)
    return answer.evidence and answer.evidence["content"]


def _wait(request: HttpRequest) -> HttpResponse:
    response = _page(request, "papers/verify.html", status=429, limited=True)
    response["Retry-After"] = "60"
    return response


def _page(request: HttpRequest, name: str, status: int = 200, **facts: object) -> HttpResponse:
    response = render(request, name, {"now": timezone.now(), **facts}, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
