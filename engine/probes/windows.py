"""Windows' own list of variables, which only windows opened afterwards see. Written from the documentation, not tried there."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

_STORES: Final = (
    ("HKEY_CURRENT_USER", "Environment", "Windows' user variables"),
    (
        "HKEY_LOCAL_MACHINE",
        r"SYSTEM\CurrentControlSet\Control\Session Manager\Environment",
        "Windows' system variables",
    ),
)


def registered_variables(names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Each of the ``names`` that Windows' settings (or setx) hold: name, store, value. Nothing on other systems."""
    try:
        registry: Any = importlib.import_module("winreg")
    except ImportError:
        return
    for hive, path, where in _STORES:
        try:
            with registry.OpenKey(getattr(registry, hive), path) as store:
                yield from (
                    (name, where, value) for name in names if (value := _value(registry, store, name)) is not None
                )
        except OSError:
            continue


def _value(registry: Any, store: Any, name: str) -> str | None:
    try:
        value, _kind = registry.QueryValueEx(store, name)
    except OSError:
        return None
    return value if isinstance(value, str) else None
