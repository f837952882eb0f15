"""The components a page may be built from, and the properties each one takes.

A component is a template in ``templates/components/``. Templates use it by
``{% component "tag" text="Suspended" tone="red" %}`` or, to wrap mark-up, by
``{% wrap "card" title="Needs" %}…{% endwrap %}``, which hands the mark-up over as the property ``content``.
A name or property that is not declared here, or a required one left out, is an error when the template is
compiled.
"""

from dataclasses import dataclass, field
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString

# What a status means, and so its colour; a room maps its own states to these words.
STATUS_TONES = {
    "draft": "grey",
    "waiting": "yellow",
    "active": "teal",
    "good": "green",
    "attention": "orange",
    "bad": "red",
    "ended": "grey",
}
TONES = frozenset({"grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"})


class ComponentError(ValueError):
    """A component was used by a name or with properties that are not declared."""


@dataclass(frozen=True)
class Component:
    """``required`` properties must be given; ``optional`` ones have a default."""

    required: tuple[str, ...] = ()
    optional: dict[str, Any] = field(default_factory=dict)

    @property
    def properties(self) -> tuple[str, ...]:
        return (*self.required, *self.optional)


def _takes(*required: str, **optional: Any) -> Component:
    return Component(required, optional)


COMPONENTS: dict[str, Component] = {
    "action_form": _takes("text", "action", kind="primary", small=False, hidden=None, content=""),
    "back_link": _takes("href", text="Back"),
    "breadcrumbs": _takes("content"),
    "button": _takes("text", href="", kind="primary", small=False, name="", value=""),
    "card": _takes("content", title="", id=""),
    "chart": _takes("chart", title="", note="", csv=""),
    "choice_table": _takes("caption", "name", "columns", "choices", hide_caption=False),
    "comparison": _takes("caption", "columns", "rows"),
    "crumb": _takes("text", href=""),
    "data_table": _takes("caption", "columns", "rows", total=None, hide_caption=False, compact=False),
    "details": _takes("summary", text="", content="", open=False),
    "document": _takes("title", "href", format="", size=None, note=""),
    "empty": _takes("text", content=""),
    "error_summary": _takes("form"),
    "fee_table": _takes("caption", "lines", "total", total_label="Total a week"),
    "filter_panel": _takes("form", action="", results="results", title="Filters"),
    "inset": _takes(text="", content=""),
    "notification": _takes(text="", title="", kind="information", content="", id="notification"),
    "page_heading": _takes("title", caption="", lead="", status="", kind="", content=""),
    "pagination": _takes("page", parameter="page", label="Pages"),
    "paper_chart": _takes("chart", "title", note="", with_table=True),
    "paper_contents": _takes("sections", appendices=(), numbered=True),
    "paper_facts": _takes("facts"),
    "paper_mark": _takes("number"),
    "paper_sources": _takes("figures"),
    "paper_table": _takes("caption", "columns", "rows", total=None),
    "panel": _takes("title", text="", content=""),
    "progress": _takes("label", "percent", poll="", state="Running", note=""),
    "row_tick": _takes("name", "value", "label", form="", checked=False),
    "sparkline": _takes("chart"),
    "stat": _takes("label", "value", note="", tone="", href=""),
    "stats": _takes("content"),
    "status_tag": _takes("text", "kind"),
    "sub_link": _takes("text", "href", current=False),
    "sub_navigation": _takes("label", "content"),
    "summary_list": _takes("content", title=""),
    "summary_row": _takes("key", value="", content="", href="", action="Change"),
    "tab_panel": _takes("label", "content"),
    "table": _takes("table"),
    "tabs": _takes("labels", "content"),
    "tag": _takes("text", tone="grey"),
    "task": _takes("text", href="", hint="", status="", kind=""),
    "task_list": _takes("content"),
    "timeline": _takes("content"),
    "timeline_item": _takes("title", at=None, by="", text="", content="", tone=""),
    "warning": _takes("text"),
    "word_changes": _takes("changes"),
}


def check_use(name: str, given: set[str]) -> None:
    """Raise ``ComponentError`` unless ``name`` is a component and ``given`` fits its declared properties."""
    component = COMPONENTS.get(name)
    if component is None:
        raise ComponentError(f"There is no component “{name}”.")
    unknown = given.difference(component.properties)
    if unknown:
        raise ComponentError(f"“{name}” does not take {', '.join(sorted(unknown))}.")
    missing = set(component.required) - given
    if missing:
        raise ComponentError(f"“{name}” needs {', '.join(sorted(missing))}.")


def properties_of(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """``given`` with the declared defaults filled in and colours checked."""
    values = {**COMPONENTS[name].optional, **given}
    if name == "status_tag":
        values["tone"] = STATUS_TONES[values["kind"]]
    if name == "tag" and values["tone"] not in TONES:
        raise ComponentError(f"“{values['tone']}” is not a tone: {', '.join(sorted(TONES))}.")
    return values


def template_name(name: str) -> str:
    return f"components/{name}.html"


def render_component(name: str, /, **given: Any) -> SafeString:
    """Mark-up of a component for Python code, such as a table column."""
    check_use(name, set(given))
    return SafeString(get_template(template_name(name)).render(properties_of(name, given)))
