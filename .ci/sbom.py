"""Write sbom.cdx.json: what a keymedic installation consists of, from its locks, as a CycloneDX 1.6 document.

    python .ci/sbom.py

Made from requirements/run.txt and durable.txt alone, so that the same locks give the same document to the byte: it
carries no time, and its serial number is computed from its content. `make lock` writes it, too; a test compares.
"""

from __future__ import annotations

import hashlib
import json
import re
import runpy
import uuid
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SBOM = ROOT / "sbom.cdx.json"
LOCKS = ("run", "durable")
_PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\\n]+?))?\s*\\$"
)


@dataclass(frozen=True)
class Pin:
    """A locked package: its version, when it is installed, who asks for it, and the hashes of its files."""

    name: str
    version: str
    marker: str
    asked_by: tuple[str, ...]
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """The package's address in the notation of the Package URL specification, which names no host."""
        return f"pkg:pypi/{self.name}@{self.version}"


def main() -> None:
    """Write the document."""
    _ = SBOM.write_text(document(), encoding="utf-8")


def document() -> str:
    """The document as it has to be."""
    version = runpy.run_path(str(ROOT / "version.py"))["VERSION"]
    pins = {pin.name: pin for lock in LOCKS for pin in read_lock(lock)}
    root = f"pkg:pypi/keymedic@{version}"
    asked: dict[str, set[str]] = {root: set(), **{pin.purl: set() for pin in pins.values()}}
    for pin in pins.values():
        for name in pin.asked_by:
            asked[pins[name].purl if name in pins else root].add(pin.purl)
    bom = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": root, "name": "keymedic", "version": version, "purl": root,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": [_component(pin) for pin in sorted(pins.values(), key=lambda pin: pin.name)],
        "dependencies": [{"ref": ref, "dependsOn": sorted(on)} for ref, on in sorted(asked.items())],
    }  # fmt: skip
    serial = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(bom, sort_keys=True))
    return json.dumps({**bom, "serialNumber": f"urn:uuid:{serial}"}, indent=1) + "\n"


def read_lock(name: str) -> list[Pin]:
    """Every package of a lock file."""
    pins: list[Pin] = []
    for block in re.split(r"\n(?=[A-Za-z0-9])", (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        pin = _PIN.match(lines[0]) if lines else None
        if pin:
            hashes = tuple(re.findall(r"--hash=(sha256:[0-9a-f]{64})", block))
            asked_by = tuple(re.findall(r"^ +#(?: via| {2,}) ([A-Za-z0-9._-]+)", block, re.MULTILINE))
            pins.append(Pin(pin["name"], pin["version"], pin["marker"] or "", asked_by, hashes))
    return pins


def _component(pin: Pin) -> dict[str, object]:
    files = hashlib.sha256("\n".join(pin.hashes).encode()).hexdigest()
    properties = [{"name": "keymedic:locked-files", "value": f"{len(pin.hashes)}, sha256 of their hashes {files}"}]
    if pin.marker:
        properties.append({"name": "keymedic:installed-where", "value": pin.marker})
    return {
        "type": "library", "bom-ref": pin.purl, "name": pin.name, "version": pin.version, "purl": pin.purl,
        "properties": properties,
    }  # fmt: skip


if __name__ == "__main__":
    main()
