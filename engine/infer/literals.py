"""The table of literals: what one case says about every test of the rule base.

Each distinct test (*leaf*) has a number and two literals: `positive` (it is true) and `negative` (it is
false). `LiteralTable.observe` settles the observed part of every test for a case: which literals
*definitely* hold, and which *possibly* hold because nothing known rules them out. Tests over facts that
rules conclude get their negative literals later, when the rules have spoken (``settle``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..conditions import Known, Test, from_data
from ..facts import Scalar, WorkingMemory, typed
from ..lazy import LazySequence
from ..typed import cast
from ..values import Struct
from .fact_tests import FactTests, Leaf, Row
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


def both(leaves: Iterable[int]) -> list[Literal]:
    """Both literals of tests."""
    true = [2 * leaf for leaf in leaves]
    return [*true, *[literal + 1 for literal in true]]


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


class _Settled(Struct):
    definite: frozenset[Literal]
    possible: frozenset[Literal]


class LiteralTable:
    """The tests of a rule base, by fact.

    ``rows`` are the tests in their list form, ``only_derived`` the facts that can never be observed, ``concluded`` the tests
    that some rule can make true. The tests of a fact are made ready when first asked for, which raises ``ValueError``
    where a pattern is not RE2.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        only_derived: frozenset[str],
        concluded: frozenset[int],
    ) -> None:
        self.rows: Sequence[Row] = rows
        self.leaves: Sequence[Leaf] = cast("Sequence[Leaf]", LazySequence(rows, from_data))
        self.facts: Sequence[str] = [row[1] for row in rows]
        """The fact of each test."""
        self.only_derived: frozenset[str] = only_derived
        self.concluded: frozenset[int] = concluded
        """The tests that some rule can make true: their negative literals are not the table's to settle."""
        self._knowledge: dict[int, bool] = {at: row[2] for at, row in enumerate(rows) if row[0] == "known"}
        """The tests that ask whether a fact is known (true) or unknown."""
        self._by_fact: dict[str, list[int]] = {}
        for number, fact in enumerate(self.facts):
            self._by_fact.setdefault(fact, []).append(number)
        self._tests: dict[str, FactTests] = {}
        self._numbers: LeafNumbers | None = None
        self._unknown: _Settled | None = None

    def number(self, leaf: Leaf) -> int:
        """The number of a test of the rule base. Raises ``KeyError`` for any other."""
        if self._numbers is None:
            self._numbers = LeafNumbers()
            for known in self.leaves:
                _ = self._numbers.number(known)
        return self._numbers.known(leaf)

    def satisfied(self, fact: str, value: Scalar) -> frozenset[int]:
        """The tests that a concluded value satisfies."""
        tests = self.tests(fact)
        return frozenset(tests.satisfied(value)) if tests is not None else frozenset()

    def observe(self, memory: WorkingMemory) -> tuple[set[Literal], set[Literal]]:
        """The literals that hold by observation alone: those that certainly do, those that may."""
        unknown = self.unknown
        definite, possible = set(unknown.definite), set(unknown.possible)
        for name in memory.facts:
            tests, values = self.tests(name), memory.values(name)
            if tests is not None and values:
                literals = set(both(tests.leaves))
                holds = self._holding(tests, values)
                for held in (definite, possible):
                    held -= literals
                    held |= holds
        return definite, possible

    def _holding(self, tests: FactTests, values: Sequence[Scalar]) -> frozenset[Literal]:
        passed = tests.passed(values)
        refuted = tests.leaves - passed - self.concluded
        return frozenset([*map(positive, passed), *map(negative, refuted)])

    def leaves_of(self, fact: str) -> Sequence[int]:
        """The numbers of all tests of a fact."""
        return self._by_fact.get(fact, ())

    def tests(self, fact: str) -> FactTests | None:
        """All tests of a fact, if there are any."""
        found = self._tests.get(fact)
        if found is None and fact in self._by_fact:
            found = self._tests[fact] = FactTests({number: self.rows[number] for number in self._by_fact[fact]})
        return found

    def passed(self, facts: Mapping[str, Sequence[Scalar]]) -> frozenset[int]:
        """The tests that hold if facts have these values (each at least one)."""
        found = [tests.passed(values) for name, values in facts.items() if (tests := self.tests(name)) is not None]
        return found[0] if len(found) == 1 else frozenset[int]().union(*found)

    def observed_true(self, leaf: int, memory: WorkingMemory) -> bool:
        """Whether observation alone makes this test true."""
        fact = self.facts[leaf]
        tests, values = self.tests(fact), memory.values(fact)
        return tests is not None and (leaf in tests.passed(values) if values else leaf in tests.ignorance)

    def forget(self) -> None:
        """Drop what is remembered of the last case."""
        for tests in self._tests.values():
            tests.forget()

    @property
    def unknown(self) -> _Settled:
        """The literals that hold, and those that may, as long as nothing is known."""
        if self._unknown is None:
            told = self._knowledge.items()
            derived = frozenset([leaf for fact in self.only_derived for leaf in self.leaves_of(fact)])
            derived -= self._knowledge.keys()
            definite = {negative(leaf) if wanted else positive(leaf) for leaf, wanted in told}
            definite.update(map(negative, derived - self.concluded))
            possible = set(range(2 * len(self.facts)))
            possible.difference_update(both((*self._knowledge, *derived)), map(negative, self.concluded))
            self._unknown = _Settled(frozenset(definite), frozenset(definite | possible))
        return self._unknown


def _key(leaf: Leaf) -> tuple[object, ...]:
    match leaf:
        case Test(fact, operator, operands):
            return ("test", fact, operator, tuple(map(typed, operands)))
        case Known(fact, wanted):
            return ("known", fact, wanted)
