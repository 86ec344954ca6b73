"""Reading our own source as trees, for the convention tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("sites", "content", "interpretation", "responses", "interaction", "search", "portal")


def modules(*apps: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield (path relative to the root, tree) of every module of the apps, migrations left out."""
    for app in apps or APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in file.parts:
                yield str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8"))


def imported_apps(tree: ast.Module) -> set[str]:
    """Return our apps that the module imports at its top or anywhere inside."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
    return found & set(APPS)


def clock_readings(tree: ast.Module) -> list[int]:
    """Return the lines that ask what time it is."""
    asking = {("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime"), ("datetime", "now"),
              ("datetime", "today"), ("date", "today"), ("datetime", "utcnow"), ("time", "time")}  # fmt: skip
    lines = []
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            name = (node.func.value.id, node.func.attr)
            needs_no_clock = name[1] in {"localdate", "localtime"} and (node.args or node.keywords)
            if name in asking and not needs_no_clock:
                lines.append(node.lineno)
    return lines


def direct_lookups(tree: ast.Module, site_owned: set[str]) -> list[int]:
    """Return the lines that fetch site-owned objects past the doors: Model.objects other than .public, get_object_or_404."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in {"get_object_or_404", "get_list_or_404"}:
            lines.append(node.lineno)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "objects":
            model = node.value.value
            if isinstance(model, ast.Name) and model.id in site_owned and node.attr != "public":
                lines.append(node.lineno)
    return lines


def ways_around(tree: ast.Module) -> list[int]:
    """Return the lines that leave the net of tenants by a manager that knows no scope, instead of `everything(reason)`."""
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "_base_manager"]
