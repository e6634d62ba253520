"""Secrets that show by where they stand: values of credential names, headers, URLs, echoed keys, private key blocks."""

from __future__ import annotations

from collections.abc import Iterator

from ..lazy_pattern import lazy_pattern
from . import patterns as p
from .assigned import MAY_BEGIN_SIGN, sign_behind, value_behind
from .hits import Hit, reach
from .marks import SEALED
from .names import is_credential, says_secret
from .places import is_one_word, places_apart
from .view import View
from .words import is_name, is_place, is_placeholder, is_template, is_wordy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


_AUTHORITY: Final = "://"
_BLANKS: Final = lazy_pattern(r"\s+")
_STOP: Final = lazy_pattern(r"[,;(){}\[\]]")
_PRIVATE_KEY_ID: Final = lazy_pattern(r"private.?key.?id")
_CALL: Final = lazy_pattern(r"[A-Za-z_$][\w$.]*[(\[{]")
_LOWER_WORDS: Final = lazy_pattern(r"[a-z]+(?:[ _-][a-z]+)+")
_LONGEST_BLOCK: Final = 20000
_PRIVATE_KEY: Final = "PRIVATE KEY"
"""In the first and the last line of every block."""
_PROSE: Final = lazy_pattern(r"\S+[ \t]+\S+[ \t]+\S")


def find_contexts(view: View) -> Iterator[Hit]:
    """Values of headers, of credential-named variables and fields, and keys that an error message echoes."""
    done = 0
    for start, word in p.TRIGGERS.found(view.lower):
        if start >= done:
            for hit in _after(view, word, start, start + len(word)):
                done = hit.end
                yield hit


def _after(view: View, word: str, start: int, end: int) -> Iterator[Hit]:
    """The secret that a trigger word announces, if any."""
    if word == "authorization":
        return _authorization(view, end)
    if word == "bearer":
        return _bearer(view, end)
    if word == "cookie":
        return _cookie(view, end)
    return _echo(view, end) if word.startswith("header") else _named(view, start, end)


def _hit(slug: str, view: View, start: int, end: int, rank: int) -> Iterator[Hit]:
    yield Hit(slug, start, end, view.text[start:end], rank)


def _authorization(view: View, at: int) -> Iterator[Hit]:
    behind = view.text[at : at + p.AUTHORIZED_WITHIN].lstrip("\"'])").lstrip(" \t")
    found = p.AUTHORIZATION.match(view.text, at) if behind.startswith((":", "=", ",")) else None
    if not found or view.breaks_in(at - 1, found.start("value")) or view.is_break(found.start("value")):
        return
    start, end = found.start("value"), reach(view, *found.span("value"))
    value = view.text[start:end]
    if not found["scheme"] and view.text[start : next(iter(view.breaks_in(start, end)), end)].isalpha():
        return  # a scheme alone at the end of its line
    basic = (found["scheme"] or "").lower() == "basic" and _is_user_and_password(value)
    if basic or (len(value) >= 8 and not is_placeholder(value) and not is_wordy(value)):
        yield from _hit("authorization", view, start, end, 3)


def _is_user_and_password(value: str) -> bool:
    import base64  # late, as hardly any text needs it

    try:
        return b":" in base64.b64decode(value, validate=True)
    except ValueError:
        return False


def _bearer(view: View, at: int) -> Iterator[Hit]:
    found = p.BEARER.match(view.text, at) if view.text.startswith((" ", "\t", ":", "=", "+"), at) else None
    if found and not view.breaks_in(at - 1, found.start("value") + 1):
        start, end = found.start("value"), reach(view, *found.span("value"))
        value = view.text[start:end].rstrip(".")
        if len(value) >= 16 and not is_placeholder(value) and not is_wordy(value):
            yield from _hit("authorization", view, start, start + len(value), 4)


