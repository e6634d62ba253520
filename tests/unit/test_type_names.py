"""What is imported for type checkers only is not needed at run time."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

import keymedic

ROOT = Path(keymedic.__file__).parent
MODULES = sorted([*ROOT.glob("engine/**/*.py"), *ROOT.glob("cli/**/*.py")])


def for_types_only(node: ast.stmt) -> bool:
    """Whether a statement is ``if TYPE_CHECKING``."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def bound(body: Iterable[ast.stmt]) -> set[str]:
    """The names that statements import or define."""
    names: set[str] = set()
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


class RunTime(ast.NodeVisitor):
    """Collects the names that are looked up when a module runs: not those of annotations."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.imported: set[str] = set()

    def visit_If(self, node: ast.If) -> None:
        """Of ``if TYPE_CHECKING`` only what stands behind ``else``."""
        for inner in node.orelse if for_types_only(node) else [node.test, *node.body, *node.orelse]:
            self.visit(inner)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """The value."""
        if node.value is not None:
            self.visit(node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Decorators, defaults and body."""
        defaults = [*node.args.defaults, *(one for one in node.args.kw_defaults if one is not None)]
        for inner in (*node.decorator_list, *defaults, *node.body):
            self.visit(inner)

    def visit_Import(self, node: ast.Import) -> None:
        """Importing inside a function gives a name there."""
        self.imported |= bound([node])

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """The same."""
        self.imported |= bound([node])

    def visit_Name(self, node: ast.Name) -> None:
        """A name."""
        self.names.add(node.id)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_for_type_checkers_stand_in_annotations_only(module: Path) -> None:
    """Type checkers take such a name for defined wherever it stands; Python would raise ``NameError``."""
    tree = ast.parse(module.read_text("utf-8"))
    blocks = [node for node in tree.body if isinstance(node, ast.If) and for_types_only(node)]
    names = {name for block in blocks for name in bound(block.body) - bound(block.orelse)}
    run_time = RunTime()
    run_time.visit(tree)
    assert not (names & run_time.names) - run_time.imported
