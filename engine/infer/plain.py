"""The reference matcher: counts, for each term, the literals of its body that do not hold yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from .program import Closure, Literal, Term


class PlainMatcher:
    """Closes literals under terms in time linear in the terms they touch. Keeps nothing between calls."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.name: str = "plain"
        self._terms = tuple(terms)
        self._sizes = [len(term.body) for term in terms]
        self._always = [at for at, term in enumerate(terms) if not term.body]
        self._users: dict[Literal, list[int]] = {}
        for at, term in enumerate(terms):
            for literal in term.body:
                self._users.setdefault(literal, []).append(at)

    def close(self, literals: Collection[Literal]) -> Closure:
        """Forward-chain to the fixpoint."""
        missing = self._sizes.copy()
        holds = set(literals)
        queue = [literal for literal in holds if literal in self._users]
        fired = list(self._always)
        for at in self._always:
            self._conclude(at, holds, queue)
        while queue:
            for at in self._users.get(queue.pop(), ()):
                missing[at] -= 1
                if not missing[at]:
                    fired.append(at)
                    self._conclude(at, holds, queue)
        return Closure(frozenset(self._terms[at].id for at in fired), frozenset(holds))

    def _conclude(self, at: int, holds: set[Literal], queue: list[Literal]) -> None:
        new = self._terms[at].head - holds
        holds |= new
        queue.extend(new)
