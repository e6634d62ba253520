"""A rule base -> the files of its site."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .causes import CausePages
from .facts import FactPages
from .frame import Frame, Hit, Page
from .home import home, sources
from .knowledge import Knowledge
from .links import Links, cause_file, code_file, fact_file, fix_anchor, rule_file
from .markup import Writer
from .rules import RulePages

if TYPE_CHECKING:
    from datetime import date

    from ...engine.rulebase.model import RuleBase

ASSETS = ("site.css", "site.js", "theme.js")
INDEX = "search-index.js"
_FOLDER = Path(__file__).parent
_MOST_WORDS = 400
"""Characters of further words for the search, for each entry."""


def site(base: RuleBase, clean: Callable[[str], str], today: date) -> Iterator[tuple[str, str]]:
    """Every file of the site with its content. The same rule base and day give the same bytes.

    ``base`` is loaded with its cases; ``clean`` takes secrets out of a text.
    """
    frame = Frame(base, Writer(clean), today)
    known = Knowledge(base)
    links = Links(frame, frozenset(known.codes))
    for page in _pages(frame, links, known):
        yield page.file, frame.page(page)
    yield INDEX, _index(_hits(base, known), clean, frame)
    for name in ASSETS:
        yield name, (_FOLDER / name).read_text(encoding="utf-8")


def _pages(frame: Frame, links: Links, known: Knowledge) -> Iterator[Page]:
    base = frame.base
    causes, rules, facts = CausePages(frame, links, known), RulePages(frame, links), FactPages(frame, links, known)
    yield home(frame, known)
    yield from (causes.index(), rules.index(), facts.index(), facts.code_index(), sources(frame, links, known))
    yield from map(causes.page, base.causes.values())
    yield from map(rules.page, base.rules.values())
    yield from map(facts.page, base.facts.values())
    yield from (facts.code(code, names) for code, names in known.codes.items())


def _hits(base: RuleBase, known: Knowledge) -> Iterator[Hit]:
    """What can be searched for; causes first, for they are what most people look for."""
    for cause in base.causes.values():
        yield Hit("cause", cause.id, cause.title, cause_file(cause.id), cause.explanation)
        for fix in cause.fixes:
            yield Hit("fix", fix.id, fix.title, f"{cause_file(cause.id)}#{fix_anchor(fix)}", cause.title)
    for code, facts in known.codes.items():
        said = (
            phrase
            for item in base.observations
            if any(w.fact in facts and str(w.value) == code for w in item.writes)
            for phrase in item.phrases
        )
        meanings = (base.facts[name].values.get(code, "") for name in facts)
        yield Hit("code", code, next(filter(None, meanings), code), code_file(code), " ".join(said))
    for decl in base.facts.values():
        yield Hit("fact", decl.name, decl.description, fact_file(decl.name), " ".join(decl.values))
    for rule in base.rules.values():
        yield Hit("rule", rule.id, rule.title, rule_file(rule.id), rule.because)


def _index(hits: Iterator[Hit], clean: Callable[[str], str], frame: Frame) -> str:
    """The entries as a script: a page that was opened as a file may not fetch one."""
    kinds = {kind: frame.say(f"kind.{kind}") for kind in ("cause", "fix", "code", "fact", "rule")}
    rows = [[hit.kind, hit.name, clean(hit.title), hit.file, clean(hit.words[:_MOST_WORDS])] for hit in hits]
    data = json.dumps({"kinds": kinds, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    return f"window.keymedicIndex={data.replace('<', chr(92) + 'u003c')};\n"
