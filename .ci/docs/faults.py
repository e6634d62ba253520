"""docs/faults.md: every kind of fault with examples, from the file that the tests run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from keymedic.engine.lint.examples import FaultDoc, fault_docs
from keymedic.engine.rulebase.faults import FAULT_KINDS, LINT_KINDS

_HEAD = """# Faults

Everything that `keymedic kb check` can say of a rule base. Each code has examples: files that are wrong, exactly what is said of them,
and the same files put right. They are tests, and this page is written from them by `make docs`; `keymedic explain CODE` shows the same.

Codes that begin with `KM6` are warnings: what is no fault and hardly meant. They stop nothing (`--strict` makes them count). One that is
meant is allowed with a reason, in the entry or for the whole rule base in `pack.yaml`: `allow: {KM609: used by our scripts}`.

`--fix` puts right what is plain: misspelt names and control characters, in the folders that are named. `--format json`, `github` and
`sarif` are for machines.
"""


def faults_page() -> str:
    """The whole page."""
    return (
        "\n".join([_HEAD, *_contents(), "", *(line for doc in fault_docs() for line in _section(doc))]).rstrip() + "\n"
    )


def _contents() -> Iterator[str]:
    yield "| code | what |\n|---|---|"
    for code, kind in {**FAULT_KINDS, **LINT_KINDS}.items():
        yield f"| [{code}](#{code.lower()}) | {kind} |"


def _section(doc: FaultDoc) -> Iterator[str]:
    yield f"## {doc.code}\n\n{doc.about}\n"
    for example in doc.examples:
        yield from _files(example.broken)
        yield f"```text\n{example.message.rstrip()}\n```\n"
        yield "Put right:\n"
        yield from _files(example.repaired)


def _files(files: Mapping[str, Any]) -> Iterator[str]:
    for name, content in files.items():
        if name == "mine":
            continue
        if isinstance(content, str) and content and content.isprintable() is False and not _plain(content):
            content = content.encode("unicode_escape").decode().replace("\\n", "\n")
        if isinstance(content, str) and content:
            yield f"```yaml\n# mine/{name}\n{content.rstrip()}\n```\n"
        elif isinstance(content, dict):
            yield f"`mine/{name}`: {_in_words(content)}\n"
        else:
            yield f"`mine/{name}` is not there.\n"
    if "mine" in files or not files:
        yield "There is no folder `mine`.\n" if files else "The folder `mine` is there.\n"


def _plain(text: str) -> bool:
    return all(line.isprintable() for line in text.replace("\t", "").split("\n"))


def _in_words(content: Mapping[str, Any]) -> str:
    match content:
        case {"repeat": text, "times": times}:
            return f"`{text.strip()}`, {times} times"
        case {"link": target}:
            return f"a link to `{target}`"
        case {"latin1": _}:
            return "saved as Latin-1, with an *ß* in it"
        case _:
            return "a named pipe"
