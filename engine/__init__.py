"""The reasoning core. Nothing here imports from `cli`; everything but the loader and the probes is pure.

``from keymedic.engine import diagnose, Session`` is the Python API (docs/api.md); each name is imported on first use.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .api import diagnose
    from .session import Session

_HOMES = {"Session": ".session", "diagnose": ".api"}

__all__ = ["Session", "diagnose"]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # the command asks for nothing here

    value: object = getattr(import_module(home, __name__), name)
    globals()[name] = value
    return value
