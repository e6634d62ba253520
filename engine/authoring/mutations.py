"""Small wrong edits of one rule: an operator, a value, a weight, a dropped condition, each at its place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from ..rulebase.condition_reader import ConditionReader
from ..rulebase.documents import RuleDoc
from ..rulebase.entries import Entry
from ..rulebase.located import Located, Mark
from ..rulebase.model import FactDecl, Rule, Weights
from ..values import Struct, replace

Kind = Literal["operator", "value", "drop", "weight", "conclusion"]
KINDS: tuple[Kind, ...] = ("operator", "value", "drop", "weight", "conclusion")
_SWAPPED = {
    "all": "any", "any": "all", "known": "unknown", "unknown": "known",
    "at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most",
}  # fmt: skip
_SEVERAL = ("all", "any")


class Mutant(Struct):
    """A rule with one wrong edit: ``old`` became ``new`` (nothing: it was left out), at a line and column of a file."""

    kind: Kind
    file: str
    line: int
    column: int
    old: str
    new: str
    rule: Rule


class _Edit(Struct):
    """A condition with one wrong edit."""

    kind: Kind
    mark: Mark
    old: str
    new: str
    node: Located


def mutants_of(
    rule: Rule,
    entry: Entry[RuleDoc],
    facts: Mapping[str, FactDecl],
    tables: Mapping[str, tuple[str, ...]],
    weights: Weights,
) -> Iterator[Mutant]:
    """Every mutant of a rule, in the order of the file; none that reads the same as the rule or as another one."""
    seen = {rule.when}
    reader = ConditionReader(entry.source_of(("when",)), facts, tables)
    for edit in _conditions(entry.node.find(("when",)), facts):
        when = reader.read(edit.node)
        if when is not None and when not in seen:
            seen.add(when)
            yield _mutant(edit.kind, edit.mark, edit.old, edit.new, entry, replace(rule, when=when))
    for name, value in rule.then.items():
        mark = entry.node.find(("then", name)).mark
        for kind, new, then in _conclusions(rule, name, facts[name]):
            yield _mutant(kind, mark, f"{name}: {_written(value)}", new, entry, replace(rule, then=then))
    for cause, word in rule.evidence.items():
        mark = entry.node.find(("evidence", cause)).mark
        rest = {name: other for name, other in rule.evidence.items() if name != cause}
        turned = opposite(word, weights)
        old = f"{cause}: {word}"
        if turned:
            evidence = {**rule.evidence, cause: turned}
            yield _mutant("weight", mark, old, f"{cause}: {turned}", entry, replace(rule, evidence=evidence))
        yield _mutant("weight", mark, old, "", entry, replace(rule, evidence=rest))


def opposite(word: str, weights: Weights) -> str:
    """The word of evidence that says the contrary as loudly as there is one; nothing where no word does."""
    weight = weights.evidence[word]
    contrary = [other for other, value in weights.evidence.items() if value * weight < 0]
    return min(contrary, key=lambda other: (abs(weights.evidence[other] + weight), other), default="")


def _mutant(kind: Kind, mark: Mark, old: str, new: str, entry: Entry[RuleDoc], rule: Rule) -> Mutant:
    file = (mark.source or entry.source).file
    return Mutant(kind, file, mark.line, mark.column, old, new, rule)


def _conclusions(rule: Rule, name: str, decl: FactDecl) -> Iterator[tuple[Kind, str, Mapping[str, bool | int | str]]]:
    value = rule.then[name]
    rest = {key: other for key, other in rule.then.items() if key != name}
    if isinstance(value, bool):
        yield "conclusion", f"{name}: {_written(not value)}", {**rest, name: not value}
    elif isinstance(value, str) and (other := _next(value, decl)):
        yield "conclusion", f"{name}: {other}", {**rest, name: other}
    yield "conclusion", "", rest


def _conditions(node: Located, facts: Mapping[str, FactDecl]) -> Iterator[_Edit]:
    """The wrong edits of a condition (a mapping)."""
    for key, child in node.fields.items():
        mark = node.key_mark(key)
        if len(node.fields) > 1:
            yield _Edit("drop", mark, _shown(key, child), "", _without(node, key))
        if key in _SEVERAL:
            yield from _several(node, key, child, mark, facts)
        elif key == "not":
            yield _Edit("operator", mark, "not", "", _with(node, key, child))
            for edit in _conditions(child, facts):
                yield _inside(edit, node, key, edit.node)
        elif key in _SWAPPED:
            yield _Edit("operator", mark, key, _SWAPPED[key], _with(node, key, _mapping(_SWAPPED[key], child)))
        elif key in facts:
            for edit in _tests(key, child, mark, facts[key]):
                yield _Edit(edit.kind, edit.mark, edit.old, edit.new, _with(node, key, edit.node))


def _several(node: Located, key: str, child: Located, mark: Mark, facts: Mapping[str, FactDecl]) -> Iterator[_Edit]:
    items = child.items
    if len(items) > 1:
        yield _Edit("operator", mark, key, _SWAPPED[key], _with(node, key, _mapping(_SWAPPED[key], child)))
    for at, item in enumerate(items):
        if len(items) > 1:
            fewer = Located([*items[:at], *items[at + 1 :]], child.mark)
            name, part = next(iter(item.fields.items()), ("", item))
            yield _Edit("drop", item.mark, _shown(name, part), "", _with(node, key, _mapping(key, fewer)))
        for edit in _conditions(item, facts):
            changed = Located([*items[:at], edit.node, *items[at + 1 :]], child.mark)
            yield _inside(edit, node, key, changed)


def _tests(name: str, node: Located, mark: Mark, decl: FactDecl) -> Iterator[_Edit]:
    """The wrong edits of the tests of one fact; each brings the whole condition ``{fact: …}``."""
    whole = _mapping(name, node)
    if node.text is not None:
        yield from _value(name, node, decl, whole)
        return
    for word, operand in node.fields.items():
        if len(node.fields) > 1:
            yield _Edit("drop", node.key_mark(word), _shown(word, operand), "", _mapping(name, _without(node, word)))
        if word in _SWAPPED:
            swapped = Located(
                {_SWAPPED[word] if key == word else key: part for key, part in node.fields.items()}, node.mark
            )
            yield _Edit("operator", node.key_mark(word), word, _SWAPPED[word], _mapping(name, swapped))
        elif len(node.fields) == 1:
            yield _Edit("operator", mark, f"{name}: {word}", f"not {name}: {word}", _mapping("not", whole))
        for at, item in enumerate(operand.items if len(operand.items) > 1 else ()):
            fewer = Located([*operand.items[:at], *operand.items[at + 1 :]], operand.mark)
            changed = Located({**node.fields, word: fewer}, node.mark, node.keys)
            yield _Edit("value", item.mark, f"{name}: {item.text}", "", _mapping(name, changed))


def _value(name: str, node: Located, decl: FactDecl, whole: Located) -> Iterator[_Edit]:
    old = f"{name}: {node.text}"
    other = _next(node.text or "", decl)
    if other:
        yield _Edit("value", node.mark, old, f"{name}: {other}", _mapping(name, Located(other, node.mark)))
    if decl.type != "boolean":  # there it is the other value
        yield _Edit("operator", node.mark, old, f"not {old}", _mapping("not", whole))


def _next(value: str, decl: FactDecl) -> str:
    """Another value of the fact: of an enum the one after it, of a number one more."""
    if decl.type == "boolean":
        return "no" if value.lower() in ("yes", "true", "on") else "yes"
    if decl.type == "integer" and value.lstrip("-").isdecimal():
        number = int(value) + 1
        return str(number if decl.maximum is None or number <= decl.maximum else number - 2)
    values = list(decl.values)
    return values[(values.index(value) + 1) % len(values)] if value in values and len(values) > 1 else ""


def _inside(edit: _Edit, node: Located, key: str, child: Located) -> _Edit:
    return _Edit(edit.kind, edit.mark, edit.old, edit.new, _with(node, key, _mapping(key, child)))


def _mapping(key: str, child: Located) -> Located:
    return Located({key: child}, child.mark, {key: child.mark})


def _without(node: Located, key: str) -> Located:
    return Located({name: child for name, child in node.fields.items() if name != key}, node.mark, node.keys)


def _with(node: Located, key: str, condition: Located) -> Located:
    """The condition with one of its parts replaced by another condition."""
    if len(node.fields) == 1:
        return condition
    return _mapping("all", Located([_without(node, key), condition], node.mark))


def _shown(key: str, child: Located) -> str:
    """A part of a condition in one line."""
    return f"{key}: {_flow(child)}"


def _flow(node: Located) -> str:
    if node.text is not None:
        return node.text
    if node.items:
        return f"[{', '.join(map(_flow, node.items))}]"
    return "{" + ", ".join(_shown(key, child) for key, child in node.fields.items()) + "}"


def _written(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
