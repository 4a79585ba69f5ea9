"""List the flows with their versions and open cases; fail where an open step has lost its node."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from approvals.flows import lost_steps, open_cases
from approvals.kinds import all_kinds
from approvals.shape import shape_file, shape_of


class Command(BaseCommand):
    help = "Kinds, their flows, versions and open cases. Exit status 1 if an open step has no node."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--write-shapes",
            action="store_true",
            help="write the shape file of each flow, for a flow that was not released yet",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with override("en"):
            for kind in all_kinds():
                for flow in kind.flows:
                    newest = " (new cases start here)" if flow is kind.flow else ""
                    self.stdout.write(
                        f"{kind.name}: {kind.title}, flow {flow.__module__}.{flow.__name__}, "
                        f"version {flow.version}, {open_cases(flow)} open cases{newest}"
                    )
                    if options["write_shapes"]:
                        shape_file(flow).write_text(shape_of(flow), "utf-8")
        lost = lost_steps()
        for task_id, case, name in lost:
            self.stderr.write(
                f"Case {case}: the open step {task_id} ({name}) has no node any more."
            )
        if lost:
            raise SystemExit(1)
