"""Every exception that keymedic raises on purpose, and the exit status each one means.

::

    KeymedicError                  something keymedic can name
    ├── InputError            2    the input cannot be read, is empty, or is not text
    │   └── UsageError        2    a command line makes no sense
    ├── UnknownNameError      2    a fact, cause, rule or command of that name does not exist
    ├── FactValueError        2    a value does not fit the type of its fact
    ├── RuleBaseError         3    a rule base is invalid; carries every fault
    ├── ProbeError            5    a check that was asked for could not start
    └── InstallationError    70    files of keymedic itself are missing or damaged
        └── EngineError      70    the native engine failed or left its safe lane
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import ClassVar

    from .rulebase.faults import Fault


class KeymedicError(Exception):
    """The root of the tree: a message for a person and the exit status of the command."""

    exit_status: ClassVar[int] = 70


class InputError(KeymedicError):
    """The input cannot be read, is empty, or is not text."""

    exit_status = 2


class UsageError(InputError):
    """The command line makes no sense; ``usage`` is the line that shows how it is meant."""

    def __init__(self, message: str, usage: str = "") -> None:
        super().__init__(message)
        self.usage: str = usage


class UnknownNameError(KeymedicError):
    """A name that nothing in the loaded rule bases carries."""

    exit_status = 2


class FactValueError(KeymedicError):
    """A value that does not fit the declared type of its fact."""

    exit_status = 2


class RuleBaseError(KeymedicError):
    """A rule base that cannot be used; ``faults`` holds every fault found, never only the first."""

    exit_status = 3

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n\n".join(fault.render() for fault in self.faults))


class ProbeError(KeymedicError):
    """A check that was asked for could not start (an unreachable network is a fact, not this)."""

    exit_status = 5


class InstallationError(KeymedicError):
    """Files of keymedic itself are missing or damaged."""


class EngineError(InstallationError):
    """The native inference engine failed, or was about to leave the lane in which it is safe."""
