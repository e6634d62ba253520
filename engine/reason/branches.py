"""Which tests and alternatives of conditions some cases have shown: true, false, and each way in which a rule can hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from ..conditions import Known, leaves
from ..facts import Fact, Scalar, WorkingMemory
from ..infer.compile import compile_program
from ..infer.fact_tests import Leaf
from ..infer.literals import is_positive, leaf_of
from ..infer.net import Net
from ..infer.program import Literal as SignedTest

if TYPE_CHECKING:
    from ..rulebase.model import Rule, RuleBase

Missing = Literal["alternative-never-holds", "test-never-holds", "test-never-fails"]


class Branches:
    """Remembers what the cases of one rule base showed of its conditions."""

    def __init__(self, rulebase: RuleBase) -> None:
        self._program = compile_program(tuple(rulebase.rules.values()), rulebase.facts)
        self._numbers = {name: number for number, name in enumerate(self._program.names)}
        self._net = Net(self._program)
        self._terms: set[int] = set()
        self._true: set[int] = set()
        self._false: set[int] = set()

    def add(self, memory: WorkingMemory, derived: Iterable[Fact]) -> None:
        """A case with its settled facts and what the rules concluded."""
        self._terms |= self._net.settle(memory).fired
        values: dict[str, tuple[Scalar, ...]] = {name: memory.values(name) for name in memory.facts}
        for fact in derived:
            values[fact.name] = (*values.get(fact.name, ()), fact.value)
        for name in dict.fromkeys(self._program.table.facts):
            self._look(name, values.get(name, ()))

    def totals(self, rules: Iterable[Rule]) -> tuple[int, int]:
        """How many alternatives and how many tests these rules have, in all."""
        rules = list(rules)
        alternatives = sum(len(self._program.terms_of(self._numbers[rule.id])) for rule in rules)
        return alternatives, sum(1 for rule in rules for _ in leaves(rule.when))

    def missing(self, rule: Rule) -> Iterator[tuple[Missing, str]]:
        """What no case showed of a rule's condition."""
        table = self._program.table
        for leaf in leaves(rule.when):
            number = table.number(leaf)
            if number not in self._true:
                yield "test-never-holds", shown(leaf)
            if number not in self._false:
                yield "test-never-fails", shown(leaf)
        terms = self._program.terms_of(self._numbers[rule.id])
        for term in terms:
            if term not in self._terms:
                yield "alternative-never-holds", self._alternative(self._program.bodies[term])

    def _look(self, name: str, values: Sequence[Scalar]) -> None:
        tests = self._program.table.tests(name)
        if tests is None:
            return
        if values:
            passed = tests.passed(values)
            self._true |= passed
            self._false |= tests.leaves - passed
        elif (
            name in self._program.table.only_derived
        ):  # nobody concluded it: that is as near to "no" as most cases come
            self._false |= tests.leaves
        else:
            self._true |= tests.ignorance
            self._false |= tests.two_valued - tests.ignorance

    def _alternative(self, body: Sequence[SignedTest]) -> str:
        tests = ((self._program.table.leaves[leaf_of(literal)], is_positive(literal)) for literal in body)
        return ", ".join(shown(leaf) if wanted else f"not {shown(leaf)}" for leaf, wanted in tests)


def shown(leaf: Leaf) -> str:
    """A test as rule files write it."""
    if isinstance(leaf, Known):
        return f"{'known' if leaf.wanted else 'unknown'}: {leaf.fact}"
    texts = [("yes" if item else "no") if isinstance(item, bool) else str(item) for item in leaf.operands]
    return (
        f"{leaf.fact}: {texts[0]}"
        if leaf.operator == "equals"
        else f"{leaf.fact}: {{{leaf.operator}: {', '.join(texts)}}}"
    )
