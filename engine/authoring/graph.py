"""What leads to what in a rule base: facts to rules, rules to causes (and facts), causes to fixes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from ..conditions import leaves
from ..values import Struct

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase

NodeKind = Literal["fact", "rule", "cause", "fix"]
KINDS: tuple[NodeKind, ...] = ("fact", "rule", "cause", "fix")


class Node(Struct, order=True):
    """An entry. A rule and the fact that it concludes may have the same name, so the kind belongs to it."""

    kind: NodeKind
    name: str


class Edge(Struct):
    """One leads to the other; ``label`` is the word of evidence between a rule and a cause, ``against`` what that says."""

    one: Node
    two: Node
    label: str = ""
    against: bool = False


class Graph(Struct):
    """Nodes and edges in the order of the rule base."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def named(self, name: str) -> list[Node]:
        """The nodes of that name."""
        return [node for node in self.nodes if node.name == name]


def graph_of(base: RuleBase) -> Graph:
    """The whole rule base."""
    nodes: dict[Node, None] = {}
    edges: dict[Edge, None] = {}
    for edge in _edges(base):
        nodes |= {edge.one: None, edge.two: None}
        edges[edge] = None
    nodes |= {Node("cause", name): None for name in base.causes}
    return Graph(tuple(nodes), tuple(edges))


def around(graph: Graph, starts: Iterable[Node]) -> Graph:
    """What leads to some nodes and what they lead to, all the way."""
    starts = list(starts)
    kept = {*starts, *_reach(starts, ((edge.one, edge.two) for edge in graph.edges))}
    kept |= _reach(starts, ((edge.two, edge.one) for edge in graph.edges))
    edges = tuple(edge for edge in graph.edges if edge.one in kept and edge.two in kept)
    return Graph(tuple(node for node in graph.nodes if node in kept), edges)


def placed(graph: Graph) -> Mapping[Node, tuple[int, int]]:
    """Column and row of each node: a column for each kind, each node near those that it hangs together with.

    Rows by the mean place of the neighbours (the barycentre method of Sugiyama, Tagawa & Toda, 1981).
    """
    columns = {kind: sorted(node for node in graph.nodes if node.kind == kind) for kind in KINDS}
    near: dict[Node, list[Node]] = {}
    for edge in graph.edges:
        near.setdefault(edge.one, []).append(edge.two)
        near.setdefault(edge.two, []).append(edge.one)
    row = {node: number for nodes in columns.values() for number, node in enumerate(nodes)}
    for _ in range(8):
        for nodes in columns.values():
            mean = {
                node: _mean([row[other] / len(columns[other.kind]) for other in near.get(node, ())]) for node in nodes
            }
            row |= {node: number for number, node in enumerate(sorted(nodes, key=lambda node: (mean[node], node)))}
    return {node: (KINDS.index(node.kind), row[node]) for node in graph.nodes}


def _mean(places: list[float]) -> float:
    return sum(places) / len(places) if places else 1.0


def _edges(base: RuleBase) -> Iterable[Edge]:
    for rule in base.rules.values():
        here = Node("rule", rule.id)
        for leaf in leaves(rule.when):
            yield Edge(Node("fact", leaf.fact), here)
        for fact in rule.then:
            yield Edge(here, Node("fact", fact))
        for cause, word in rule.evidence.items():
            yield Edge(here, Node("cause", cause), word, base.weights.evidence[word] < 0)
    for cause in base.causes.values():
        for fix in cause.fixes:
            yield Edge(Node("cause", cause.id), Node("fix", fix.id))


def _reach(starts: Iterable[Node], edges: Iterable[tuple[Node, Node]]) -> set[Node]:
    following: dict[Node, list[Node]] = {}
    for one, two in edges:
        following.setdefault(one, []).append(two)
    found: set[Node] = set()
    waiting = list(starts)
    while waiting:
        for node in following.get(waiting.pop(), []):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found
