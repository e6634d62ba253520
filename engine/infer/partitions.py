"""Terms shared out over rulesets so small that none comes near a limit of the native engine.

In a ruleset a term is one rule: one condition on the message with all literals that are known from the
start (nested tests, no join), and one on a message of its own for each *inner* literal, one that other
terms conclude. A ruleset is opened only when its *key* holds, which all its terms need, the rarest literal of
their bodies, and with it the *watched* literal of some term, the rarest of the others. (Two watched literals
keep what cannot fire asleep in SAT solvers, too: Moskewicz et al., "Chaff", DAC 2001.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from ..errors import EngineError
from ..plain_json import dumps
from ..values import Struct, field
from .native import Limits
from .program import Literal, Term

SENTINEL = "~go"
"""A literal of every opening message: its rule fires in every session, which shows that the engine ran and
initialises what delete_state would otherwise read uninitialised."""
SESSION = "0"


class _Node:
    """A test of the engine's tree: the tests that follow it, and the most that any of these may leave pending."""

    __slots__ = ("after", "below")

    def __init__(self) -> None:
        self.after: dict[Literal, _Node] = {}
        self.below: int = 0

    def pending(self, path: Sequence[Literal], at: int = 0) -> int:
        """The most tests a message can leave pending here once ``path`` is grown: siblings wait while one is followed."""
        if at == len(path):
            return self._pending(len(self.after), self.below)
        child = self.after.get(path[at])
        if child is not None:
            return self._pending(len(self.after), max(self.below, child.pending(path, at + 1)))
        # What follows a new test has no siblings: one at a time is pending, if anything follows.
        return self._pending(len(self.after) + 1, max(self.below, int(at + 1 < len(path))))

    def grow(self, path: Sequence[Literal], at: int = 0) -> int:
        """Add a path of tests; what may be pending now."""
        if at < len(path):
            child = self.after.get(path[at])
            if child is None:
                child = self.after[path[at]] = _Node()
            self.below = max(self.below, child.grow(path, at + 1))
        return self._pending(len(self.after), self.below)

    @staticmethod
    def _pending(siblings: int, below: int) -> int:
        return siblings - 1 + max(1, below) if siblings else 0


def literal_name(literal: Literal) -> str:
    """A literal's property name in messages."""
    return f"L{literal}"


class Shape(Struct):
    """A term as the engine gets it: its literals rarest first, base and inner ones apart."""

    term: Term
    base: tuple[Literal, ...]
    inner: tuple[Literal, ...]
    key: Literal | None

    @property
    def watched(self) -> Literal | None:
        """The rarest literal known from the start, besides the key; nothing where there is none."""
        return next((literal for literal in self.base if literal != self.key), None)

    @property
    def name(self) -> str:
        """The rule's name in the ruleset."""
        return f"t{self.term.id}"

    def rule(self) -> dict[str, object]:
        """The rule's definition."""
        conditions: list[dict[str, object]] = []
        if self.base:
            conditions.append({"b": {"$and": [{literal_name(literal): 1} for literal in self.base]}})
        conditions.extend({f"d{at}": {literal_name(literal): 1}} for at, literal in enumerate(self.inner))
        return {"all": conditions or [{"b": {SENTINEL: 1}}]}


class Partition(Struct, frozen=False):
    """One ruleset to be: takes terms as long as every limit is kept."""

    limits: Limits
    shapes: list[Shape] = field(default_factory=list[Shape])
    keys: set[Literal] = field(default_factory=set[Literal])
    always: bool = False
    """Some term needs nothing: the ruleset must be opened in every case."""
    watched: set[Literal | None] = field(default_factory=set[Literal | None])
    base: set[Literal] = field(default_factory=set[Literal])
    inner: set[Literal] = field(default_factory=set[Literal])
    _ends: dict[tuple[Literal, ...], int] = field(default_factory=dict[tuple[Literal, ...], int])
    _tests: _Node = field(default_factory=_Node)
    """The engine's tree of tests on the opening message."""

    def add(self, shape: Shape) -> bool:
        """Take the term if all limits are kept; false, and nothing changed, otherwise."""
        if not self._fits(shape):
            return False
        _ = self._tests.grow(shape.base)
        self.shapes.append(shape)
        self.watched.add(shape.watched)
        self.base.update(shape.base)
        self.inner.update(shape.inner)
        for end in _ends(shape):
            self._ends[end] = self._ends.get(end, 0) + 1
        if shape.key is None:
            self.always = True
        else:
            self.keys.add(shape.key)
        return True

    def may_fire(self, literals: Collection[Literal]) -> bool:
        """Whether some term could fire, once the key holds, by what it watches."""
        return None in self.watched or not self.watched.isdisjoint(literals)

    def definition(self) -> str:
        """The ruleset as JSON."""
        rules: dict[str, object] = {SENTINEL: {"all": [{"b": {SENTINEL: 1}}]}}
        rules.update((shape.name, shape.rule()) for shape in self.shapes)
        return dumps(rules)

    def _fits(self, shape: Shape) -> bool:
        limits = self.limits
        conditions = len(shape.inner) + bool(shape.base)
        first = {base for base in shape.base[:1] if base not in self._tests.after} | (set(shape.inner) - self.inner)
        own_tests = 2  # the sentinel and the engine's own state fact
        return (
            len(self.shapes) + 1 < limits.rules
            and conditions <= limits.conditions
            and len(self.base) + len(self._unseen(shape)) + 1 <= limits.properties
            and len(self._tests.after) + len(self.inner) + len(first) + own_tests <= limits.first_tests
            and self._tests.pending(shape.base) <= limits.pending
            and all(self._ends.get(end, 0) < limits.rules_per_test for end in _ends(shape))
        )

    def _unseen(self, shape: Shape) -> list[Literal]:
        return [literal for literal in shape.base if literal not in self.base]


def partition(
    terms: Sequence[Term], inner: frozenset[Literal], limits: Limits, uses: Mapping[Literal, int] | None = None
) -> list[Partition]:
    """Share terms out; ``uses`` counts the terms of each literal, also of terms that are not among these.

    Raises `EngineError` for a term that is beyond the engine on its own.
    """
    if uses is None:
        uses = Counter(literal for term in terms for literal in term.body)
    shapes = [_shape(term, inner, uses) for term in terms]
    partitions = [Partition(limits)]
    for shape in sorted(shapes, key=lambda shape: (-1 if shape.key is None else shape.key, shape.base, shape.term.id)):
        if not partitions[-1].add(shape):
            partitions.append(Partition(limits))
            if not partitions[-1].add(shape):
                raise EngineError(f"a term of {len(shape.term.body)} literals is too large for durable-rules")
    return [found for found in partitions if found.shapes]


def _shape(term: Term, inner: frozenset[Literal], uses: Mapping[Literal, int]) -> Shape:
    body = sorted(term.body, key=lambda literal: (uses[literal], literal))
    base = tuple(literal for literal in body if literal not in inner)
    return Shape(term, base, tuple(literal for literal in body if literal in inner), body[0] if body else None)


def _ends(shape: Shape) -> list[tuple[Literal, ...]]:
    return ([shape.base] if shape.base or not shape.inner else []) + [(literal,) for literal in shape.inner]
