from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from keymedic.cli.render.layout import display_width
from keymedic.cli.render.style import plain
from keymedic.cli.render.text import lay_out
from keymedic.cli.render.view import View
from keymedic.engine.diagnosis import Check, Diagnosis, FindingItem, Question

Sample = Callable[..., Diagnosis]


def text(diagnosis: Diagnosis, view: View) -> str:
    return plain(lay_out(diagnosis, view))


def test_the_verdict_comes_first(sample: Sample, view: View) -> None:
    """The first two lines say what is wrong and how sure that is, in words and per cent."""
    first, second, *_ = text(sample(), view).splitlines()
    assert first == "The key was reported as leaked"
    assert second == "Very likely (93 %)."


def test_says_what_was_read(sample: Sample, view: View) -> None:
    """Observed and given facts are listed in short; concluded ones and the whole paste are not."""
    read = text(sample(), view)
    assert "I read: HTTP 403, PERMISSION_DENIED, standard key" in read
    assert "billing is on" in read
    assert "the whole paste" not in read
    assert "error.says" not in read


def test_quotes_the_error(sample: Sample, view: View) -> None:
    """The error's own sentence is quoted."""
    flat = " ".join(text(sample(), view).split())
    assert "“Your API key was reported as leaked. Please use another API key.”" in flat


def test_evidence_for_and_against(sample: Sample, view: View) -> None:
    """Reasons show with their facts in people's words; what a stronger rule of the group said already is left out."""
    shown = text(sample(), view)
    assert "+ The server says so itself.\n" in shown
    assert "+ Leaked keys are refused with this status. (HTTP 403)" in shown
    assert "- A leaked key works until it is reported." in shown
    assert "once more" not in shown
    assert "1 more reason" in shown


def test_all_shows_everything(sample: Sample, view: View) -> None:
    """With --all every cause, every reason with its rule, and every fact with its source appears."""
    shown = text(sample(), replace(view, every=True))
    assert "once more" in shown
    assert "leak.again" in shown
    assert "(key-expired)" in shown
    assert "the error says: Your API key was reported as leaked. (E04) (error.says; concluded" in " ".join(
        shown.split()
    )
    assert "more reason" not in shown


def test_other_candidates_with_bars(sample: Sample, view: View) -> None:
    """Other causes worth a line come with a bar; negligible ones do not come."""
    shown = text(sample(), view)
    assert "█░░░░░░░░░   4 %  The key was deleted (key-deleted)" in shown
    assert "key-expired" not in shown


def test_fixes_are_numbered_with_steps_command_and_check(sample: Sample, view: View) -> None:
    """A fix shows its cost, lettered steps, the command of the person's shell only, its risk and its check."""
    shown = text(sample(), view)
    assert "1. Make a new key (minutes)" in shown
    assert "a. Open the page of your keys." in shown
    assert "        export GEMINI_API_KEY='<your new key>'" in shown
    assert "$env:" not in shown
    assert "Mind: The old key stops working everywhere." in shown
    assert "To check: Repeat the call. It answers." in shown
    assert "Mind: none" not in shown


def test_commands_follow_the_shell(sample: Sample, view: View) -> None:
    """On Windows the PowerShell command shows."""
    shown = text(sample(), replace(view, shell="powershell"))
    assert "$env:GEMINI_API_KEY" in shown
    assert "export" not in shown


def test_a_fix_that_is_not_built_in_shows_its_origin(sample: Sample, view: View) -> None:
    """Advice of a stranger's rule base says so; built-in advice does not."""
    shown = " ".join(text(sample(), view).split())
    assert "from rule base stranger:causes.yaml:2" in shown
    assert "from rule base gemini" not in shown


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_stays_within_the_width(sample: Sample, view: View, question: Question, width: int) -> None:
    """No line is wider than the terminal, except commands, which are copied."""
    diagnosis = sample(verdict="undecided", questions=(question,))
    for line in text(diagnosis, replace(view, width=width)).splitlines():
        assert display_width(line) <= width or line.startswith("        ")


def test_wide_characters_count_twice(sample: Sample, view: View) -> None:
    """Chinese text without blanks wraps at the terminal's width."""
    cause = replace(sample().causes[0], explanation="密钥已被报告为泄露因此被永久封锁" * 6)
    for line in text(sample(causes=(cause,)), replace(view, width=40)).splitlines():
        assert display_width(line) <= 40 or line.startswith("        ")


