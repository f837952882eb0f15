"""The gallery shows every component, and pages use nothing that is not in it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from core.components import COMPONENTS
from tests.browser import assert_accessible, chromium_page, served

TEMPLATES = Path(settings.BASE_DIR) / "templates"
USE = re.compile(r'{%\s*(?:component|wrap)\s+"(\w+)"')
EVERY_TEMPLATE = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


def uses(path: Path) -> set[str]:
    return set(USE.findall(path.read_text(encoding="utf-8")))


def test_every_component_file_is_declared_and_every_declaration_has_a_file():
    assert {path.stem for path in (TEMPLATES / "components").glob("*.html")} == set(COMPONENTS)


def test_every_component_is_shown_in_the_gallery():
    shown: set[str] = set().union(*(uses(path) for path in (TEMPLATES / "gallery").glob("*.html")))
    while inner := set().union(*(uses(TEMPLATES / "components" / f"{name}.html") for name in shown)) - shown:
        shown |= inner
    assert shown == set(COMPONENTS)


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_template_compiles_and_needs_no_inline_style_or_script(name: str):
    get_template(name)
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|\|\s*safe\b|{%\s*autoescape off|javascript:", source)
    for script in re.findall(r"<script[^>]*>", source):
        assert "src=" in script or 'type="application/json"' in script, script


@pytest.mark.parametrize("width", [1280, 320])
def test_gallery_is_accessible(width: int):
    with served() as address, chromium_page(width) as page:
        complaints: list[str] = []
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.goto(f"{address}/gallery/")
        page.get_by_text("Cabinet report: finished").wait_for()
        assert_accessible(page)
        assert complaints == []


def test_gallery_works_without_script():
    with served() as address, chromium_page(javascript=False) as page:
        page.goto(f"{address}/gallery/")
        page.get_by_label("Search").fill("Bramble")
        page.get_by_role("button", name="Apply filters").click()
        assert "search=Bramble" in page.url
        assert page.get_by_role("link", name="Check again").is_visible()


def test_filters_apply_as_one_types():
    with served() as address, chromium_page() as page:
        page.goto(f"{address}/gallery/")
        page.get_by_label("Search").fill("Bramble")
        page.wait_for_url("**/gallery/?search=Bramble**")


@pytest.mark.parametrize("path", ["/", "/accessibility/", "/account/login/"])
def test_page_before_sign_in_is_accessible(path: str):
    with served() as address, chromium_page(320) as page:
        page.goto(f"{address}{path}")
        assert_accessible(page)
