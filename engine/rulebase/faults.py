"""What can be wrong with a rule base: one value per fault, with its place and a way out.

The codes are stable; ``FAULT_KINDS`` says what each one stands for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ..values import Struct

FAULT_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "KM001": "no such folder",
        "KM002": "unreadable file",
        "KM003": "file or folder too large",
        "KM004": "not UTF-8",
        "KM005": "unexpected file",
        "KM006": "link that leads out of the folder",
        "KM007": "pack.yaml or weights.yaml missing",
        "KM101": "unknown key",
        "KM102": "missing key",
        "KM103": "value of the wrong shape",
        "KM104": "value that is not allowed",
        "KM201": "not YAML",
        "KM202": "anchor or alias",
        "KM203": "tag",
        "KM204": "several documents in one file",
        "KM205": "nested too deeply",
        "KM206": "too many values",
        "KM207": "key given twice",
        "KM208": "key that is not text",
        "KM209": "tab in the indentation",
        "KM210": "control character",
        "KM211": "merge key",
        "KM301": "unknown fact",
        "KM302": "unknown cause or rule",
        "KM303": "unknown word of weights.yaml",
        "KM304": "unknown table",
        "KM305": "value that does not fit the fact",
        "KM306": "id given twice",
        "KM307": "override of nothing",
        "KM308": "fact that cannot be set here",
        "KM309": "unknown group of the pattern",
        "KM310": "unusable pattern or phrase",
        "KM311": "placeholder that cannot be filled",
        "KM312": "use of what is switched off",
        "KM313": "change that cannot be made",
        "KM314": "translation of nothing",
        "KM315": "translation of another shape",
        "KM320": "unknown term or frame",
        "KM321": "unusable word",
        "KM401": "unknown operator",
        "KM402": "operator that does not go with the fact",
        "KM403": "empty condition",
        "KM404": "question of knowledge about a concluded fact",
        "KM405": "cycle through a negation",
        "KM406": "rule that cannot be compiled",
        "KM501": "rule without effect",
        "KM502": "certainty without a good source",
        "KM503": "certain words without a good source",
        "KM504": "unusable claim",
    }
)

LINT_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "KM601": "rule that can never fire",
        "KM602": "rule that cannot be reached",
        "KM603": "rule that is never heard",
        "KM604": "rule given twice",
        "KM605": "rules that contradict each other",
        "KM606": "no source",
        "KM607": "source checked too long ago",
        "KM608": "pattern that matches always or never",
        "KM609": "fact that no rule looks at",
        "KM610": "question that nobody needs",
        "KM690": "permission that nothing needs",
    }
)
"""What is no fault and hardly meant: it stops nothing, and ``allow: {CODE: reason}`` in an entry or ``pack.yaml`` quiets it."""

_BEFORE, _AFTER = 60, 60
_UNSAFE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})


class Fault(Struct):
    """One fault. ``line`` and ``column`` are 1-based and count characters; ``length`` is what to underline."""

    code: str
    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    source_line: str = ""
    length: int = 1

    @property
    def is_lint(self) -> bool:
        """Whether this stops nothing."""
        return self.code in LINT_KINDS

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sort key: by place, then by code and message."""
        return (self.file, self.line, self.column, self.code, self.message)

    def render(self) -> str:
        """Place, message and code; the source line with a caret under the spot; a hint. Safe for a terminal."""
        word = "warning: " if self.is_lint else ""
        lines = [f"{visible(self.file)}:{self.line}:{self.column}: {word}{visible(self.message)} [{self.code}]"]
        if self.source_line.strip():
            lines += _excerpt(self.source_line, self.column - 1, self.length)
        if self.hint:
            hint = visible(self.hint)
            lines.append(f"  {hint}" if hint.startswith("did you mean") else f"  hint: {hint}")
        return "\n".join(lines)


def visible(text: str) -> str:
    """``text`` with everything that could steer a terminal written out (``\\x1b``, ``\\u202e``)."""
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """``did you mean "x"?`` for the nearest candidate, or nothing when none is near."""
    near = nearest(word, candidates)
    return f'did you mean "{near}"?' if near else ""


def nearest(word: str, candidates: Iterable[str]) -> str:
    """The candidate that is most like a word, or nothing when none is near."""
    if len(word) > 100:
        return ""
    by_lower = {candidate.lower(): candidate for candidate in sorted(candidates)}
    from difflib import get_close_matches  # only for a mistake

    near = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else ""


def quote(text: str) -> str:
    """``text`` in quotation marks, cut to a readable length."""
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}…"'


def _excerpt(line: str, start: int, length: int) -> list[str]:
    start = min(max(start, 0), len(line))
    left = max(0, start - _BEFORE)
    before, after = line[left:start], line[start : start + _AFTER]
    marked = after[: max(1, length)]
    head = ("…" if left else "") + visible(before)
    tail = visible(after) + ("…" if start + _AFTER < len(line) else "")
    underline = "^" + "~" * (_width(visible(marked)) - 1)
    return [f"  {head}{tail}", f"  {' ' * _width(head)}{underline}"]


def _shown(character: str) -> str:
    if character == "\t":
        return "    "
    if unicodedata.category(character) not in _UNSAFE:
        return character
    return character.encode("unicode_escape").decode("ascii")


def _width(text: str) -> int:
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
