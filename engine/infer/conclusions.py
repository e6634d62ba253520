"""What the rules say about one case, as values."""

from __future__ import annotations

from collections.abc import Iterable

from ..conditions import Condition
from ..facts import Fact, Scalar, Source, WorkingMemory, typed
from ..values import Struct
from .compiled_program import Program
from .fact_tests import Leaf
from .literals import is_positive, leaf_of
from .net import Settled
from .opening import Opening
from .support import Support

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .settle import Settlement
    from .truth import LeafTruth, Truth


class TestOutcome(Struct):
    """A test that a fired rule used, the outcome it wanted, and the values it saw."""

    leaf: Leaf
    wanted: bool
    seen: tuple[Scalar, ...]


class Firing(Struct):
    """A rule that holds. Of several ways to get there it shows the one that needs the fewest facts.

    ``facts`` are the observed facts it rests on, also those behind derived facts; ``via`` the rules that
    concluded the derived facts its own tests used.
    """

    rule: str
    facts: frozenset[str]
    tests: tuple[TestOutcome, ...]
    via: tuple[str, ...]


class OpenRule(Struct):
    """A rule that may still come to hold, and the unknown observable facts on which that hangs."""

    rule: str
    unknown: frozenset[str]


class Conclusions:
    """All that follows from a case. Each part is worked out when it is first asked for.

    ``engine`` names what concluded (``durable``, ``plain`` or ``durable+plain``); it is no part of equality.
    """

    __slots__ = (
        "_derived", "_fired", "_open", "_program", "_rules", "_support", "_unknown", "engine", "memory", "settled",
    )  # fmt: skip

    def __init__(self, program: Program, settled: Settled, memory: WorkingMemory, engine: str) -> None:
        self._program = program
        self.settled: Settled = settled
        self.memory: WorkingMemory = memory
        self._rules: tuple[int, ...] = tuple(sorted({program.rule_of[number] for number in settled.fired}))
        self._support: Support | None = None
        self._fired: tuple[Firing, ...] | None = None
        self._open: tuple[OpenRule, ...] | None = None
        self._unknown: frozenset[str] | None = None
        self._derived: tuple[Fact, ...] | None = None
        self.engine: str = engine

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of the rules that hold, in the order of the rule base."""
        return tuple(self._program.names[rule] for rule in self._rules)

    @property
    def fired(self) -> tuple[Firing, ...]:
        """The rules that hold and why, in the order of the rule base."""
        if self._fired is None:
            program, seen, support = self._program, _Seen(self.memory, self.derived), self.support
            name = program.names
            self._fired = tuple(
                Firing(
                    name[rule],
                    support.facts[rule],
                    _outcomes(program, support.terms[rule], seen),
                    tuple(name[other] for other in support.via(support.terms[rule])),
                )
                for rule in self._rules
            )
        return self._fired

    @property
    def support(self) -> Support:
        """Why the rules hold."""
        if self._support is None:
            settled = self.settled
            self._support = Support(self._program, settled.fired, lambda at: at in settled.possible.holds, self.memory)
        return self._support

    @property
    def open(self) -> tuple[OpenRule, ...]:
        """The rules that may yet hold, in the order of the rule base."""
        if self._open is None:
            found = Opening(self._program, self.settled, self.memory).by_rule()
            self._open = tuple(OpenRule(self._program.names[rule], facts) for rule, facts in found.items())
        return self._open

    @property
    def unknown(self) -> frozenset[str]:
        """The unknown observable facts on which any of the open rules hangs."""
        if self._unknown is None:
            self._unknown = Opening(self._program, self.settled, self.memory).unknown()
        return self._unknown

    @property
    def derived(self) -> tuple[Fact, ...]:
        """What the rules concluded, by name."""
        if self._derived is None:
            self._derived = _derived(self._program, self._rules)
        return self._derived

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Conclusions):
            return NotImplemented
        return (self.fired, self.open, self.derived) == (other.fired, other.open, other.derived)

    __hash__ = None  # pyright: ignore[reportAssignmentType]  # as of any list


def explain_condition(program: Program, settlement: Settlement, memory: WorkingMemory, condition: Condition) -> Truth:
    """The truth of a rule's condition, part by part."""
    from .truth import LeafTruth, explain_truth  # only for who asks why a rule does not hold

    fired = {program.rule_of[number] for number in settlement.fired}
    seen = _Seen(memory, _derived(program, fired))

    def look(leaf: Leaf) -> LeafTruth:
        return LeafTruth(settlement.truth(program.table.number(leaf)), seen.values(leaf.fact))

    return explain_truth(condition, look)


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


def _outcomes(program: Program, term: int, seen: _Seen) -> tuple[TestOutcome, ...]:
    literals, leaves = sorted(program.bodies[term]), program.table.leaves
    tests = [(leaves[leaf_of(literal)], is_positive(literal)) for literal in literals]
    return tuple([TestOutcome(leaf, wanted, seen.values(leaf.fact)) for leaf, wanted in tests])


def _derived(program: Program, fired: Iterable[int]) -> tuple[Fact, ...]:
    facts: dict[tuple[str, str, str], Fact] = {}
    for rule in sorted(fired):
        for fact, value in program.conclusions.get(rule, {}).items():
            kind, plain = typed(value)
            _ = facts.setdefault((fact, kind, str(plain)), Fact(fact, value, Source("rule", program.names[rule])))
    return tuple(facts[key] for key in sorted(facts))
