"""Rule bases that are made to hurt; `bench/hostile.py` measures what refusing them takes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

MINI = Path(__file__).parents[2] / "data" / "mini_kb"
PACK = "name: evil\nversion: '1'\nscope: S\nknowledge_date: 2026-11-23\n"
RULE = "- rule: x.y\n  title: T\n  because: B\n  sources: [{ref: r, checked: 2026-09-26, grade: A}]\n  evidence: {key-missing: weak}\n"
DEEP = 1_000_000
Make = Callable[[Path], None]


def alias_bomb() -> str:
    """Nine levels of ten aliases each: a billion texts, were they followed."""
    lines = ["a: &a [x,x,x,x,x,x,x,x,x,x]"]
    for level, below in zip("bcdefghi", "abcdefgh", strict=True):
        lines.append(f"{level}: &{level} [{','.join([f'*{below}'] * 10)}]")
    return "\n".join(lines)


def text(name: str, content: str) -> Make:
    """A rule base with one file of that content."""

    def make(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        _ = (folder / name).write_text(content)

    return make


def sparse(folder: Path) -> None:
    """A file of 100 MB."""
    (folder / "rules").mkdir()
    with (folder / "rules" / "x.yaml").open("wb") as stream:
        _ = stream.write(b"- rule: x\n")
        _ = stream.truncate(100_000_000)


def many_files(folder: Path) -> None:
    """Sixty files that are each just small enough."""
    (folder / "rules").mkdir()
    for number in range(60):
        _ = (folder / "rules" / f"{number}.yaml").write_bytes(b"#" * 1_999_999)


def link_to(target: str) -> Make:
    """A rule file that is a link."""

    def make(folder: Path) -> None:
        (folder / "rules").mkdir()
        (folder / "rules" / "x.yaml").symlink_to(target)

    return make


def loop(folder: Path) -> None:
    """Folders that contain themselves, by links, and a pipe that never ends."""
    (folder / "rules").mkdir()
    (folder / "rules" / "again").symlink_to(folder)
    os.mkfifo(folder / "rules" / "x.yaml")


def utf16(folder: Path) -> None:
    """Numbers in another encoding."""
    _ = (folder / "weights.yaml").write_bytes("evidence: {}".encode("utf-16"))


def deep_folders(folder: Path) -> None:
    """Folders in folders, deeper than anybody writes."""
    place = folder / "rules"
    for _ in range(256):
        place = place / "d"
    place.mkdir(parents=True)
    _ = (place / "x.yaml").write_text("- rule: [")


HOSTILE: list[tuple[str, Make, str]] = [
    ("alias bomb", text("rules/x.yaml", alias_bomb()), "KM202"),
    ("merge bomb", text("rules/x.yaml", "a: &a {x: y}\nb: {<<: [*a, *a, *a]}\n"), "KM202"),
    ("100 MB", sparse, "KM003"),
    ("many large files", many_files, "KM003"),
    ("a million levels of lists", text("rules/x.yaml", "[" * DEEP), "KM205"),
    ("a million levels of mappings", text("rules/x.yaml", "{a: " * (DEEP // 4) + "}"), "KM205"),
    ("a million levels of dashes", text("rules/x.yaml", "- " * (DEEP - 8)), "KM205"),
    ("a million levels of complex keys", text("rules/x.yaml", "? " * (DEEP - 8)), "KM205"),
    ("two million values", text("rules/x.yaml", "[" + "a," * (DEEP - 8) + "]"), "KM206"),
    ("a million keys", text("phrases/en.yaml", "\n".join(f"{n}:" for n in range(200_000))), "KM206"),
    ("one long line", text("rules/x.yaml", "- " + "x" * 1_900_000), "KM103"),
    ("one long name", text("rules/x.yaml", RULE + "  when: {" + "x." * 900_000 + "x: yes}\n"), "KM201"),
    ("control characters", text("rules/x.yaml", "- rule: \x1b]0;owned\x07\n" * 10_000), "KM210"),
    ("nulls", text("rules/x.yaml", "\x00" * 1_000_000), "KM210"),
    ("tabs", text("rules/x.yaml", "\t" * 1_000_000 + "x"), "KM209"),
    ("directions", text("observe/x.yaml", "- observe: \u202ex\n"), "KM210"),
    ("a nested quantifier", text("rules/x.yaml", RULE + "  when: {error.message: {matches: '((a{1000}){1000}){1000}'}}\n"), "KM310"),
    ("a large program", text("rules/x.yaml", RULE + "  when: {error.message: {matches: '" + r"(\pL{1,900})" * 300 + "'}}\n"), "KM310"),
    ("a long pattern", text("rules/x.yaml", RULE + "  when: {error.message: {matches: '" + "a|" * 900_000 + "b'}}\n"), "KM310"),
    ("alternatives multiplied out", text("rules/x.yaml", RULE + "  when: {all: [" + ", ".join(
        f"{{any: [{{key.present: no}}, {{error.http_status: {400 + n}}}]}}" for n in range(60)) + "]}\n"), "KM406"),
    ("a tag that runs code", text("rules/x.yaml", "- !!python/object/apply:os.system ['touch /tmp/owned']\n"), "KM203"),
    ("a tag of a stranger", text("rules/x.yaml", "%TAG ! tag:evil,2026:\n---\n!x y\n"), "KM203"),
    ("a link to a file outside", link_to("/etc/passwd"), "KM006"),
    ("a link upwards", link_to("../../pack.yaml"), "KM006"),
    ("a link to a device", link_to("/dev/zero"), "KM006"),
    ("a link to itself", link_to("x.yaml"), "KM00"),
    ("a loop of folders and a pipe", loop, "KM002"),
    ("folders without end", deep_folders, "KM201"),
    ("a path as an id", text("rules/x.yaml", RULE.replace("x.y", "../../etc/passwd") + "  when: {key.present: no}\n"), "KM104"),
    ("UTF-16", utf16, "KM004"),
]  # fmt: skip
