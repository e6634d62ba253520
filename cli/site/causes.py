"""The pages of causes, with their fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frame import Page
from .links import cause_file, fix_anchor
from .markup import Markup
from .pages import Pages

if TYPE_CHECKING:
    from ...engine.rulebase.model import Cause, Fix


class CausePages(Pages):
    """Makes the page of each cause, and the list of all."""

    def page(self, cause: Cause) -> Page:
        """What is wrong, how to get out of it, and what tells that it is so."""
        frame = self._frame
        fixes = [self._fix(fix) for fix in self._ranked(cause)]
        prevention = frame.listed(self._html.marked(text) for text in cause.prevention)
        kind = (
            self._html.tag("p", self._say("cause.kind-of"), " ", self._links.cause(cause.kind_of))
            if cause.kind_of
            else None
        )
        body = self._html.join([
            frame.title("cause", cause.title, cause.id),
            self._html.tag("p", self._html.marked(cause.explanation), class_="lead"), kind,
            frame.badges((self._say("cause.prior"), self._word("prior", cause.prior)), (self._say("cause.fixes"), str(len(cause.fixes)))),
            frame.section(self._say("cause.ways-out"), *fixes),
            frame.section(self._say("cause.prevention"), prevention),
            frame.section(self._say("cause.for"), self._rules(cause, True)),
            frame.section(self._say("cause.against"), self._rules(cause, False)),
            frame.sources(cause.sources), frame.origin(cause.origin),
        ])  # fmt: skip
        return Page(cause_file(cause.id), cause.title, body)

    def index(self) -> Page:
        """All causes, by their titles."""
        frame = self._frame
        heads = [self._say(f"cause.{name}") for name in ("title", "prior", "fixes", "checked")]
        ranked = sorted(frame.base.causes.values(), key=lambda cause: (cause.title.casefold(), cause.id))
        rows = [
            (
                self._links.cause(cause.id), self._word("prior", cause.prior), str(len(cause.fixes)),
                frame.checked(min((source.checked for source in cause.sources), default="")),
            )
            for cause in ranked
        ]  # fmt: skip
        title = self._say("nav.causes")
        body = self._html.join(
            [
                self._html.tag("h1", title),
                self._html.tag("p", self._say("causes.lead"), class_="lead"),
                frame.table(heads, rows),
            ]
        )
        return Page("causes/index.html", title, body)

    def _ranked(self, cause: Cause) -> list[Fix]:
        """The fixes as a diagnosis would rank them when the cause is certain."""
        weights = self._frame.base.weights
        return sorted(cause.fixes, key=lambda fix: -weights.helps[fix.helps] / weights.costs[fix.cost])

    def _fix(self, fix: Fix) -> Markup:
        tag, html = self._html.tag, self._html
        steps = self._frame.listed((html.marked(step) for step in fix.steps), "steps", "ol")
        commands = [self._command(command.shell, command.run) for command in fix.commands]
        check = [
            tag("h4", self._say("fix.verify")), tag("p", html.marked(fix.verify.text)),
            self._command("any", fix.verify.run) if fix.verify.run else None,
            tag("p", html.marked(fix.verify.expect), class_="expect") if fix.verify.expect else None,
            tag("p", self._say("fix.probe"), " ", tag("code", f"keymedic probe ({fix.verify.probe})")) if fix.verify.probe else None,
        ]  # fmt: skip
        badges = self._frame.badges(
            (self._say("fix.helps"), self._word("helps", fix.helps)), (self._say("fix.cost"), self._word("cost", fix.cost)),
            (self._say("fix.risk"), fix.risk if fix.risk != "none" else ""),
        )  # fmt: skip
        return tag(
            "article", tag("h3", fix.title), badges, steps, *commands, tag("div", *check, class_="verify"),
            id=fix_anchor(fix), class_="fix",
        )  # fmt: skip

    def _command(self, shell: str, run: str) -> Markup:
        tag = self._html.tag
        button = tag(
            "button", self._say("copy"), type="button", class_="copy", hidden=True, data_done=self._say("copied")
        )
        label = tag("figcaption", tag("span", self._say(f"shell.{shell}")), button)
        return tag("figure", label, tag("pre", tag("code", run), tabindex="0"), class_="command")

    def _rules(self, cause: Cause, positive: bool) -> Markup | None:
        heads = [self._say("rule"), self._say("rule.word")]
        rows = [
            (self._links.rule(rule.id), self._frame.html.tag("span", rule.evidence[cause.id], class_="word-of"))
            for rule in self._known.speaking.get(cause.id, ())
            if (self._known.weight(rule, cause.id) >= 0) is positive
        ]
        return self._frame.table(heads, rows)

    def _word(self, kind: str, word: str) -> str:
        return self._frame.phrases.find(f"site.{kind}.{word}", word.replace("-", " "))
