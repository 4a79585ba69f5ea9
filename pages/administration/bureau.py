"""本局设置: the policy set, the registers of numbers and the seal, to look at."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from approvals.kinds import all_kinds
from documents import kinds
from documents.sealing import keys
from pages.desk import Desk, page
from pages.rules.reach import Reading
from registry.numbers import Register

MOST = 100


@require_safe
@page
def show(desk: Desk) -> HttpResponse:
    """What the bureau goes by; nothing is changed here."""
    bureau = desk.bureau
    if bureau is None:
        raise Http404
    reading = Reading.of(desk)
    book = reading.book
    registers = Register.objects.filter(unit__bureau=bureau).select_related("unit")
    given = keys.keys(desk.now)
    found = list(registers.order_by("-year", "unit__path", "kind")[:MOST])
    return desk.render(
        "administration/bureau.html",
        bureau=bureau,
        book=book,
        policy_set=book.policy_set(reading.set),
        coming=reading.coming(desk.on),
        keeps=reading.keeps,
        amendments=book.amended,
        registers=[(row, _series(row.kind)) for row in found],
        sealed=given is not None,
    )


def _series(name: str) -> str:
    """What a register counts, in words: a kind of case or of paper; its own name where it has none."""
    paper = name.removeprefix("paper.")
    titles = {kind.name: str(kind.title) for kind in all_kinds()}
    try:
        return str(kinds.kind_of(paper).label) if paper != name else titles.get(name, name)
    except KeyError:
        return name
