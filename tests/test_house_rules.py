"""HOUSE.md section 6: the house polices itself. Each rule here has caught something, or would."""

import ast
import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.queries import sentences
from hamlet.foundations.handling import ALWAYS_PLAIN
from tests import house

OURS = [app.label for app in apps.get_app_configs() if app.name.startswith("hamlet.")]
MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]


def shown(path):
    return str(path.relative_to(house.ROOT))


def test_every_address_says_who_may_open_it():
    undeclared = [
        address
        for address, name, view in house.routes()
        if name not in settings.FOREIGN_ROUTES
        and not isinstance(getattr(view, "access", None), Permission)
        and getattr(view, "access", None) != "public"
    ]
    assert undeclared == []


def test_third_parties_routes_are_exactly_those_of_the_table():
    foreign = {name for _, name, view in house.routes() if getattr(view, "access", None) is None}
    assert foreign == set(settings.FOREIGN_ROUTES)


def test_removed_address_is_a_decision():
    known = set((house.ROOT / "docs/routes.txt").read_text().split())
    now = {f"/{address}" for address, _, _ in house.routes()}
    assert known == now, "write docs/routes.txt anew with: python -m tests.write_routes"


def test_rooms_are_entered_through_their_doors():
    doors = {"operations", "queries", "rules", "moving_in"}
    wrong = []
    for path in house.python_files():
        room = path.relative_to(house.ROOT).parts[1]
        if house.is_test(path) or room == "config" or not path.is_relative_to(house.HOUSE):
            continue
        for node in ast.walk(house.tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("hamlet."):
                _, other, *rest = node.module.split(".")
                names = rest[:1] or [alias.name for alias in node.names]
                if other != room and other in house.ROOMS and not doors.issuperset(names):
                    wrong.append(f"{shown(path)}: {node.module} {names}")
    assert wrong == []


def test_every_field_is_classed_once_with_a_retention():
    wrong = []
    for model in MODELS:
        handling = vars(model).get("handling")
        names = {field.name for field in model._meta.get_fields() if field.concrete} - ALWAYS_PLAIN
        if handling is None or sorted(set(handling.names()) - ALWAYS_PLAIN) != sorted(names) or not handling.retention:
            missing = sorted(names ^ set(handling.names())) if handling else "no handling"
            wrong.append(f"{model._meta.label}: {missing}")
    assert wrong == []


def test_no_model_overrides_save_or_orders_itself():
    wrong = [model._meta.label for model in MODELS if "save" in vars(model) or model._meta.ordering]
    assert wrong == []


RECORDING = {"record", "record_read", "record_export"}


def leaves_an_event(path, node, depth=3):
    """Whether a function records, or calls one that does: another operation, or a function of its own file."""
    called = house.calls(node)
    if called & RECORDING:
        return True
    near = [other for other in house.functions(path) if other.name in called and other is not node]
    far = [(where, other) for where, other in house.operations() if other.name in called and where != path]
    return depth > 0 and any(leaves_an_event(where, other, depth - 1) for where, other in [*((path, o) for o in near), *far])


def test_every_operation_says_by_whom_in_one_transaction_and_leaves_an_event():
    wrong, seen = [], 0
    for path, node in house.operations():
        keywords = [argument.arg for argument in node.args.kwonlyargs]
        atomic = any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)
        if path.parent.name in {"access", "audit"} or not (atomic or "by" in keywords):
            continue  # the access list and the trail are what operations write to; the rest are parts of operations
        seen += 1
        if not atomic or not keywords or keywords[-1] != "by":
            wrong.append(f"{shown(path)}: {node.name} is not keyword-only, atomic and ending in `by`")
        elif not leaves_an_event(path, node):
            wrong.append(f"{shown(path)}: {node.name} records nothing")
    assert seen > 50
    assert wrong == []


