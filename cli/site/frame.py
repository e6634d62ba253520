"""The frame of every page: head, search, navigation, foot; and the parts that many pages have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...engine.values import Struct
from ..phrases import Phrases
from .markup import Child, Markup, Writer

if TYPE_CHECKING:
    from datetime import date

    from ...engine.rulebase.model import Citation, Origin, RuleBase

SECTIONS = ("causes", "rules", "facts", "codes", "sources")
_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"


class Page(Struct):
    """A file of the site: its name, the title of the page, and what stands in it."""

    file: str
    title: str
    body: Markup


class Hit(Struct):
    """What the search knows of an entry: kind, name, title, where it is, and further words to find it by."""

    kind: str
    name: str
    title: str
    file: str
    words: str = ""


class Frame:
    """Makes pages of one rule base. ``today`` tells which sources are old."""

    def __init__(self, base: RuleBase, writer: Writer, today: date) -> None:
        self.base = base
        self.html = writer
        self.phrases = Phrases(base.phrases)
        self.today = today

    def say(self, name: str, /, **values: object) -> str:
        """A sentence of the site."""
        return self.phrases.say(f"site.{name}", **values)

    def page(self, page: Page) -> str:
        """The whole file."""
        tag, root = self.html.tag, "../" * page.file.count("/")
        title = f"{page.title} · {self.say('name')}" if page.file != "index.html" else self.say("name")
        head = self.html.join([
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="generator", content="keymedic kb docs"),
            tag("title", title),
            tag("link", rel="stylesheet", href=f"{root}site.css"),
            tag("script", src=f"{root}theme.js"),
            tag("script", src=f"{root}search-index.js", defer=True),
            tag("script", src=f"{root}site.js", defer=True),
        ])  # fmt: skip
        body = self.html.join([
            tag("a", self.say("skip"), class_="skip", href="#main"), self._header(page.file, root),
            tag("main", page.body, id="main", tabindex="-1"), self._footer(),
        ])  # fmt: skip
        return (
            f'<!doctype html>\n<html lang="en" data-root="{root}">\n<head>{head}</head>\n<body>{body}</body>\n</html>\n'
        )

    def section(self, heading: str, *children: Child, id: str | None = None) -> Markup | None:
        """A part of a page under its heading; nothing when it is empty."""
        if not any(children):
            return None
        return self.html.tag("section", self.html.tag("h2", heading), *children, id=id)

    def listed(self, items: Iterable[Child], class_: str | None = None, name: str = "ul") -> Markup | None:
        """A list; nothing when it has no item."""
        made = [self.html.tag("li", item) for item in items if item]
        return self.html.tag(name, *made, class_=class_) if made else None

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[Child]], class_: str | None = None) -> Markup | None:
        """A table whose first cells head their rows; nothing when it has no row."""
        tag = self.html.tag
        made = [
            tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:])) for row in rows
        ]  # fmt: skip
        if not made:
            return None
        head = tag("thead", tag("tr", *(tag("th", text, scope="col") for text in heads)))
        whole = tag("table", head, tag("tbody", *made), class_=class_)
        return tag("div", whole, class_="scroll", tabindex="0", role="region", aria_label=heads[0])

    def title(self, kind: str, text: str, name: str) -> Markup:
        """The head of an entry's page: what it is, its title and its id."""
        tag = self.html.tag
        return tag(
            "header", tag("p", self.say(f"kind.{kind}"), class_="kind"), tag("h1", self.html.marked(text)),
            tag("p", tag("code", name), class_="id") if name != text else None, class_="title",
        )  # fmt: skip

    def badges(self, *texts: tuple[str, str]) -> Markup:
        """Short facts about an entry, each with what it is about."""
        tag = self.html.tag
        made = (tag("div", tag("dt", name), tag("dd", text)) for name, text in texts if text)
        return tag("dl", *made, class_="badges")

    def sources(self, sources: Sequence[Citation]) -> Markup | None:
        """Where an entry is known from, when that was looked at, how good it is."""
        rows = [self.source_row(source) for source in sources]
        heads = [self.say(f"source.{name}") for name in ("where", "checked", "grade")]
        return self.section(self.say("sources"), self.table(heads, rows))

    def source_row(self, source: Citation) -> tuple[Child, ...]:
        """One source as cells of a table."""
        where = source.url or source.ref
        grade = self.html.tag("abbr", source.grade, title=self.say(f"grade.{source.grade}"))
        return self.html.link(source.url, where), self.checked(source.checked), grade

    def checked(self, day: str) -> Markup:
        """A day, marked when it is long ago."""
        old = self.is_stale(day)
        note = self.html.tag("span", self.say("stale"), class_="stale") if old else None
        return self.html.join([self.html.tag("time", day, datetime=day), " " if old else None, note])

    def is_stale(self, day: str) -> bool:
        """Whether a day is longer ago than knowledge may be."""
        from datetime import date

        try:
            return (self.today - date.fromisoformat(day)).days > self.base.weights.stale_days
        except ValueError:
            return False

    def origin(self, origin: Origin) -> Markup:
        """Where an entry is declared."""
        return self.html.tag("p", self.say("declared"), " ", self.html.tag("code", str(origin)), class_="origin")

    def _header(self, file: str, root: str) -> Markup:
        tag = self.html.tag
        links = [
            tag("a", self.say(f"nav.{name}"), href=f"{root}{name}/index.html",
                aria_current="page" if file == f"{name}/index.html" else ("true" if file.startswith(f"{name}/") else None))
            for name in SECTIONS
        ]  # fmt: skip
        search = tag(
            "div",
            tag("label", self.say("search.label"), for_="search", class_="unseen"),
            tag("input", id="search", type="search", role="combobox", autocomplete="off", spellcheck="false",
                placeholder=self.say("search.hint"), aria_expanded="false", aria_controls="results", aria_autocomplete="list"),
            tag("kbd", "/", aria_hidden="true"),
            tag("ul", id="results", role="listbox", aria_label=self.say("search.results"), hidden=True,
                data_none=self.say("search.none")),
            tag("p", id="told", class_="unseen", role="status", data_one=self.say("search.one"),
                data_many=self.say("search.many", number="#"), data_none=self.say("search.none")),
            class_="search", role="search",
        )  # fmt: skip
        name = tag("a", self.say("name"), class_="name", href=f"{root}index.html")
        theme = tag("button", self.say("theme"), id="theme", type="button", class_="theme", hidden=True)
        nav = tag("nav", *links, aria_label=self.say("nav"))
        return tag("header", tag("div", name, search, theme, class_="bar"), nav, class_="top")

    def _footer(self) -> Markup:
        packs = (f"{pack.name} {pack.version}" for pack in self.base.packs)
        day = min(pack.knowledge_date for pack in self.base.packs)
        return self.html.tag("footer", self.html.tag("p", self.say("foot", packs=", ".join(packs), date=day)))
