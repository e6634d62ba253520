"""Facts: typed, named attributes of one case, each with the source that says so.

A case is a bag of facts. `WorkingMemory` settles it: one value per single-valued fact (the most reliable
source wins), all values of a fact declared ``many``, and every contradiction kept as a `Conflict`.
Nothing here depends on the order in which the facts arrived.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .values import Struct, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias


Scalar = bool | int | str
"""A fact's value. Versions and countries travel as text (``"1.65.0"``, ``"DE"``)."""

SourceKind: TypeAlias = "Literal['probe', 'server', 'answer', 'given', 'text', 'rule']"
"""``probe`` looked; ``server`` the server's own words; ``answer`` a person's; ``given`` ``--fact`` or a
facts file; ``text`` read from free text; ``rule`` concluded."""


class Source(Struct, order=True):
    """Where a fact comes from: the kind, and which probe, line, answer or rule."""

    kind: SourceKind
    detail: str = ""


class Fact(Struct):
    """One statement about the case. ``position`` orders statements of one text; smaller leads."""

    name: str
    value: Scalar
    source: Source
    position: int = 0


class Conflict(Struct):
    """Two sources that disagree about a single-valued fact; ``kept`` is the one that counts."""

    kept: Fact
    dropped: tuple[Fact, ...]


class WorkingMemory(Struct):
    """The settled facts of one case: name to values (exactly one, unless the fact is ``many``)."""

    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict[str, tuple[Fact, ...]])
    conflicts: tuple[Conflict, ...] = ()

    def values(self, name: str) -> tuple[Scalar, ...]:
        """The known values of a fact, ``()`` when it is unknown."""
        return tuple([fact.value for fact in self.facts.get(name, ())])


def typed(value: Scalar) -> tuple[str, Scalar]:
    """A key that keeps ``True`` and ``1`` apart, which Python's own equality does not."""
    return (type(value).__name__, value)


def as_text(value: Scalar) -> str:
    """A value as a rule base and a saved session write it: yes and no, not True and False."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def settle(facts: Iterable[Fact], many: frozenset[str], rank: Mapping[str, int]) -> WorkingMemory:
    """Settle a bag of facts.

    ``many`` names the facts that may hold several values; ``rank`` gives the reliability of each source
    kind (higher wins, ``kb/weights.yaml``). Ties go to the smaller ``position``, then to the smaller value.
    """
    by_name: dict[str, dict[tuple[str, Scalar], Fact]] = {}

    def order(fact: Fact) -> tuple[int, int, str, str, Source]:
        kind, value = typed(fact.value)
        return (-rank.get(fact.source.kind, 0), fact.position, kind, str(value), fact.source)

    for fact in sorted(facts, key=order):
        _ = by_name.setdefault(fact.name, {}).setdefault(typed(fact.value), fact)
    settled: dict[str, tuple[Fact, ...]] = {}
    conflicts: list[Conflict] = []
    for name in sorted(by_name):
        candidates = tuple(by_name[name].values())
        if name in many or len(candidates) == 1:
            settled[name] = candidates
        else:
            settled[name] = candidates[:1]
            conflicts.append(Conflict(candidates[0], candidates[1:]))
    return WorkingMemory(settled, tuple(conflicts))
