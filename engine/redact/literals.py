"""Secrets known beforehand: the values of credential variables, found in any dress."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..lazy_pattern import lazy_pattern
from .hits import Hit
from .names import is_credential
from .places import places_apart
from .view import View
from .words import is_name, is_place, is_placeholder, is_wordy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


SHORTEST_LITERAL: Final = 8
"""Values of fewer letters are not searched: they would blot out words and numbers of the text."""
SHORTEST_WORDS: Final = 20
"""Values of words alone (``production``, ``my-first-project``) are searched from this length on only."""

_SHORTEST_ENCODED: Final = 8
_PIECE: Final = 6
_LEAST_PART: Final = 12
_LARGE_PART: Final = 0.75
"""A part this large gives the value away, even where it reads as words."""
_QUOTED_BYTE: Final = lazy_pattern("%[0-9A-F]{2}")
_PURE_WORDS: Final = lazy_pattern(r"[^\d]*")


def credential_values(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The values of the variables whose names say that they hold a secret."""
    return tuple(value for name, value in environ.items() if is_credential(name.lower()))


class Literals:
    """Known secret values, ready to be found. What is too short, a placeholder, a name or a place is left out."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        """Take the values; each is searched as written, as a view shows it, and inside base64."""
        self._forms: dict[str, str] = {}
        self._pieces: dict[str, tuple[str, int]] = {}
        self.learn(values)

    def learn(self, values: Iterable[str]) -> bool:
        """Take further values; whether any was new."""
        before = len(self._forms)
        for value in {value.strip() for value in values}:
            if value not in self._forms and _is_secret(value):
                forms = (value, View.of(value).text, *_encoded(value), *_quoted(value))
                self._forms |= {form: value for form in forms if len(form) >= SHORTEST_LITERAL}
                self._pieces |= {value[at : at + _PIECE]: (value, at) for at in range(0, len(value) - _PIECE + 1, 3)}
        return len(self._forms) > before

    def __bool__(self) -> bool:
        return bool(self._forms)

    def pieces_in(self, text: str) -> Iterator[int]:
        """Where pieces of known values stand in a text; cheap, to tell texts worth a long look."""
        return (place for piece in self._pieces if (place := text.find(piece)) >= 0)

    def find(self, view: View) -> Iterator[Hit]:
        """Every place of a view where a known value stands, or a part of one that is long enough to tell it."""
        for form, value in self._forms.items():
            for start in places_apart(form, view.text):
                yield Hit("known-secret", start, start + len(form), value, 9)
        for piece, (value, at) in self._pieces.items():
            for start in places_apart(piece, view.text):
                first, last = _grown(view.text, value, start - at, start, start + len(piece))
                if last - first >= _LEAST_PART and (
                    last - first >= _LARGE_PART * len(value) or not is_wordy(view.text[first:last])
                ):
                    yield Hit("known-secret", first, last, value, 9)


def _grown(text: str, value: str, origin: int, start: int, end: int) -> tuple[int, int]:
    """How far a piece reaches to both sides over letters of its value, which would begin at ``origin``."""
    while start > max(origin, 0) and text[start - 1] == value[start - 1 - origin]:
        start -= 1
    last = min(origin + len(value), len(text))
    while end < last and text[end] == value[end - origin]:
        end += 1
    return start, end


def _is_secret(value: str) -> bool:
    if len(value) < SHORTEST_LITERAL or is_placeholder(value) or is_name(value) or is_place(value):
        return False
    return len(value) >= SHORTEST_WORDS or not (is_wordy(value) and _PURE_WORDS.fullmatch(value))


def _quoted(value: str) -> Iterator[str]:
    """A value beyond ASCII as URLs have it: views decode only ASCII."""
    if not value.isascii():
        quoted = "".join(
            f"%{byte:02X}" if byte > 0x7F else chr(byte) for byte in value.encode("utf-8", "surrogatepass")
        )
        yield quoted
        yield _QUOTED_BYTE.sub(lambda found: found[0].lower(), quoted)


def _encoded(value: str) -> Iterator[str]:
    """The letters that base64 shows of the value wherever in a longer text it stands."""
    import base64  # late, as hardly any text needs it

    raw = value.encode("utf-8", "surrogatepass")
    for before in range(3):
        text = base64.b64encode(bytes(before) + raw).decode("ascii").rstrip("=")
        start = (0, 2, 3)[before]
        end = (8 * (before + len(raw))) // 6
        core = text[start:end]
        if len(core) >= _SHORTEST_ENCODED:
            yield core
            yield core.translate(str.maketrans("+/", "-_"))
