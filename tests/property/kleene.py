"""A naive evaluator of rules, straight from the meaning of the rule language; what the engine is held against.

No literals, no normal form, no strata: conditions are walked as trees, and truth and possibility of the
derived values are closed in turns (the alternating fixpoint) until neither changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from keymedic.engine.conditions import All, Any_, Condition, Known, Not, Test
from keymedic.engine.facts import Scalar
from keymedic.engine.rulebase.model import Rule

Atom = tuple[str, str, Scalar]
Term = frozenset[tuple[str, bool]]


def atom(fact: str, value: Scalar) -> Atom:
    """A derived value; the type is part of it."""
    return (fact, type(value).__name__, value)


def passes(value: Scalar, test: Test) -> bool:
    """Whether one value passes a test."""
    if test.operator in ("equals", "one_of"):
        return any(type(value) is type(operand) and value == operand for operand in test.operands)
    if test.operator == "contains":
        return isinstance(value, str) and any(str(o).casefold() in value.casefold() for o in test.operands)
    if test.operator == "matches":
        return isinstance(value, str) and re.search(str(test.operands[0]), value) is not None
    left, right = _size(value), _size(test.operands[0])
    if left is None or right is None or type(value) is not type(test.operands[0]):
        return False
    return {"at_least": left >= right, "at_most": left <= right, "above": left > right, "below": left < right}[
        test.operator
    ]


def _size(value: Scalar) -> list[int] | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return [value]
    if re.fullmatch(r"[0-9]+(\.[0-9]+)*", value) is None:
        return None
    return ([int(part) for part in value.split(".")] + [0] * 5)[:5]


class Kleene:
    """The meaning of rules in one case: ``true`` and ``possible`` hold the derived values."""

    def __init__(
        self, rules: Sequence[Rule], case: Mapping[str, tuple[Scalar, ...]], only_derived: frozenset[str]
    ) -> None:
        self.rules, self.case, self.only_derived = rules, case, only_derived
        everything = {atom(*pair) for rule in rules for pair in rule.then.items()}
        self.true: set[Atom] = set()
        self.possible: set[Atom] = everything
        while True:
            true, possible = self._close(True, self.possible), self._close(False, self.true)
            if (true, possible) == (self.true, self.possible):
                break
            self.true, self.possible = true, possible

    def _close(self, certain: bool, opposite: set[Atom]) -> set[Atom]:
        grown: set[Atom] = set()
        while True:
            new = {
                atom(*pair)
                for rule in self.rules
                if self._holds(rule.when, True, certain, grown, opposite)
                for pair in rule.then.items()
            }
            if new <= grown:
                return grown
            grown |= new

    def _holds(self, condition: Condition, wanted: bool, certain: bool, grown: set[Atom], opposite: set[Atom]) -> bool:
        match condition:
            case Not(part):
                return self._holds(part, not wanted, certain, grown, opposite)
            case All(parts) | Any_(parts):
                results = [self._holds(part, wanted, certain, grown, opposite) for part in parts]
                return all(results) if isinstance(condition, All) == wanted else any(results)
            case Known(fact, knowledge):
                return (bool(self.case.get(fact)) == knowledge) == wanted
            case Test():
                seen = self._observed(condition)
                derived = any(self._satisfies(found, condition) for found in (grown if wanted else opposite))
                if wanted:
                    return derived or (seen is True if certain else seen is not False)
                return not derived and (seen is False if certain else seen is not True)

    def _satisfies(self, found: Atom, test: Test) -> bool:
        return found[0] == test.fact and passes(found[2], test)

    def _observed(self, test: Test) -> bool | None:
        values = self.case.get(test.fact, ())
        if values:
            return any(passes(value, test) for value in values)
        return False if test.fact in self.only_derived else None

    def truth(self, condition: Condition) -> bool | None:
        """True, false, or ``None`` for unknown."""
        if self._holds(condition, True, True, self.true, self.possible):
            return True
        return None if self._holds(condition, True, False, self.possible, self.true) else False

    def open_facts(self) -> dict[str, frozenset[str]]:
        """For each rule whose condition is unknown, the unknown facts it hangs on."""
        leaves = {rule.id: self._unknown_leaves(rule.when) for rule in self.rules if self.truth(rule.when) is None}
        facts = {name: {t.fact for t in found if self._askable(t.fact)} for name, found in leaves.items()}
        for _ in self.rules:
            for name, found in leaves.items():
                for other in self.rules:
                    if other.id in leaves and any(
                        self._satisfies(atom(*pair), t) for pair in other.then.items() for t in found
                    ):
                        facts[name] |= facts[other.id]
        return {name: frozenset(found) for name, found in facts.items()}

    def _askable(self, fact: str) -> bool:
        return fact not in self.only_derived and not self.case.get(fact)

    def _unknown_leaves(self, condition: Condition) -> list[Test]:
        terms = [dict(term) for term in self._terms(condition, True)]
        keys = [frozenset(term) for term in terms]
        return [
            t for term, key in zip(terms, keys, strict=True) if not any(k < key for k in keys) for t in term.values()
        ]

    def _terms(self, condition: Condition, wanted: bool) -> Iterator[dict[tuple[str, bool], Test]]:
        """Every way to make the condition come out as wanted: the unknown tests that it takes."""
        match condition:
            case Not(part):
                yield from self._terms(part, not wanted)
            case All(parts) | Any_(parts) if isinstance(condition, All) == wanted:
                if not parts:
                    yield {}
                else:
                    for first in self._terms(parts[0], wanted):
                        for rest in self._terms(type(condition)(parts[1:]), wanted):
                            yield first | rest
            case All(parts) | Any_(parts):
                for part in parts:
                    yield from self._terms(part, wanted)
            case _:
                truth = self.truth(condition)
                if truth == wanted:
                    yield {}
                elif truth is None and isinstance(condition, Test):
                    yield {(repr(condition), wanted): condition}
