"""``keymedic kb graph``: facts, rules, causes and fixes as a picture; the whole rule base, or what lies around one name."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from html import escape

from ...engine.authoring.graph import KINDS, Graph, around, graph_of, placed
from ..doctor import open_rule_base
from ..lookup import unknown
from ..output import Output
from ..phrases import Phrases
from ..render.layout import shorten

_ROW, _COLUMN, _BOX, _HEAD = 28, 340, 280, 48
_LETTERS = 42
_MERMAID_EDGES = 500
"""More edges than this Mermaid refuses to draw as it comes."""
_COLOURS = {"fact": "#2b6cb0", "rule": "#6b46c1", "cause": "#c05621", "fix": "#2f855a"}


def run_graph(args: argparse.Namespace, out: Output) -> int:
    """Write the graph in the chosen format; raises `UnknownNameError` for a name that nothing carries."""
    rulebase = open_rule_base(args, out)
    graph = graph_of(rulebase)
    if args.name:
        found = graph.named(args.name)
        if not found:
            raise unknown(args.name, rulebase)
        graph = around(graph, found)
    phrases = Phrases(rulebase.phrases)
    if args.format == "mermaid" and len(graph.edges) > _MERMAID_EDGES:
        out.tell(phrases.say("graph.large", edges=len(graph.edges), most=_MERMAID_EDGES))
    headings = {kind: phrases.say(f"graph.{kind}") for kind in KINDS}
    out.write(svg(graph, headings) if args.format == "svg" else _FORMATS[args.format](graph))
    return 0


def mermaid(graph: Graph) -> str:
    """As a flow chart of Mermaid, which GitHub shows."""
    numbers = {node: f"n{number}" for number, node in enumerate(graph.nodes)}
    shapes = {"fact": ("([", "])"), "rule": ("[", "]"), "cause": ("{{", "}}"), "fix": ("[[", "]]")}
    lines = ["flowchart LR"]
    for node in graph.nodes:
        left, right = shapes[node.kind]
        lines.append(f'  {numbers[node]}{left}"{node.name.replace(chr(34), "#quot;")}"{right}:::{node.kind}')
    for edge in graph.edges:
        arrow = "-.->" if edge.against else "-->"
        lines.append(f"  {numbers[edge.one]} {arrow}{f'|{edge.label}|' if edge.label else ''} {numbers[edge.two]}")
    lines += [f"  classDef {kind} stroke:{colour}" for kind, colour in _COLOURS.items()]
    return "\n".join(lines) + "\n"


def dot(graph: Graph) -> str:
    """In the language of Graphviz."""
    shapes = {"fact": "ellipse", "rule": "box", "cause": "hexagon", "fix": "note"}
    numbers = {node: f"{node.kind}:{node.name}" for node in graph.nodes}
    lines = ["digraph rules {", "  rankdir=LR;"]
    for node in graph.nodes:
        look = f'label={json.dumps(node.name)} shape={shapes[node.kind]} color="{_COLOURS[node.kind]}"'
        lines.append(f"  {json.dumps(numbers[node])} [{look}];")
    for edge in graph.edges:
        style = " style=dashed" if edge.against else ""
        tail = f" [label={json.dumps(edge.label)}{style}]" if edge.label else ""
        lines.append(f"  {json.dumps(numbers[edge.one])} -> {json.dumps(numbers[edge.two])}{tail};")
    return "\n".join([*lines, "}"]) + "\n"


_STYLE = """<style>
svg{background:#fcfcfa;color:#1d1f21}text{fill:currentColor;font:12px system-ui,"DejaVu Sans",sans-serif}
.head{font-weight:600;font-size:14px}rect{fill:#fff;stroke-width:1.5}path{fill:none;stroke:#8a9099;stroke-opacity:.75}
.against{stroke:#c0392b;stroke-dasharray:5 3}.strong{stroke-width:2}
@media(prefers-color-scheme:dark){svg{background:#15171a;color:#e6e7e9}rect{fill:#1d2024}.against{stroke:#ff8a80}}
</style>"""


def svg(graph: Graph, headings: Mapping[str, str]) -> str:
    """As a picture: a column for each kind that there is, in the middle of the height; what speaks against is dashed."""
    grid = placed(graph)
    columns = sorted({column for column, _ in grid.values()})
    rows = {column: sum(other == column for other, _ in grid.values()) for column in columns}
    height = _HEAD + max(rows.values(), default=0) * _ROW + 16
    width = len(columns) * _COLUMN - (_COLUMN - _BOX) + 32
    place = {
        node: (
            16 + columns.index(column) * _COLUMN,
            _HEAD + 14 + round((row + (max(rows.values()) - rows[column]) / 2) * _ROW),
        )
        for node, (column, row) in grid.items()
    }
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">',
        _STYLE,
    ]
    for column in columns:
        parts.append(
            f'<text class="head" x="{16 + columns.index(column) * _COLUMN}" y="26">{escape(headings[KINDS[column]])}</text>'
        )
    for edge in graph.edges:
        (x1, y1), (x2, y2) = place[edge.one], place[edge.two]
        start, end = (x1 + _BOX, x2) if x1 < x2 else (x1, x2 + _BOX)
        middle = (start + end) / 2
        title = escape(" ".join(filter(None, (edge.one.name, edge.label, edge.two.name))))
        names = " ".join(filter(None, ("against" if edge.against else "", "strong" if _is_loud(edge.label) else "")))
        parts.append(
            f'<path{f" class={chr(34)}{names}{chr(34)}" if names else ""} d="M{start} {y1}C{middle:g} {y1} {middle:g} {y2} {end} {y2}">'
            f"<title>{title}</title></path>"
        )
    for node, (x, y) in place.items():
        parts.append(
            f'<g><title>{escape(node.name)}</title><rect x="{x}" y="{y - 11}" width="{_BOX}" height="22" rx="6" '
            f'stroke="{_COLOURS[node.kind]}"/><text x="{x + 8}" y="{y + 4}">{escape(shorten(node.name, _LETTERS))}</text></g>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _is_loud(label: str) -> bool:
    return label.startswith(("decisive", "very-strong", "rules-out"))


_FORMATS: Mapping[str, Callable[[Graph], str]] = {"mermaid": mermaid, "dot": dot}
