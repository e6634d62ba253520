"""Cleaning a whole value before it is laid out.

The last gate (`Output`) redacts the written text, but a secret that was wrapped over two lines would slip
through there, and a JSON text could be torn. So every string inside a result is cleaned first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..engine.lazy import LazySequence
from ..engine.lazy_pattern import lazy_pattern
from ..engine.typed import cast
from ..engine.values import field_names, is_value, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from ..engine.diagnosis import Diagnosis

    T = TypeVar("T")

_APART = "\n\n[name]\n\n"
"""Between two texts that are cleaned together: an empty line and a mark, over which no secret reaches."""
_SHOWN = 3
"""So many fixes and questions are shown by default."""
_SURROGATES = lazy_pattern("([\ud800-\udfff]+)")


def scrub(value: T, clean: Callable[[str], str]) -> T:
    """A copy of ``value`` with ``clean`` applied to every string inside: dataclasses, mappings, sequences.

    ``clean`` hides secrets: where it finds none in all strings together, as it nearly always does, there is none to
    find in each of them, and ``value`` itself comes back.
    """
    texts: dict[str, None] = {}
    _gather(value, texts)
    together = _APART.join(texts)
    # What stands before each line of one text shows only in that text by itself.
    clear = clean(together) == together and all(clean(text) == text for text in texts if "\n" in text or "\\n" in text)
    return value if clear else cast("T", _scrub(value, clean))


def scrub_shown(diagnosis: Diagnosis, clean: Callable[[str], str]) -> Diagnosis:
    """`scrub` for a result of which only the best fixes and questions are shown: the others are cleaned when looked at."""
    rest = replace(diagnosis, fixes=(), questions=())
    best = diagnosis.fixes[:_SHOWN], diagnosis.questions[:_SHOWN]
    rest, (fixes, questions) = scrub((rest, best), clean)

    def later(cleaned: tuple[T, ...], items: tuple[T, ...]) -> tuple[T, ...]:
        made = [(item, True) for item in cleaned] + [(item, False) for item in items[len(cleaned) :]]
        return cast("tuple[T, ...]", LazySequence(made, lambda one: one[0] if one[1] else scrub(one[0], clean)))

    return replace(rest, fixes=later(fixes, diagnosis.fixes), questions=later(questions, diagnosis.questions))


def _gather(value: Any, texts: dict[str, None]) -> None:
    """Add every string inside to the ``texts``, each once."""
    if isinstance(value, str):
        texts[value] = None
    elif value is None or isinstance(value, (int, float)):
        return
    elif is_value(value):
        for name in field_names(value):
            item = getattr(value, name)
            if item.__class__ is str:
                texts[item] = None
            else:
                _gather(item, texts)
    elif isinstance(value, (list, tuple)):
        for item in cast("list[Any]", value):
            _gather(item, texts)
    elif isinstance(value, Mapping):
        for key, item in cast("Mapping[Any, Any]", value).items():
            _gather(key, texts)
            _gather(item, texts)


def _scrub(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        items = cast("Mapping[Any, Any]", value).items()
        return {_scrub(key, clean): _scrub(item, clean) for key, item in items}
    if isinstance(value, list | tuple):
        parts = [_scrub(item, clean) for item in cast("list[Any]", value)]
        return parts if isinstance(value, list) else tuple(parts)
    if is_value(value):
        return replace(value, **{name: _scrub(getattr(value, name), clean) for name in field_names(value)})
    return value


def around_surrogates(text: str, clean: Callable[[str], str]) -> str:
    """``clean`` applied between lone surrogates, which pattern engines that read UTF-8 refuse."""
    if text.isascii() or not _has_surrogates(text):
        return clean(text)
    parts = _SURROGATES.split(text)
    return "".join(part if number % 2 else clean(part) for number, part in enumerate(parts))


def _has_surrogates(text: str) -> bool:
    """Whether a lone surrogate is in a text: nothing else is refused by UTF-8."""
    try:
        _ = text.encode()
    except UnicodeEncodeError:
        return True
    return False
