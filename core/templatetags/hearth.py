"""Template tags for components, forms and values. Loaded in every template; no ``{% load %}`` needed."""

from collections.abc import Callable, Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.engine import Engine
from django.utils.safestring import SafeString

from core import formats
from core.components import ComponentError, check_use, properties_of, template_name
from core.forms.rendering import errors_of, sections_of

register = template.Library()


class ComponentNode(template.Node):
    """One use of a component: rendered with its own properties only, never the page's context."""

    child_nodelists = ("body",)

    def __init__(self, name: str, given: dict[str, FilterExpression], body: NodeList | None) -> None:
        self.name = name
        self.given = given
        self.body = body or NodeList()
        self.wraps = body is not None

    def render(self, context: Context) -> SafeString:
        given = {key: value.resolve(context) for key, value in self.given.items()}
        if self.wraps:
            given["content"] = SafeString(self.body.render(context).strip())
        inner = context.new(
            {
                **properties_of(self.name, given),
                "request": context.get("request"),
                "csrf_token": context.get("csrf_token"),
            }
        )
        return SafeString(_engine_of(context).get_template(template_name(self.name)).render(inner))


def _engine_of(context: Context) -> Engine:
    """The engine that is rendering ``context``; a page never mixes two."""
    return context.template.engine if context.template else Engine.get_default()


def _parse_use(parser: Parser, token: Token, *, wraps: bool) -> tuple[str, dict[str, FilterExpression]]:
    tag, *bits = token.split_contents()
    if not bits or bits[0][0] not in "\"'":
        raise template.TemplateSyntaxError(f"{tag} takes the component's name in quotes first.")
    name = bits.pop(0)[1:-1]
    given = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(
            f"{tag} “{name}”: properties are written name=value, not {bits[0]}."
        )
    try:
        check_use(name, set(given) | ({"content"} if wraps else set()))
    except ComponentError as error:
        raise template.TemplateSyntaxError(str(error)) from error
    return name, given


@register.tag
def component(parser: Parser, token: Token) -> ComponentNode:
    """``{% component "tag" text="Suspended" tone="red" %}``"""
    return ComponentNode(*_parse_use(parser, token, wraps=False), None)


@register.tag
def wrap(parser: Parser, token: Token) -> ComponentNode:
    """``{% wrap "card" title="Needs" %}…{% endwrap %}``"""
    name, given = _parse_use(parser, token, wraps=True)
    body = parser.parse(("endwrap",))
    parser.delete_first_token()
    return ComponentNode(name, given, body)


@register.inclusion_tag("forms/form_page.html", takes_context=True)
def form_page(
    context: Context,
    form: BaseForm,
    *,
    submit: str = "Save",
    cancel: str = "",
    action: str = "",
    warning: bool = False,
) -> dict[str, Any]:
    """A whole posted form: fields, button and cancel link. The layout shows the error summary."""
    return {
        "form": form,
        "submit": submit,
        "cancel": cancel,
        "action": action,
        "warning": warning,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def query_with(context: Context, *pairs: Any) -> str:
    """The page's query string with parameters replaced: ``{% query_with "sort" "-name" "page" None %}``."""
    query = context["request"].GET.copy()
    for name, value in zip(pairs[::2], pairs[1::2], strict=True):
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


@register.filter
def page_numbers(page: Page) -> list[int | str]:
    """Page numbers to link to, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def notification_kind(level: str) -> str:
    """The kind of notification for the level of a Django message."""
    return {"success": "success", "warning": "warning", "error": "warning"}.get(level, "information")


@register.filter
def startswith(text: str, start: str) -> bool:
    """True when ``text`` begins with ``start``."""
    return text.startswith(start)


@register.filter
def listed(text: str) -> list[str]:
    """The parts of a comma-separated text."""
    return [part.strip() for part in text.split(",") if part.strip()]


@register.filter
def beside(row: Iterable[Any], columns: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Each column with the row's cell in it."""
    return list(zip(columns, row, strict=True))


register.filter(errors_of)
register.filter(sections_of)


def _or_nothing(write: Callable[..., str]) -> Callable[..., str]:
    """A filter that writes nothing for a value that is missing."""

    def written(value: Any) -> str:
        return "" if value is None or value == "" else write(value)

    return written


for _write in (
    formats.money,
    formats.pounds,
    formats.short_pounds,
    formats.count,
    formats.day,
    formats.short_day,
    formats.month,
    formats.moment,
    formats.when,
    formats.miles,
    formats.percent,
):
    register.filter(_write.__name__, _or_nothing(_write))
