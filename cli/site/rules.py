"""The pages of rules, with their cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .conditions import condition, written
from .frame import Frame, Page
from .links import Links, rule_file
from .markup import Markup

if TYPE_CHECKING:
    from ...engine.rulebase.model import Case, Rule


class RulePages:
    """Makes the page of each rule, and the list of all."""

    def __init__(self, frame: Frame, links: Links) -> None:
        self._frame = frame
        self._links = links
        self._say = frame.say
        self._html = frame.html

    def page(self, rule: Rule) -> Page:
        """When it fires, what follows, why, and the cases that show it."""
        frame, tag = self._frame, self._html.tag
        evidence = [
            (self._links.cause(cause), word, f"{frame.base.weights.evidence[word]:+.1f}")
            for cause, word in rule.evidence.items()
        ]
        heads = [self._say("cause"), self._say("rule.word"), self._say("rule.nats")]
        concluded = frame.listed(
            self._html.join([self._links.fact(name), " = ", self._links.value(name, written(value, frame))])
            for name, value in rule.then.items()
        )
        finding = (
            tag("p", self._html.marked(rule.finding.text), class_=f"finding {rule.finding.severity}")
            if rule.finding
            else None
        )
        group = tag("p", self._say("rule.group"), " ", tag("code", rule.group)) if rule.group else None
        body = self._html.join([
            frame.title("rule", rule.title, rule.id), tag("p", self._html.marked(rule.because), class_="lead"),
            frame.section(self._say("rule.when"), tag("div", condition(rule.when, frame, self._links), class_="when")),
            frame.section(self._say("rule.then"), concluded), frame.section(self._say("rule.finding"), finding),
            frame.section(self._say("rule.evidence"), frame.table(heads, evidence), group),
            frame.section(self._say("rule.cases"), *(self._case(case) for case in rule.cases)),
            frame.sources(rule.sources), frame.origin(rule.origin),
        ])  # fmt: skip
        return Page(rule_file(rule.id), rule.title, body)

    def index(self) -> Page:
        """All rules, by file."""
        frame, tag = self._frame, self._html.tag
        by_file: dict[str, list[Rule]] = {}
        for rule in frame.base.rules.values():
            by_file.setdefault(f"{rule.origin.pack}: {rule.origin.file}", []).append(rule)
        sections = [
            frame.section(file, frame.listed(
                (self._html.join([self._links.rule(rule.id), " ", tag("code", rule.id, class_="quiet")]) for rule in rules), "entries"))
            for file, rules in by_file.items()
        ]  # fmt: skip
        title = self._say("nav.rules")
        body = self._html.join([tag("h1", title), tag("p", self._say("rules.lead"), class_="lead"), *sections])
        return Page("rules/index.html", title, body)

    def _case(self, case: Case) -> Markup:
        tag = self._html.tag
        report = tag("pre", case.report, tabindex="0") if case.report else None
        return tag(
            "div", report, self._pairs(case.given, "case.given"), self._pairs(case.expect, "case.expect"), class_="case"
        )

    def _pairs(self, pairs: Mapping[str, str | tuple[str, ...]], heading: str) -> Markup | None:
        if not pairs:
            return None
        tag = self._html.tag
        items = [
            self._html.join(
                [tag("code", name), " ", tag("span", value if isinstance(value, str) else ", ".join(value))]
            )
            for name, value in pairs.items()
        ]
        return self._html.join([tag("h3", self._say(heading)), self._frame.listed(items, "pairs")])
