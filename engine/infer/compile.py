"""Rules to a `Program`: numbered literals, terms, strata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..conditions import Known, Test, leaves, to_data
from ..rulebase.model import FactDecl, Rule
from .compiled_program import Program
from .literals import LeafNumbers, LiteralTable, is_positive, leaf_of, positive
from .normal_form import Body, TooManyTermsError, to_terms
from .program import Literal, key_first, uses_of
from .strata import NegationCycleError, Reliance
from .strata import levels as levels_of
from .text import compile_pattern


class ProgramError(ValueError):
    """A rule that cannot be compiled; ``rule`` is its id, ``reason`` what is wrong with it."""

    def __init__(self, rule: str, reason: str) -> None:
        self.rule: str = rule
        self.reason: str = reason
        super().__init__(f"{rule}: {reason}")


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
    rows = list(map(to_data, numbers.leaves))
    bare = LiteralTable(rows, only_derived, frozenset())
    concluded = frozenset(leaf for fact, value in conclusions for leaf in bare.satisfied(fact, value))
    heads = {at: head for at, rule in enumerate(rules) if (head := _head(rule, bare))}
    levels = _levels(rules, bodies, heads)
    return Program(
        [rule.id for rule in rules],
        {at: rule.then for at, rule in enumerate(rules) if rule.then},
        LiteralTable(rows, only_derived, concluded),
        _keys_first(bodies, levels),
        heads,
        levels,
    )


def _keys_first(bodies: Sequence[Sequence[Body]], levels: Sequence[int]) -> list[list[list[Literal]]]:
    """The terms of each rule, each with what the fewest terms of its stratum need in front: `stratum` finds it by that."""
    strata: list[list[Body]] = [[] for _ in range(max(levels, default=-1) + 1)]
    for level, alternatives in zip(levels, bodies, strict=True):
        strata[level] += alternatives
    uses = list(map(uses_of, strata))
    return [
        [key_first(body, uses[level]) for body in alternatives]
        for level, alternatives in zip(levels, bodies, strict=True)
    ]


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


def _head(rule: Rule, table: LiteralTable) -> list[Literal]:
    return sorted({positive(leaf) for fact, value in rule.then.items() for leaf in table.satisfied(fact, value)})


def _levels(
    rules: Sequence[Rule], bodies: Sequence[Sequence[Body]], heads: Mapping[int, Sequence[Literal]]
) -> list[int]:
    concluders: dict[int, list[int]] = {}
    for rule, head in heads.items():
        for literal in head:
            concluders.setdefault(leaf_of(literal), []).append(rule)
    reliance: dict[int, Reliance] = {}
    for rule, alternatives in enumerate(bodies):
        truth: set[int] = set()
        falsehood: set[int] = set()
        for literal in frozenset[Literal]().union(*alternatives):
            (truth if is_positive(literal) else falsehood).update(concluders.get(leaf_of(literal), ()))
        if truth or falsehood:
            reliance[rule] = Reliance(frozenset(truth), frozenset(falsehood))
    try:
        return levels_of(reliance, len(bodies))
    except NegationCycleError as error:
        names = [rules[number].id for number in error.cycle]
        raise ProgramError(names[0], f"{error}: {' -> '.join([*names, names[0]])}") from error
