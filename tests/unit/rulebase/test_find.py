"""Rule bases are found where people put them, in a fixed order; a project's one only when it is trusted."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from keymedic.engine.rulebase.find import MOST_LEVELS, config_folder, find_rule_bases, project_folder
from keymedic.engine.rulebase.folders import read_folder
from keymedic.engine.rulebase.installed import installed_folders
from keymedic.engine.rulebase.trust import MOST_HASHES, Trust, forget, trust, trust_of

PACK = "name: {}\nversion: '1'\nscope: a test\nknowledge_date: 2026-11-01\n"


def pack(folder: Path, name: str = "own") -> Path:
    """A rule base without entries."""
    folder.mkdir(parents=True)
    _ = (folder / "pack.yaml").write_text(PACK.format(name))
    return folder


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Settings, cache and home below the test's folder."""
    return {
        "KEYMEDIC_CONFIG_DIR": str(tmp_path / "config"), "KEYMEDIC_CACHE_DIR": str(tmp_path / "cache"),
        "HOME": str(tmp_path / "home"),
    }  # fmt: skip


def test_the_order_is_packages_then_the_persons_then_the_projects(
    tmp_path: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Later ones win: what is nearer to the person comes later."""
    monkeypatch.setattr("sys.path", [str(package(tmp_path / "venv"))])
    _ = pack(tmp_path / "config" / "packs" / "b"), pack(tmp_path / "config" / "packs" / "a")
    own = pack(tmp_path / "project" / ".keymedic")
    trust(read_folder(own), environ["KEYMEDIC_CONFIG_DIR"])
    found = find_rule_bases(str(tmp_path / "project"), environ).found
    assert [(item.way, Path(item.folder.path).name) for item in found] == [
        ("package", "kb"), ("user", "a"), ("user", "b"), ("project", ".keymedic"),
    ]  # fmt: skip


def test_a_project_is_looked_for_upwards_within_its_checkout(tmp_path: Path, environ: dict[str, str]) -> None:
    """The nearest folder upwards wins; a checkout's root, the home folder and a great height end the search."""
    own = pack(tmp_path / "work" / ".keymedic")
    deep = tmp_path / "work" / "a" / "b"
    deep.mkdir(parents=True)
    assert project_folder(str(deep), environ) == os.path.realpath(own)
    (tmp_path / "work" / "a" / ".git").mkdir()
    assert project_folder(str(deep), environ) == ""
    _ = pack(tmp_path / "home" / ".keymedic")
    assert project_folder(str(tmp_path / "home"), environ) == ""
    far = tmp_path / "work" / Path(*["d"] * MOST_LEVELS)
    far.mkdir(parents=True)
    assert project_folder(str(far), environ) == ""


def test_a_folder_without_a_pack_is_no_rule_base(tmp_path: Path, environ: dict[str, str]) -> None:
    """Other programs may keep something of theirs in a folder of that name."""
    (tmp_path / "project" / ".keymedic").mkdir(parents=True)
    (tmp_path / "config" / "packs" / "empty").mkdir(parents=True)
    assert find_rule_bases(str(tmp_path / "project"), environ).untrusted is None
    assert "user" not in {item.way for item in find_rule_bases(str(tmp_path), environ).found}


def test_trust_is_for_one_content_of_one_folder(tmp_path: Path, environ: dict[str, str]) -> None:
    """A changed letter, or the same content elsewhere, is not trusted; going back to the trusted content is."""
    config = environ["KEYMEDIC_CONFIG_DIR"]
    own = pack(tmp_path / "project" / ".keymedic")
    first = read_folder(own)
    assert trust_of(first, config) is Trust.NONE
    trust(first, config)
    assert trust_of(first, config) is Trust.GIVEN
    _ = (own / "pack.yaml").write_text(PACK.format("other"))
    second = read_folder(own)
    assert trust_of(second, config) is Trust.OUTDATED
    found = find_rule_bases(str(tmp_path / "project"), environ)
    assert found.untrusted is not None and found.changed
    assert "project" not in {item.way for item in found.found}
    trust(second, config)
    assert [trust_of(folder, config) for folder in (first, second)] == [Trust.GIVEN, Trust.GIVEN]
    assert trust_of(read_folder(pack(tmp_path / "copy" / ".keymedic", "other")), config) is Trust.NONE
    assert forget(own, config) and not forget(own, config)
    assert trust_of(second, config) is Trust.NONE


def test_what_somebody_else_could_have_written_is_not_believed(tmp_path: Path, environ: dict[str, str]) -> None:
    """A list of trusted contents that others can write, or that is damaged, says nothing."""
    config = environ["KEYMEDIC_CONFIG_DIR"]
    folder = read_folder(pack(tmp_path / "project" / ".keymedic"))
    trust(folder, config)
    file = Path(config) / "trusted.json"
    file.chmod(0o666)
    assert trust_of(folder, config) is Trust.NONE
    file.chmod(0o600)
    assert trust_of(folder, config) is Trust.GIVEN
    _ = file.write_text('{"a": [[[')
    assert trust_of(folder, config) is Trust.NONE


def test_a_folder_has_so_many_trusted_contents(tmp_path: Path, environ: dict[str, str]) -> None:
    """The oldest are forgotten."""
    config = environ["KEYMEDIC_CONFIG_DIR"]
    own = pack(tmp_path / "project" / ".keymedic")
    first = read_folder(own)
    trust(first, config)
    for number in range(MOST_HASHES):
        _ = (own / "pack.yaml").write_text(PACK.format(f"n{number}"))
        trust(read_folder(own), config)
    assert trust_of(first, config) is Trust.OUTDATED


def package(root: Path, entry: str = "acme = acme_rules.kb", editable: Path | None = None) -> Path:
    """A folder of installed packages with one that brings a rule base; its code would fail if it were run."""
    site = root / "site-packages"
    info = site / "acme_rules-1.0.dist-info"
    info.mkdir(parents=True)
    _ = (info / "entry_points.txt").write_text(
        f"[console_scripts]\nacme = acme:main\n\n[keymedic.rulebases]\n{entry}\n"
    )
    home = (editable or site) / "acme_rules"
    _ = pack(home / "kb", "acme")
    _ = (home / "__init__.py").write_text("raise SystemExit('the code of a rule base was run')")
    if editable:
        data = {"url": editable.parent.as_uri(), "dir_info": {"editable": True}}
        _ = (info / "direct_url.json").write_text(json.dumps(data))
    return site


def test_packages_bring_rule_bases_as_data(tmp_path: Path, environ: dict[str, str]) -> None:
    """The entry point leads to a folder, also of an editable installation; nothing is imported."""
    site = package(tmp_path / "venv")
    assert installed_folders(environ, [str(site)]) == [("acme_rules", str(site / "acme_rules" / "kb"))]
    other = package(tmp_path / "other", editable=tmp_path / "checkout" / "src")
    assert installed_folders(environ, [str(other)]) == [
        ("acme_rules", str(tmp_path / "checkout" / "src" / "acme_rules" / "kb"))
    ]


@pytest.mark.parametrize("entry", ["acme = ../../etc", "acme = /etc", "acme = a..b", "acme =", "[x", "acme"])
def test_an_entry_point_that_names_no_module_leads_nowhere(tmp_path: Path, environ: dict[str, str], entry: str) -> None:
    """Only dotted names are followed, so that no path can lead out of the folder."""
    assert installed_folders(environ, [str(package(tmp_path / "venv", entry))]) == []


def test_the_current_folder_brings_no_packages(tmp_path: Path, environ: dict[str, str]) -> None:
    """A project cannot plant a package beside its files: only folders of installed packages count."""
    site = package(tmp_path / "venv")
    planted = site.rename(tmp_path / "project")
    assert installed_folders(environ, ["", ".", str(planted), "site-packages"]) == []


def test_the_search_is_remembered_until_the_folder_changes(tmp_path: Path, environ: dict[str, str]) -> None:
    """An unchanged folder is not searched again; a package that comes or goes is seen at once."""
    site = package(tmp_path / "venv")
    place = [str(site)]
    before = os.stat(site)
    assert len(installed_folders(environ, place)) == 1
    _ = (site / "acme_rules-1.0.dist-info" / "entry_points.txt").write_text("")
    os.utime(site, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert len(installed_folders(environ, place)) == 1
    os.utime(site, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert installed_folders(environ, place) == []
    assert len(installed_folders(environ | {"KEYMEDIC_CACHE_DIR": ""}, [str(package(tmp_path / "b"))])) == 1


def test_settings_have_a_place_of_their_own() -> None:
    """The variable wins, an empty one means none, then the platform's place."""
    assert config_folder({"KEYMEDIC_CONFIG_DIR": "/c", "HOME": "/h"}) == "/c"
    assert config_folder({"KEYMEDIC_CONFIG_DIR": "", "HOME": "/h"}) == ""
    assert config_folder({"XDG_CONFIG_HOME": "/x", "HOME": "/h"}) == "/x/keymedic"
    assert config_folder({"XDG_CONFIG_HOME": "x", "HOME": "/h"}) == "/h/.config/keymedic"
