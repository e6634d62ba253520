"""docs/guide-coverage.md: every topic of the guide of January 2026, and what the shipped rule base has for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import yaml
from catalogue import cell, codes

from keymedic.engine.rulebase.model import RuleBase

VERDICTS = ("confirmed", "completed", "corrected", "left out")
_HEAD = """# The guide of January 2026, claim by claim

A widely read guide to "API key not valid" errors was the starting point of this knowledge. Here stands what became of each of its claims, and
what it does not have. *Confirmed*: it holds. *Completed*: it holds, but is not all. *Corrected*: it is wrong or outdated. *Left out*: not
carried over, for the reason given. Written by `make docs` from [guide.yaml](guide.yaml) and `kb/`; do not edit it by hand.
`keymedic explain NAME` tells more about every name below.
"""
Topic = Mapping[str, Any]


def guide_page(base: RuleBase, file: Path) -> str:
    """The whole page. Raises ``ValueError`` for a topic that names what the rule base does not have."""
    sections = cast("Sequence[Mapping[str, Any]]", yaml.safe_load(file.read_text(encoding="utf-8")))
    problems = [problem for section in sections for topic in section["topics"] for problem in problems_of(topic, base)]
    if problems:
        raise ValueError(f"{file.name}: " + "; ".join(problems))
    lines = [_HEAD, _counts([topic for section in sections for topic in section["topics"]]), ""]
    for section in sections:
        lines += [f"## {section['section']}\n", *_rows(section["topics"]), ""]
    return "\n".join(lines).rstrip() + "\n"


def problems_of(topic: Topic, base: RuleBase) -> Iterator[str]:
    """What is wrong with a topic: names that nothing bears, a verdict that is none, nothing named at all."""
    fixes = {fix.id for cause in base.causes.values() for fix in cause.fixes}
    for kind, known in (("rules", base.rules), ("causes", base.causes), ("fixes", fixes)):
        if not topic[kind]:
            yield f"{topic['topic']}: no {kind}"
        yield from (
            f"{topic['topic']}: unknown name {name} among the {kind}" for name in topic[kind] if name not in known
        )
    for cause in topic["causes"]:
        if not any(_speaks(base, rule, cause) for rule in topic["rules"] if rule in base.rules):
            yield f"{topic['topic']}: none of its rules speaks for {cause}"
    if topic["verdict"] not in VERDICTS:
        yield f"{topic['topic']}: {topic['verdict']} is no verdict"


def _speaks(base: RuleBase, rule: str, cause: str) -> bool:
    """Whether a rule is evidence for a cause."""
    found = base.rules[rule]
    return base.weights.evidence.get(found.evidence.get(cause, ""), 0.0) > 0


def _counts(topics: Sequence[Topic]) -> str:
    said = [f"{sum(topic['verdict'] == verdict for topic in topics)} {verdict}" for verdict in VERDICTS]
    return f"{len(topics)} topics: {', '.join(said)}."


def _rows(topics: Sequence[Topic]) -> Iterator[str]:
    yield "| topic | the guide | verdict | what holds | rules | causes | ways out |\n|---|---|---|---|---|---|---|"
    for topic in topics:
        texts = [cell(topic[key]) for key in ("topic", "guide")]
        names = [codes(topic[kind]) for kind in ("rules", "causes", "fixes")]
        yield f"| {' | '.join([*texts, topic['verdict'], cell(topic['ours']), *names])} |"
