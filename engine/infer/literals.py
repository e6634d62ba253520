"""The table of literals: what one case says about every test of the rule base.

Each distinct test (*leaf*) has a number and two literals: `positive` (it is true) and `negative` (it is
false). `LiteralTable.observe` settles the observed part of every test for a case: which literals
*definitely* hold, and which *possibly* hold because nothing known rules them out. Tests over facts that
rules conclude get their negative literals later, when the rules have spoken (``settle``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..conditions import Known, Test
from ..facts import Scalar, WorkingMemory, typed
from ..values import dataclass
from .fact_tests import FactTests, Leaf
from .program import Literal


def positive(leaf: int) -> Literal:
    """The literal "this test is true"."""
    return 2 * leaf


def negative(leaf: int) -> Literal:
    """The literal "this test is false"."""
    return 2 * leaf + 1


def leaf_of(literal: Literal) -> int:
    """The test a literal is about."""
    return literal // 2


def is_positive(literal: Literal) -> bool:
    """Whether the literal says that its test is true."""
    return literal % 2 == 0


class LeafNumbers:
    """Numbers the distinct tests in the order in which they are first seen; ``True`` and ``1`` stay apart."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}
        self.leaves: list[Leaf] = []

    def number(self, leaf: Leaf) -> int:
        """The number of a test, a new one for a new test."""
        key = _key(leaf)
        if key not in self._numbers:
            self._numbers[key] = len(self.leaves)
            self.leaves.append(leaf)
        return self._numbers[key]

    def known(self, leaf: Leaf) -> int:
        """The number of a test seen before. Raises ``KeyError`` for any other."""
        return self._numbers[_key(leaf)]


@dataclass(frozen=True, slots=True)
class _Settled:
    definite: frozenset[Literal]
    possible: frozenset[Literal]


class LiteralTable:
    """The tests of a rule base, by fact.

    ``only_derived`` names the facts that can never be observed, ``conclusions`` the values that rules can
    conclude. Raises ``ValueError`` where a pattern is not RE2.
    """

    def __init__(
        self, numbers: LeafNumbers, only_derived: frozenset[str], conclusions: Iterable[tuple[str, Scalar]]
    ) -> None:
        self._numbers = numbers
        self.leaves: tuple[Leaf, ...] = tuple(numbers.leaves)
        self.only_derived: frozenset[str] = only_derived
        by_fact: dict[str, dict[int, Leaf]] = {}
        for number, leaf in enumerate(self.leaves):
            by_fact.setdefault(leaf.fact, {})[number] = leaf
        self._tests: dict[str, FactTests] = {name: FactTests(found) for name, found in by_fact.items()}
        self.concluded: frozenset[int] = frozenset(
            leaf for fact, value in conclusions for leaf in self.satisfied(fact, value)
        )
        """The tests that some rule can make true: their negative literals are not the table's to settle."""
        self._literals: dict[str, frozenset[Literal]] = {}
        unknown: list[_Settled] = []
        for name, tests in self._tests.items():
            self._literals[name] = frozenset(n for leaf in tests.leaves for n in (positive(leaf), negative(leaf)))
            unknown.append(self._when_unknown(name, tests))
        self._all_unknown = _Settled(
            frozenset[Literal]().union(*(settled.definite for settled in unknown)),
            frozenset[Literal]().union(*(settled.possible for settled in unknown)),
        )

    def number(self, leaf: Leaf) -> int:
        """The number of a test of the rule base. Raises ``KeyError`` for any other."""
        return self._numbers.known(leaf)

    def satisfied(self, fact: str, value: Scalar) -> frozenset[int]:
        """The tests that a concluded value satisfies."""
        tests = self._tests.get(fact)
        return frozenset(tests.satisfied(value)) if tests is not None else frozenset()

    def observe(self, memory: WorkingMemory) -> tuple[set[Literal], set[Literal]]:
        """The literals that hold by observation alone: those that certainly do, those that may."""
        definite, possible = set(self._all_unknown.definite), set(self._all_unknown.possible)
        for name, tests in self._tests_of(memory):
            definite -= self._literals[name]
            possible -= self._literals[name]
            holds = self._holding(tests, memory.values(name))
            definite |= holds
            possible |= holds
        return definite, possible

    def observe_fact(self, fact: str, values: Sequence[Scalar]) -> frozenset[Literal]:
        """The literals of one fact's tests that certainly hold by observation when it has these values."""
        tests = self._tests.get(fact)
        return self._holding(tests, values) if tests is not None else frozenset()

    def _holding(self, tests: FactTests, values: Sequence[Scalar]) -> frozenset[Literal]:
        passed = tests.passed(values)
        refuted = tests.leaves - passed - self.concluded
        return frozenset([*map(positive, passed), *map(negative, refuted)])

    def observed_true(self, leaf: int, memory: WorkingMemory) -> bool:
        """Whether observation alone makes this test true."""
        test = self.leaves[leaf]
        tests, values = self._tests[test.fact], memory.values(test.fact)
        return leaf in tests.passed(values) if values else leaf in tests.ignorance

    def forget(self) -> None:
        """Drop what is remembered of the last case."""
        for tests in self._tests.values():
            tests.forget()

    def _tests_of(self, memory: WorkingMemory) -> Iterable[tuple[str, FactTests]]:
        for name in memory.facts:
            tests = self._tests.get(name)
            if tests is not None and memory.values(name):
                yield name, tests

    def _when_unknown(self, name: str, tests: FactTests) -> _Settled:
        settled = {positive(leaf) for leaf in tests.ignorance}
        settled |= {negative(leaf) for leaf in tests.two_valued - tests.ignorance}
        open_ = tests.leaves - tests.two_valued
        if name in self.only_derived:
            settled |= {negative(leaf) for leaf in open_ - self.concluded}
            return _Settled(frozenset(settled), frozenset(settled))
        possible = settled | {positive(leaf) for leaf in open_} | {negative(leaf) for leaf in open_ - self.concluded}
        return _Settled(frozenset(settled), frozenset(possible))


def _key(leaf: Leaf) -> tuple[object, ...]:
    match leaf:
        case Test(fact, operator, operands):
            return ("test", fact, operator, tuple(map(typed, operands)))
        case Known(fact, wanted):
            return ("known", fact, wanted)
