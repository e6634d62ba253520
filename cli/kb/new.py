"""``keymedic kb new``: a new rule base, rule, cause, fact or case, with comments; asks on a terminal for what is missing."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ...engine.errors import InputError, UsageError
from ..inputs import is_terminal, read_text
from ..output import Output
from ..phrases import Phrases
from .scaffold import Filled, scaffold
from .writing import inside, write_below

if TYPE_CHECKING:
    from ...engine.rulebase.model import RuleBase

NEEDED: Mapping[str, tuple[str, ...]] = {
    "pack": ("scope",),
    "rule": ("title", "when", "evidence", "because", "source"),
    "cause": ("title", "explanation", "fix", "step", "verify", "source"),
    "fact": ("type", "description"),
    "case": ("report", "expect"),
}
"""What must be known of each kind, in the order in which it is asked for."""
_MANY = frozenset({"when", "evidence", "step", "given", "value", "expect"})
_FOLDERS = {"rule": "rules", "cause": "causes", "fact": "facts", "case": "cases"}


def run_new(args: argparse.Namespace, out: Output) -> int:
    """Write one entry; raises `UsageError` when something is missing and nobody can be asked."""
    from ..doctor import today

    if args.from_session:
        return _from_session(args, out)
    if not args.id:
        raise UsageError("kb new wants what to write (pack, rule, cause, fact or case) and its id")
    if args.kind == "pack":
        return _new_pack(args, out)
    folder = _pack_folder(args.folder)
    rulebase = _rule_base(folder)
    phrases = Phrases(rulebase.phrases)
    filled = _filled(args, rulebase, phrases, out)
    lines = scaffold(args.kind, args.id, filled, rulebase, phrases, today().isoformat())
    file = os.path.join(folder, _FOLDERS[args.kind], f"{_file_name(args.id)}.yaml")
    _append(folder, file, "\n".join(lines) + "\n", _modeline(folder, _FOLDERS[args.kind]))
    out.write(phrases.say("new.written", file=file) + "\n")
    out.write(phrases.say("new.next", folder=folder) + "\n")
    return 0


def _from_session(args: argparse.Namespace, out: Output) -> int:
    from .from_session import run_from_session

    if args.kind not in (None, "case"):
        raise UsageError(f"a saved conversation becomes a case, not a {args.kind}")
    if os.path.isfile(os.path.join(args.folder, "pack.yaml")):
        args.folders = [args.folder]
    return run_from_session(args, out)


def _new_pack(args: argparse.Namespace, out: Output) -> int:
    from ...engine.rulebase.load import load_rule_base
    from ..doctor import today

    phrases = Phrases(load_rule_base().phrases)
    folder = args.id
    if os.path.exists(os.path.join(folder, "pack.yaml")):
        raise InputError(f"{folder} is a rule base already")
    values = _given(args)
    _ask_missing("pack", values, phrases, out)
    name = os.path.basename(os.path.realpath(folder)).lstrip(".").lower()
    lines = scaffold("pack", name, Filled(values, "", {}), None, phrases, today().isoformat())
    write_below(folder, os.path.join(folder, "pack.yaml"), "\n".join(lines) + "\n")
    out.write(phrases.say("new.written", file=os.path.join(folder, "pack.yaml")) + "\n")
    return 0


def _pack_folder(folder: str) -> str:
    if not os.path.isfile(os.path.join(folder, "pack.yaml")):
        raise InputError(f"{folder} is no rule base: make one with keymedic kb new pack {folder}")
    return folder


def _rule_base(folder: str) -> RuleBase:
    """Everything that the new entry can speak of; a rule base with faults of its own is mended first."""
    from pathlib import Path

    from ...engine.rulebase.load import load_rule_base

    return load_rule_base([Path(folder)])


def _filled(args: argparse.Namespace, rulebase: RuleBase, phrases: Phrases, out: Output) -> Filled:
    """What the options say, what the report shows, and what the person answers, in this order."""
    values = _given(args)
    if args.kind == "case" and values.get("given"):
        values["report"] = values.get("report", [""])
    report, facts = _from_report(args, rulebase, out)
    if report:
        values["report"] = [report]
    if facts and "when" not in values:
        values["when"] = [f"{name}={value}" for name, value in facts.items()]
    _ask_missing(args.kind, values, phrases, out)
    return Filled(values, report or (values.get("report") or [""])[0], facts)


def _given(args: argparse.Namespace) -> dict[str, list[str]]:
    names = (
        "scope", "title", "when", "evidence", "because", "source", "grade", "explanation", "prior", "fix", "step",
        "verify", "type", "description", "value", "prompt", "given", "expect",
    )  # fmt: skip
    found = {name: getattr(args, name) for name in names}
    return {name: value if isinstance(value, list) else [value] for name, value in found.items() if value}


def _from_report(args: argparse.Namespace, rulebase: RuleBase, out: Output) -> tuple[str, dict[str, str]]:
    """A report without secrets, and what observations see in it."""
    if args.report is None:
        return "", {}
    from ..doctor import diagnostician

    text = out.clean(read_text(args.report, out), public=True).strip()
    with diagnostician(rulebase, "plain", out) as doctor:
        facts, _ = doctor.gather(text, ())
    telling = {
        fact.name: _written(fact.value)
        for fact in facts
        if rulebase.facts[fact.name].type in ("enum", "boolean", "country", "integer")
    }
    return text, telling


def _written(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _ask_missing(kind: str, values: dict[str, list[str]], phrases: Phrases, out: Output) -> None:
    missing = [name for name in NEEDED[kind] if name not in values]
    if missing and not is_terminal():
        flags = ", ".join(f"--{name}" for name in missing)
        raise UsageError(f"kb new {kind} needs {flags} (on a terminal it asks)")
    for name in missing:
        values[name] = _asked(phrases.say(f"new.ask.{name}"), name in _MANY, out, input)


def _asked(question: str, many: bool, out: Output, read: Callable[[], str]) -> list[str]:
    """One answer, or several up to an empty line; an empty first one is asked again."""
    answers: list[str] = []
    while True:
        out.write(f"{question} ")
        answer = out.clean(read()).strip()
        if answer:
            answers.append(answer)
        if answers and (not many or not answer):
            return answers


def _file_name(name: str) -> str:
    return name.partition(".")[0].partition("/")[0]


def _modeline(folder: str, kind: str) -> str:
    """The first line of a new file, where the rule base has schemas of its own."""
    from ...engine.authoring.modelines import modeline
    from .schema import SCHEMA_FOLDER

    has_schema = os.path.isfile(os.path.join(folder, SCHEMA_FOLDER, f"{kind}.json"))
    return f"{modeline(f'../{SCHEMA_FOLDER}/{kind}.json')}\n" if has_schema else ""


def _append(folder: str, file: str, text: str, head: str) -> None:
    """Write an entry at the end of a file, an empty line before it; a new file begins with ``head``."""
    before = ""
    if os.path.lexists(file):
        with open(inside(folder, file), encoding="utf-8", newline="") as stream:
            before = stream.read()
    write_below(folder, file, f"{before}\n{text}" if before else head + text)
