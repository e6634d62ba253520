"""Whatever is done to the text of a rule base, building it gives a rule base or faults, never a crash."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from keymedic.engine.rulebase.build import build
from keymedic.engine.rulebase.folders import PackFile, PackFolder, read_folder

MINI = read_folder(Path(__file__).parents[1] / "data" / "mini_kb")
PIECES = [
    "",
    " ",
    "\n",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    "a",
    "- x",
    "{a: b}",
    "[[]]",
    "\t",
    "&a ",
    "!x ",
    "\x1b",
    "中",
]


@st.composite
def _damaged(draw: st.DrawFn) -> PackFolder:
    """The miniature rule base with parts of one file cut out and others put in."""
    index = draw(st.integers(0, len(MINI.files) - 1))
    text = MINI.files[index].content.decode()
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 60)))
        text = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
    file = PackFile(MINI.files[index].kind, MINI.files[index].name, text.encode())
    files = (*MINI.files[:index], file, *MINI.files[index + 1 :])
    return PackFolder("p", files, (), "0")


@settings(max_examples=80)
@given(_damaged())
def test_damaged_rule_bases_give_faults_with_places(folder: PackFolder) -> None:
    """There is a rule base or there are faults; each fault has a place in its file and can be shown safely."""
    base, faults = build((folder,))
    assert (base is None) == bool(faults)
    assert list(faults) == sorted(faults, key=lambda fault: fault.order)
    for fault in faults:
        assert fault.line >= 1 and fault.column >= 1
        assert fault.render().replace("\n", "").isprintable()
