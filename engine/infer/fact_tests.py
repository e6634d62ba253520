"""All tests of one fact, answered together for the values of one case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..conditions import Known, Test
from ..facts import Scalar, typed
from .comparing import in_order
from .text import PatternSet, PhraseSet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

Leaf = Test | Known
Row: TypeAlias = "list[Any]"
"""A test in its list form (`conditions.to_data`): most are only looked up, and need not be made."""


class FactTests:
    """Answers the tests of one fact; each is named by its number.

    Equality goes through one dictionary and the text tests of each kind through one RE2 set, so the cost
    hardly grows with the number of tests. Raises ``ValueError`` where a pattern is not RE2.
    """

    def __init__(self, rows: Mapping[int, Row]) -> None:
        self.leaves: frozenset[int] = frozenset(rows)
        knowledge: dict[bool, list[int]] = {True: [], False: []}
        self._equal: dict[tuple[str, Scalar], list[int]] = {}
        self._ordered: list[tuple[int, Test]] = []
        texts: dict[str, list[tuple[int, str]]] = {"contains": [], "matches": []}
        for n, row in rows.items():
            if row[0] == "known":
                knowledge[row[2]].append(n)
                continue
            _, fact, operator, operands = row
            if operator in ("equals", "one_of"):
                for operand in operands:
                    self._equal.setdefault(typed(operand), []).append(n)
            elif operator in texts:
                texts[operator] += [(n, str(operand)) for operand in operands]
            else:
                self._ordered.append((n, Test(fact, operator, tuple(operands))))
        self._known: frozenset[int] = frozenset(knowledge[True])
        self.ignorance: frozenset[int] = frozenset(knowledge[False])
        """The tests that hold exactly while the fact is unknown."""
        self.two_valued: frozenset[int] = self._known | self.ignorance
        self._phrases, self._patterns = texts["contains"], texts["matches"]
        self._phrase_set = PhraseSet([text for _, text in self._phrases]) if self._phrases else None
        self._pattern_set = PatternSet([text for _, text in self._patterns]) if self._patterns else None
        self._last: tuple[tuple[tuple[str, Scalar], ...], frozenset[int]] | None = None

    def passed(self, values: Sequence[Scalar]) -> frozenset[int]:
        """The tests that hold when the fact has these values (at least one): any value may satisfy a test."""
        key = tuple(map(typed, values))
        last = self._last
        if last is not None and last[0] == key:
            return last[1]
        found: set[int] = set(self._known)
        for value in values:
            found.update(self.satisfied(value))
        result = frozenset(found)
        # What-if runs vary one fact and keep the others, among them the long texts.
        self._last = (key, result)
        return result

    def satisfied(self, value: Scalar) -> Iterable[int]:
        """The tests (not ``known``) that one value satisfies; a number may come twice."""
        found = [*self._equal.get(typed(value), ())]
        found += [n for n, test in self._ordered if in_order(value, test)]
        if isinstance(value, str):
            if self._phrase_set is not None:
                found += [self._phrases[at][0] for at in self._phrase_set.found(value)]
            if self._pattern_set is not None:
                found += [self._patterns[at][0] for at in self._pattern_set.found(value)]
        return found

    def forget(self) -> None:
        """Drop the remembered values of the last case."""
        self._last = None
