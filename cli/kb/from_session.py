"""``keymedic kb new --from-session FILE``: a saved conversation as a regression case in YAML."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...engine.errors import InputError
from ..doctor import diagnostician, open_rule_base
from ..keep.files import read_plain
from ..output import Output
from ..phrases import Phrases

if TYPE_CHECKING:
    from ...engine.reason.diagnose import Diagnostician

MAX_BYTES = 64_000_000
_CASE_FAILS = 1


def run_from_session(args: argparse.Namespace, out: Output) -> int:
    """Write the case to stdout; 1 (and a word on stderr) when the rule base does not pass it yet.

    Raises `InputError` for a file that cannot be read or holds no session.
    """
    from ...engine.session.as_case import as_case
    from ...engine.session.codec import from_data

    data = _read(args.from_session)
    rulebase = open_rule_base(args, out)
    with diagnostician(rulebase, "plain", out) as doctor:
        case = as_case(from_data(data, doctor), args.id or _name(data))
        out.write(_yaml(case))
        if _passes(case, doctor):
            return 0
    out.tell(Phrases(rulebase.phrases).say("kb.case-fails", cause=case["expect"].get("cause", "")))
    return _CASE_FAILS


def _read(file: str) -> object:
    try:
        content = read_plain(Path(file), MAX_BYTES)
        return json.loads(content)
    except OSError as error:
        raise InputError(f"cannot read {file}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{file} holds no session: it is not JSON") from error


def _name(data: object) -> str:
    """A name that stays the same for the same session."""
    from hashlib import sha256

    return "session." + sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:8]


def _yaml(case: dict[str, Any]) -> str:
    import yaml

    return yaml.safe_dump([case], allow_unicode=True, sort_keys=False, width=110)


def _passes(case: dict[str, Any], doctor: Diagnostician) -> bool:
    """Whether one diagnosis of the case is as expected."""
    from ...engine.authoring.trying import several
    from ...engine.facts import Source
    from ...engine.vocabulary import read_facts

    pairs = [(name, text) for name, value in case.get("given", {}).items() for text in several(_frozen(value))]
    diagnosis = doctor.diagnose(case.get("report"), read_facts(pairs, doctor.rulebase.facts, Source("given")))
    expect = case["expect"]
    right = "cause" not in expect or diagnosis.causes[0].id == expect["cause"]
    return right and expect.get("verdict", diagnosis.verdict) == diagnosis.verdict


def _frozen(value: str | list[str]) -> str | tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else value
