"""The schemas of a rule base's files: draft 7, with descriptions and the names that the loaded rule bases know."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
ROOT = Path(__file__).parents[3]
SMALL_KB = ROOT / "tests" / "data" / "small_kb"


def references(text: str) -> set[str]:
    """Every definition that a schema refers to."""
    return set(re.findall(r'"#/definitions/([^"]+)"', text))


def test_the_schema_of_rules_knows_names(run: Run, small: tuple[str, ...]) -> None:
    """Facts with their values, causes with their titles and the words of evidence can be completed; each key says what it is."""
    schema = json.loads(run("kb", "schema", "rules", *small).stdout)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    rule = schema["items"]
    assert rule["additionalProperties"] is False
    assert all(shape.get("description") for key, shape in rule["properties"].items() if key != "rule")
    assert "decisive" in schema["definitions"]["word"]["enum"]
    assert rule["properties"]["evidence"]["properties"]["small-leaked"]["description"].startswith("The key was")
    condition = schema["definitions"]["condition"]["properties"]
    assert condition["key.kind"]["anyOf"][0] == {"$ref": "#/definitions/value:key.kind"}
    assert "auth" in schema["definitions"]["value:key.kind"]["enum"]
    assert condition["all"]["allOf"][0]["items"] == {"$ref": "#/definitions/condition"}


def test_every_kind_has_a_schema_whose_references_lead_somewhere(run: Run, tmp_path: Path) -> None:
    """All kinds are written at once; nothing of a later draft is left, and every reference is defined."""
    done = run("kb", "schema", "--out", "schemas", "--no-found-kb")
    assert done.returncode == 0, done.stderr
    files = sorted((tmp_path / "schemas").iterdir())
    assert [file.stem for file in files] == [
        "cases", "causes", "changes", "facts", "frames", "lexicon", "observe", "pack", "phrases", "rules", "tables", "weights",
    ]  # fmt: skip
    for file in files:
        schema = json.loads(file.read_text())
        assert "$defs" not in file.read_text() and "prefixItems" not in file.read_text()
        assert references(file.read_text()) <= set(schema.get("definitions", {}))
    assert b"yaml-language-server: $schema=../../schemas/rules.json" in done.stdout


def test_every_file_of_a_rule_base_gets_its_line(run: Run, tmp_path: Path) -> None:
    """Schemas and modelines at once, each path as seen from its file; done again it changes nothing; the rule base stays sound."""
    copy = Path(shutil.copytree(SMALL_KB, tmp_path / "copy"))
    options = ("--in", str(copy), "--no-builtin-kb", "--no-found-kb")
    assert b"4 files name their schema now." in run("kb", "schema", *options).stdout
    for file in copy.rglob("*.yaml"):
        head = file.read_text().splitlines()[0]
        assert head.startswith("# yaml-language-server: $schema=")
        assert (file.parent / head.partition("=")[2]).is_file()
    assert b"0 files name their schema now." in run("kb", "schema", *options).stdout
    assert run("kb", "check", str(copy), "--no-builtin-kb").returncode == 0


def test_every_file_that_ships_names_its_schema() -> None:
    """In its first line, by a path that leads to a schema of its kind; what the schemas say is compared by the test of the documents."""
    files = [file for pack in ("kb", "examples/openai-keys") for file in (ROOT / pack).rglob("*.yaml")]
    assert len(files) > 90
    for file in files:
        head = file.read_text(encoding="utf-8").splitlines()[0]
        assert head.startswith("# yaml-language-server: $schema="), file
        schema = file.parent / head.partition("=")[2]
        assert schema.is_file(), file
        pack = next(folder for folder in file.parents if (folder / "pack.yaml").is_file())
        assert schema.stem == file.relative_to(pack).parts[0].removesuffix(".yaml")