def _cookie(view: View, at: int) -> Iterator[Hit]:
    found = p.COOKIE.match(view.text, at)
    if found:
        start, end = found.span("value")
        end = next(iter(view.breaks_in(start, end)), end)
        value = view.text[start:end]
        if "=" in value and not is_wordy(value.replace(" ", "")) and not view.is_break(start):
            yield from _hit("cookie", view, start, end, 5)


def _echo(view: View, at: int) -> Iterator[Hit]:
    found = p.ECHO.match(view.text, at)
    if found:
        group = "double" if found["double"] is not None else "single"
        if not is_placeholder(found[group]) and not is_wordy(found[group]):
            yield from _hit("echoed-key", view, *found.span(group), 5)


def _named(view: View, start: int, end: int) -> Iterator[Hit]:
    if view.text[end : end + 1] not in MAY_BEGIN_SIGN:
        return
    name_start = _name_start(view, start)
    if not says_secret(view.lower[name_start:end]):
        return
    name_start = max((name_start, *view.breaks_in(name_start - 1, end)))
    name, before = view.text[name_start:end], view.text[max(name_start - 40, 0) : name_start]
    if not is_credential(name.lower()) or before.endswith(("?", "&")):
        return
    sign = sign_behind(view.text, end)
    if not sign or (sign.kind == "blank" and not name.startswith("--") and not _ends_in_command(before)):
        return
    value = value_behind(view.text, sign.end)
    if not value:
        return
    first, last = value.start, value.end
    if sign.kind != "pair" and view.breaks_in(end - 1, first + 1):
        return
    if view.text[last : last + 1] == SEALED:
        return
    if value.kind != "bare" and view.text[first].isspace():
        return  # the quote before it closes another text
    if sign.kind == "comma" and is_wordy(view.text[first:last]):
        return  # a list of names
    yield from _value(view, name, sign.letters, value.kind == "bare", first, last)


def _ends_in_command(before: str) -> bool:
    """Whether a command stands there that takes a name and, behind a blank, its value."""
    return any(word in before for word in p.COMMAND_WORDS) and p.COMMAND.search(before) is not None


def _name_start(view: View, start: int) -> int:
    """Where the name begins whose last word is at ``start``, line breaks aside; "API key" counts as one name."""
    if view.lower.endswith("api ", max(start - 4, 0), start):
        return start - 4
    window = view.text[max(start - 60, 0) : start]
    return start - len(window) + len(window.rstrip(p.NAME_LETTERS))


def _value(view: View, name: str, sign: str, bare: bool, first: int, last: int) -> Iterator[Hit]:
    """The value of a credential name, unless it is a placeholder, code, a path or prose."""
    text = view.text
    inner = text.find("=", first, min(first + 60, last))
    if inner > 0 and says_secret(text[first:inner].lower()):
        return  # NAME=NAME=value: the inner name has its own turn
    breaks = view.breaks_in(first, last)
    if not bare and breaks and not is_one_word(text[first:last]):
        last = breaks[0]
    lower = name.lower()
    if bare:
        tight = sign == "=" and name.isupper() and text[first - 1] == "="
        if not tight and (stop := _STOP.search(text[first:last])):
            if stop.group() in "([{":
                return
            last = first + stop.start()
        last = first + len(text[first:last].rstrip(".,;:!?)]}"))
        if last <= first:
            return
        last = reach(view, first, last)
    else:
        tight = True
    value = text[first:last]
    password = "pass" in lower or "pwd" in lower
    if not _is_no_secret(value, name, tight, bare, password):
        slug = "private-key-id" if "private" in lower and _PRIVATE_KEY_ID.search(lower) else "named-secret"
        yield from _hit("password" if password else slug, view, first, last, 6)


