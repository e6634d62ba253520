"""Facts that a person states: ``--fact NAME=VALUE`` and facts files, read as text like every scalar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..engine.errors import InputError
from ..engine.typed import cast
from .inputs import label, read_text
from .output import Output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..engine.facts import Fact
    from ..engine.rulebase.model import RuleBase

Pairs = list[tuple[str, str]]


def read_given(options: Iterable[str], file: str | None, rulebase: RuleBase, out: Output) -> tuple[Fact, ...]:
    """The facts of ``--fact`` and ``--facts``; raises `InputError`, `UnknownNameError` or `FactValueError`."""
    from ..engine.facts import Source
    from ..engine.vocabulary import read_facts

    facts: list[Fact] = []
    if file is not None:
        facts += read_facts(_file_pairs(file, out), rulebase.facts, Source("given", label(file)))
    facts += read_facts([split_option(option) for option in options], rulebase.facts, Source("given", "--fact"))
    return tuple(facts)


def split_option(option: str) -> tuple[str, str]:
    """``NAME=VALUE`` in two; raises `InputError` without a name or an equals sign."""
    name, equals, value = _decodable(option).partition("=")
    if not equals or not name.strip():
        raise InputError(f"--fact wants NAME=VALUE, not {option!r}")
    return name.strip(), value.strip()


def _decodable(text: str) -> str:
    """Bytes that the operating system could not decode become U+FFFD."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _file_pairs(file: str, out: Output) -> Pairs:
    text = read_text(file, out)
    if not text.strip():
        raise InputError(f"{label(file)} is empty: it should hold lines of NAME: VALUE")
    data = _json(text, file) if text.lstrip().startswith("{") else _yaml(text, file)
    return pairs_of(data, label(file))


def _json(text: str, file: str) -> object:
    try:
        return parse_json(text)
    except ValueError as error:
        if file.lower().endswith((".yaml", ".yml")):
            return _yaml(text, file)
        raise InputError(f"{label(file)} is not JSON: {error}") from error


def parse_json(text: str) -> object:
    """JSON with numbers kept as text; raises ``ValueError``, also for nesting that is too deep."""
    import json  # few state facts in a file; other diagnoses do without it

    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _yaml(text: str, file: str) -> object:
    from ..engine.rulebase.located import SourceText
    from ..engine.rulebase.yaml_reader import read_yaml  # a facts file is rare; other diagnoses do without YAML

    data, faults = read_yaml(SourceText(label(file), text))
    if faults:
        raise InputError("\n\n".join(fault.render() for fault in faults))
    return data.plain() if data is not None else {}


def pairs_of(data: object, where: str) -> Pairs:
    """A mapping of names to a scalar or a list of scalars, as pairs of text; raises `InputError`."""
    if not isinstance(data, Mapping):
        raise InputError(f"{where}: facts are a mapping of NAME to VALUE")
    pairs: Pairs = []
    for name, value in cast("Mapping[object, object]", data).items():
        values = cast("list[object]", value) if isinstance(value, list) else [value]
        pairs += [(str(name), _scalar(item, str(name), where)) for item in values]
    return pairs


def _scalar(value: object, name: str, where: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int):
        return str(value)
    kind = "nothing" if value is None else "a mapping or list"
    raise InputError(f"{where}: {name} holds {kind}; a fact is one value or a list of values")
