"""The command line: what can be asked for, in one place."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NoReturn

from ..engine.errors import InputError
from ..version import VERSION

_Parsers = Callable[[str, str], argparse.ArgumentParser]


class UsageError(InputError):
    """The command line makes no sense; ``usage`` is the line that shows how it is meant."""

    def __init__(self, message: str, usage: str = "") -> None:
        super().__init__(message)
        self.usage = usage


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message, self.format_usage().strip())


def build_parser(first: str = "") -> argparse.ArgumentParser:
    """The parser of ``keymedic``. ``command`` (of ``kb`` also ``action``) says what to do; both may be missing.

    ``first``: the first argument. Where it names a command the others are left out, which nobody will see.
    """
    parser = _Parser(
        prog="keymedic",
        description="Finds out why a Gemini API call is refused, and gets you to a verified fix. "
        "Without a command: paste an error, read the diagnosis.",
        epilog="Nothing is sent anywhere without --online, and keys are masked in everything that is written. Exit status: 0 no fault "
        "found, 1 diagnosed, 2 wrong usage or input, 3 invalid rule base, 4 undecided or out of scope, 5 a requested check "
        "could not start, 70 internal error.",
        allow_abbrev=False,
    )
    _ = parser.add_argument("--version", action="version", version=f"keymedic {VERSION}")
    command = _adder(parser, "command", "COMMAND")
    for name, (what, fill) in _COMMANDS.items():
        if name == first or first not in _COMMANDS:
            fill(command(name, what))
    return parser


def _adder(parser: argparse.ArgumentParser, dest: str, metavar: str) -> _Parsers:
    commands = parser.add_subparsers(dest=dest, metavar=metavar, title="commands")
    return lambda name, what: commands.add_parser(name, help=what, description=_sentence(what), allow_abbrev=False)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def _diagnose(parser: argparse.ArgumentParser) -> None:
    _ = parser.add_argument(
        "file", nargs="?", metavar="FILE",
        help="the pasted error, log or exception; - or nothing reads standard input",
    )  # fmt: skip
    _ = parser.add_argument(
        "--fact", action="append", default=[], metavar="NAME=VALUE",
        help="something you know, such as location.country=Germany (repeatable)",
    )  # fmt: skip
    _ = parser.add_argument("--facts", metavar="FILE", help="facts from a YAML or JSON file")
    _ = parser.add_argument(
        "--probe", action=argparse.BooleanOptionalAction, default=None,
        help="also look at this machine's environment and files (off unless asked for)",
    )  # fmt: skip
    _looking(parser)
    _ = parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="default: text")
    _ = parser.add_argument(
        "--all", action="store_true", help="show every cause, fix and fact, not only the likely ones"
    )
    _rule_base(parser)
    _engine(parser)


def _probe(parser: argparse.ArgumentParser) -> None:
    _looking(parser)
    _ = parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    _rule_base(parser)


def _looking(parser: argparse.ArgumentParser) -> None:
    _ = parser.add_argument(
        "--online", action="store_true", help="also ask Google once or twice, with your key in a header"
    )
    _ = parser.add_argument("--base-url", metavar="URL", help="with --online: ask this address instead of Google's")
    _ = parser.add_argument("--project", metavar="DIR", default=".", help="the project to look at (default: here)")


def _batch(parser: argparse.ArgumentParser) -> None:
    _ = parser.add_argument(
        "file", metavar="FILE.jsonl", help='lines of {"id", "report"?, "facts"?}; - reads standard input'
    )
    _rule_base(parser)
    _engine(parser)


def _eval(parser: argparse.ArgumentParser) -> None:
    _ = parser.add_argument("file", metavar="FILE.jsonl", help="labelled cases, one a line; - reads standard input")
    _ = parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    _ = parser.add_argument(
        "--answers", action="store_true", help="add the answers of each case's questions (asks) to its report"
    )
    _ = parser.add_argument("-v", "--verbose", action="store_true", help="also list the wrong answers")
    _rule_base(parser)
    _engine(parser)


def _explain(parser: argparse.ArgumentParser) -> None:
    _ = parser.add_argument("name", metavar="NAME", help="such as key-leaked, key.kind, 403 or PERMISSION_DENIED")
    _rule_base(parser)


def _kb(parser: argparse.ArgumentParser) -> None:
    action = _adder(parser, "action", "ACTION")
    check = action("check", "every fault of a rule base; exit status 3 if there is one")
    test = action("test", "run the cases that stand beside the rules, on both engines")
    coverage = action(
        "coverage", "what no case shows: rules, causes, fixes, words, facts; exit status 1 if there is one"
    )
    _ = coverage.add_argument(
        "--cases", action="append", default=[], metavar="FILE.jsonl", help="try these cases too (repeatable)"
    )
    _ = coverage.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    for part in (check, test, coverage):
        _ = part.add_argument("folders", nargs="*", metavar="DIR", help="rule bases; default: the shipped one")
        _no_builtin(part)
    listing = action("list", "the loaded rule bases, or the names of one kind of entry")
    _ = listing.add_argument(
        "kind", nargs="?", choices=("causes", "facts", "rules", "observations", "tables"), help="list these names"
    )
    _rule_base(listing)
    show = action("show", "one entry of a rule base, as it is declared")
    _ = show.add_argument("name", metavar="NAME", help="a cause, fix, rule, fact, observation or table")
    _rule_base(show)


def _rule_base(parser: argparse.ArgumentParser) -> None:
    _ = parser.add_argument(
        "--kb", action="append", default=[], dest="folders", metavar="DIR", help="add a rule base (repeatable)"
    )
    _no_builtin(parser)


def _no_builtin(parser: argparse.ArgumentParser) -> None:
    _ = parser.add_argument("--no-builtin-kb", action="store_true", help="leave the shipped rules out")


def _engine(parser: argparse.ArgumentParser) -> None:
    _ = parser.add_argument(
        "--engine", choices=("durable", "plain", "both"), default="durable",
        help="inference engine; both compares the two (default: durable)",
    )  # fmt: skip


_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "diagnose": ("one diagnosis of a pasted error, of facts, or of both", _diagnose),
    "batch": ("diagnose many cases: a JSON case a line in, a JSON diagnosis a line out", _batch),
    "eval": ("measure the accuracy on labelled cases", _eval),
    "probe": ("what this machine tells: variables, .env files, the key, tools", _probe),
    "explain": ("what a cause, rule, fact or error code means (offline)", _explain),
    "kb": ("check, test, measure, list and show rule bases", _kb),
}
