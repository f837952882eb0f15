"""The few drawing verbs a chart needs, as escaped SVG text."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import escape

INK = "#12262b"
MUTED = "#4a5b5f"
RULE = "#dbe5e4"
PAPER = "#ffffff"
MIST = "#eff5f4"
TEAL = "#0b6870"
EMBER = "#b4472b"
# Neighbours differ in lightness as well as hue, and each carries its own pattern.
SERIES = (TEAL, "#f0a35e", "#4c3a78", "#8fb9a8", EMBER, "#6b8085")
FONT = "Inter, Arial, sans-serif"
# Mean width of a character as a share of the type size, for fitting labels.
CHARACTER = 0.56


def number(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def element(name: str, *children: str, **attributes: Any) -> str:
    """``<name …>children</name>``; underscores in attribute names become hyphens, None is left out."""
    written = "".join(
        f' {key.replace("_", "-")}="{number(value) if isinstance(value, float) else escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def text(words: str, x: float, y: float, **attributes: Any) -> str:
    return element("text", str(escape(words)), x=float(x), y=float(y), **{"fill": INK, **attributes})


def line(x1: float, y1: float, x2: float, y2: float, **attributes: Any) -> str:
    ends = {"x1": float(x1), "y1": float(y1), "x2": float(x2), "y2": float(y2)}
    return element("line", **ends, **{"stroke": RULE, "stroke_width": 1, **attributes})


def rect(x: float, y: float, width: float, height: float, **attributes: Any) -> str:
    box = {"x": float(x), "y": float(y), "width": max(float(width), 0.0), "height": max(float(height), 0.0)}
    return element("rect", **box, **attributes)


def path(points: Iterable[tuple[float, float]], *, close: bool = False, **attributes: Any) -> str:
    joined = " L".join(f"{number(x)} {number(y)}" for x, y in points)
    return element("path", d=f"M{joined}{'Z' if close else ''}", **{"fill": "none", **attributes})


def width_of(words: str, size: float) -> float:
    return len(words) * size * CHARACTER


def pattern(identity: str, index: int) -> str:
    """The strokes or dots that tell series ``index`` apart without colour; its paper is left clear."""
    mark = {"stroke": PAPER, "stroke_width": 1.4, "stroke_opacity": "0.75"}
    drawings = (
        "",
        line(0, 0, 8, 8, **mark),
        element("circle", cx=4, cy=4, r=1.4, fill=PAPER, fill_opacity="0.8"),
        line(0, 4, 8, 4, **{**mark, "stroke": INK, "stroke_opacity": "0.45"}),
        line(0, 8, 8, 0, **mark),
        line(4, 0, 4, 8, **mark),
    )
    tile = {"width": 8, "height": 8, "patternUnits": "userSpaceOnUse"}
    return element("pattern", drawings[index % len(drawings)], id=identity, **tile)


def swatch(identity: str, index: int, x: float, y: float, width: float, height: float) -> str:
    """A box in the colour of series ``index`` with its pattern over it: two boxes, since a pattern with
    its own paper shows seams in print."""
    drawn = rect(x, y, width, height, fill=SERIES[index % len(SERIES)])
    return drawn + rect(x, y, width, height, fill=f"url(#{identity}-p{index})") if index else drawn
