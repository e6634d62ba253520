"""The command line: what can be asked for, in one place."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NoReturn

from ..engine.errors import UsageError
from ..version import VERSION

_MOST_JOBS = 256
_Parsers = Callable[[str, str], argparse.ArgumentParser]
_Options = argparse._ActionsContainer  # pyright: ignore[reportPrivateUsage] - parsers and groups have no other name


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
        "Without a command: a conversation that asks for what it still needs.",
        epilog="Nothing is sent anywhere without --online, and keys are masked in everything that is written. Exit status: 0 no fault "
        "found, 1 diagnosed, 2 wrong usage or input, 3 invalid rule base, 4 undecided or out of scope, 5 a requested check "
        "could not start, 70 internal error.",
        allow_abbrev=False,
    )
    _ = parser.add_argument("--version", action="version", version=f"keymedic {VERSION}")
    _conversation(parser.add_argument_group("conversation"))
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


def _conversation(parser: _Options) -> None:
    _ = parser.add_argument("--resume", action="store_true", help="go on with the last conversation")
    _ = parser.add_argument("--plain", action="store_true", help="never redraw the screen, as screen readers like it")
    _ = parser.add_argument("--lang", metavar="LANGUAGE", help="en or zh (default: KEYMEDIC_LANG, then the locale)")
    _ = parser.add_argument("--base-url", metavar="URL", help="where live checks go, after a yes (default: Google)")
    _ = parser.add_argument("--project", metavar="DIR", default=".", help="the project to look at (default: here)")
    _rule_base(parser)
    _engine(parser)


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
    _probing(parser)
    _showing(parser)
    _ = parser.add_argument(
        "--public", action=argparse.BooleanOptionalAction, default=None,
        help="mask e-mail addresses, IP addresses and user names too, and look twice (Markdown: masked unless --no-public)",
    )  # fmt: skip
    _rule_base(parser)
    _engine(parser)


def _probing(parser: argparse.ArgumentParser) -> None:
    _ = parser.add_argument(
        "--probe", action=argparse.BooleanOptionalAction, default=None,
        help="also look at this machine's environment and files (off unless asked for)",
    )  # fmt: skip
    _looking(parser)


def _showing(parser: argparse.ArgumentParser) -> None:
    _ = parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="default: text")
    _ = parser.add_argument(
        "--all", action="store_true", help="show every cause, fix and fact, not only the likely ones"
    )
    _ = parser.add_argument(
        "--watch", action="store_true", help="diagnose again whenever a rule base changes (for who writes rules)"
    )


def _run(parser: argparse.ArgumentParser) -> None:
    parser.usage = "%(prog)s [options] -- COMMAND ..."
    _ = parser.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND", help="the command with its arguments")
    _ = parser.add_argument("--always", action="store_true", help="diagnose also when the command succeeds")
    _probing(parser)
    _showing(parser)
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
    _ = parser.add_argument(
        "--allow-host", metavar="HOST",
        help="with --online: ask this host, which your environment or .env file configures as a base URL",
    )  # fmt: skip
    _ = parser.add_argument(
        "--country", action="store_true", help="with --online: also ask ipinfo.io for your country, without the key"
    )
    _ = parser.add_argument("--project", metavar="DIR", help="the project to look at (default: here)")
    _ = parser.add_argument(
        "--pid", metavar="N", type=_pid,
        help="look at the variables that process N began with, not at those of this one (Linux)",
    )  # fmt: skip


def _pid(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:12]) < 1 << 31:
        raise argparse.ArgumentTypeError("the number of a process is wanted")
    return int(text)


def _batch(parser: argparse.ArgumentParser) -> None:
    _ = parser.add_argument(
        "file", metavar="FILE.jsonl", help='lines of {"id", "report"?, "facts"?}; - reads standard input'
    )
    _ = parser.add_argument(
        "--jobs", type=_count, default=1, metavar="N", help="worker processes; 0: one for each core (default: 1)"
    )
    _ = parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    _rule_base(parser)
    _engine(parser)


def _count(text: str) -> int:
    """A number of processes; raises ``ValueError``, of which argparse makes a message."""
    number = int(text)
    if not 0 <= number <= _MOST_JOBS:
        raise ValueError
    return number


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
    _ = check.add_argument(
        "--format", choices=("text", "json", "github", "sarif"), default="text",
        help="text for people, github for annotations, sarif for code scanning (default: text)",
    )  # fmt: skip
    _ = check.add_argument("--fix", action="store_true", help="put right what is plain, such as misspelt names")
    _ = check.add_argument("--strict", action="store_true", help="exit status 3 for a warning too")
    test = action("test", "run the cases that stand beside the rules, on both engines")
    _mutating(test)
    coverage = action(
        "coverage", "what no case shows: rules, causes, fixes, words, facts; exit status 1 if there is one"
    )
    _ = coverage.add_argument(
        "--cases", action="append", default=[], metavar="FILE.jsonl", help="try these cases too (repeatable)"
    )
    _ = coverage.add_argument(
        "--conditions", action="store_true", help="also list tests and alternatives of conditions that no case shows"
    )
    _ = coverage.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    for part in (check, test, coverage):
        _ = part.add_argument("folders", nargs="*", metavar="DIR", help="rule bases; default: the shipped one")
        _no_builtin(part)
    listing = action("list", "the loaded rule bases, or the names of one kind of entry")
    _ = listing.add_argument(
        "kind",
        nargs="?",
        choices=("causes", "facts", "rules", "observations", "frames", "terms", "tables"),
        help="list these names",
    )
    _ = listing.add_argument(
        "--origin", action="store_true", help="also where each rule base comes from, and what it took the place of"
    )
    _rule_base(listing)
    show = action("show", "one entry of a rule base, as it is declared")
    _ = show.add_argument("name", metavar="NAME", help="a cause, fix, rule, fact, observation, frame, term or table")
    _rule_base(show)
    calibrate = action("calibrate", "which words of evidence fit labelled cases better; proposes, writes nothing")
    _ = calibrate.add_argument("files", nargs="+", metavar="FILE.jsonl", help="labelled cases, as for eval")
    _ = calibrate.add_argument("--seed", type=int, default=1, metavar="N", help="of the folds; default: 1")
    _rule_base(calibrate)
    _kb_new(action)
    graph = action("graph", "facts, rules, causes and fixes as a picture, all of them or around one name")
    _ = graph.add_argument("name", nargs="?", metavar="NAME", help="a fact, rule, cause or fix")
    _ = graph.add_argument("--format", choices=("mermaid", "dot", "svg"), default="mermaid", help="default: mermaid")
    _rule_base(graph)
    _diffing(action("diff", "what changes for which cases when one rule base takes the place of another"))
    docs = action("docs", "every cause, rule, fix, fact and error code as a site to browse, in files")
    _ = docs.add_argument("--out", metavar="DIR", default="keymedic-docs", help="where to (default: keymedic-docs)")
    _rule_base(docs)
    schema = action("schema", "JSON Schema of the files of a rule base, for completion and hints in an editor")
    _ = schema.add_argument(
        "kind", nargs="?", help="one kind of file; without it all kinds are written into a folder",
        choices=(
            "pack", "facts", "observe", "lexicon", "frames", "rules", "causes", "cases", "tables", "changes", "weights", "phrases",
        ),
    )  # fmt: skip
    _ = schema.add_argument(
        "--in", dest="inside", metavar="DIR",
        help="write them into schema/ of this rule base, and the line that names its schema into each of its files",
    )  # fmt: skip
    _ = schema.add_argument("--out", metavar="DIR", help="the folder (default: .keymedic-schema)")
    _rule_base(schema)
    trust = action("trust", "look at a project's own rule base (.keymedic/), and load that very content from now on")
    _ = trust.add_argument("folder", nargs="?", metavar="DIR", help="default: .keymedic/ here or further up")
    _ = trust.add_argument("--yes", action="store_true", help="trust it without being asked")
    _ = trust.add_argument("--remove", action="store_true", help="trust it no longer")
    trust.set_defaults(folders=[], no_found_kb=False)


def _diffing(diff: argparse.ArgumentParser) -> None:
    _ = diff.add_argument(
        "first", metavar="A", help="a rule base; without B: what changes when it is added to the shipped one"
    )
    _ = diff.add_argument("second", nargs="?", metavar="B", help="the one that takes its place")
    _ = diff.add_argument(
        "--cases", action="append", default=[], metavar="FILE.jsonl", help="try these cases too (repeatable)"
    )
    _ = diff.add_argument(
        "--least", type=float, default=5.0, metavar="PERCENT",
        help="tell of a case with the same answer when its probability moves by so much (default: 5)",
    )  # fmt: skip
    _ = diff.add_argument("--no-builtin-kb", action="store_true", help="leave the shipped rules out")
    _ = diff.add_argument("--exit-code", action="store_true", help="exit status 1 when a case comes out differently")
    _ = diff.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def _mutating(test: argparse.ArgumentParser) -> None:
    _ = test.add_argument("--mutate", action="store_true", help="edit the rules wrongly and see whether a case notices")
    _ = test.add_argument(
        "--rule", action="append", default=[], metavar="ID", help="with --mutate: this rule only (repeatable)"
    )
    _ = test.add_argument(
        "--least",
        type=float,
        default=0.0,
        metavar="PERCENT",
        help="with --mutate: exit status 1 for a score below this",
    )
    _ = test.add_argument(
        "--propose", action="store_true", help="with --mutate: write cases that would notice the edits that none does"
    )
    _ = test.add_argument("--format", choices=("text", "json"), default="text", help="with --mutate; default: text")


def _completion(parser: argparse.ArgumentParser) -> None:
    _ = parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell to write the script for")


def _kb_new(action: _Parsers) -> None:
    new = action("new", "write a new rule base, rule, cause, fact or case; on a terminal it asks for what is missing")
    _ = new.add_argument("kind", nargs="?", choices=("pack", "rule", "cause", "fact", "case"), help="what to write")
    _ = new.add_argument("id", nargs="?", metavar="ID", help="its id; of a pack its folder")
    _ = new.add_argument("--in", dest="folder", metavar="DIR", default=".", help="the rule base (default: here)")
    _ = new.add_argument("--report", metavar="FILE", help="a pasted report to start from; - reads standard input")
    _ = new.add_argument(
        "--from-session", metavar="FILE", help="of a case: a saved conversation; the case goes to stdout"
    )
    for name, what in _NEW_TEXTS.items():
        _ = new.add_argument(f"--{name}", metavar="TEXT", help=what)
    for name, what in _NEW_LISTS.items():
        _ = new.add_argument(f"--{name}", action="append", default=[], metavar="TEXT", help=f"{what} (repeatable)")
    new.set_defaults(folders=[], no_found_kb=True, no_builtin_kb=False)


_NEW_TEXTS = {
    "scope": "of a pack: what it is about", "title": "of a rule or cause", "because": "of a rule: why",
    "source": "where it is known from: an address, or words", "grade": "of the source: A, B, C or U (default: B)",
    "explanation": "of a cause", "prior": "of a cause: how common (default: occasional)", "fix": "of a cause: the title of a way out",
    "verify": "of the fix: how to see that it worked", "type": "of a fact", "description": "of a fact",
    "prompt": "of a fact: the question that asks for it",
}  # fmt: skip
_NEW_LISTS = {
    "when": "of a rule: a test FACT=VALUE", "evidence": "of a rule: CAUSE=WORD", "step": "of the fix: a step",
    "value": "of an enum fact: VALUE=MEANING", "given": "of a case: FACT=VALUE", "expect": "of a case: the leading cause, or KEY=VALUE",
}  # fmt: skip


def _rule_base(parser: _Options) -> None:
    _ = parser.add_argument(
        "--kb", action="append", default=[], dest="folders", metavar="DIR", help="add a rule base (repeatable)"
    )
    _no_builtin(parser)


def _no_builtin(parser: _Options) -> None:
    _ = parser.add_argument("--no-builtin-kb", action="store_true", help="leave the shipped rules out")
    _ = parser.add_argument(
        "--no-found-kb", action="store_true",
        help="load no rule base that is not named: none of a package, of your settings folder, of the project",
    )  # fmt: skip


def _engine(parser: _Options) -> None:
    _ = parser.add_argument(
        "--engine", choices=("durable", "plain", "both"), default="durable",
        help="inference engine; both compares the two (default: durable)",
    )  # fmt: skip


_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "diagnose": ("one diagnosis of a pasted error, of facts, or of both", _diagnose),
    "run": ("run a command, pass its output on, and diagnose what it printed when it fails", _run),
    "batch": ("diagnose many cases: a JSON case a line in, a JSON diagnosis a line out", _batch),
    "eval": ("measure the accuracy on labelled cases", _eval),
    "probe": ("what this machine tells: variables, .env files, the key, tools", _probe),
    "explain": ("what a cause, rule, fact or error code means (offline)", _explain),
    "completion": ("a script for the completion of bash, zsh or fish", _completion),
    "kb": ("check, test, measure, list and show rule bases", _kb),
}
