from __future__ import annotations

import pytest

from keymedic.engine.probes.profile_reader import read_profile

from .conftest import KEY

NAMES = ("GEMINI_API_KEY", "GOOGLE_API_KEY")


@pytest.mark.parametrize(
    "line",
    [
        f"export GEMINI_API_KEY={KEY}", f"  export GEMINI_API_KEY='{KEY}'  # mine", f'export GEMINI_API_KEY="{KEY}"; true',
        f"[ -f ~/x ] && export GEMINI_API_KEY={KEY}", f"if true; then export GEMINI_API_KEY={KEY}; fi",
        f"setenv GEMINI_API_KEY {KEY}", f"set -Ux GEMINI_API_KEY {KEY}", f"set --export GEMINI_API_KEY {KEY}",
        f'$env:GEMINI_API_KEY = "{KEY}"', f"SETUVAR --export GEMINI_API_KEY:{KEY}",
        f"[Environment]::SetEnvironmentVariable('GEMINI_API_KEY', '{KEY}', 'User')",
        "SETUVAR --export GEMINI_API_KEY:" + KEY.replace("F", "\\x46"),
    ],
)  # fmt: skip
def test_every_shell_has_its_own_way(line: str) -> None:
    """Name, value and line are read, and that programs get it."""
    (setting,) = read_profile(f"# first\n{line}\n", NAMES)
    assert (setting.name, setting.line, setting.exported, setting.value) == ("GEMINI_API_KEY", 2, True, KEY)
    assert KEY not in repr(setting)


@pytest.mark.parametrize("text", [f"GEMINI_API_KEY={KEY}", f"SETUVAR GEMINI_API_KEY:{KEY}"])
def test_what_is_not_exported_is_told_apart(text: str) -> None:
    """A shell keeps it to itself."""
    assert [setting.exported for setting in read_profile(text, NAMES)] == [False]
    assert [setting.exported for setting in read_profile(f"GEMINI_API_KEY={KEY}\nexport GEMINI_API_KEY", NAMES)] == [
        True
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# export GEMINI_API_KEY=x",
        "echo GEMINI_API_KEY",
        "export OTHER=x",
        "unset GEMINI_API_KEY",
        "export GEMINI_API_KEY=",
    ],
)
def test_other_lines_set_nothing(text: str) -> None:
    """Comments, other commands, other variables, nothing."""
    assert read_profile(text, NAMES) == ()


def test_the_last_of_several_holds() -> None:
    """As in the shell itself."""
    (setting,) = read_profile("export GEMINI_API_KEY=old\nexport GEMINI_API_KEY=new\n", NAMES)
    assert (setting.value, setting.line) == ("new", 2)


@pytest.mark.parametrize(
    ("value", "computed"), [("$(pass gemini)", True), ("`cat key`", True), ("$KEY", True), (KEY, False)]
)
def test_a_computed_value_is_not_known(value: str, computed: bool) -> None:
    """Only the shell can tell what it is; it is never run."""
    (setting,) = read_profile(f"export GEMINI_API_KEY={value}", NAMES)
    assert setting.computed is computed
