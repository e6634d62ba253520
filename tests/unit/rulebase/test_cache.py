"""A cache that is broken, hostile, half-written or out of reach is as good as none."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import zlib
from itertools import cycle
from pathlib import Path

import pytest

from keymedic.engine.errors import InstallationError
from keymedic.engine.lazy import LazyMapping
from keymedic.engine.rulebase import cache as caching
from keymedic.engine.rulebase.cache import SEEN, cache_folder, cache_key, load_cached, store_cached
from keymedic.engine.rulebase.folders import PackFolder, read_folder
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import RuleBase
from keymedic.engine.rulebase.packed import pack

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions work otherwise there")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def packs(mini_kb: Path) -> tuple[PackFolder, ...]:
    """The files of the miniature rule base."""
    return (read_folder(mini_kb),)


def nothing() -> RuleBase:
    """In place of the rule base from its sources, where nobody should ask for it."""
    raise AssertionError


@pytest.fixture
def stored(folder: Path, mini_kb: Path) -> tuple[Path, RuleBase]:
    """The cache file of the miniature rule base, and what it holds."""
    base = load_rule_base(core=mini_kb)
    return next(folder.glob("*.json")), base


def test_what_was_stored_is_loaded(stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...]) -> None:
    """A fresh cache gives the same rule base."""
    assert load_cached(packs, nothing) == stored[1]


@posix
def test_the_file_is_the_owner_s_alone(stored: tuple[Path, RuleBase]) -> None:
    """Nobody else can read or write it, and nothing half-written lies beside it."""
    assert stat.S_IMODE(stored[0].stat().st_mode) == 0o600
    assert {path for path in stored[0].parent.iterdir() if path.suffix != SEEN} == {stored[0]}


EVIDENCE, BRIEFS, ASKING, FACTS, RULES, PHRASES, WORDS, OBSERVATIONS, OPENINGS, OTHER_OPENINGS = (
    4,
    7,
    10,
    13,
    16,
    25,
    28,
    30,
    42,
    45,
)
ROWS = (4, 7, 10, 13, 16, 19, 22, 25, 28, 30, 32, 34, 36, 39, 42, 45)
"""The lines of entries; the index of each stands before it, and before that the names, where they have any."""


def _resummed(lines: list[str]) -> bytes:
    """The file with the checksums and the lengths that its changed lines have."""
    header, *parts, cases = [line.encode("utf-8", "surrogateescape") for line in lines]
    for row in ROWS:
        if len(parts) > row - 1 and parts[row - 1]:
            parts[row - 2] = pack(parts[row - 1].split(b"\t"))[0]
    checksum = 0
    for at, part in enumerate(parts):
        checksum = checksum if at + 1 in ROWS else zlib.crc32(part, checksum)
    checked = json.loads(header) | {"lines": [len(part) for part in parts], "sum": checksum}
    return b"\n".join([json.dumps(checked).encode(), *parts, cases, b""])


def _fill_row(path: Path, row: int, entries: list[str]) -> None:
    """Put these in turn in the place of the entries of a row, checksums and all."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    lines[row] = "\t".join(entry for entry, _ in zip(cycle(entries), lines[row].split("\t"), strict=False))
    _ = path.write_bytes(_resummed(lines))


