"""The pages of facts and of error codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ...engine.rulebase.model import Observation
from ..render.view import command_parts
from .frame import Page
from .links import code_file, fact_file
from .markup import Child, Markup
from .pages import Pages

if TYPE_CHECKING:
    from ...engine.rulebase.model import FactDecl, FactWrite, Rule
    from ...engine.rulebase.model import Frame as SpeechFrame

_MOST_PHRASES = 12
"""So many phrases of one observation are shown; the number of the others is told."""


class FactPages(Pages):
    """Makes the page of each fact and each error code, and their lists."""

    def page(self, decl: FactDecl) -> Page:
        """What the fact means, its values, how it is asked for and read, and which rules look at it."""
        frame, name = self._frame, decl.name
        values = [
            (self._links.value(name, value), self._html.marked(meaning)) for value, meaning in decl.values.items()
        ]
        heads = [self._say("fact.value"), self._say("fact.meaning")]
        said = [self._said(item, name) for item in self._known.saying.get(name, ())]
        body = self._html.join([
            frame.title("fact", name, name), self._html.tag("p", self._html.marked(decl.description), class_="lead"),
            frame.badges((self._say("fact.type"), decl.type), *self._notes(decl)),
            frame.section(self._say("fact.values"), frame.table(heads, values)),
            frame.section(self._say("fact.question"), *self._question(decl)),
            frame.section(self._say("fact.read"), frame.listed(said, "said")),
            frame.section(self._say("fact.concluded"), self.rules(self._known.concluding.get(name, ()))),
            frame.section(self._say("fact.used"), self.rules(self._known.testing.get(name, ()))),
            frame.origin(decl.origin),
        ])  # fmt: skip
        return Page(fact_file(name), name, body)

    def code(self, code: str, facts: Sequence[str]) -> Page:
        """What an error code means, and what may be behind it."""
        frame, base = self._frame, self._frame.base
        rules = self._known.rules_of_code(code)
        causes = [(self._links.cause(cause), word) for cause, word in self._known.causes_of(rules)]
        meanings = frame.listed(
            self._html.join(
                [
                    self._links.fact(name),
                    ": ",
                    self._html.marked(base.facts[name].values.get(code) or base.facts[name].description),
                ]
            )
            for name in facts
        )
        said = [
            self._said(item, name, code)
            for name in facts
            for item in self._known.saying.get(name, ())
            if _gives(item, name, code)
        ]
        heads = [self._say("cause"), self._say("code.word")]
        none = self._html.tag("p", self._say("code.nothing")) if not rules else None
        body = self._html.join([
            frame.title("code", code, code), meanings, none,
            frame.section(self._say("code.causes"), frame.table(heads, causes)),
            frame.section(self._say("code.said"), frame.listed(said, "said")),
            frame.section(self._say("fact.used"), self.rules(rules)),
        ])  # fmt: skip
        return Page(code_file(code), code, body)

    def index(self) -> Page:
        """All facts, by the word before the dot."""
        groups: dict[str, list[FactDecl]] = {}
        for decl in sorted(self._frame.base.facts.values(), key=lambda decl: decl.name):
            groups.setdefault(decl.name.partition(".")[0], []).append(decl)
        heads = [self._say("fact"), self._say("fact.type"), self._say("fact.meaning")]
        sections = [
            self._frame.section(name, self._frame.table(
                heads, [(self._links.fact(decl.name), decl.type, self._html.marked(decl.description)) for decl in decls]))
            for name, decls in groups.items()
        ]  # fmt: skip
        return self._listing("facts", sections)

    def code_index(self) -> Page:
        """All error codes, by the fact that holds them."""
        base, sections = self._frame.base, list[Markup | None]()
        heads = [self._say("code"), self._say("fact.meaning"), self._say("code.first")]
        for name in dict.fromkeys(fact for facts in self._known.codes.values() for fact in facts):
            codes = [code for code, facts in self._known.codes.items() if name in facts]
            rows = [
                (
                    self._links.value(name, code),
                    self._html.marked(base.facts[name].values.get(code, "")),
                    self._first(code),
                )
                for code in codes
            ]
            lead = self._html.tag("p", self._html.marked(base.facts[name].description))
            sections.append(self._frame.section(name, lead, self._frame.table(heads, rows)))
        return self._listing("codes", sections)

    def rules(self, rules: Iterable[Rule]) -> Markup | None:
        """Rules as a list of links."""
        return self._frame.listed((self._links.rule(rule.id) for rule in rules), "entries")

    def _listing(self, name: str, sections: Iterable[Child]) -> Page:
        title = self._say(f"nav.{name}")
        lead = self._html.tag("p", self._say(f"{name}.lead"), class_="lead")
        return Page(f"{name}/index.html", title, self._html.join([self._html.tag("h1", title), lead, *sections]))

    def _first(self, code: str) -> Child:
        causes = self._known.causes_of(self._known.rules_of_code(code))
        return self._links.cause(causes[0][0]) if causes else None

    def _notes(self, decl: FactDecl) -> Iterator[tuple[str, str]]:
        yes = self._frame.phrases.say("value.yes")
        for word in ("many", "derived", "sensitive"):
            if getattr(decl, word):
                yield self._say(f"fact.{word}"), yes
        if decl.minimum is not None and decl.maximum is not None:
            yield self._say("fact.range"), f"{decl.minimum}–{decl.maximum}"

    def _question(self, decl: FactDecl) -> Iterator[Child]:
        if decl.ask is None:
            return
        tag = self._html.tag
        yield tag("blockquote", tag("p", self._html.marked(decl.ask.prompt)), class_="question")
        words, commands = command_parts(decl.ask.hint)
        if words:
            yield tag("p", self._html.marked(words))
        yield from (tag("pre", tag("code", command), tabindex="0") for command in commands)
        yield self._frame.listed(
            (
                self._html.join([self._links.value(decl.name, value), " ", text])
                for value, text in decl.ask.choices.items()
            ),
            "pairs",
        )

    def _said(self, item: Observation | SpeechFrame, fact: str, code: str = "") -> Markup:
        """An observation or a frame with the words that it hears."""
        tag = self._html.tag
        values = [
            self._given(write) for write in item.writes if write.fact == fact and (not code or str(write.value) == code)
        ]
        head = [self._html.join(values, ", "), " ", tag("code", item.id, class_="quiet")]
        if not isinstance(item, Observation):
            slots = " + ".join("/".join(slot) for slot in item.slots)
            return self._html.join([*head, tag("p", self._say("said.frame"), " ", tag("code", slots))])
        phrases = [tag("q", phrase) for phrase in item.phrases[:_MOST_PHRASES]]
        left = len(item.phrases) - len(phrases)
        more = tag("span", self._say("said.more", number=left), class_="quiet") if left > 0 else None
        pattern = tag("code", item.pattern, class_="pattern") if item.pattern else None
        return self._html.join([*head, tag("p", self._html.join([*phrases, pattern, more], " "))])

    def _given(self, write: FactWrite) -> Markup:
        if write.value is not None:
            text = ("yes" if write.value else "no") if isinstance(write.value, bool) else str(write.value)
            return self._links.value(write.fact, text)
        return self._html.tag("em", self._say("said.group", group=write.group or ""))


def _gives(item: Observation | SpeechFrame, fact: str, code: str) -> bool:
    return any(write.fact == fact and str(write.value) == code for write in item.writes)
