"""docs/catalogue.md: what the shipped rule base knows, as tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from keymedic.engine.conditions import Test, leaves
from keymedic.engine.rulebase.model import Cause, FactDecl, Rule, RuleBase

SAYS = "error.says"
_ROW = re.compile(r"\s*\((E\d\d[a-z]?)\)$")
_HEAD = """# Catalogue

What the rule base that comes with keymedic knows. Written by `make docs` from `kb/`; do not edit it by hand.
`keymedic explain NAME` tells more about every name below.
"""


def catalogue(base: RuleBase) -> str:
    """The whole page."""
    parts = [_HEAD, *_sentences(base), *_causes(base), *_facts(base)]
    return "\n".join(parts).rstrip() + "\n"


def _sentences(base: RuleBase) -> Iterator[str]:
    yield (
        "## Error sentences\n\nThe sentences that keymedic tells apart. *E01* to *E29* are Google's own answers; those without a number are what\n"
        "clients and tools say. An observation finds the words, whatever a client wraps around them, and gives `error.says` the value;\n"
        "rules that look at it speak for causes. For each sentence the causes come in the order of how strongly rules speak for them;\n"
        "what else is known of the case decides among them.\n"
    )
    yield "| | sentence | `error.says` | observations | rules | causes |\n|---|---|---|---|---|---|"
    rows = [(_number(meaning), value, meaning) for value, meaning in base.facts[SAYS].values.items()]
    for number, value, meaning in sorted(rows, key=lambda row: (not row[0], row[0])):
        seen = [item.id for item in base.observations if any(w.fact == SAYS and w.value == value for w in item.writes)]
        rules = [rule for rule in base.rules.values() if _looks_at(rule, value)]
        sentence = cell(_ROW.sub("", meaning))
        yield f"| {number} | {sentence} | `{value}` | {codes(seen)} | {codes(r.id for r in rules)} | {_spoken(rules, base)} |"
    yield ""


def _number(meaning: str) -> str:
    found = _ROW.search(meaning)
    return found[1] if found else ""


def _looks_at(rule: Rule, value: str) -> bool:
    return bool(rule.evidence) and any(
        isinstance(leaf, Test) and leaf.fact == SAYS and value in leaf.operands for leaf in leaves(rule.when)
    )


def _spoken(rules: Iterable[Rule], base: RuleBase) -> str:
    strongest: dict[str, float] = {}
    for rule in rules:
        for cause, word in rule.evidence.items():
            strongest[cause] = max(strongest.get(cause, 0.0), base.weights.evidence[word])
    ranked = sorted((cause for cause, weight in strongest.items() if weight > 0), key=lambda c: (-strongest[c], c))
    return codes(ranked)


def _causes(base: RuleBase) -> Iterator[str]:
    yield "## Causes\n\nEvery cause with its ways out, the first of equal benefit first. How each is done and checked: `keymedic explain CAUSE`.\n"
    yield "| cause | what it is | ways out |\n|---|---|---|"
    for cause in sorted(base.causes.values(), key=lambda item: item.id):
        yield f"| `{cause.id}` | {cell(cause.title)} | {_ways(cause)} |"
    yield ""


def _ways(cause: Cause) -> str:
    return "<br>".join(f"{cell(fix.title)} ({fix.helps.replace('-', ' ')} helps; {fix.cost})" for fix in cause.fixes)


def _facts(base: RuleBase) -> Iterator[str]:
    yield "## Facts\n\nEvery fact, and how keymedic gets it. Each one that is not concluded can also be given with `--fact NAME=VALUE`.\n"
    yield "| fact | type | what it is | how it is got |\n|---|---|---|---|"
    written = {write.fact for item in base.observations for write in item.writes}
    concluded = {name for rule in base.rules.values() for name in rule.then}
    for name, decl in sorted(base.facts.items()):
        ways = _got(decl, name in written, name in concluded)
        yield f"| `{name}` | {decl.type}{', many' if decl.many else ''} | {cell(decl.description)} | {ways} |"


def _got(decl: FactDecl, written: bool, concluded: bool) -> str:
    """In a few words: from the paste, from a rule, from an answer."""
    if decl.derived:
        return "concluded"
    read = written or decl.name.startswith(("error.", "report.")) or decl.name == "key.kind"
    ways = ["read in the paste" if read else "", "concluded" if concluded else "", "asked" if decl.ask else ""]
    return ", ".join(way for way in ways if way) or "given only"


def codes(names: Iterable[str]) -> str:
    """Names as they are written in code, in a row."""
    return ", ".join(f"`{name}`" for name in names)


def cell(text: str) -> str:
    """A text that stays within its cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")
