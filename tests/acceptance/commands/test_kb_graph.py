"""The graph of a rule base: whole or around one name, in three formats."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def test_the_whole_and_around_one_name(run: Run, small: tuple[str, ...]) -> None:
    """Facts lead to rules, rules to causes, causes to fixes; around one name only what hangs together with it."""
    whole = run("kb", "graph", *small).stdout.decode()
    assert whole.startswith("flowchart LR\n")
    assert '["small.leaked"]:::rule' in whole and '[["small-leaked/new-key"]]:::fix' in whole
    assert "-->|decisive|" in whole
    part = run("kb", "graph", "small.elsewhere", *small).stdout.decode()
    assert "endpoint.kind" in part and "small.leaked" not in part
    assert run("kb", "graph", "nothing", *small).returncode == 2


def test_dot_and_svg(run: Run, small: tuple[str, ...]) -> None:
    """Graphviz's language has every edge; the picture is well-formed and has a box for each node."""
    dot = run("kb", "graph", "--format", "dot", *small).stdout.decode()
    assert '"rule:small.leaked" -> "cause:small-leaked" [label="decisive"];' in dot and dot.endswith("}\n")
    assert '[label="decisive-against" style=dashed];' in dot
    picture = ElementTree.fromstring(run("kb", "graph", "--format", "svg", *small).stdout)
    boxes = [item for item in picture.iter() if item.tag.endswith("rect")]
    assert len(boxes) == dot.count("shape=") > 5
    heads = [item.text for item in picture if item.get("class") == "head"]
    assert heads == ["Facts", "Rules", "Causes", "Ways out"]


@pytest.mark.parametrize("kind", ["mermaid", "dot", "svg"])
def test_the_shipped_rule_base_can_be_drawn(run: Run, kind: str) -> None:
    """Hundreds of nodes are no problem."""
    done = run("kb", "graph", "--format", kind, "--no-found-kb")
    assert done.returncode == 0 and len(done.stdout) > 10_000
