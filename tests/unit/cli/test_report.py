from __future__ import annotations

import io
import json
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from keymedic.cli.leaks import Leak
from keymedic.cli.output import Output
from keymedic.cli.report import Report, ReportStyle, make_report, write_report
from keymedic.engine.diagnosis import Diagnosis, FactItem
from keymedic.engine.errors import InputError
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import RuleBase

Sample = Callable[..., Diagnosis]
KEY = "AIza" + "SyFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE0"
HOME = {"HOME": "/data/people/annika.m", "USER": "annika"}
MESSAGE = f"ann@some-company.de at 93.184.216.34 ran /data/annika/x.py with {KEY}; ANNIKA said so"
STYLES: tuple[ReportStyle, ...] = ("markdown", "json", "text")


@pytest.fixture
def out() -> Output:
    """An output of somebody called Annika."""
    return Output(io.StringIO(), io.StringIO(), HOME)


@pytest.fixture
def private(sample: Sample) -> Diagnosis:
    """A diagnosis with a key and a person in it."""
    facts = {**sample().facts, "error.message": FactItem(MESSAGE, "server", "line 1")}
    return sample(facts=facts)


@pytest.mark.parametrize("style", STYLES)
def test_nothing_private_is_in_a_report(
    private: Diagnosis, rulebase: RuleBase, out: Output, style: ReportStyle
) -> None:
    """Neither the key nor e-mail and IP addresses nor the user's name, in any letter case; and no whole paste."""
    report = make_report(private, rulebase, out, style, environ=HOME)
    assert report.leaks == ()
    for part in (KEY, "some-company", "93.184", "annika", "the whole paste"):
        assert part not in report.text.lower() and part not in report.text
    assert "[standard-key, 39 chars, #" in report.text.replace("\\", "").replace("\n", " ")


@pytest.mark.parametrize("style", STYLES)
def test_people_can_be_kept(private: Diagnosis, rulebase: RuleBase, out: Output, style: ReportStyle) -> None:
    """Asked for, people stay in; the key never does."""
    report = make_report(private, rulebase, out, style, environ=HOME, keep_people=True)
    assert report.leaks == ()
    assert "93.184.216.34" in report.text and KEY not in report.text


def test_what_was_tried_is_told(sample: Sample, out: Output) -> None:
    """The fixes of a conversation, with what became of them."""
    rulebase = load_rule_base()
    fix = next(iter(rulebase.causes["key-leaked"].fixes))
    shown = make_report(sample(), rulebase, out, tried={fix.id: "not-helped"}, environ={}).text
    assert f"(`{fix.id}`): it did not help" in shown
    assert shown.index("### What was tried") < shown.index("---")
    data = json.loads(make_report(sample(), rulebase, out, "json", tried={fix.id: "skipped"}, environ={}).text)
    assert data["tried"] == [{"fix": fix.id, "result": "skipped"}]


def test_the_second_look_does_not_trust_the_first(private: Diagnosis, rulebase: RuleBase, out: Output) -> None:
    """Should the redactor fail, the report is held back and says where, without the thing itself."""
    out.clean = lambda text, public=False: text
    report = make_report(private, rulebase, out, environ=HOME)
    assert {leak.kind for leak in report.leaks} >= {"key", "e-mail", "address", "user"}
    assert "held back" in report.why_not and KEY not in report.why_not


def test_a_report_is_written_for_its_owner(tmp_path: Path) -> None:
    """The file holds the very text that was shown, of rights 0600, and replaces no other unless it may."""
    path, report = tmp_path / "report.md", Report("# Ümlaut\n", ())
    write_report(report, path)
    assert (path.read_text(encoding="utf-8"), stat.S_IMODE(path.stat().st_mode) & 0o077) == (report.text, 0)
    with pytest.raises(InputError, match="there already"):
        write_report(report, path)
    write_report(replace(report, text="new"), path, overwrite=True)
    assert path.read_text() == "new"


def test_a_report_that_leaks_is_not_written(tmp_path: Path) -> None:
    """Nothing reaches the disk."""
    with pytest.raises(InputError, match="key in line 3"):
        write_report(Report("…", (Leak("key", 3),)), tmp_path / "report.md")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["no/such/folder.md", "", "a\0b", "x" * 300])
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, name: str) -> None:
    """A missing folder and impossible names end in a message."""
    with pytest.raises(InputError):
        write_report(Report("…", ()), tmp_path / name)
