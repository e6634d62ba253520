from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from keymedic.cli.render.markdown import block, code, escaped, lay_out
from keymedic.cli.render.view import View
from keymedic.engine.diagnosis import Check, Diagnosis, FactItem, Question

Sample = Callable[..., Diagnosis]


@pytest.fixture
def public(view: View) -> View:
    """As `render_markdown` sets it up."""
    return replace(view, width=10_000, public=True)


def test_a_report_for_an_issue(sample: Sample, public: View) -> None:
    """Verdict, reasons, fixes with fenced commands, and the facts that people told or saw folded away."""
    shown = lay_out(sample(), public)
    assert shown.startswith("## The key was reported as leaked\n\nVery likely (93 %). `key-leaked`\n")
    assert "```sh\nexport GEMINI_API_KEY='<your new key>'\n```" in shown
    assert "- HTTP status: `403` (`error.http_status`; read in the text, line 1)" in shown
    assert "error.says" not in shown  # a rule concluded it
    assert shown.index("<details>") < shown.index("</details>")


def test_checks_are_listed_unless_they_passed(sample: Sample, public: View) -> None:
    """What is wrong or was not checked shows; with everything wanted, what is in order too."""
    checks = (Check("a", "failed", ".env is a *directory*."), Check("b", "passed", "The key is fine."))
    shown = lay_out(replace(sample(), checks=checks), public)
    assert "### What I saw on this machine\n\n- failed: .env is a \\*directory\\*.\n" in shown
    assert "The key is fine." not in shown
    assert "- passed: The key is fine." in lay_out(replace(sample(), checks=checks), replace(public, every=True))


def test_sensitive_facts_stay_out(sample: Sample, public: View) -> None:
    """A fact declared sensitive has no place in a public report."""
    assert "report.text" not in lay_out(sample(), public)


def test_questions_of_an_undecided_case(sample: Sample, public: View, question: Question) -> None:
    """What would settle the case is listed."""
    assert "- What does the key begin with?" in lay_out(sample(verdict="undecided", questions=(question,)), public)


def test_no_fault(sample: Sample, public: View) -> None:
    """A healthy case has a report too."""
    assert lay_out(sample(verdict="no-fault-found", fixes=()), public).startswith("## No fault found\n")


def test_nobody_is_pinged(sample: Sample, public: View) -> None:
    """A name after an at sign in the pasted text does not become a mention."""
    facts = {"error.message": FactItem("ask @someone <b>now</b>", "text", "")}
    shown = lay_out(sample(facts=facts), public)
    quoted = next(line for line in shown.splitlines() if line.startswith(">"))
    assert "@someone" not in quoted
    assert "<b>" not in quoted.replace("\\<b\\>", "")


def test_markup_in_texts_shows_as_it_is() -> None:
    """Special characters are escaped, lines joined; an underscore within a word is no markup, and code stays code."""
    assert escaped("_a_ *c*\n# d") == r"\_a\_ \*c\* \# d"
    assert escaped("PERMISSION_DENIED") == "PERMISSION_DENIED"
    assert escaped("set `A_B` or `*`, not ``x`` or a lone `") == r"set `A_B` or `*`, not \`\`x\`\` or a lone \`"
    assert escaped("`@team`") == "`@team`"


def test_backticks_cannot_break_out() -> None:
    """Spans and blocks use longer fences than their content."""
    assert code("a`b") == "`` a`b ``"
    assert block("```\nx\n```").startswith("````\n")