def _is_no_secret(value: str, name: str, tight: bool, bare: bool, password: bool) -> bool:
    if value.startswith("-----BEGIN") or is_place(value):
        return True
    if bare and ((not tight and is_wordy(value)) or (any(map(value.__contains__, "([{")) and _CALL.match(value))):
        return True
    if password:
        return len(value) < 6 or is_template(value)
    if len(value) < (16 if " " in name else 8) or is_placeholder(value) or is_name(value):
        return True
    if any(map(value.__contains__, " \t_-")) and (_PROSE.match(value) or _LOWER_WORDS.fullmatch(value)):
        return True
    return " " in name and is_wordy(value)


def find_urls(view: View) -> Iterator[Hit]:
    """Secrets in URL parameters and in the user part of a URL."""
    for found in p.URL_PARAMETER.finditer(view.text) if _may_have_parameters(view) else ():
        start, end = found.start("value"), reach(view, *found.span("value"))
        value = view.text[start:end].rstrip(".,;:!?")
        if len(value) >= 8 and not view.is_break(start) and not is_placeholder(value) and not is_wordy(value):
            yield from _hit("url-secret", view, start, start + len(value), 3)
    if not _may_have_user(view.text):
        return
    for found in p.URL_PASSWORD.finditer(view.text):
        value = found["value"]
        if not is_template(value) or value.isalpha():
            yield from _hit("password", view, *found.span("value"), 2)
    for found in p.URL_TOKEN.finditer(view.text):
        if not is_placeholder(found["value"]) and not is_wordy(found["value"]):
            yield from _hit("url-secret", view, *found.span("value"), 3)


def _may_have_parameters(view: View) -> bool:
    """Whether the name of a secret parameter stands before an equals sign; their pattern is a large one."""
    if "=" not in view.ascii or ("?" not in view.ascii and "&" not in view.ascii):
        return False
    for end in places_apart("=", view.lower):
        if view.lower.endswith(p.PARAMETERS, 0, end):
            before = view.ascii[max(0, end + 1 - p.PARAMETER_WITHIN) : end].rstrip(p.PARAMETER_LETTERS)
            if before.endswith(("?", "&")):  # a letter beyond ASCII, too
                return True
    return not view.text.isascii() and any(letter in view.text for letter in p.TAKEN_FOR_ASCII)


def _may_have_user(text: str) -> bool:
    """Whether an address may have a user part: in no such part is a slash."""
    if "@" not in text:
        return False
    users = (at + len(_AUTHORITY) for at in places_apart(_AUTHORITY, text))
    return any("@" in text[at : at + p.USER_WITHIN].partition("/")[0] for at in users)


def find_private_keys(view: View) -> Iterator[Hit]:
    """The body of every private key block; its BEGIN and END lines stay, they say what it is."""
    text, done, closed = view.text, 0, set[int]()
    if _PRIVATE_KEY not in text:
        return
    for begin in p.PEM_BEGIN.finditer(text):
        start = begin.end()
        stop = p.PEM_END.search(text, start, start + _LONGEST_BLOCK)
        if stop and text.find(SEALED, start, stop.start()) < 0:
            end = stop.start()
            closed.add(end)
        else:  # cut off; a mark parts it from an end that is another's
            body = p.PEM_BODY.match(text, start)
            end = reach(view, start, body.end() if body else start, whole=1)
        done = max(done, end)
        value = _BLANKS.sub("", text[start:end])
        if value and not is_placeholder(value):
            yield Hit("private-key", start, start + len(text[start:end].rstrip()), value, 0)
    for stop in p.PEM_END.finditer(text):
        if stop.start() >= done or stop.start() not in closed:
            yield from _headless(view, stop.start())


def _headless(view: View, end: int) -> Iterator[Hit]:
    """The body of a block whose beginning was cut off."""
    window = view.text[max(0, end - 8000) : end].rstrip()
    body = p.PEM_BODY.match(window[::-1])
    length = body.end() if body else 0
    last = max(0, end - 8000) + len(window)
    start = last - length
    for edge in view.breaks_in(start, last):
        if edge - start < 32:
            start = edge
    if last - start >= 32 and not is_wordy(view.text[start:last]):
        yield from _hit("private-key", view, start, last, 0)