def _spoil(text: str, how: str) -> bytes:
    lines = text.split("\n")[:-1]
    header, small, *_ = lines
    data = json.loads(small)
    match how:
        case "empty":
            return b""
        case "half":
            return text[: len(text) // 2].encode()
        case "no body":
            return f"{header}\n".encode()
        case "binary":
            return bytes(range(256)) * 10
        case "other line":
            return text.replace("location", "locations", 1).encode()
        case "other key":
            return text.replace(json.loads(header)["key"], "0" * 64).encode()
        case "other version":
            return text.replace('"keymedic": "', '"keymedic": "9').encode()
        case "deep":
            lines[1] = "[" * 1_000_000
        case "odd table":
            lines[RULES] += "\tmore"
        case "odd index":
            return text.replace(lines[RULES - 1], lines[RULES - 1][:-8]).encode()
        case "fewer lines":
            del lines[RULES]
        case "not text":
            return _resummed(lines).replace(b"location", b"\xff\xff\xff\xff\xff\xff\xff\xff")
        case "wrong number":
            data[6][5] = "much"
        case "not finite":
            lines[1] = small.replace("0.95", "NaN")
        case "giant number":
            lines[1] = small.replace("0.95", "9" * 10_000)
        case "missing field":
            _ = data.pop()
        case _:
            raise AssertionError(how)
    if lines[1] == small:
        lines[1] = json.dumps(data)
    return _resummed(lines)


@pytest.mark.parametrize(
    "how",
    [
        "empty", "half", "no body", "binary", "other line", "other key", "other version", "deep", "odd table", "odd index", "fewer lines",
        "not text", "wrong number", "not finite", "giant number", "missing field",
    ],
)  # fmt: skip
def test_an_unusable_cache_is_ignored_and_rebuilt(
    stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...], mini_kb: Path, how: str
) -> None:
    """Damaged, stale or hostile: the rule base is built again and the cache replaced."""
    path, base = stored
    _ = path.write_bytes(_spoil(path.read_text(), how))
    assert load_cached(packs, nothing) is None
    assert load_rule_base(core=mini_kb) == base
    assert load_cached(packs, nothing) == base


def test_broken_cases_hold_up_only_who_wants_cases(
    stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...], mini_kb: Path
) -> None:
    """A diagnosis does not read the cases."""
    path, base = stored
    *lines, _cases, _ = path.read_text().split("\n")
    _ = path.write_text("\n".join([*lines, "[1]", ""]))
    assert load_cached(packs, nothing) == base
    assert load_cached(packs, nothing, with_cases=True) is None
    assert load_rule_base(core=mini_kb, with_cases=True).rules["region.country"].cases


