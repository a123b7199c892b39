"""How the house rules read the code: files, functions, rooms, routes."""

import ast
from functools import cache
from pathlib import Path

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "hamlet"
ROOMS = sorted(path.parent.name for path in HOUSE.glob("*/apps.py") if path.parent.name != "config")
FOUNDATIONS = sorted(path.parent.name for path in (HOUSE / "foundations").glob("*/apps.py"))


def python_files():
    return [path for path in [*HOUSE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")] if "migrations" not in path.parts]


def is_test(path):
    return "tests" in path.parts or path.name == "conftest.py"


def templates():
    return sorted(HOUSE.rglob("jinja2/**/*.html"))


@cache
def tree(path):
    return ast.parse(path.read_text())


def functions(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]


def length(node):
    return node.end_lineno - node.lineno + 1


def operations():
    """Every public function of an operations module, with its file."""
    for path in sorted([*HOUSE.rglob("operations.py"), *HOUSE.rglob("operations/*.py")]):
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield path, node


def calls(node):
    return {
        called.func.id if isinstance(called.func, ast.Name) else called.func.attr
        for called in ast.walk(node)
        if isinstance(called, ast.Call) and isinstance(called.func, ast.Name | ast.Attribute)
    }


def routes(resolver=None, prefix="", names=()):
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, address, (*names, entry.namespace) if entry.namespace else names)
        elif isinstance(entry, URLPattern):
            yield address, ":".join([*names, entry.name or ""]), entry.callback