def test_undecided_asks(sample: Sample, view: View, question: Question) -> None:
    """Without a verdict the report says so and shows what to find out, the choices, and how to answer."""
    shown = text(sample(verdict="undecided", questions=(question,)), view)
    assert shown.startswith("Not certain yet\nThe best guess so far: The key was reported as leaked\n")
    assert "1. What does the key begin with?" in shown
    assert "standard  AIza…" in shown
    assert "Look at its first four characters only." in shown
    assert "--fact key.kind=standard" in shown


def test_a_tie_names_no_best_guess(sample: Sample, view: View) -> None:
    """Where several causes are equally likely none is called the best guess, and a fix tells its cause."""
    first = replace(sample().causes[0], probability=0.3)
    shown = text(sample(verdict="undecided", causes=(first, replace(first, id="other")), other_probability=0.1), view)
    assert "best guess" not in shown
    assert "Several causes fit equally well" in shown


def test_the_same_check_is_not_repeated(sample: Sample, view: View) -> None:
    """A fix that is checked like an earlier one refers to it."""
    fix = sample().fixes[0]
    shown = text(sample(fixes=(fix, replace(fix, id="key-leaked/again"))), view)
    assert shown.count("Repeat the call.") == 1
    assert "To check: as for fix 1." in shown


def test_undecided_without_questions(sample: Sample, view: View) -> None:
    """When nothing could be asked the report says what to do instead."""
    assert "curl" in text(sample(verdict="undecided", fixes=()), view)


def test_nothing_leads(sample: Sample, view: View) -> None:
    """Where the unknown outweighs every cause no cause is called the best guess."""
    shown = text(sample(verdict="undecided", other_probability=0.95, fixes=()), view)
    assert "best guess" not in shown
    assert "Something else that keymedic does not know" in shown


def test_no_fault(sample: Sample, view: View) -> None:
    """A healthy case names no cause."""
    shown = text(sample(verdict="no-fault-found", fixes=(), prevention=()), view)
    assert shown.startswith("No fault found\n")
    assert "leaked (key-leaked)" not in shown


def test_no_cause_at_all(sample: Sample, view: View) -> None:
    """A rule base without causes still gives a readable report."""
    assert "Not certain yet" in text(sample(verdict="undecided", causes=(), fixes=(), other_probability=1.0), view)


def test_findings_checks_prevention_footer(sample: Sample, view: View) -> None:
    """Findings, checks, two pieces of prevention, and which knowledge and engine concluded."""
    shown = text(sample(), view)
    assert "Mind: Two sources disagree." in shown
    assert "· The environment was not looked at." in shown
    assert "• Restrict the key." in shown
    assert "Rotate" not in shown
    assert "knowledge gemini 2026.11, checked 2026-11-23" in shown
    assert "engine durable" in shown


def test_words_of_one_text_that_disagree_stay_out_of_sight(sample: Sample, view: View) -> None:
    """A contradiction that is a mere note is shown with --all only; other notes and warnings always are."""
    findings = (
        FindingItem("conflict.key.kind", "info", "Two words disagree.", ("key.kind",)),
        FindingItem("conflict.error.status", "warning", "Two sources disagree.", ("error.status",)),
        FindingItem("further-error", "info", "There is another error.", ("error.message",)),
    )
    shown = text(sample(findings=findings), view)
    assert "Two words disagree." not in shown
    assert "Two sources disagree." in shown and "There is another error." in shown
    assert "Two words disagree." in text(sample(findings=findings), replace(view, every=True))
    assert "Also worth knowing" not in text(sample(findings=findings[:1]), view)


def test_checks_that_passed_show_only_where_everything_is_wanted(sample: Sample, view: View) -> None:
    """What is wrong or was not checked is always worth a line."""
    checks = (Check("a", "warning", "A proxy is set."), Check("b", "passed", "The key is fine."))
    diagnosis = replace(sample(), checks=checks)
    assert "! A proxy is set." in text(diagnosis, view)
    assert "The key is fine." not in text(diagnosis, view)
    assert "✓ The key is fine." in text(diagnosis, replace(view, every=True))
