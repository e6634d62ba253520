"""The first page, and the page of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frame import SECTIONS, Frame, Page
from .links import Links, cause_file, code_file
from .markup import Markup

if TYPE_CHECKING:
    from ...engine.rulebase.model import Cause
    from .knowledge import Knowledge

_MOST_CAUSES = 12
_MOST_CODES = 24


def home(frame: Frame, known: Knowledge) -> Page:
    """What there is, and the quickest ways to it."""
    tag, say, base = frame.html.tag, frame.say, frame.base
    counts = {
        "causes": len(base.causes), "rules": len(base.rules), "facts": len(base.facts), "codes": len(known.codes),
        "sources": len(known.citations()),
    }  # fmt: skip
    tiles = [
        tag("a", tag("strong", str(counts[name])), tag("span", say(f"nav.{name}")), href=f"{name}/index.html")
        for name in SECTIONS
    ]
    packs = frame.listed(
        frame.html.join([tag("strong", f"{pack.name} {pack.version}"), " ", frame.html.marked(pack.scope)])
        for pack in base.packs
    )
    common = [_card(cause, frame) for cause in _commonest(frame)]
    codes = [code for code in known.codes if known.rules_of_code(code) and (code.isdecimal() or code.isupper())]
    codes.sort(key=lambda code: (not code.isdecimal(), code.zfill(5)))
    chips = [tag("a", tag("code", code), href=code_file(code)) for code in codes[:_MOST_CODES]]
    body = frame.html.join([
        tag("h1", say("name")), tag("p", say("home.lead"), class_="lead"), tag("nav", *tiles, class_="tiles", aria_label=say("home.kinds")),
        frame.section(say("home.common"), tag("div", *common, class_="cards")),
        frame.section(say("home.codes"), tag("div", *chips, class_="chips")),
        frame.section(say("home.packs"), packs, tag("p", say("home.how"))),
    ])  # fmt: skip
    return Page("index.html", say("name"), body)


def _commonest(frame: Frame) -> list[Cause]:
    priors = frame.base.weights.priors
    ranked = sorted(frame.base.causes.values(), key=lambda cause: (-priors[cause.prior], cause.title))
    return [cause for cause in ranked if cause.fixes][:_MOST_CAUSES]


def _card(cause: Cause, frame: Frame) -> Markup:
    tag = frame.html.tag
    sentence = cause.explanation.partition(". ")[0].rstrip(".") + "."
    return tag(
        "article",
        tag("h3", tag("a", frame.html.marked(cause.title), href=cause_file(cause.id))),
        tag("p", frame.html.marked(sentence)),
    )


def sources(frame: Frame, links: Links, known: Knowledge) -> Page:
    """Everything that is cited, what was looked at longest ago first."""
    tag, say = frame.html.tag, frame.say
    rows: list[tuple[str, tuple[Markup | str | None, ...]]] = []
    for (url, ref), cited in known.citations().items():
        oldest = min((source for _, _, source in cited), key=lambda source: source.checked)
        users = [links.cause(name) if kind == "cause" else links.rule(name) for kind, name, _ in cited]
        _, checked, grade = frame.source_row(oldest)
        where = frame.html.link(url, url) if url else ref
        rows.append((oldest.checked, (where, checked, grade, frame.listed(dict.fromkeys(users), "entries"))))
    heads = [say("source.where"), say("source.checked"), say("source.grade"), say("source.used")]
    table = frame.table(heads, [cells for _, cells in sorted(rows, key=lambda row: row[0])], "wide")
    title = say("nav.sources")
    body = frame.html.join([tag("h1", title), tag("p", say("sources.lead"), class_="lead"), _grades(frame), table])
    return Page("sources/index.html", title, body)


def _grades(frame: Frame) -> Markup | None:
    tag = frame.html.tag
    return tag(
        "dl",
        *(tag("div", tag("dt", grade), tag("dd", frame.say(f"grade.{grade}"))) for grade in "ABCU"),
        class_="grades",
    )
