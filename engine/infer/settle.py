"""Three-valued inference from two-valued closures.

Every stratum is closed twice: over the literals that *definitely* hold, and over those that *possibly*
do because nothing known rules them out. What is concluded from the first is true, what cannot be
concluded even from the second is false, the rest is unknown. Then the negative literals of the tests on
which no later stratum has a say are settled from that, and the next stratum follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..facts import WorkingMemory
from ..values import Struct
from .compiled_program import Program
from .literals import negative, positive
from .program import Literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .program import Matcher


class Settlement(Struct):
    """What one case settles. ``definite`` is a part of ``possible``, ``fired`` (by term) of ``may_fire``."""

    definite: frozenset[Literal]
    possible: frozenset[Literal]
    fired: frozenset[int]
    may_fire: frozenset[int]

    def truth(self, leaf: int) -> bool | None:
        """Whether a test is true, false, or hangs on unknown facts."""
        if positive(leaf) in self.definite:
            return True
        return False if positive(leaf) not in self.possible else None


def settle(
    program: Program, matchers: Sequence[Matcher], memory: WorkingMemory, bounds: Sequence[Matcher] | None = None
) -> Settlement:
    """Run the program on a case; ``matchers`` has one matcher for each stratum.

    ``bounds``: other matchers for what possibly holds (default: the same).
    """
    return settle_strata(program.table.observe(memory), program.settled_after, matchers, bounds or matchers)


def settle_strata(
    observed: tuple[set[Literal], set[Literal]],
    settled_after: Sequence[Sequence[int]],
    matchers: Sequence[Matcher],
    bounds: Sequence[Matcher],
) -> Settlement:
    """Close stratum after stratum over what observation says; ``settled_after``: the tests to settle after each."""
    definite, possible = set(observed[0]), set(observed[1])
    fired: set[int] = set()
    may_fire: set[int] = set()
    for matcher, bound, settled in zip(matchers, bounds, settled_after, strict=True):
        certain, conceivable = matcher.close(definite), bound.close(possible)
        definite |= certain.literals
        possible |= conceivable.literals
        fired |= certain.fired
        may_fire |= conceivable.fired
        _settle_negatives(settled, definite, possible)
    return Settlement(frozenset(definite), frozenset(possible), frozenset(fired), frozenset(may_fire))


def _settle_negatives(leaves: Iterable[int], definite: set[Literal], possible: set[Literal]) -> None:
    for leaf in leaves:
        if positive(leaf) not in possible:
            definite.add(negative(leaf))
        if positive(leaf) not in definite:
            possible.add(negative(leaf))