def test_an_oversized_cache_is_ignored(
    stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache larger than any rule base is not even parsed."""
    assert stored[0].exists()
    monkeypatch.setattr(caching, "MAX_CACHE_BYTES", 1000)
    assert load_cached(packs, nothing) is None


@posix
def test_a_cache_that_others_may_write_is_not_believed(
    stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...]
) -> None:
    """Rules planted by somebody else are not used."""
    stored[0].chmod(0o666)
    assert load_cached(packs, nothing) is None


@posix
def test_links_and_pipes_in_its_place_are_not_followed(
    stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...], tmp_path: Path
) -> None:
    """A link, a pipe or a folder where the cache should be neither blocks nor misleads."""
    path = stored[0]
    aside = Path(shutil.copy(path, tmp_path / "aside"))
    path.unlink()
    path.symlink_to(aside)
    assert load_cached(packs, nothing) is None
    path.unlink()
    os.mkfifo(path)
    assert load_cached(packs, nothing) is None
    path.unlink()
    path.mkdir()
    assert load_cached(packs, nothing) is None


def test_a_place_that_cannot_be_written_means_no_cache(
    tmp_path: Path, mini_kb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file where the folder should be, or a folder without permission: everything works, only slower."""
    blocker = tmp_path / "file"
    _ = blocker.write_text("x")
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", str(blocker / "cache"))
    assert load_rule_base(core=mini_kb).rules
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", "a\0b" if sys.platform == "win32" else "/proc/keymedic")
    assert load_rule_base(core=mini_kb).rules


def test_a_failed_write_leaves_nothing_behind(
    folder: Path, packs: tuple[PackFolder, ...], stored: tuple[Path, RuleBase], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk fails in the middle, the earlier cache stays and no fragment remains."""

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(caching.os, "replace", fail)
    store_cached(packs, stored[1])
    assert [path for path in folder.iterdir() if path.suffix != SEEN] == [stored[0]]


def test_what_is_used_stays(
    folder: Path, packs: tuple[PackFolder, ...], stored: tuple[Path, RuleBase], mini_kb: Path, tmp_path: Path
) -> None:
    """However many other rule bases come and go, the one that every second call asks for is built once."""
    os.utime(stored[0], (1_000_000, 1_000_000))
    for number in range(2 * caching.MOST_FILES):
        assert load_cached(packs, nothing) == stored[1]
        _ = load_rule_base(core=shutil.copytree(mini_kb, tmp_path / str(number)))
    assert len(list(folder.glob("*.json"))) == caching.MOST_FILES
    assert len(list(folder.glob("*.seen"))) <= caching.MOST_FILES


def test_old_files_make_room(folder: Path, packs: tuple[PackFolder, ...], stored: tuple[Path, RuleBase]) -> None:
    """Only the newest compiled rule bases stay, and fragments of a write that was cut off go with the old ones."""
    old = [folder / f"rules-{number:016x}.json" for number in range(7)]
    old.append(folder / "rules-0000000000000001.json.cut")
    for age, path in enumerate(old):
        _ = path.write_text("{}")
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    (folder / "rules-folder.json").mkdir()
    _ = (folder / "notes.txt").write_text("mine")
    store_cached(packs, stored[1])
    left = {path.name for path in folder.iterdir()}
    assert {stored[0].name, "notes.txt", "rules-folder.json"} <= left
    assert {path.name for path in old} & left == {path.name for path in old[:2]}
    assert load_cached(packs, nothing) == stored[1]


SPOILT = ("[7]", "null", "{}", '"x"', "[", "9" * 5_000, "[" * 50_000)
"""In the place of an entry of a table; numbers that are text, texts that are numbers and so on."""


@pytest.mark.parametrize("spoilt", SPOILT, ids=["list", "null", "mapping", "text", "cut off", "giant", "deep"])
def test_an_entry_that_turns_out_to_be_damaged_heals(
    stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...], mini_kb: Path, spoilt: str
) -> None:
    """Entries are read late. One of another shape, checksum and all, is built from its sources, and so is the cache."""
    path, base = stored
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    for at in sorted({*ROWS[:12]} - {PHRASES}):  # any text is a phrase
        lines[at] = "\t".join(spoilt if part[:1] in ("[", "{") else part for part in lines[at].split("\t"))
    assert sum(line.count(spoilt) for line in lines) > 20
    _ = path.write_bytes(_resummed(lines))
    assert load_rule_base(core=mini_kb) == base
    assert load_cached(packs, nothing) == base


def test_evidence_that_turns_out_to_be_damaged_heals(stored: tuple[Path, RuleBase], mini_kb: Path) -> None:
    """What each rule says of the causes is noted beside the rules, for looking ahead; damaged, it is taken from the rules."""
    path, base = stored
    _fill_row(path, EVIDENCE, ["[7]", "group: odd"])
    loaded = load_rule_base(core=mini_kb).rules
    assert isinstance(loaded, LazyMapping)
    assert loaded.notes == {name: (rule.group, rule.evidence) for name, rule in base.rules.items() if rule.evidence}


@pytest.mark.parametrize(
    "spoilt", ["[7]", '["a","b","c",4]', '["a","b",null,"d"]', "null", "[", '["a","b","c","d","e"]']
)
def test_briefs_that_turn_out_to_be_damaged_heal(stored: tuple[Path, RuleBase], mini_kb: Path, spoilt: str) -> None:
    """What lists show of the causes is noted likewise; damaged, it is taken from the causes."""
    path, base = stored
    _fill_row(path, BRIEFS, [spoilt])
    loaded = load_rule_base(core=mini_kb)
    assert isinstance(loaded.causes, LazyMapping)
    assert {name: loaded.brief(name) for name in base.causes} == {
        name: base.causes[name].brief() for name in base.causes
    }


@pytest.mark.parametrize(
    "spoilt",
    [
        "[7]",
        "null",
        "[",
        '[["a"],[],[],"seconds",[],[]]',
        '[["a"],[1.0],[],7,[],[]]',
        '[["a"],["b"],[],"seconds",[],[]]',
        '[["a"],[NaN],[],"seconds",[],[]]',
        '[[null],[1.0],[],"seconds",[],[]]',
        '["a",[1.0],[],"seconds",[],[]]',
        '[["a"],[1.0],[7],"seconds",[],[]]',
    ],
)
def test_what_questions_are_chosen_by_heals(stored: tuple[Path, RuleBase], mini_kb: Path, spoilt: str) -> None:
    """That of the facts that can be asked for is noted likewise; damaged, it is taken from the facts."""
    path, base = stored
    _fill_row(path, ASKING, [spoilt])
    loaded = load_rule_base(core=mini_kb)
    assert isinstance(loaded.facts, LazyMapping) and loaded.facts.notes is not None
    assert {name: loaded.asking(name) for name in base.facts} == {n: decl.asking() for n, decl in base.facts.items()}


def test_what_is_noted_is_what_the_entries_say(stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...]) -> None:
    """A rule base tells the same of its entries whether it was read from the cache or not; of none where there is none."""
    built, loaded = stored[1], load_cached(packs, nothing)
    assert loaded is not None and isinstance(loaded.facts, LazyMapping) and not isinstance(built.facts, LazyMapping)
    for one in (built, loaded):
        assert [one.asking(name) for name in one.facts] == [decl.asking() for decl in built.facts.values()]
        assert [one.spoken(name) for name in one.rules] == [rule.spoken() for rule in built.rules.values()]
        assert [one.brief(name) for name in one.causes] == [cause.brief() for cause in built.causes.values()]
        for tell in (one.asking, one.spoken, one.brief):
            with pytest.raises(KeyError):
                _ = tell("no.such")
    assert {loaded.asking(name) is None for name in loaded.facts} == {True, False}


@pytest.mark.parametrize("at", [FACTS, RULES, WORDS, OBSERVATIONS, OPENINGS])
def test_a_letter_that_flipped_heals(stored: tuple[Path, RuleBase], mini_kb: Path, at: int) -> None:
    """Every entry has a checksum of its own, which is looked at when it is read: nothing damaged is believed."""
    path, base = stored
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[at] = "".join(chr(ord(letter) ^ 1) if letter.isalnum() else letter for letter in lines[at])
    _ = path.write_text("\n".join(lines), encoding="utf-8")
    loaded = load_rule_base(core=mini_kb)
    assert loaded == base


@pytest.mark.skipif(not hasattr(os, "pread"), reason="rows are read as a whole here")
@pytest.mark.parametrize("left", [0, 4_000])
def test_a_file_that_is_cut_off_under_a_diagnosis_heals(
    stored: tuple[Path, RuleBase], mini_kb: Path, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    """Long rows are left in the file; what is gone from it by the time it is asked for is taken from the sources."""
    path, base = stored
    monkeypatch.setattr(caching, "LONG_ROW", 1)
    loaded = load_rule_base(core=mini_kb)
    os.truncate(path, left)
    assert loaded == base
    assert load_rule_base(core=mini_kb) == base


@posix
def test_a_replaced_file_is_read_to_its_end(
    stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process that stores its own compiled form, or clears the cache, takes nothing away from this one."""
    path, base = stored
    monkeypatch.setattr(caching, "LONG_ROW", 1)
    loaded = load_cached(packs, nothing)
    _ = path.with_suffix(".new").write_bytes(b"x" * path.stat().st_size)
    path.with_suffix(".new").replace(path)
    path.unlink()
    assert loaded == base


def test_numbers_that_are_none_heal(stored: tuple[Path, RuleBase], mini_kb: Path) -> None:
    """The numbers behind the openings of texts likewise."""
    path, base = stored
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    _, *rest = lines[OPENINGS].split("\t")
    lines[OPENINGS] = "\t".join(["no numbers", *rest])
    _ = path.write_bytes(_resummed(lines))
    assert load_rule_base(core=mini_kb) == base


@pytest.mark.parametrize(
    ("at", "part", "spoilt"),
    [
        (OTHER_OPENINGS - 2, "\u9519\u8bef", "\u9519\terror"),
        (OTHER_OPENINGS - 2, "\u9519\u8bef", "\udcff"),
        (OTHER_OPENINGS, "0", "no numbers"),
    ],
    ids=["odd table", "not text", "no numbers"],
)
def test_openings_beyond_ascii_heal(
    folder: Path, mini_kb: Path, tmp_path: Path, at: int, part: str, spoilt: str
) -> None:
    """Their table is read when the first of them is asked for: damaged as a whole or in an entry, it is built from its sources."""
    core = Path(shutil.copytree(mini_kb, tmp_path / "core"))
    observe = core / "observe" / "more.yaml"
    _ = observe.write_text(
        '- observe: key.said\n  any_of: ["\u9519\u8bef"]\n  facts: {key.present: no}\n', encoding="utf-8"
    )
    base = load_rule_base(core=core)
    path = next(folder.glob("*.json"))
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    assert part in lines[at]
    lines[at] = lines[at].replace(part, spoilt)
    _ = path.write_bytes(_resummed(lines))
    loaded = load_rule_base(core=core)
    assert [name for name in loaded.openings if not name.isascii()] and loaded == base


def test_a_cache_with_other_names_is_told(stored: tuple[Path, RuleBase], mini_kb: Path) -> None:
    """Forged so that the sources have no such entries: an error that says what to do."""
    path, _ = stored
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    lines[RULES - 2] = lines[RULES - 2].replace("region.country", "region.other", 1)
    lines[RULES] = lines[RULES].replace('["region.country"', '[7,"region.country"', 1)
    _ = path.write_bytes(_resummed(lines))
    with pytest.raises(InstallationError, match="delete its folder"):
        _ = load_rule_base(core=mini_kb).rules["region.other"]


def test_another_build_of_this_version_is_not_believed(
    stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code that makes the compiled form is a part of the key: any file of it that is another makes another key."""
    keys = {cache_key(packs)}
    for name in ("lazy.py", "rulebase/build.py", "infer/compile.py", "observe/openings.py"):
        engine = Path(shutil.copytree(Path(caching.__file__).parents[1], tmp_path / name.replace("/", "-")))
        monkeypatch.setattr(caching, "_ENGINE", str(engine))
        assert load_cached(packs, nothing) == stored[1]
        with (engine / name).open("a") as file:
            _ = file.write("#")
        keys.add(cache_key(packs))
        assert load_cached(packs, nothing) is None
    assert len(keys) == 5
    monkeypatch.setattr(caching, "_ENGINE", str(tmp_path / "nowhere"))
    assert cache_key(packs) not in keys


def test_all_code_that_makes_the_compiled_form_is_in_the_key() -> None:
    """Whatever is imported to build and keep a rule base lies in the folders that the key looks at."""
    code = (
        "import sys\nfrom keymedic.engine.rulebase.load import load_rule_base\n_ = load_rule_base(builtin=False)\n"
        "print(*(name for name in sys.modules if name.startswith('keymedic.engine.')))"
    )
    environ = os.environ | {"KEYMEDIC_CACHE_DIR": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, check=True, text=True, timeout=300
    )
    folders = {name.split(".")[2] if name.count(".") > 2 else "" for name in done.stdout.split()}
    assert folders - set(caching.MAKERS) <= {"probes"}  # names of checks, which a rule may not write wrongly


def test_use_cache_false_neither_reads_nor_writes(folder: Path, mini_kb: Path) -> None:
    """Without the cache nothing is written."""
    assert load_rule_base(core=mini_kb, use_cache=False).rules
    assert not folder.exists()


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """KEYMEDIC_CACHE_DIR wins, empty turns the cache off; then the platform's place for caches."""
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", str(tmp_path))
    assert cache_folder() == str(tmp_path)
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", "")
    assert cache_folder() == ""
    monkeypatch.delenv("KEYMEDIC_CACHE_DIR")
    monkeypatch.setenv("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == str(tmp_path / "keymedic")
    monkeypatch.setattr(caching.sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/is/ignored")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert cache_folder() == str(tmp_path / "home" / ".cache" / "keymedic")


def test_the_key_follows_version_and_content(packs: tuple[PackFolder, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of keymedic, or another file, never meets an old cache."""
    keys = {cache_key(packs), cache_key((*packs, *packs))}
    monkeypatch.setattr(caching, "VERSION", "9.9")
    keys.add(cache_key(packs))
    monkeypatch.setattr(caching, "FORMAT", 99)
    keys.add(cache_key(packs))
    assert len(keys) == 4


def test_a_damaged_cache_of_what_has_changed_since_is_told(
    stored: tuple[Path, RuleBase], mini_kb: Path, folder: Path, tmp_path: Path
) -> None:
    """An entry is not taken from another state of the rule base than the one it stands in; the next call works."""
    core = Path(shutil.copytree(mini_kb, tmp_path / "core"))
    _ = load_rule_base(core=core)
    path = next(path for path in folder.glob("*.json") if path != stored[0])
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    lines[RULES] = lines[RULES].replace('["region.country"', '[7,"region.country"', 1)
    _ = path.write_bytes(_resummed(lines))
    loaded = load_rule_base(core=core)
    with (core / "rules" / "rules.yaml").open("a") as file:
        _ = file.write("# more\n")
    with pytest.raises(InstallationError, match="changed since"):
        _ = loaded.rules["region.country"]
    assert load_rule_base(core=core).rules["region.country"]
