"""The house rules of the code: who may import whom, and what happens at import.

Read from the source with `ast`, so that imports inside functions and for type checkers count.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS = (
    {"errors", "values", "durable"},
    {"language", "documents"},
    {"query"},
    {"results", "engines"},
    {"evaluation"},
    {
        *("render", "index", "searching", "finding", "hits", "status", "terms"),
        *("manifest", "storage", "refusals", "roots"),
    },
    {"indexing"},
    {"cli"},
    {"__main__"},
)
"""From the bottom up. What is in one layer does not import what is beside it."""

WORK = {
    *("index", "searching", "finding", "hits", "status", "terms"),
    *("manifest", "storage", "refusals", "roots"),
}
"""The modules that do the work of an index, which are one room without a folder."""

HOMES: dict[str, str | tuple[str, ...]] = {
    "whoosh": "engines.whoosh.",
    "numpy": ("engines.whoosh.arrays.", "language.arrays"),
    "click": "cli.",
    "snowballstemmer": "language.swedish",
    "Stemmer": "language.swedish",
    "simplemma": "language.",
    "lxml": "documents.readers.",
    "trafilatura": "documents.readers.",
}
"""The only modules that know of a package."""

PURE = {
    *("re.compile", "str.maketrans", "enum.auto", "struct.Struct", "array", "field", "dataclass"),
    *("frozenset", "set", "dict", "tuple", "bytes", "range", "enumerate", "sorted", "len"),
    *("getattr", "map", "zip", "TypeVar", "ParamSpec", "json.JSONEncoder", "np.array", "crc32"),
}
"""What may be called while a module is imported: it builds a constant and does nothing else."""

PURE_METHODS = {"join", "split", "splitlines", "items", "values", "keys", "strip"}
"""Methods of constants that may be called then, too."""

LONGEST_MODULE = 300


@dataclass(frozen=True)
class Module:
    """One module of searchkit, named from inside it: `engines.whoosh.engine`."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def room(self) -> str:
        """The folder that it is in, or itself, right under searchkit."""
        return self.name.partition(".")[0]


@cache
def modules() -> dict[str, Module]:
    found = {}
    for path in sorted((ROOT / "searchkit").rglob("*.py")):
        parts = path.relative_to(ROOT / "searchkit").with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = Module(name, path, ast.parse(path.read_text(encoding="utf-8")))
    return found


def inner() -> list[Module]:
    """Every module but the package itself, which hands on names from all layers."""
    return [module for name, module in modules().items() if name]


