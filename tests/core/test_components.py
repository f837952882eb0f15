"""The component registry: what may be used, and what each use must say."""

import pytest
from django.template import Context, Template, TemplateSyntaxError

from core.components import ComponentError, render_component


def rendered(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_component_renders_with_its_properties():
    html = rendered('{% component "tag" text=words tone="red" %}', words="Suspended")
    assert html.strip() == '<strong class="govuk-tag govuk-tag--red">Suspended</strong>'


def test_component_does_not_see_the_page_around_it():
    html = rendered('{% component "tag" text="Open" %}', tone="red")
    assert "govuk-tag--grey" in html


def test_component_escapes_what_people_typed():
    assert "&lt;b&gt;" in rendered('{% component "tag" text=words %}', words="<b>")


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ('{% component "tagg" text="x" %}', "no component"),
        ('{% component "tag" text="x" colour="red" %}', "does not take colour"),
        ('{% component "tag" tone="red" %}', "needs text"),
        ('{% component "tag" "x" %}', "written name=value"),
        ("{% component tag %}", "in quotes"),
    ],
)
def test_component_used_wrongly_does_not_compile(source: str, complaint: str):
    with pytest.raises(TemplateSyntaxError, match=complaint):
        Template(source)


def test_unknown_tone_is_an_error():
    with pytest.raises(ComponentError, match="not a tone"):
        render_component("tag", text="Open", tone="crimson")


def test_wrap_hands_its_body_over_as_content():
    html = rendered('{% wrap "card" title="Needs" %}<p>{{ need }}</p>{% endwrap %}', need="Quiet & calm")
    assert "<p>Quiet &amp; calm</p>" in html


def test_summary_row_says_when_a_value_is_missing_but_shows_zero():
    assert "Not recorded" in render_component("summary_row", key="School", value=None)
    assert "Not recorded" not in render_component("summary_row", key="Nights", value=0)
