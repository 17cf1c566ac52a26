"""The project's own Python files as syntax trees, read once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("core", "organizations", "timeline", "files", "clocks", "resources", "incidents", "command_center")
EVERYWHERE = (*ROOMS, "tests", "bench", "tools")


@cache
def files(*rooms: str) -> tuple[Path, ...]:
    """Python files of the rooms, migrations left out."""
    found = (path for room in rooms for path in sorted((ROOT / room).rglob("*.py")))
    return tuple(path for path in found if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"))


def name(path: Path) -> str:
    """A file's path from the project's root, for messages."""
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method in a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def is_in(path: Path, module: str) -> bool:
    """Whether a file is `<module>.py` or lies in a package of that name."""
    return path.stem == module or module in path.relative_to(ROOT).parts[:-1]


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Public top-level functions of a file."""
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node