def imported(module: Module) -> Iterator[str]:
    """Yield the full names of what a module imports, anywhere in it."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.path}:{node.lineno}: a relative import"
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if _own(name) else str(node.module) for name in names)


def _own(name: str) -> bool:
    return name.removeprefix("searchkit.") in modules()


def dependencies(module: Module) -> set[str]:
    """Name the modules of searchkit that a module imports."""
    names = {name for name in imported(module) if name.partition(".")[0] == "searchkit"}
    return {name.removeprefix("searchkit").removeprefix(".") for name in names}


def layer(room: str) -> int:
    """Count the layer of a room from the bottom; a room that has none is above all others."""
    found = (number for number, rooms in enumerate(LAYERS) if room in rooms)
    return next(found, len(LAYERS))


def room(name: str) -> str:
    return name.partition(".")[0]


def may_import(importer: str, imported_room: str) -> bool:
    if importer == imported_room or {importer, imported_room} <= WORK:
        return True
    return layer(imported_room) < layer(importer)


def test_every_room_has_a_layer() -> None:
    assert {module.room for module in inner()} - set().union(*LAYERS) == set()


def test_imports_point_down_the_layers() -> None:
    upward = [
        f"{module.name} imports {name}"
        for module in inner()
        for name in sorted(dependencies(module))
        if not (name and may_import(module.room, room(name)))
    ]
    assert upward == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    pending = {module.name: dependencies(module) - {""} for module in inner()}
    while free := [name for name, needed in pending.items() if not needed & pending.keys()]:
        for name in free:
            del pending[name]
    assert sorted(pending) == []


@pytest.mark.parametrize(("package", "home"), HOMES.items())
def test_a_package_is_known_at_home_only(package: str, home: str | tuple[str, ...]) -> None:
    elsewhere = [
        module.name
        for module in modules().values()
        if any(room(name) == package for name in imported(module))
        and not module.name.startswith(home)
    ]
    assert elsewhere == []


def test_only_the_command_line_prints() -> None:
    printing = [
        f"{module.name}:{node.lineno}"
        for module in modules().values()
        if module.room not in ("cli", "__main__")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.expr) and _prints(node)
    ]
    assert printing == []


def _prints(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name("print" | "input" | "breakpoint")):
            return True
        case ast.Attribute(ast.Name("sys"), "stdout" | "stderr" | "stdin"):
            return True
        case _:
            return False


def test_nothing_happens_at_import() -> None:
    happenings = [
        f"{module.name}:{node.lineno} {ast.unparse(node)[:60]}"
        for module in modules().values()
        for statement in module.tree.body
        for node in _happenings(statement, module)
    ]
    assert happenings == []


def _happenings(statement: ast.stmt, module: Module) -> Iterator[ast.stmt | ast.expr]:
    """Yield what a statement does beside importing, defining and naming constants.

    Bodies of functions run later, and a decorator only wraps what it stands above.
    """
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(ast.Constant(str())):
            return
        case ast.FunctionDef(args=arguments):
            for default in (*arguments.defaults, *arguments.kw_defaults):
                yield from _effects(default, module)
        case ast.ClassDef(body=body):
            for node in body:
                yield from _happenings(node, module)
        case ast.If(ast.Name("TYPE_CHECKING") | ast.Compare(ast.Attribute(ast.Name("sys")))):
            for node in (*statement.body, *statement.orelse):
                yield from _happenings(node, module)
        case ast.If(ast.Compare(ast.Name("__name__"))):
            return
        case ast.Assign(value=value) | ast.AnnAssign(value=value):
            yield from _effects(value, module)
        case _:
            yield statement


def _effects(value: ast.AST | None, module: Module) -> Iterator[ast.expr]:
    """Yield the calls in a value, except those that only build a constant."""
    pending = [] if value is None else [value]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Call) and not _only_builds(node.func, module):
            yield node
        elif not isinstance(node, ast.Lambda):
            pending.extend(ast.iter_child_nodes(node))


def _only_builds(function: ast.expr, module: Module) -> bool:
    name = ast.unparse(function)
    if name in PURE or name in _frozen_classes():
        return True
    if module.room == "cli" and (name.startswith("click.") or name == "with_options"):
        return True
    if isinstance(function, ast.Attribute):
        return function.attr in PURE_METHODS
    return any(
        isinstance(own, ast.FunctionDef)
        and own.name == name
        and not [effect for node in own.body for effect in _effects(node, module)]
        for own in module.tree.body
    )


@cache
def _frozen_classes() -> set[str]:
    """Name the classes whose instances never change: to make one is to write a constant."""
    return {
        node.name
        for module in modules().values()
        for node in module.tree.body
        if isinstance(node, ast.ClassDef)
        and (
            any("frozen=True" in ast.unparse(decorator) for decorator in node.decorator_list)
            or {"Value", "NamedTuple"} & set(map(ast.unparse, node.bases))
        )
    }


def test_importing_searchkit_imports_nothing_else() -> None:
    code = "import sys, searchkit; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    ours = [name for name in ran.stdout.split() if room(name) in ("searchkit", *HOMES)]
    assert ours == ["searchkit"]


def test_every_module_says_what_it_is_for() -> None:
    silent = [module.name for module in modules().values() if not ast.get_docstring(module.tree)]
    assert silent == []


def test_every_public_function_and_class_says_what_it_does() -> None:
    silent = [
        f"{module.name}:{node.lineno} {node.name}"
        for module in modules().values()
        for node in _public(module.tree.body)
        if not ast.get_docstring(node)
    ]
    assert silent == []


def _public(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Yield what a module offers: its functions, its classes and, of those, the methods.

    A method that a protocol or another package's base class asks for is described there.
    """
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef) and statement.name[0] != "_":
            yield statement
            if isinstance(statement, ast.ClassDef) and not _is_foreign(statement):
                for node in _public(statement.body):
                    if node.name not in _promised():
                        yield node


def _is_foreign(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Attribute) for base in node.bases)


@cache
def _promised() -> set[str]:
    return {
        method.name
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base).startswith("Protocol") for base in node.bases)
        for method in node.body
        if isinstance(method, ast.FunctionDef)
    }


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_is_short_enough_to_be_read(name: str) -> None:
    lines = modules()[name].path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_MODULE
