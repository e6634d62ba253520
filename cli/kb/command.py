"""``keymedic kb``: check, test, measure, list and show rule bases."""

from __future__ import annotations

import argparse

from ...engine.errors import UsageError
from ..doctor import open_rule_base
from ..lookup import find_entry
from ..output import Output
from ..render.describe import describe


def run(args: argparse.Namespace, out: Output) -> int:
    """Run the action; raises `UsageError` without one."""
    match args.action:
        case "check":
            from .check import run_check

            return run_check(args, out)
        case "test" if args.mutate:
            from .mutate import run_mutate

            return run_mutate(args, out)
        case "test":
            from .cases_run import run_cases

            return run_cases(args, out)
        case "coverage":
            from .coverage import run_coverage

            return run_coverage(args, out)
        case "list":
            from .listing import run_list

            return run_list(args, out)
        case "show":
            return _show(args, out)
        case "new":
            from .new import run_new

            return run_new(args, out)
        case "graph":
            from .graph import run_graph

            return run_graph(args, out)
        case "diff":
            from .diff import run_diff

            return run_diff(args, out)
        case "docs":
            from .docs import run_docs

            return run_docs(args, out)
        case "schema":
            from .schema import run_schema

            return run_schema(args, out)
        case "trust":
            from .trust import run_trust

            return run_trust(args, out)
        case "calibrate":
            from .calibrate import run_calibrate

            return run_calibrate(args, out)
        case _:
            raise UsageError(
                "kb wants an action: check, test, coverage, diff, list, show, graph, docs, schema, new, calibrate or trust"
            )


def _show(args: argparse.Namespace, out: Output) -> int:
    rulebase = open_rule_base(args, out)
    out.write("\n".join(describe(find_entry(args.name, rulebase))) + "\n")
    return 0
