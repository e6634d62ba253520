"""Folders -> entries: every file read, every entry shaped, ids unique, overrides resolved.

What stands here refers to nothing yet; `build` resolves the references. Ids of entries that were refused are
remembered, so that one fault does not cause a second one wherever the entry is mentioned.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

from ..values import Struct, field
from .changes import apply_change, prune
from .document_reader import read_document
from .documents import ChangeDoc, FactDoc, PackDoc
from .entries import MODELS, ChangeEntry, Collected, Entry, PackEntry, PhraseEntry
from .faults import Fault, did_you_mean, quote
from .folders import PackFile, PackFolder, shown
from .located import Located, Mark, SourceText
from .model import Change, Origin, Pack
from .patterns import placeholder_problem
from .yaml_reader import read_yaml

MAX_FOLDER_VALUES = 200_000
FIRST_LANGUAGE = "en"
"""The language of the phrases that must be there; all others fall back to it."""
_LENGTHS_OF_CODES = (2, 3)


def collect(folders: Sequence[PackFolder]) -> Collected:
    """Read the entries of all folders in order, each with its changes to those before it."""
    collected = Collected()
    for folder in folders:
        collected.faults += folder.faults
        collected.partial |= folder.vocabulary_only
        if folder.digest:
            for change in _Reader(collected, folder).read():
                apply_change(change, collected)
    prune(collected)
    if folders and folders[0].digest and not collected.may_exist("weights", "weights"):
        collected.faults.append(Fault("KM007", folders[0].shown("weights.yaml"), 1, 1, "weights.yaml is missing"))
    return collected


class _Reader(Struct, frozen=False):
    """Reads one folder into ``out``."""

    out: Collected
    folder: PackFolder
    pack: str = ""
    values: int = 0
    changes: list[ChangeEntry] = field(default_factory=list)

    def read(self) -> Sequence[ChangeEntry]:
        """Put every entry in its place; the changes to earlier rule bases come back."""
        self.out.incomplete |= set(self._unread_kinds())
        files = sorted(self.folder.files, key=lambda file: (file.kind != "pack.yaml", file.name))
        self._pack(files[0] if files and files[0].kind == "pack.yaml" else None)
        for file in files:
            if file.kind == "pack.yaml" or not file.content.strip():
                continue
            if not self._file(file):
                self.out.incomplete.add(file.kind.removesuffix(".yaml"))
            if self.values > MAX_FOLDER_VALUES:
                message = f"more than {MAX_FOLDER_VALUES} values in one rule base"
                self.out.faults.append(Fault("KM206", shown(self.folder.path), 1, 1, message))
                self.out.incomplete |= set(MODELS)
                break
        return self.changes

    def _unread_kinds(self) -> Iterable[str]:
        """Kinds with a file whose bytes could not be had; those files are empty here."""
        prefix = shown(self.folder.path) + "/"
        for fault in self.folder.faults:
            if fault.code != "KM005":
                yield fault.file.removeprefix(prefix).split("/")[0].removesuffix(".yaml")
            if fault.file == shown(self.folder.path):
                yield from MODELS

    def _parse(self, file: PackFile) -> tuple[SourceText, Located | None, bool]:
        shown = self.folder.shown(file.name)
        try:
            source = SourceText(shown, file.content.decode("utf-8-sig"), self.pack, file.name)
        except UnicodeDecodeError as error:
            line = file.content.count(b"\n", 0, error.start) + 1
            hint = "save the file as UTF-8"
            self.out.faults.append(Fault("KM004", shown, line, 1, "not UTF-8 text", hint))
            return SourceText(shown, ""), None, False
        node, faults = read_yaml(source)
        self.out.faults += faults
        self.values += node.size if node else 0
        return source, node, not faults

    def _pack(self, file: PackFile | None) -> None:
        self.pack = os.path.basename(os.path.realpath(self.folder.path))
        if file is None:
            hint = "it holds name, version, scope and knowledge_date"
            missing = Fault("KM007", self.folder.shown("pack.yaml"), 1, 1, "pack.yaml is missing", hint)
            if not any('"pack.yaml"' in fault.hint for fault in self.folder.faults):  # a misspelt name says it all
                self.out.faults.append(missing)
            return
        source, node, _ = self._parse(file)
        doc, faults = read_document(PackDoc, node, source) if node else (None, [])
        self.out.faults += faults
        if not doc or not node:
            if not faults and not node and not file.content.strip():
                self.out.faults.append(source.fault("KM102", Mark(1, 1), "pack.yaml is empty"))
            return
        self.pack = doc.name
        if any(pack.name == doc.name for pack in self.out.packs):
            message = f"a rule base called {quote(doc.name)} is loaded already"
            self.out.faults.append(source.fault("KM306", node.find(("name",)).mark, message))
        claims = doc.claims.fact if doc.claims else ""
        self.out.packs.append(Pack(doc.name, doc.version, doc.scope, doc.knowledge_date, self.folder.digest, claims))
        self.out.pack_entries[doc.name] = PackEntry(doc, node, source)

    def _file(self, file: PackFile) -> bool:
        """Read one file; false when nothing in it could be read."""
        source, node, good = self._parse(file)
        if node is None:
            return good
        if file.kind == "weights.yaml":
            self._entry("weights", node, source, file)
            return True
        if file.kind == "phrases":
            return self._phrases(node, source, self._texts_of(language_of(file.name)))
        if not isinstance(node.value, list):
            key = MODELS[file.kind][1] if file.kind in MODELS else "change"
            message = f"expected a list of entries, found {node.shape}"
            self.out.faults.append(source.fault("KM103", node.mark, message, f'begin each entry with "- {key}:"'))
            return False
        for item in node.items:
            if file.kind == "changes":
                self._change(item, source, file)
            else:
                self._entry(file.kind, item, source, file)
        return True

    def _change(self, node: Located, source: SourceText, file: PackFile) -> None:
        doc, faults = read_document(ChangeDoc, node, source)
        self.out.faults += faults
        if doc:
            self.changes.append(ChangeEntry(doc, node, source, Origin(self.pack, file.name, node.mark.line)))

    def _entry(self, kind: str, node: Located, source: SourceText, file: PackFile) -> None:
        model, key = MODELS[kind]
        doc, faults = read_document(model, node, source)
        self.out.faults += faults
        name = "weights" if kind == "weights" else (node.find((key,)).text or "")
        if doc is None:
            self.out.refused.add((kind, name))
            return
        self._add(kind, Entry(name, doc, node, source, Origin(self.pack, file.name, node.mark.line)), key)

    def _add(self, kind: str, entry: Entry[Any], key: str) -> None:
        entries = self.out.entries[kind]
        earlier = entries.get(entry.id)
        overrides = entry.doc.override and not (self.out.partial and earlier is None)
        fault = _clash(entry, earlier, entries, key) if earlier or overrides else None
        if fault:
            self.out.faults.append(fault)
        elif earlier:
            change = Change(key, entry.id, "override", entry.origin, earlier.origin, entry.doc.override)
            self.out.changes.append(change)
        if fault is None or earlier is None:
            entries[entry.id] = entry

    def _texts_of(self, language: str) -> dict[str, PhraseEntry]:
        return self.out.translations.setdefault(language, {}) if language != FIRST_LANGUAGE else self.out.phrases

    def _phrases(self, node: Located, source: SourceText, texts: dict[str, PhraseEntry]) -> bool:
        if not isinstance(node.value, dict):
            message = f"expected a mapping of ids to texts, found {node.shape}"
            self.out.faults.append(source.fault("KM103", node.mark, message))
            return False
        for name, child in node.fields.items():
            self._phrase(name, child, node.key_mark(name), source, texts)
        return True

    def _phrase(self, name: str, child: Located, mark: Mark, source: SourceText, texts: dict[str, PhraseEntry]) -> None:
        if child.text is None:
            self.out.faults.append(source.fault("KM103", child.mark, f"expected text, found {child.shape}"))
        elif texts is self.out.phrases and (problem := placeholder_problem(child.text)):
            self.out.faults.append(source.fault("KM311", child.mark, f"phrase {quote(name)}: {problem}"))
        elif name in texts:
            message = f"phrase {quote(name)} is given already in {texts[name].source.file}"
            self.out.faults.append(source.fault("KM306", mark, message, "choose another id"))
        else:
            texts[name] = PhraseEntry(child.text, source, child.mark, mark)


def _clash(entry: Entry[Any], earlier: Entry[Any] | None, entries: Iterable[str], key: str) -> Fault | None:
    """What is wrong with this id, given the entry of that id that came before."""
    if earlier is None:
        message = f"there is no earlier {key} {quote(entry.id)} to override"
        return entry.key_fault("KM307", (), "override", message, did_you_mean(entry.id, entries))
    if earlier.origin.pack == entry.origin.pack or not entry.doc.override:
        there = f"{earlier.source.file}:{earlier.node.mark.line}"
        hint = "" if earlier.origin.pack == entry.origin.pack else 'to replace that one, add override: "the reason"'
        return entry.fault("KM306", (key,), f"{key} {quote(entry.id)} is given already in {there}", hint)
    if isinstance(entry.doc, FactDoc) and earlier.doc.sensitive and not entry.doc.sensitive:
        return entry.key_fault("KM104", (), "override", "a sensitive fact stays sensitive", "add sensitive: yes")
    return None


def language_of(name: str) -> str:
    """The language of a file of phrases: of ``phrases/zh.yaml`` and ``phrases/zh/any.yaml`` it is ``zh``.

    A name that is no code of a language stands for English.
    """
    code = name.split("/")[1].partition(".")[0]
    return code if len(code) in _LENGTHS_OF_CODES and code.isascii() and code.islower() else FIRST_LANGUAGE
