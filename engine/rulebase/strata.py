"""The check that no fact hangs on its own negation, which would leave its value without a meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..conditions import All, Any_, Condition, Known, Not, Test
from .model import Rule

Edge = tuple[str, bool]
"""A fact that a condition looks at, and whether it does so under a ``not``."""


def negative_cycles(rules: Iterable[Rule]) -> Iterator[tuple[Rule, tuple[str, ...]]]:
    """Each rule whose ``not`` closes a cycle, with the facts of the cycle (first = last)."""
    rules = tuple(rules)
    concluded = {name for rule in rules for name in rule.then}
    graph: dict[str, set[str]] = {name: set() for name in concluded}
    for rule in rules:
        for head in rule.then:
            graph[head] |= {fact for fact, _ in dependencies(rule.when)} & concluded
    for rule in rules:
        negated = sorted({fact for fact, negative in dependencies(rule.when) if negative} & concluded)
        cycles = (_path(graph, fact, head) for head in rule.then for fact in negated)
        found = next((path for path in cycles if path), ())
        if found:
            yield rule, (found[-1], *found)


def dependencies(condition: Condition, negative: bool = False) -> Iterator[Edge]:
    """The facts a condition tests. A double negation counts as a negation: it needs a settled value too."""
    match condition:
        case Test(fact) | Known(fact):
            yield fact, negative
        case Not(part):
            yield from dependencies(part, True)
        case All(parts) | Any_(parts):
            for part in parts:
                yield from dependencies(part, negative)


def _path(graph: Mapping[str, set[str]], start: str, goal: str) -> tuple[str, ...]:
    """A shortest way from ``start`` to ``goal`` along dependencies, both included; nothing when there is none."""
    came_from: dict[str, str] = {}
    layer = [start]
    seen = {start}
    while layer and goal not in seen:
        following: list[str] = []
        for fact in layer:
            for other in sorted(graph[fact] - seen):
                seen.add(other)
                came_from[other] = fact
                following.append(other)
        layer = following
    if goal not in seen:
        return ()
    path = [goal]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return tuple(reversed(path))