def test_every_recorded_verb_has_a_sentence():
    pattern = re.compile(r"""\brecord\(\s*["']([a-z_]+\.[a-z_]+)["']""")
    verbs = {verb for path in house.HOUSE.rglob("*.py") if not house.is_test(path) for verb in pattern.findall(path.read_text())}
    assert verbs
    assert sorted(verbs - set(sentences())) == []


def test_no_template_is_unused():
    said = "\n".join(path.read_text() for path in [*house.python_files(), *house.templates()])
    foreign = ("account/", "mfa/", "socialaccount/", "usersessions/", "django/", "allauth/")
    unused = []
    for path in house.templates():
        name = str(path).split("/jinja2/")[1]
        if not name.startswith(foreign) and f'"{name}"' not in said:
            unused.append(name)
    assert unused == []


def test_no_template_writes_script_or_style_inline():
    pattern = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"|\|\s*safe\b")
    assert [shown(path) for path in house.templates() if pattern.search(path.read_text())] == []


@pytest.mark.parametrize(("limit", "chosen"), [(300, "files"), (80, "templates")])
def test_nothing_outgrows_its_size(limit, chosen):
    paths = house.python_files() if chosen == "files" else house.templates()
    assert [f"{shown(path)}: {n}" for path in paths if (n := len(path.read_text().splitlines())) > limit] == []


def test_functions_keep_their_scale():
    wrong = []
    for path in house.python_files():
        most = 25 if house.is_test(path) else 30 if path.name == "views.py" or "views" in path.parts else 40
        wrong += [f"{shown(path)}: {node.name} {n}" for node in house.functions(path) if (n := house.length(node)) > most]
    assert wrong == []


def test_classes_keep_their_scale():
    classes = [
        (path, node) for path in house.python_files() for node in ast.walk(house.tree(path)) if isinstance(node, ast.ClassDef)
    ]
    assert [f"{shown(path)}: {node.name}" for path, node in classes if house.length(node) > 120] == []


def test_no_folder_is_named_for_nothing():
    names = {part for path in house.python_files() for part in path.relative_to(house.ROOT).with_suffix("").parts}
    assert names.isdisjoint({"core", "common", "utils", "helpers", "util", "misc"})


def test_only_views_commands_and_jobs_read_the_clock():
    pattern = re.compile(r"\b(date\.today|datetime\.now|timezone\.now|localdate|clock import [^\n]*\b(now|today)\b)")
    allowed = {"views", "commands", "jobs", "clock.py", "audit", "config", "middleware.py", "signs.py"}
    wrong = [
        shown(path)
        for path in house.python_files()
        if path.is_relative_to(house.HOUSE)
        and not house.is_test(path)
        and not any(part in allowed or part.removesuffix(".py") in allowed for part in path.parts)
        and pattern.search(path.read_text())
    ]
    assert wrong == []


@pytest.mark.django_db
def test_triggers_stand_after_the_last_migration():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        names = {row[0] for row in cursor.fetchall()}
    third = "replace" if connection.vendor == "sqlite" else "truncate"
    assert names >= {f"audit_{table}_no_{act}" for table in ("event", "seal") for act in ("update", "delete", third)}


def test_sensitive_models_know_who_may_see_them():
    wanted = {"meetings.Meeting", "learning.Action", "escalations.Escalation", "annual_report.Report", "governance.Group"}
    wanted |= {"reviews.Case", "reviews.AgencySummary"}
    queryset_words = {model._meta.label for model in MODELS if hasattr(model._default_manager, "visible_to")}
    assert wanted <= queryset_words
    assert all(issubclass(model, models.Model) for model in MODELS)


def test_no_file_holds_two_versions_of_itself():
    mark = re.compile(rf"^({'<' * 7}|{'>' * 7}) ", re.MULTILINE)
    texts = {
        path: path.read_text()
        for path in house.HOUSE.rglob("*")
        if path.suffix in {".py", ".html", ".scss", ".js", ".txt", ".typ"}
    }
    assert len(texts) > 500
    assert [str(path) for path, text in texts.items() if mark.search(text)] == []
