"""Cases that would notice the mutants that survive: found by trying facts, for a person to read and keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import TYPE_CHECKING

from ..conditions import Condition, Known, Test, leaves
from ..facts import Scalar
from ..infer.literals import LeafNumbers, is_positive, leaf_of
from ..infer.normal_form import to_terms
from ..rulebase.model import Case, FactDecl, Rule, RuleBase
from ..values import Struct
from .expecting import LEAST_PULL
from .mutating import Crowd, Judge
from .mutations import Mutant

if TYPE_CHECKING:
    from ..infer.fact_tests import Leaf
    from .trying import Tried

_MOST_TRIALS = 400
"""So many combinations of facts are tried for one rule."""
_MOST_VARIED = 20
"""So many of them are tried again with one more fact."""
_MOST_DEPTH = 3
"""So many rules are gone back through to facts that can be given."""
Given = tuple[tuple[str, str], ...]
"""Facts of a case, sorted by name."""


class Proposal(Struct):
    """A case: facts, and what comes of them now. Whether that is right is for a person to say."""

    given: Given
    expect: Mapping[str, tuple[str, ...]]


def propose(base: RuleBase, survivors: Sequence[Mutant]) -> tuple[Proposal, ...]:
    """Cases that notice the mutants, as few as a greedy choice finds; some mutants no case can tell apart."""
    judge = Judge(base)
    by_rule: dict[str, list[Mutant]] = {}
    for mutant in survivors:
        by_rule.setdefault(mutant.rule.id, []).append(mutant)
    wanted: dict[Given, dict[str, set[str]]] = {}
    for name, mutants in by_rule.items():
        for given, expect in _Search(base, judge, base.rules[name], mutants).chosen():
            kept = wanted.setdefault(given, {})
            for key, names in expect.items():
                kept.setdefault(key, set()).update(names)
    return tuple(
        Proposal(given, {key: tuple(sorted(names)) for key, names in sorted(expect.items())})
        for given, expect in wanted.items()
    )


class _Search:
    """Looks for facts that tell one rule from its mutants."""

    def __init__(self, base: RuleBase, judge: Judge, rule: Rule, mutants: Sequence[Mutant]) -> None:
        self._base = base
        self._judge = judge
        self._rule = rule
        self._mutants = mutants
        self._crowd = Crowd(base, dict(enumerate(mutants)))

    def chosen(self) -> Iterator[tuple[Given, dict[str, set[str]]]]:
        """Facts with what to expect of them, each of which notices mutants that those before it did not."""
        trials = {given: expect for given in self._trials() if (expect := self._expected(given)) is not None}
        noticed = {given: self._noticed(given, expect) for given, expect in trials.items()}
        left = frozenset(range(len(self._mutants)))
        while noticed:
            best = max(noticed, key=lambda given: (len(noticed[given] & left), -len(given)))
            if not noticed[best] & left:
                return
            left -= noticed[best]
            yield best, trials[best]

    def _trials(self) -> Iterable[Given]:
        conditions = [self._rule.when, *dict.fromkeys(mutant.rule.when for mutant in self._mutants)]
        found: dict[Given, None] = {}
        for condition in conditions:
            found |= dict.fromkeys(islice(_assignments(condition, self._base, _MOST_DEPTH), _MOST_TRIALS))
        more = (given for start in list(found)[:_MOST_VARIED] for given in self._varied(start))
        return list(dict.fromkeys(given for given in (*found, *more) if given))[:_MOST_TRIALS]

    def _varied(self, given: Given) -> Iterator[Given]:
        """The same facts with one more, at which the rule looks too: it may stay silent for that."""
        for leaf in leaves(self._rule.when):
            for more in islice(_ways(leaf, not isinstance(leaf, Known) or not leaf.wanted, self._base, _MOST_DEPTH), 3):
                merged = _merged((given, more or _any_value(leaf, self._base)), self._base.facts)
                if merged is not None:
                    yield merged

    def _expected(self, given: Given) -> dict[str, set[str]] | None:
        tried = self._judge.tried(self._case(given, {}))
        if tried is None:
            return None
        if self._rule.id not in tried.fired:
            return {"silent": {self._rule.id}}
        return {"fires": {self._rule.id}, **self._pulls(tried)}

    def _pulls(self, tried: Tried) -> dict[str, set[str]]:
        """The causes of the rule for or against which the case speaks on the whole."""
        weights = self._base.weights.evidence
        found: dict[str, set[str]] = {}
        for cause, word in self._rule.evidence.items():
            pull = tried.pulls[cause]
            if pull * weights[word] > 0 and abs(pull) > LEAST_PULL:
                found.setdefault("raises" if pull > 0 else "lowers", set()).add(cause)
        return found

    def _noticed(self, given: Given, expect: Mapping[str, set[str]]) -> frozenset[int]:
        case = self._case(given, {key: tuple(sorted(names)) for key, names in expect.items()})
        return self._judge.noticed_by(case, self._crowd)

    def _case(self, given: Given, expect: Mapping[str, tuple[str, ...]]) -> Case:
        several: dict[str, tuple[str, ...]] = {}
        for name, value in given:
            several[name] = (*several.get(name, ()), value)
        return Case(self._rule.origin, "", dict(several), dict(expect))


def _any_value(leaf: Leaf, base: RuleBase) -> Given:
    decl = base.facts[leaf.fact]
    return () if decl.derived else tuple((leaf.fact, value) for value in _values(decl)[:1])


def _assignments(condition: Condition, base: RuleBase, depth: int) -> Iterator[Given]:
    """Facts under which each alternative of a condition holds."""
    numbers = LeafNumbers()
    for body in to_terms(condition, numbers.number):
        literals = [(numbers.leaves[leaf_of(literal)], is_positive(literal)) for literal in sorted(body)]
        choices = [list(_ways(leaf, wanted, base, depth)) for leaf, wanted in literals]
        for picked in islice(product(*choices), _MOST_TRIALS):
            merged = _merged(picked, base.facts)
            if merged is not None:
                yield merged


def _merged(parts: Iterable[Given], facts: Mapping[str, FactDecl]) -> Given | None:
    """All facts together; nothing where a fact would have two values that it cannot have at once."""
    found: dict[str, list[str]] = {}
    for name, value in (pair for part in parts for pair in part):
        values = found.setdefault(name, [])
        if value not in values:
            values.append(value)
        if len(values) > 1 and not facts[name].many:
            return None
    return tuple((name, value) for name in sorted(found) for value in found[name])


def _ways(leaf: Leaf, wanted: bool, base: RuleBase, depth: int) -> Iterator[Given]:
    """Facts that make one test true (or false); none that can be given: facts from which a rule concludes it."""
    decl = base.facts[leaf.fact]
    if decl.derived:
        yield from _through_rules(leaf, wanted, base, depth)
    elif isinstance(leaf, Known):
        if leaf.wanted is wanted:
            yield from ((((leaf.fact, value)),) for value in _values(decl)[:1])
        else:
            yield ()
    elif wanted:
        yield from ((((leaf.fact, _written(value))),) for value in _passing(leaf))
    else:
        denied = {_written(value) for value in leaf.operands}
        yield from ((((leaf.fact, value)),) for value in [value for value in _values(decl) if value not in denied][:1])


def _through_rules(leaf: Leaf, wanted: bool, base: RuleBase, depth: int) -> Iterator[Given]:
    if isinstance(leaf, Known) or not wanted:
        yield ()
        return
    for rule in base.rules.values():
        if depth and rule.then.get(leaf.fact) in leaf.operands:
            yield from islice(_assignments(rule.when, base, depth - 1), 3)


def _passing(test: Test) -> Sequence[Scalar]:
    first = test.operands[0]
    match test.operator:
        case "above" if isinstance(first, int):
            return (first + 1,)
        case "below" if isinstance(first, int):
            return (first - 1,)
        case "matches":
            return ()
        case _:
            return test.operands


def _values(decl: FactDecl) -> list[str]:
    if decl.type == "boolean":
        return ["yes", "no"]
    if decl.type == "integer":
        return [str(decl.minimum if decl.minimum is not None else 1), str((decl.minimum or 1) + 1)]
    examples = {"country": ["DE", "US"], "version": ["1.0.0", "2.0.0"], "text": ["some text", "another text"]}
    return list(decl.values) or examples.get(decl.type, [])


def _written(value: Scalar) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
