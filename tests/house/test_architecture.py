"""The shape of the house, held by reading its code."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
# Lowest first: foreign keys may point to the same room or to one before it.
ROOMS = ("core", "authorities", "providers", "contracts", "placements", "sufficiency", "reports")
CODE = [
    path
    for room in (*ROOMS, "config")
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))
HEART = {"models", "selectors", "services", "policies"}
CLOCKS = re.compile(r"timezone\.(now|localdate|localtime)\(\)|date\.today\(|datetime\.now\(|time\.time\(")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node


def in_part(*parts: str) -> list[Path]:
    """Files of a room's part, whether it is a module or a package."""
    return [p for p in CODE if p.relative_to(ROOT).parts[1].removesuffix(".py") in parts]


def test_layers_hold():
    linter = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_foreign_keys_point_down():
    up = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model._meta.app_label in ROOMS
        if ROOMS.index(field.related_model._meta.app_label) > ROOMS.index(model._meta.app_label)
    ]
    assert up == []


@pytest.mark.parametrize("limit", [600])
def test_no_file_is_too_long(limit):
    assert [named(p) for p in CODE if len(p.read_text().splitlines()) > limit] == []


def test_views_are_thin():
    long = [
        f"{named(p)}:{f.name}" for p in in_part("views") for f in functions(p) if f.end_lineno - f.lineno > 40
    ]
    assert long == []


def test_views_reach_data_only_through_doors():
    assert [named(p) for p in in_part("views") if ".objects" in p.read_text()] == []


def test_heart_reads_no_clock():
    assert [named(p) for p in in_part(*HEART) if CLOCKS.search(p.read_text())] == []


def test_a_moment_becomes_a_day_in_london_only():
    """``.date()`` of an aware moment is the day in UTC, the day before for an hour of every summer night."""
    utc = re.compile(r"\b(?:\w+_)?(?:at|now|moment|when|due)\.date\(\)")
    assert [named(p) for p in CODE if utc.search(p.read_text())] == []


def test_services_are_keyword_only_and_say_who_acts():
    """Public functions that write (they open a transaction) name their arguments and take the actor; loaders
    of public reference data always act as the system, and an account is its owner's."""
    loose = [
        f"{named(p)}:{f.name}"
        for p in in_part("services")
        for f in functions(p)
        if any("atomic" in ast.unparse(d) for d in f.decorator_list)
        and (
            f.args.args
            or not (f.name.startswith("load_") or {"by", "owner"} & {a.arg for a in f.args.kwonlyargs})
        )
    ]
    assert loose == []


def test_services_never_take_a_request_of_the_web():
    assert [named(p) for p in in_part("services", "selectors") if "HttpRequest" in p.read_text()] == []


def test_no_bare_except_star_import_or_generic_foreign_key():
    bad = re.compile(r"except:|except Exception:\s*pass|import \*|GenericForeignKey")
    assert [named(p) for p in CODE if bad.search(p.read_text())] == []


def test_templates_have_no_inline_style_script_or_unescaped_text():
    bad = re.compile(r'\sstyle="|\son[a-z]+="|<script(?![^>]*\ssrc=)|<style|\|safe\b|autoescape off')
    assert [named(p) for p in TEMPLATES if bad.search(p.read_text())] == []


def test_no_model_orders_itself():
    assert [m._meta.label for m in apps.get_models() if m._meta.app_label in ROOMS and m._meta.ordering] == []
