"""The site of a rule base: whole, linked, searchable, the same every time, and harmless whatever a rule base says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from posixpath import dirname, join, normpath

import pytest

from keymedic.cli.site.markup import Writer, place
from keymedic.cli.site.site import INDEX, site
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import Citation, RuleBase
from keymedic.engine.values import replace

TODAY = date(2026, 11, 24)
EVIL = "<script>alert(1)</script>\"'&\x1b[31m\u202e"


def files_of(base: RuleBase, today: date = TODAY) -> dict[str, str]:
    """The site as a dictionary."""
    return dict(site(base, str, today))


@pytest.fixture(scope="module")
def shipped() -> RuleBase:
    """The shipped rule base with its cases."""
    return load_rule_base(with_cases=True)


@pytest.fixture(scope="module")
def files(shipped: RuleBase) -> dict[str, str]:
    """Its site."""
    return files_of(shipped)


class Reader(HTMLParser):
    """Notes links, anchors, headings and what is not closed."""

    VOID = frozenset({"meta", "link", "input", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.open: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Of every element."""
        given = dict(attrs)
        self.names.add(tag)
        self.links += [value for key in ("href", "src") if (value := given.get(key))]
        self.ids += [value for key in ("id",) if (value := given.get(key))]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """It closes the last one that is open."""
        assert self.open.pop() == tag


def read(page: str) -> Reader:
    """A page, read to its end."""
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def pages(files: dict[str, str]) -> Iterator[tuple[str, Reader]]:
    """Every page, read."""
    return ((name, read(text)) for name, text in files.items() if name.endswith(".html"))


def test_every_entry_has_a_page(files: dict[str, str], shipped: RuleBase) -> None:
    """Causes, rules, facts and error codes; every fix stands on the page of its cause."""
    assert {f"causes/{name}.html" for name in shipped.causes} <= files.keys()
    assert {f"rules/{name}.html" for name in shipped.rules} <= files.keys()
    assert {f"facts/{name}.html" for name in shipped.facts} <= files.keys()
    assert {"codes/403.html", "codes/PERMISSION_DENIED.html", "codes/API_KEY_INVALID.html"} <= files.keys()
    for cause in shipped.causes.values():
        text = files[f"causes/{cause.id}.html"]
        assert all(f'id="fix-{fix.id.partition("/")[2]}"' in text for fix in cause.fixes)
        assert all(source.checked in text for source in cause.sources)


def test_every_link_leads_somewhere(files: dict[str, str]) -> None:
    """Within the site to a page and an anchor that are there; nothing is loaded from elsewhere."""
    read_pages = dict(pages(files))
    for name, reader in read_pages.items():
        assert len(set(reader.ids)) == len(reader.ids)
        for link in reader.links:
            if link.startswith(("https://", "http://")):
                continue
            target, _, anchor = link.partition("#")
            file = normpath(join(dirname(name), target)) if target else name
            assert file in files, (name, link)
            assert not anchor or anchor in read_pages[file].ids, (name, link)
    assert not any(
        re.search(r'(?:src|href)="https?://[^"]*\.(?:js|css|woff2?|png|svg)"', text) for text in files.values()
    )
    assert not any(re.search(r"@import|url\(|fetch\(|XMLHttpRequest", files[name]) for name in ("site.css", "site.js"))


def test_headings_lead_down_step_by_step(files: dict[str, str]) -> None:
    """Each page has one first heading, and no step is left out: screen readers go by them."""
    for name, reader in pages(files):
        assert reader.headings.count(1) == 1, name
        assert all(after - before <= 1 for before, after in zip(reader.headings, reader.headings[1:], strict=False)), (
            name
        )
        assert {"main", "nav", "header", "footer"} <= reader.names


def test_the_search_knows_every_entry(files: dict[str, str], shipped: RuleBase) -> None:
    """By kind, with a page that is there."""
    data = json.loads(files[INDEX].removeprefix("window.keymedicIndex=").rstrip(";\n"))
    found = {(kind, name) for kind, name, *_ in data["rows"]}
    assert {("cause", name) for name in shipped.causes} <= found
    assert {("fix", fix.id) for cause in shipped.causes.values() for fix in cause.fixes} <= found
    assert ("code", "RESOURCE_EXHAUSTED") in found
    assert all(file.partition("#")[0] in files for _, _, _, file, _ in data["rows"])


def test_the_same_rule_base_gives_the_same_bytes(files: dict[str, str], shipped: RuleBase) -> None:
    """Nothing hangs on the clock but the marks of old sources."""
    assert files_of(shipped) == files
    later = files_of(shipped, date(2028, 1, 1))
    marks = [sum(text.count("wants checking") for text in made.values()) for made in (files, later)]
    assert marks[0] < marks[1]


def test_a_hostile_rule_base_stays_text(shipped: RuleBase) -> None:
    """Markup, control characters and addresses that are no web addresses become words on the page."""
    cause = next(iter(shipped.causes.values()))
    source = Citation("javascript:alert(1)", "", "2026-11-23", "A")
    evil = replace(
        cause, title=EVIL, explanation=EVIL + " `" + EVIL + '` https://x.example/"onclick="y', sources=(source,)
    )
    files = files_of(replace(shipped, causes={**shipped.causes, cause.id: evil}))
    page = files[f"causes/{cause.id}.html"]
    assert "<script>alert" not in "".join(files.values())
    assert "\x1b" not in page and "\u202e" not in page
    assert 'href="javascript' not in page and 'onclick="' not in page
    assert read(page).names == read(files_of(shipped)[f"causes/{cause.id}.html"]).names


def test_places_of_a_sentence_are_filled() -> None:
    """Elements stand where the sentence has its places; the words around are escaped."""
    html = Writer(str)
    made = html.filled(f"{place('fact')} < {place('values')}", fact=html.tag("b", "x"), values="1 & 2")
    assert made == "<b>x</b> &lt; 1 &amp; 2"
    assert html.marked("a `b` c") == "a <code>b</code> c"
    assert html.marked("odd ` tick") == "odd ` tick"
