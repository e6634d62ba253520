"""The order in which rules may speak: every rule after those whose falsehood it relies on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..values import Struct


class NegationCycleError(ValueError):
    """Rules that rely on each other through a negation; each of ``cycle`` (by number) on the next."""

    def __init__(self, cycle: Sequence[int]) -> None:
        self.cycle: tuple[int, ...] = tuple(cycle)
        super().__init__("rules rely on each other through a negation")


class Reliance(Struct):
    """What one rule relies on: rules that may make its tests true, and rules that must not have."""

    on_truth: frozenset[int]
    on_falsehood: frozenset[int]


def levels(reliance: Mapping[int, Reliance], count: int) -> list[int]:
    """The stratum (from 0) of each of ``count`` rules; rules without reliance stand in stratum 0.

    A rule's stratum is at least that of the rules it relies on, and above those whose falsehood it needs.
    Raises `NegationCycleError` where no such order exists. Recursion without a negation is fine.
    """
    level = [0] * count
    because: dict[int, int] = {}
    highest = sum(1 for rule in reliance.values() if rule.on_falsehood)
    changed = True
    while changed:
        changed = False
        for rule, relies in reliance.items():
            for other, least in _demands(relies, level):
                if least > level[rule]:
                    level[rule], because[rule], changed = least, other, True
            if level[rule] > highest:
                raise NegationCycleError(_cycle(rule, because))
    return level


def _demands(relies: Reliance, level: Sequence[int]) -> list[tuple[int, int]]:
    demands = [(other, level[other]) for other in sorted(relies.on_truth)]
    return demands + [(other, level[other] + 1) for other in sorted(relies.on_falsehood)]


def _cycle(start: int, because: Mapping[int, int]) -> list[int]:
    path: list[int] = []
    rule = start
    while rule not in path:
        path.append(rule)
        rule = because[rule]
    return path[path.index(rule) :]
