from __future__ import annotations

import os

import pytest

from keymedic.engine.probes.profiles import probe_profiles
from keymedic.engine.rulebase.model import RuleBase

from .conftest import KEY, OTHER_KEY, MakePlace, checks, facts

UNSEEN = (
    (".zshrc", f"export GEMINI_API_KEY={KEY}"), (".bashrc", f'export GEMINI_API_KEY="{KEY}"  # mine'),
    (".profile", f"GEMINI_API_KEY={KEY}\nexport GEMINI_API_KEY"), (".zshenv", f"typeset -x GEMINI_API_KEY={KEY}"),
    (".config/fish/config.fish", f"set -gx GEMINI_API_KEY {KEY}"),
    (".config/fish/config.fish", f"set -g -x GEMINI_API_KEY {KEY}"),
    (".config/powershell/profile.ps1", f'$env:GEMINI_API_KEY = "{KEY}"'),
)  # fmt: skip


@pytest.mark.parametrize(("file", "text"), UNSEEN)
def test_set_in_a_profile_but_not_in_this_process(
    make_place: MakePlace, shipped: RuleBase, file: str, text: str
) -> None:
    """The one fact that the person needs, with the file and the line."""
    place = make_place()
    path = place.home / file
    path.parent.mkdir(parents=True, exist_ok=True)
    _ = path.write_text(f"# my shell\n{text}\n")
    found = probe_profiles(place, shipped)
    assert facts(found) == {"env.set_in": {"profile"}, "env.seen_by_process": {False}}
    assert checks(found, "failed") == {"profiles.unseen"}
    assert found.facts[0].source.detail == f"~/{file}, line 2"
    assert KEY not in repr(found)


def test_without_export_no_program_gets_it(make_place: MakePlace, shipped: RuleBase) -> None:
    """A shell's own variable is another fault, with another remedy."""
    place = make_place()
    _ = (place.home / ".bashrc").write_text(f"GEMINI_API_KEY={KEY}\n")
    assert checks(probe_profiles(place, shipped), "failed") == {"profiles.unexported"}


def test_a_profile_that_this_process_has_read_is_in_order(make_place: MakePlace, shipped: RuleBase) -> None:
    """The same value here and there; a value that is computed cannot be compared."""
    for text in (f"export GEMINI_API_KEY='{KEY}'", "export GEMINI_API_KEY=$(pass gemini)"):
        place = make_place(GEMINI_API_KEY=KEY)
        _ = (place.home / ".zshrc").write_text(text)
        found = probe_profiles(place, shipped)
        assert facts(found) == {"env.set_in": {"profile"}}
        assert checks(found) == {"profiles.seen"}


def test_another_value_is_to_mind(make_place: MakePlace, shipped: RuleBase) -> None:
    """One of the two is old."""
    place = make_place(GEMINI_API_KEY=OTHER_KEY)
    _ = (place.home / ".zshrc").write_text(f"export GEMINI_API_KEY={KEY}")
    assert checks(probe_profiles(place, shipped), "warning") == {"profiles.differs"}


@pytest.mark.parametrize("text", ["", f"# export GEMINI_API_KEY={KEY}", "echo $GEMINI_API_KEY", "unset GEMINI_API_KEY"])
def test_lines_that_set_nothing(make_place: MakePlace, shipped: RuleBase, text: str) -> None:
    """Comments and uses of the variable do not count."""
    place = make_place()
    _ = (place.home / ".bashrc").write_text(text)
    found = probe_profiles(place, shipped)
    assert (facts(found), checks(found)) == ({}, {"profiles.nothing"})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_instead_of_a_profile_is_not_opened(make_place: MakePlace, shipped: RuleBase) -> None:
    """It is not checked, and the others are."""
    place = make_place()
    os.mkfifo(place.home / ".bashrc")
    _ = (place.home / ".zshrc").write_text(f"export GEMINI_API_KEY={KEY}")
    found = probe_profiles(place, shipped)
    assert checks(found, "not-checked") == {"profiles.unread"}
    assert checks(found, "failed") == {"profiles.unseen"}
