"""The compiled rules as numbers, and as data for the cache of the rule base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain

from .. import conditions
from ..facts import Scalar
from ..lazy import LazySequence
from .literals import LiteralTable, leaf_of
from .program import Literal, Term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Program:
    """The compiled rules. Rules go by their place in ``names``, terms and tests by their number.

    Terms are numbered rule by rule. What is a matter of looking things up is worked out when first asked for.
    """

    def __init__(
        self,
        names: Sequence[str],
        conclusions: Mapping[int, Mapping[str, Scalar]],
        table: LiteralTable,
        alternatives: Sequence[Sequence[Sequence[Literal]]],
        heads: Mapping[int, Sequence[Literal]],
        rule_levels: Sequence[int],
    ) -> None:
        """``conclusions``: the facts that rules conclude; ``alternatives``: the bodies of each rule's terms, each
        with its key in front (`stratum`); ``heads``: the literals that a rule makes true, of the rules that make any;
        ``rule_levels``: the stratum of each rule."""
        self.names: tuple[str, ...] = tuple(names)
        self.conclusions: Mapping[int, Mapping[str, Scalar]] = conclusions
        self.table: LiteralTable = table
        self.alternatives: Sequence[Sequence[Sequence[Literal]]] = alternatives
        self.heads: Mapping[int, Sequence[Literal]] = heads
        self.rule_levels: Sequence[int] = rule_levels
        self.bodies: list[Sequence[Literal]] = [body for bodies in alternatives for body in bodies]
        """The body of each term."""
        self.rule_of: list[int] = [rule for rule, bodies in enumerate(alternatives) for _ in bodies]
        """The rule of each term."""
        self.levels: list[int] = [rule_levels[rule] for rule in self.rule_of]
        """The stratum in which each term is closed."""
        self.terms: Sequence[Term] = LazySequence(range(len(self.bodies)), self._term)
        self.concluders: dict[int, tuple[int, ...]] = _concluders(heads)
        """For each test the rules whose conclusions make it true."""
        self.settled_after: tuple[tuple[int, ...], ...] = self._settled_after()
        """For each stratum the tests about which no later stratum concludes anything."""
        self._first = [0, *accumulate(map(len, alternatives))]

    def terms_of(self, rule: int) -> range:
        """The numbers of a rule's terms."""
        return range(self._first[rule], self._first[rule + 1])

    @property
    def strata(self) -> tuple[tuple[Term, ...], ...]:
        """The terms in the order in which their strata must be closed."""
        strata: list[list[Term]] = [[] for _ in self.settled_after]
        for number, level in enumerate(self.levels):
            strata[level].append(self.terms[number])
        return tuple(map(tuple, strata))

    def _term(self, number: int) -> Term:
        rule = self.rule_of[number]
        return Term(number, rule, frozenset(self.bodies[number]), frozenset(self.heads.get(rule, ())))

    def _settled_after(self) -> tuple[tuple[int, ...], ...]:
        settled: list[list[int]] = [[] for _ in range(max(self.rule_levels, default=-1) + 1)]
        for leaf, rules in self.concluders.items():
            settled[max(self.rule_levels[rule] for rule in rules)].append(leaf)
        return tuple(map(tuple, settled))


def to_data(program: Program) -> list[Any]:
    """The program as nested lists and dictionaries, fit for JSON; without the names, which the rule base has."""
    table = program.table
    return [
        list(table.rows),
        sorted(table.only_derived),
        {str(rule): dict(values) for rule, values in program.conclusions.items()},
        [list(map(list, bodies)) for bodies in program.alternatives],
        {str(rule): sorted(head) for rule, head in program.heads.items()},
        list(program.rule_levels),
    ]


def from_data(names: Sequence[str], data: Any) -> Program:
    """The inverse of `to_data`; raises ``ValueError`` for anything else."""
    try:
        leaves, only_derived, conclusions, alternatives, heads, levels = data
        _check_rows(leaves)
        whole = {int(rule): head for rule, head in heads.items()}
        _check(len(names), 2 * len(leaves), alternatives, whole, levels)
        concluded = frozenset(leaf_of(literal) for head in whole.values() for literal in head)
        table = LiteralTable(leaves, frozenset(map(str, only_derived)), concluded)
        values = {int(rule): _scalars(found) for rule, found in conclusions.items()}
        return Program(names, values, table, alternatives, whole, levels)
    except (TypeError, AttributeError, LookupError) as error:
        raise ValueError(f"not a compiled program: {error}"[:200]) from None


def _check(rules: int, literals: int, alternatives: Any, heads: Mapping[int, Any], levels: Any) -> None:
    """Numbers of rules, literals and strata stay within what there is."""
    if len(alternatives) != rules or len(levels) != rules or not all(0 <= rule < rules for rule in heads):
        raise ValueError("not the program of these rules")
    _within(levels, rules + 1)
    _within(chain.from_iterable(chain.from_iterable(alternatives)), literals)
    _within(chain.from_iterable(heads.values()), literals)


def _within(numbers: Iterable[Any], limit: int) -> None:
    found = list(numbers)
    if not set(map(type, found)) <= {int} or not 0 <= min(found, default=0) <= max(found, default=-1) + 1 <= limit:
        raise ValueError("numbers out of range")


def _check_rows(rows: Sequence[Any]) -> None:
    """Every test has the list form of one."""
    # Plain questions: a ``match`` takes four times as long, and each test of the rule base is looked at.
    for row in rows:
        if row.__class__ is not list or len(row) < 3 or row[1].__class__ is not str:
            raise ValueError("not a test")
        if row[0] == "test":
            if len(row) != 4 or row[2] not in conditions.OPERATORS or row[3].__class__ is not list:
                raise ValueError("not a test")
        elif row[0] != "known" or len(row) != 3 or row[2].__class__ is not bool:
            raise ValueError("not a test")


def _scalars(found: Mapping[str, Any]) -> Mapping[str, Scalar]:
    if not all(type(value) in (bool, int, str) for value in found.values()):
        raise ValueError("not the conclusions of a rule")
    return dict(found)


def _concluders(heads: Mapping[int, Sequence[Literal]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for rule, head in sorted(heads.items()):
        for literal in head:
            found.setdefault(leaf_of(literal), []).append(rule)
    return {leaf: tuple(found[leaf]) for leaf in sorted(found)}
