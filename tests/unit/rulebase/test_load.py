"""Rule bases are loaded with and without the built-in rules, from the files or from a fresh cache."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from keymedic.engine.errors import InstallationError, RuleBaseError
from keymedic.engine.rulebase.load import BUILTIN, check, load_rule_base

PACK = "name: own\nversion: '1'\nscope: a test\nknowledge_date: 2026-11-01\n"
CAUSE = "- cause: own-cause\n  title: T\n  explanation: E\n  prior: common\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A second rule base with one cause."""
    folder = tmp_path / "own"
    (folder / "causes").mkdir(parents=True)
    _ = (folder / "pack.yaml").write_text(PACK)
    _ = (folder / "causes" / "c.yaml").write_text(CAUSE)
    return folder


def test_packs_load_in_order(mini_kb: Path, own: Path) -> None:
    """The core comes first; a folder given twice loads once."""
    base = load_rule_base([own, own], core=mini_kb)
    assert [pack.name for pack in base.packs] == ["mini", "own"]
    assert {"own-cause", "key-missing"} <= set(base.causes)


def test_without_the_builtin_rules_the_vocabulary_stays(mini_kb: Path, own: Path) -> None:
    """Facts, tables, weights and phrases always load; rules, observations and causes do not."""
    base = load_rule_base([own], builtin=False, core=mini_kb, use_cache=False)
    assert set(base.causes) == {"own-cause"}
    assert not base.rules and not base.observations
    assert base.facts and base.tables and base.phrases


def test_naming_the_builtin_folder_loads_it_once(mini_kb: Path) -> None:
    """``kb check kb`` in a checkout checks the rules of that folder, and calls no id doubled."""
    assert check([mini_kb], builtin=False, core=mini_kb) == ()
    assert load_rule_base([mini_kb], builtin=False, core=mini_kb).rules


def test_cases_load_on_demand(mini_kb: Path) -> None:
    """Only who asks for the cases gets them, from the files and from the cache alike."""
    for _ in range(2):
        assert load_rule_base(core=mini_kb).rules["region.country"].cases == ()
        assert len(load_rule_base(core=mini_kb, with_cases=True).rules["region.country"].cases) == 2


def test_a_faulty_rule_base_raises_with_every_fault(mini_kb: Path, own: Path, cache: Path) -> None:
    """The error carries all faults, as ``check`` returns them, and nothing is cached."""
    _ = (own / "causes" / "c.yaml").write_text(CAUSE.replace("common", "Comon").replace("title", "titel"))
    with pytest.raises(RuleBaseError) as caught:
        _ = load_rule_base([own], core=mini_kb)
    assert caught.value.faults == check([own], core=mini_kb)
    assert {fault.code for fault in caught.value.faults} == {"KM101", "KM104"}
    assert 'did you mean "title"?' in str(caught.value)
    assert not cache.exists()


def test_a_folder_that_is_missing_is_a_fault(mini_kb: Path, tmp_path: Path) -> None:
    """A wrong ``--kb`` is a fault of the rule base, whatever the cache holds."""
    _ = load_rule_base(core=mini_kb)
    with pytest.raises(RuleBaseError, match="no such folder"):
        _ = load_rule_base([tmp_path / "nowhere"], core=mini_kb)


def test_a_missing_builtin_folder_is_a_broken_installation(tmp_path: Path) -> None:
    """Without its own knowledge keymedic cannot run."""
    with pytest.raises(InstallationError, match="missing"):
        _ = load_rule_base(core=tmp_path)
    assert BUILTIN.endswith("kb")


def test_the_fresh_cache_needs_neither_yaml_nor_pydantic(mini_kb: Path) -> None:
    """The way through a fresh cache imports no parser, no validator and no pattern engine."""
    program = (
        "import sys; from pathlib import Path; from keymedic.engine.rulebase.load import load_rule_base;"
        f"base = load_rule_base(core=Path({str(mini_kb)!r}));"
        "print(len(base.rules), *sorted({'yaml', 'pydantic', 're2', 'pycountry'} & set(sys.modules)))"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=300
        ).stdout.split()
        for _ in range(2)
    ]
    assert outputs[0][0] == outputs[1][0] == "10"
    assert {"yaml", "pydantic"} <= set(outputs[0])
    assert outputs[1][1:] == []


def test_an_edited_file_is_read_again(tmp_path: Path, mini_kb: Path, cache: Path) -> None:
    """The cache follows the content; the stale one is replaced, not kept beside the new one."""
    kb = Path(shutil.copytree(mini_kb, tmp_path / "kb"))
    assert load_rule_base(core=kb).phrases["greeting"] == "What does the error say?"
    _ = (kb / "phrases" / "en.yaml").write_text("greeting: Hello\n")
    assert load_rule_base(core=kb).phrases["greeting"] == "Hello"
    assert len(list(cache.iterdir())) == 1
