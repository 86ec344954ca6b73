"""Conventions that the source itself must keep, each with a bad sample so that the check cannot be blind."""

import ast
import re

import pytest
from django.apps import apps

from tests.conventions.source import ROOT, clock_readings, direct_lookups, imported_apps, modules, ways_around

MAY_IMPORT = {
    "sites": {"sites"},
    "content": {"sites", "content"},
    "interpretation": {"sites", "content", "interpretation"},
    "responses": {"sites", "content", "responses"},
    "interaction": {"sites", "interaction"},
    "search": {"sites", "content", "interpretation", "responses", "interaction", "search"},
    "portal": {"sites", "content", "interpretation", "responses", "interaction", "search", "portal"},
}
EDGES = {
    "views.py",
    "office.py",
    "admin.py",
    "tasks.py",
    "middleware.py",
    "todo.py",
    "context.py",
    "runner.py",
    "panels.py",
}


@pytest.mark.parametrize("app", MAY_IMPORT)
def test_imports_go_one_way(app):
    wrong = [(path, imported_apps(tree) - MAY_IMPORT[app]) for path, tree in modules(app)]
    assert [entry for entry in wrong if entry[1]] == []


def test_an_upward_import_would_be_seen():
    assert imported_apps(ast.parse("def f():\n    from search.tasks import feed")) == {"search"}


def is_edge(path: str) -> bool:
    name = path.rpartition("/")[2]
    return (
        name in EDGES
        or "office/" in path
        or "/views/" in path
        or "admin/" in path
        or "management/" in path
        or path.startswith("portal/")
    )


def test_nobody_below_the_edge_reads_the_clock():
    wrong = [(path, lines) for path, tree in modules() if not is_edge(path) and (lines := clock_readings(tree))]
    assert wrong == []


@pytest.mark.parametrize("line", ["timezone.now()", "date.today()", "datetime.now(tz=UTC)", "timezone.localdate()"])
def test_a_clock_reading_would_be_seen(line):
    assert clock_readings(ast.parse(line)) == [1]


def test_the_local_day_of_a_given_moment_is_no_clock_reading():
    assert clock_readings(ast.parse("timezone.localdate(at)")) == []


def test_there_are_no_catch_all_modules():
    names = {"utils.py", "helpers.py", "common.py", "services.py", "misc.py"}
    assert [path for path, _tree in modules() if path.rpartition("/")[2] in names] == []


def test_every_module_and_public_function_says_what_it_is_for():
    silent = []
    for path, tree in modules():
        if tree.body and not ast.get_docstring(tree):
            silent.append(path)
        for node in tree.body:
            if (
                isinstance(node, (ast.FunctionDef, ast.ClassDef))
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                silent.append(f"{path}:{node.lineno} {node.name}")
    assert silent == []


def markup_of(template: str) -> str:
    """Return the template without its tags, whose arguments may be called style."""
    return re.sub(r"{%.*?%}|{#.*?#}", "", template, flags=re.S)


def test_no_template_has_an_inline_script_or_style():
    wrong = []
    for file in (ROOT / "templates").rglob("*.html"):
        text = markup_of(file.read_text(encoding="utf-8"))
        scripts = [part.partition(">")[0] for part in text.split("<script")[1:]]
        if re.search(r"<style| style=| on[a-z]+=", text) or any(" src=" not in script for script in scripts):
            wrong.append(str(file.relative_to(ROOT)))
    assert [path for path in wrong if not path.endswith("500.html")] == []


SITE_OWNED = {model.__name__ for model in apps.get_models() if hasattr(model, "site_path")}


def test_public_views_fetch_objects_only_through_doors_or_the_public_vocabulary():
    wrong = [
        (path, lines)
        for path, tree in modules()
        if (path.endswith("/views.py") or "/views/" in path) and (lines := direct_lookups(tree, SITE_OWNED))
    ]
    assert wrong == []


def test_the_net_of_tenants_is_lifted_in_one_way():
    outside = (
        (path, tree) for path, tree in modules() if path != "sites/batching.py"
    )  # which inserts rows of any kind
    assert [(path, lines) for path, tree in outside if (lines := ways_around(tree))] == []


@pytest.mark.parametrize("line", ["Letter._base_manager.get(pk=1)", "model._base_manager"])
def test_a_way_around_the_net_would_be_seen(line):
    assert ways_around(ast.parse(line)) == [1]


@pytest.mark.parametrize("line", ["Letter.objects.get(pk=1)", "get_object_or_404(Letter, pk=1)"])
def test_a_lookup_past_the_doors_would_be_seen(line):
    assert direct_lookups(ast.parse(line), {"Letter"}) == [1]
