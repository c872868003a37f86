"""The house rules: imports go down, no cycles, each heavy library has one home."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.store import Store, Team, Views

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent.parent / "workbench"
FLOORS = {
    "model": 0, "errors": 0, "counting": 0, "toml": 0,
    "lexicon": 1, "rates": 1, "units": 1, "ratings": 1, "agreement": 1, "interval": 1, "records": 1,
    "read": 2, "grammar": 2, "reference": 2,
    "extract": 3, "explain": 4, "link": 3, "starter": 3,
    "check": 4, "refcheck": 4,
    "store": 5, "export": 5, "batch": 5,
    "intake": 5,
    "refs_import_cli": 6, "desk": 6, "tables": 6, "replay": 6, "notebook": 6,
    "app": 7, "refs_cli": 8, "batch_cli": 8, "due_cli": 8, "store_cli": 8, "doctor": 8,
    "pytest_plugin": 9, "arguments": 7, "extract_cli": 8, "commands": 9, "cli": 10, "__main__": 11, "__init__": 10,
}  # fmt: skip
HOMES = {
    "streamlit": {"app"},
    "dask": {"batch"},
    "distributed": {"batch"},
    "fsspec": {"batch"},
    "zstandard": {"batch"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "pint": {"units"},
    "rapidfuzz": {"link"},
    "currency_converter": {"rates"},
    "pandas": {"reference", "refcheck", "app", "notebook"},
    "trafilatura": {"read"},
    "htmldate": {"read"},
    "pypdf": {"read"},
    "docx": {"read"},
    "openpyxl": {"intake", "export"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


KNOWN = {module_name(path) for path in MODULES}


def imports(path: Path, *, at_run_time: bool) -> set[str]:
    """Modules that ``path`` imports; ``at_run_time`` leaves out imports for type checkers and inside functions."""
    found: set[str] = set()

    def visit(node: ast.AST) -> None:
        if at_run_time and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            return
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            named = {f"{node.module}.{alias.name}" for alias in node.names}
            found.update(named)
            if not named <= KNOWN:  # a name out of the package itself, not only files that lie in it
                found.add(node.module)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(path.read_text(encoding="utf8")))
    return found


def test_every_room_has_its_floor() -> None:
    """The floors name the rooms that there are, and no other."""
    assert sorted({room(module_name(path)) for path in MODULES}) == sorted(FLOORS)


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_only_go_down(path: Path) -> None:
    """A room imports rooms of lower floors, or its own."""
    mine = room(module_name(path))
    for name in imports(path, at_run_time=False):
        if name == "workbench" or not name.startswith("workbench."):
            continue
        other = room(name)
        if other.startswith("__version"):
            continue
        assert other == mine or FLOORS[other] < FLOORS[mine], f"{mine} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_heavy_libraries_have_one_home(path: Path) -> None:
    """A heavy library is imported by its own room alone."""
    mine = room(module_name(path))
    for name in imports(path, at_run_time=False):
        allowed = HOMES.get(name.split(".")[0])
        assert allowed is None or mine in allowed, f"{mine} imports {name}"


def test_no_import_cycles() -> None:
    """No module imports itself through others."""
    graph = {module_name(path): imports(path, at_run_time=True) & KNOWN for path in MODULES}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for other in graph[name] - {name}:
                visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def undocumented(node: ast.AST) -> Iterator[str]:
    """Names of functions and methods without a docstring; those that only declare (Protocols, setters) need none."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from undocumented(child)
        elif isinstance(child, ast.FunctionDef) and not child.name.startswith("_") and not ast.get_docstring(child):
            declared = ast.unparse(child.body[-1]) == "..." or any(
                "setter" in ast.unparse(d) for d in child.decorator_list
            )
            if not declared:
                yield child.name


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_public_functions_have_a_docstring(path: Path) -> None:
    """Each function and method that others may call says what it does, also those of private classes."""
    assert [] == list(undocumented(ast.parse(path.read_text(encoding="utf8"))))


def test_the_pages_read_the_store_as_somebody() -> None:
    """Whatever a page reads names its viewer, so that the store refuses who has lost their role."""
    asking = {
        name for kind in (Store, Team, Views) for name, method in inspect.getmembers(kind, inspect.isfunction)
        if "viewer" in inspect.signature(method).parameters
    }  # fmt: skip
    unseen = [
        f"{path.name}:{node.lineno} {ast.unparse(node)}"
        for path in sorted((PACKAGE / "app").glob("*.py"))
        if path.stem != "people"  # which asks who may come in
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in asking
        and re.search(r"(^|[.])(store|team|views)(\(\))?$", ast.unparse(node.func.value))
        and "viewer" not in {word.arg for word in node.keywords}
    ]  # fmt: skip
    assert {"queue", "titles", "members", "list"} <= asking
    assert [] == unseen
