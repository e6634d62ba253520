"""``keymedic explain``: what a cause, fix, rule, fact or error code means, from the loaded knowledge alone."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...engine.values import Struct
from ..doctor import open_rule_base
from ..lookup import code_facts, concluding, facts_in_words, find_fix, rules_testing, unknown
from ..output import Output
from ..phrases import Phrases
from ..render.describe import condition_lines
from ..render.layout import wrap
from ..render.style import BOLD, CYAN, DIM, styled
from ..render.view import command_parts
from .explain_fault import explain_fault, is_fault_code

if TYPE_CHECKING:
    from ...engine.facts import Scalar
    from ...engine.rulebase.model import Cause, Citation, FactDecl, Fix, Origin, Rule, RuleBase


def run(args: argparse.Namespace, out: Output) -> int:
    """Explain ``args.name``; raises `UnknownNameError` when nothing is called so."""
    rulebase = open_rule_base(args, out)
    out.write("\n".join(explain(args.name.strip(), rulebase, out.width)) + "\n")
    return 0


def explain(name: str, rulebase: RuleBase, width: int) -> list[str]:
    """The explanation in lines; raises `UnknownNameError`."""
    if is_fault_code(name):
        return explain_fault(name, Phrases(rulebase.phrases), width)
    page = _Page(rulebase, Phrases(rulebase.phrases), width)
    fix = find_fix(name, rulebase)
    if name in rulebase.causes:
        return page.cause(rulebase.causes[name])
    if fix is not None:
        return page.fix(*fix)
    if name in rulebase.rules:
        return page.rule(rulebase.rules[name])
    if name in rulebase.facts:
        return page.fact(rulebase.facts[name])
    facts = {**facts_in_words(name, rulebase), **code_facts(name, rulebase)}
    if not facts:
        raise unknown(name, rulebase)
    return page.code(name, facts)


class _Page(Struct):
    rulebase: RuleBase
    phrases: Phrases
    width: int

    def cause(self, cause: Cause) -> list[str]:
        lines = [*self._title("cause", cause.id), *self._text(cause.title), *self._text(cause.explanation)]
        if cause.kind_of:
            parent = self.rulebase.causes.get(cause.kind_of)
            title = parent.title if parent else cause.kind_of
            lines += self._text(self.phrases.say("explain.kind-of", id=cause.kind_of, title=title))
        rules = [rule for rule in self.rulebase.rules.values() if cause.id in rule.evidence]
        speaks = [rule for rule in rules if self._weight(rule, cause.id) >= 0]
        lines += self._list("explain.speaks-for", [self._rule_line(rule, cause.id) for rule in speaks])
        lines += self._list(
            "explain.speaks-against", [self._rule_line(rule, cause.id) for rule in rules if rule not in speaks]
        )
        for fix in cause.fixes:
            lines += ["", *self._fix_body(fix)]
        lines += self._list("heading.prevention", cause.prevention)
        return lines + self._foot(cause.sources, cause.origin)

    def fix(self, cause: Cause, fix: Fix) -> list[str]:
        cause_line = self.phrases.say("fix.cause", title=cause.title)
        return [*self._title("fix", fix.id), *self._text(cause_line), *self._fix_body(fix), *self._foot((), fix.origin)]

    def rule(self, rule: Rule) -> list[str]:
        lines = [*self._title("rule", rule.id), *self._text(rule.title), *self._text(rule.because)]
        lines += ["", styled(BOLD, self.phrases.say("explain.looks-at"))]
        lines += [f"  {line}" for line in condition_lines(rule.when)]
        concluded = [f"{name} = {self._value(value)}" for name, value in rule.then.items()]
        lines += self._list("explain.concludes", concluded)
        for key, wanted in (("explain.points-to", True), ("explain.points-away", False)):
            causes = [name for name in rule.evidence if (self._weight(rule, name) >= 0) is wanted]
            lines += self._list(key, [f"{name} ({rule.evidence[name]})" for name in causes])
        return lines + self._foot(rule.sources, rule.origin)

    def fact(self, decl: FactDecl) -> list[str]:
        lines = [*self._title("fact", decl.name), *self._text(decl.description), *self._text(self._type(decl))]
        lines += self._list("explain.values", [f"{value}: {meaning}" if meaning else value
                                               for value, meaning in decl.values.items()])  # fmt: skip
        if decl.ask is not None:
            lines += self._text(self.phrases.say("explain.question", prompt=decl.ask.prompt))
            words, commands = command_parts(decl.ask.hint)
            lines += self._text(self.phrases.say("question.hint", hint=words)) if words else []
            lines += [styled(CYAN, f"     {command}") for command in commands]
        if not decl.derived:
            example = next(iter(decl.values), self.phrases.say("question.example"))
            lines += self._text(self.phrases.say("explain.give", fact=decl.name, value=example))
        lines += self._list("explain.concludes", map(self._rule_line, concluding(decl.name, self.rulebase)))
        lines += self._list("explain.uses", map(self._rule_line, rules_testing(decl.name, self.rulebase)))
        return lines + self._foot((), decl.origin)

    def code(self, code: str, facts: dict[str, Scalar]) -> list[str]:
        lines = self._title("code", code)
        rules: dict[str, Rule] = {}
        for name, value in facts.items():
            meaning = self.rulebase.facts[name].values.get(str(value), "")
            key = "explain.meaning" if meaning else "explain.bare-meaning"
            lines += self._text(self.phrases.say(key, fact=name, meaning=meaning))
            rules |= {rule.id: rule for rule in rules_testing(name, self.rulebase, value)}
        causes = {name for rule in rules.values() for name in rule.evidence if self._weight(rule, name) >= 0}
        named = [cause for cause in self.rulebase.causes.values() if cause.id in causes]
        lines += self._list("explain.possible", [f"{cause.title} ({cause.id})" for cause in named])
        lines += self._list("explain.uses", map(self._rule_line, rules.values()))
        return lines if rules else lines + self._text(self.phrases.say("explain.nothing"))

    def _fix_body(self, fix: Fix) -> list[str]:
        cost = self.phrases.find(f"cost.{fix.cost}", fix.cost)
        lines = self._text(f"{styled(BOLD, fix.title)} ({cost})")
        for number, step in enumerate(fix.steps, 1):
            lines += wrap(step, self.width, f"  {number}. ")
        for command in fix.commands:
            lead = "" if command.shell == "any" else f"{command.shell}: "
            lines += [styled(CYAN, f"     {lead}{line}") for line in command.run.splitlines()]
        verify = " ".join(filter(None, (fix.verify.text, fix.verify.expect)))
        lines += self._text(self.phrases.say("fix.verify", text=verify), "  ") if verify else []
        return lines + [styled(CYAN, f"     {line}") for line in fix.verify.run.splitlines()]

    def _type(self, decl: FactDecl) -> str:
        notes: list[str] = [decl.type]
        if decl.minimum is not None and decl.maximum is not None:
            notes.append(self.phrases.say("explain.range", minimum=decl.minimum, maximum=decl.maximum))
        notes += [self.phrases.say(f"explain.{word}") for word in ("many", "derived") if getattr(decl, word)]
        return self.phrases.say("explain.type", type=", ".join(notes))

    def _rule_line(self, rule: Rule, cause: str | None = None) -> str:
        return f"{rule.title} ({rule.id}{f', {rule.evidence[cause]}' if cause else ''})"

    def _weight(self, rule: Rule, cause: str) -> float:
        return self.rulebase.weights.evidence.get(rule.evidence[cause], 0.0)

    def _value(self, value: Scalar) -> str:
        return self.phrases.say("value.yes" if value else "value.no") if isinstance(value, bool) else str(value)

    def _title(self, kind: str, name: str) -> list[str]:
        return [styled(BOLD, self.phrases.say(f"explain.{kind}", id=name))]

    def _text(self, text: str, indent: str = "") -> list[str]:
        return wrap(text, self.width, indent) if text else []

    def _list(self, heading: str, items: Iterable[str]) -> list[str]:
        rows = [line for item in items for line in wrap(item, self.width, "  - ")]
        return ["", styled(BOLD, self.phrases.say(heading)), *rows] if rows else []

    def _foot(self, sources: Sequence[Citation], origin: Origin) -> list[str]:
        cited = [
            self.phrases.say("explain.source", where=item.url or item.ref, checked=item.checked, grade=item.grade)
            for item in sources
        ]
        foot = wrap(self.phrases.say("explain.origin", origin=origin), self.width)
        return [*self._list("explain.sources", cited), "", *(styled(DIM, line) for line in foot)]
