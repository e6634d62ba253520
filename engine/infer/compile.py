"""Rules to a `Program`: numbered literals, terms, strata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..conditions import Known, Test, leaves
from ..rulebase.model import FactDecl, Rule
from ..values import dataclass
from .literals import LeafNumbers, LiteralTable, is_positive, leaf_of, positive
from .normal_form import Body, TooManyTermsError, to_terms
from .program import Literal, Term
from .strata import NegationCycleError, Reliance, levels
from .text import compile_pattern


class ProgramError(ValueError):
    """A rule that cannot be compiled; ``rule`` is its id, ``reason`` what is wrong with it."""

    def __init__(self, rule: str, reason: str) -> None:
        self.rule: str = rule
        self.reason: str = reason
        super().__init__(f"{rule}: {reason}")


@dataclass(frozen=True, slots=True)
class Program:
    """The compiled rules. Rules go by their place in ``rules``, terms and tests by their number."""

    rules: tuple[Rule, ...]
    table: LiteralTable
    terms: tuple[Term, ...]
    """All terms by number, rule by rule."""
    terms_of: tuple[tuple[Term, ...], ...]
    """The terms of each rule."""
    strata: tuple[tuple[Term, ...], ...]
    """The terms in the order in which their strata must be closed."""
    levels: tuple[int, ...]
    """The stratum of each term, by number."""
    settled_after: tuple[tuple[int, ...], ...]
    """For each stratum the tests about which no later stratum concludes anything."""
    concluders: Mapping[int, tuple[int, ...]]
    """For each test the rules whose conclusions make it true."""


def compile_program(rules: Sequence[Rule], facts: Mapping[str, FactDecl]) -> Program:
    """Compile rules over a vocabulary.

    Raises `ProgramError` for a condition with too many alternatives, a pattern that is not RE2,
    ``known``/``unknown`` of a fact that rules conclude, and a cycle through a negation.
    """
    numbers = LeafNumbers()
    bodies = [_bodies(rule, numbers) for rule in rules]
    conclusions = [(fact, value) for rule in rules for fact, value in rule.then.items()]
    _check_known(rules, frozenset(fact for fact, _ in conclusions))
    only_derived = frozenset(name for name, decl in facts.items() if decl.derived)
    _check_patterns(rules)
    table = LiteralTable(numbers, only_derived, conclusions)
    heads = [_head(rule, table) for rule in rules]
    concluders = _concluders(heads)
    terms_of = _terms(bodies, heads)
    level = _levels(rules, bodies, concluders)
    strata: list[list[Term]] = [[] for _ in range(max(level, default=-1) + 1)]
    for rule, terms in enumerate(terms_of):
        strata[level[rule]].extend(terms)
    settled: list[list[int]] = [[] for _ in strata]
    for leaf, concluding in sorted(concluders.items()):
        settled[max(level[rule] for rule in concluding)].append(leaf)
    return Program(
        tuple(rules), table, tuple(term for terms in terms_of for term in terms), terms_of,
        tuple(map(tuple, strata)), tuple(level[term.rule] for terms in terms_of for term in terms),
        tuple(map(tuple, settled)), concluders,
    )  # fmt: skip


def _bodies(rule: Rule, numbers: LeafNumbers) -> list[Body]:
    for leaf in leaves(rule.when):
        _ = numbers.number(leaf)
    try:
        return to_terms(rule.when, numbers.number)
    except TooManyTermsError as error:
        raise ProgramError(rule.id, f"{error}; split the rule") from error


def _check_known(rules: Sequence[Rule], concluded: frozenset[str]) -> None:
    for rule in rules:
        for leaf in leaves(rule.when):
            if isinstance(leaf, Known) and leaf.fact in concluded:
                raise ProgramError(rule.id, f"known/unknown cannot look at {leaf.fact}, which rules conclude")


def _check_patterns(rules: Sequence[Rule]) -> None:
    for rule in rules:
        for leaf in leaves(rule.when):
            if isinstance(leaf, Test) and leaf.operator == "matches":
                try:
                    _ = compile_pattern(str(leaf.operands[0]))
                except ValueError as error:
                    raise ProgramError(rule.id, str(error)) from error


def _head(rule: Rule, table: LiteralTable) -> frozenset[Literal]:
    return frozenset(positive(leaf) for fact, value in rule.then.items() for leaf in table.satisfied(fact, value))


def _concluders(heads: Sequence[frozenset[Literal]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for rule, head in enumerate(heads):
        for literal in head:
            found.setdefault(leaf_of(literal), []).append(rule)
    return {leaf: tuple(found[leaf]) for leaf in sorted(found)}


def _terms(bodies: Sequence[Sequence[Body]], heads: Sequence[frozenset[Literal]]) -> tuple[tuple[Term, ...], ...]:
    terms: list[tuple[Term, ...]] = []
    first = 0
    for rule, alternatives in enumerate(bodies):
        terms.append(tuple(Term(first + at, rule, body, heads[rule]) for at, body in enumerate(alternatives)))
        first += len(alternatives)
    return tuple(terms)


def _levels(
    rules: Sequence[Rule], bodies: Sequence[Sequence[Body]], concluders: Mapping[int, tuple[int, ...]]
) -> list[int]:
    reliance: dict[int, Reliance] = {}
    for rule, alternatives in enumerate(bodies):
        truth: set[int] = set()
        falsehood: set[int] = set()
        for literal in frozenset[Literal]().union(*alternatives):
            (truth if is_positive(literal) else falsehood).update(concluders.get(leaf_of(literal), ()))
        if truth or falsehood:
            reliance[rule] = Reliance(frozenset(truth), frozenset(falsehood))
    try:
        return levels(reliance, len(bodies))
    except NegationCycleError as error:
        names = [rules[number].id for number in error.cycle]
        raise ProgramError(names[0], f"{error}: {' -> '.join([*names, names[0]])}") from error
