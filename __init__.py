"""keymedic finds out why a Gemini API call is refused and gets a person to a verified fix.

The names below are the public API; each is imported on first use, so that ``import keymedic`` costs nothing::

    import keymedic

    diagnosis = keymedic.diagnose("403 PERMISSION_DENIED: Your API key was reported as leaked.")
    print(diagnosis.verdict, diagnosis.causes[0].id)
"""

from __future__ import annotations

from .version import VERSION as __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .engine.api import diagnose
    from .engine.diagnosis import Diagnosis
    from .engine.errors import (
        EngineError,
        FactValueError,
        InputError,
        InstallationError,
        KeymedicError,
        ProbeError,
        RuleBaseError,
        UnknownNameError,
    )
    from .engine.facts import Fact, Source
    from .engine.reason.diagnose import Diagnostician
    from .engine.redact import Redactor
    from .engine.rulebase.load import load_rule_base
    from .engine.rulebase.model import RuleBase
    from .engine.session import Session

_HOMES = {
    "Diagnosis": ".engine.diagnosis",
    "Diagnostician": ".engine.reason.diagnose",
    "EngineError": ".engine.errors",
    "Fact": ".engine.facts",
    "FactValueError": ".engine.errors",
    "InputError": ".engine.errors",
    "InstallationError": ".engine.errors",
    "KeymedicError": ".engine.errors",
    "ProbeError": ".engine.errors",
    "Redactor": ".engine.redact",
    "RuleBase": ".engine.rulebase.model",
    "RuleBaseError": ".engine.errors",
    "Session": ".engine.session",
    "Source": ".engine.facts",
    "UnknownNameError": ".engine.errors",
    "diagnose": ".engine.api",
    "load_rule_base": ".engine.rulebase.load",
}

__all__ = [
    "Diagnosis",
    "Diagnostician",
    "EngineError",
    "Fact",
    "FactValueError",
    "InputError",
    "InstallationError",
    "KeymedicError",
    "ProbeError",
    "Redactor",
    "RuleBase",
    "RuleBaseError",
    "Session",
    "Source",
    "UnknownNameError",
    "__version__",
    "diagnose",
    "load_rule_base",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # the command asks for nothing here

    value: object = getattr(import_module(home, __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
