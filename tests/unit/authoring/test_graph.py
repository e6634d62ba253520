"""What leads to what: a rule and a fact of one name are two nodes."""

from __future__ import annotations

from keymedic.engine.authoring.graph import Edge, Node, around, graph_of, placed
from keymedic.engine.rulebase.model import RuleBase


def test_a_rule_and_the_fact_it_concludes_may_have_one_name(mini: RuleBase) -> None:
    """region.refused is both: the rule leads to the fact, and the fact to other rules."""
    graph = graph_of(mini)
    rule, fact = Node("rule", "region.refused"), Node("fact", "region.refused")
    assert sorted(graph.named("region.refused")) == [fact, rule]
    assert Edge(rule, fact) in graph.edges
    assert Edge(fact, Node("rule", "region.country")) in graph.edges


def test_around_a_node_stands_what_hangs_together_with_it(mini: RuleBase) -> None:
    """Back to the facts, on to the fixes, and nothing else; evidence against is known as such."""
    graph = around(graph_of(mini), [Node("rule", "region.country")])
    names = {node.name for node in graph.nodes}
    assert {"error.message", "region.refused", "region-unsupported"} <= names
    assert not {"key.absent", "key-missing"} & names
    assert next(edge for edge in graph.edges if edge.two.name == "region-hosting").against


def test_every_node_has_a_place_of_its_own(mini: RuleBase) -> None:
    """A column for each kind, and no two in one row of it."""
    graph = graph_of(mini)
    places = placed(graph)
    assert set(places) == set(graph.nodes)
    assert len(set(places.values())) == len(places)
