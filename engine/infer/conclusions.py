"""What the rules say about one case, as values."""

from __future__ import annotations

from collections.abc import Iterable

from ..facts import Fact, Scalar, Source, WorkingMemory, typed
from ..values import dataclass, field
from .compile import Program
from .fact_tests import Leaf
from .literals import is_positive, leaf_of
from .opening import open_rules
from .program import Term
from .settle import Settlement
from .support import Support
from .truth import LeafTruth, Truth, explain_truth


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """A test that a fired rule used, the outcome it wanted, and the values it saw."""

    leaf: Leaf
    wanted: bool
    seen: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule that holds. Of several ways to get there it shows the one that needs the fewest facts.

    ``facts`` are the observed facts it rests on, also those behind derived facts; ``via`` the rules that
    concluded the derived facts its own tests used.
    """

    rule: str
    facts: frozenset[str]
    tests: tuple[TestOutcome, ...]
    via: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenRule:
    """A rule that may still come to hold, and the unknown observable facts on which that hangs."""

    rule: str
    unknown: frozenset[str]


@dataclass(frozen=True, slots=True)
class Conclusions:
    """All that follows from a case. ``fired`` and ``open`` are in the order of the rule base, ``derived`` by name.

    ``engine`` names what concluded (``durable``, ``plain`` or ``durable+plain``); it is no part of equality.
    """

    fired: tuple[Firing, ...]
    open: tuple[OpenRule, ...]
    derived: tuple[Fact, ...]
    engine: str = field(default="plain", compare=False)


def conclusions(program: Program, settlement: Settlement, memory: WorkingMemory, engine: str) -> Conclusions:
    """Read a settled case: which rules hold and why, which are open, which facts were derived."""
    support = Support(program, settlement, memory)
    derived = _derived(program, support.terms)
    seen = _Seen(memory, derived)
    name = [rule.id for rule in program.rules]
    fired = tuple(
        Firing(
            name[rule],
            support.facts[rule],
            _outcomes(program, support.terms[rule], seen),
            tuple(name[other] for other in support.via(support.terms[rule])),
        )
        for rule in sorted(support.terms)
    )
    found = open_rules(program, settlement, memory)
    return Conclusions(fired, tuple(OpenRule(name[rule], facts) for rule, facts in found.items()), derived, engine)


def explain_rule(program: Program, settlement: Settlement, memory: WorkingMemory, rule: str) -> Truth:
    """The truth of a rule's condition, part by part. Raises ``KeyError`` for an unknown rule."""
    conditions = {known.id: known.when for known in program.rules}
    fired = {program.terms[number].rule for number in settlement.fired}
    seen = _Seen(memory, _derived(program, fired))

    def look(leaf: Leaf) -> LeafTruth:
        return LeafTruth(settlement.truth(program.table.number(leaf)), seen.values(leaf.fact))

    return explain_truth(conditions[rule], look)


class _Seen:
    """The values of every fact, observed ones first, then those that rules concluded."""

    def __init__(self, memory: WorkingMemory, derived: Iterable[Fact]) -> None:
        self._memory = memory
        self._derived: dict[str, list[Scalar]] = {}
        for fact in derived:
            self._derived.setdefault(fact.name, []).append(fact.value)

    def values(self, name: str) -> tuple[Scalar, ...]:
        observed = self._memory.values(name)
        known = set(map(typed, observed))
        return observed + tuple(value for value in self._derived.get(name, ()) if typed(value) not in known)


def _outcomes(program: Program, term: Term, seen: _Seen) -> tuple[TestOutcome, ...]:
    leaves = [(program.table.leaves[leaf_of(literal)], is_positive(literal)) for literal in sorted(term.body)]
    return tuple(TestOutcome(leaf, wanted, seen.values(leaf.fact)) for leaf, wanted in leaves)


def _derived(program: Program, fired: Iterable[int]) -> tuple[Fact, ...]:
    facts: dict[tuple[str, str, str], Fact] = {}
    for number in sorted(fired):
        rule = program.rules[number]
        for fact, value in rule.then.items():
            kind, plain = typed(value)
            _ = facts.setdefault((fact, kind, str(plain)), Fact(fact, value, Source("rule", rule.id)))
    return tuple(facts[key] for key in sorted(facts))
