"""An entry's data with the ``set`` and ``add`` of a change put into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .entries import MODELS, ChangeEntry, Entry
from .faults import Fault, quote
from .located import Located

_FIXED = frozenset({key for _, key in MODELS.values()} | {"fix", "override"})


def without(node: Located, path: Sequence[str | int]) -> Located:
    """A copy of ``node`` that lacks the value at ``path``."""
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        items = [without(item, rest) if rest and at == step else item for at, item in enumerate(node.items)]
        return Located(items if rest else [*items[:step], *items[step + 1 :]], node.mark)
    fields = {key: child for key, child in node.fields.items() if rest or key != step}
    if rest:
        fields[step] = without(node.fields[step], rest)
    return Located(fields, node.mark, node.keys)


def merged(entry: Entry[Any], path: Sequence[str | int], change: ChangeEntry, faults: list[Fault]) -> Located:
    """The entry's data, changed at ``path``; what cannot be added goes to ``faults``."""
    return _at(entry.node, path, change, faults)


def _at(node: Located, path: Sequence[str | int], change: ChangeEntry, faults: list[Fault]) -> Located:
    if not path:
        return _changed(node, change, faults)
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        items = list(node.items)
        items[step] = _at(items[step], rest, change, faults)
        if not rest:  # a fix that was changed is the work of who changed it
            items[step] = Located(items[step].value, change.node.moved_from(change.source).mark, items[step].keys)
        return Located(items, node.mark)
    return Located({**node.fields, step: _at(node.fields[step], rest, change, faults)}, node.mark, node.keys)


def _changed(node: Located, change: ChangeEntry, faults: list[Fault]) -> Located:
    fields, keys = dict(node.fields), dict(node.keys)
    for word in ("set", "add"):
        given = change.node.fields.get(word, Located({}, change.node.mark))
        for key, child in given.fields.items():
            if key in _FIXED:
                message = f"{quote(key)} cannot be changed"
                faults.append(change.source.fault("KM313", given.key_mark(key), message))
                continue
            moved = child.moved_from(change.source)
            keys[key] = Located("", given.key_mark(key)).moved_from(change.source).mark
            fields[key] = moved if word == "set" else _added(key, fields.get(key), moved, change, faults)
    return Located(fields, node.mark, keys)


def _added(key: str, old: Located | None, new: Located, change: ChangeEntry, faults: list[Fault]) -> Located:
    if old is None or not old.value:
        return new
    if isinstance(old.value, list) and isinstance(new.value, list):
        return Located([*old.value, *new.value], new.mark)
    left, right = _as_mapping(old), _as_mapping(new)
    if left is None or right is None:
        single = isinstance(old.value, str)
        message = (
            f"{quote(key)} holds one value: nothing can be added"
            if single
            else (f"{quote(key)} is {old.shape}: {new.shape} cannot be added")
        )
        faults.append(change.source.fault("KM313", new.mark, message, "use set to put another value in its place"))
        return old
    for name in right.fields:
        if name in left.fields:
            hint = f"use set with the whole of {key} to change it"
            faults.append(change.source.fault("KM313", right.key_mark(name), f"{quote(name)} is there already", hint))
    return Located({**right.fields, **left.fields}, new.mark, {**right.keys, **left.keys})


def _as_mapping(node: Located) -> Located | None:
    """A mapping; a list of texts as the mapping it is short for (the values of an enum)."""
    if isinstance(node.value, dict):
        return node
    if not isinstance(node.value, list) or not all(item.text for item in node.items):
        return None
    texts = {item.text: item for item in node.items if item.text}
    return Located(dict(texts), node.mark, {text: item.mark for text, item in texts.items()})
