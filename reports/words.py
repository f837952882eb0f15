"""The words of a section: paragraphs, bullets, small tables, and the tokens in them.

A blank line parts paragraphs; a line that begins with "- " is a bullet; lines that begin with "|" are a table
whose first line is its headings. ``{figure:key}`` prints a figure, ``{share:part,whole}`` and its like one
worked out from others (``reports.figures.citations``), ``{note:words}`` a footnote. ``{chart:name}`` and
``{table:name}`` stand on a line of their own. ``{exempt}`` marks the paragraph, bullet
or table it stands in as not for publication (``reports.exempt``).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

EXEMPT = "{exempt}"
DERIVED = ("sum", "difference", "share", "growth", "yearly", "term")
TOKEN = re.compile(r"\{(figure|note|" + "|".join(DERIVED) + r"):([^{}]*)\}")
DRAWING = re.compile(r"\{(chart|table):([a-z_]+)\}")
ANY_BRACES = re.compile(r"\{[^{}]*\}|[{}]")


@dataclass(frozen=True)
class Part:
    """A run of text, or (with ``figure``) the figure so cited, or (with ``note``) a footnote."""

    text: str = ""
    figure: str = ""
    note: str = ""


@dataclass(frozen=True)
class Paragraph:
    parts: list[Part]


@dataclass(frozen=True)
class Bullets:
    items: list[list[Part]]


@dataclass(frozen=True)
class Grid:
    """A small table: cells in rows, the first row its headings."""

    rows: list[list[list[Part]]]


@dataclass(frozen=True)
class Drawing:
    """A chart or a table made of the records, by its name."""

    kind: str
    name: str


Block = Paragraph | Bullets | Grid | Drawing


def keys_in(texts: Iterable[str]) -> list[str]:
    """Citations of the figures in the words, in order, each once."""
    found = (_citation(kind, given) for text in texts for kind, given in TOKEN.findall(text))
    return list(dict.fromkeys(each for each in found if each))


def drawings_in(texts: Iterable[str]) -> list[Drawing]:
    """Charts and tables asked for, in order, each once."""
    return list(dict.fromkeys(Drawing(*found) for text in texts for found in DRAWING.findall(text)))


def blocks(text: str) -> Iterator[Block]:
    """What a section's text is made of, in order."""
    for chunk in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines: list[str] = []
        kind = ""
        for line in (each.strip() for each in chunk.split("\n")):
            this = _kind(line)
            if this and this != kind and lines:
                yield from _made(kind, lines)
                lines = []
            if line:
                kind = this
                lines.append(line)
        if lines:
            yield from _made(kind, lines)


def _kind(line: str) -> str:
    if DRAWING.fullmatch(line):
        return "drawing"
    if line.startswith("- "):
        return "bullets"
    return "grid" if line.startswith("|") else "plain" if line else ""


def _made(kind: str, lines: list[str]) -> Iterator[Block]:
    if kind == "drawing":
        yield from (Drawing(*found) for line in lines for found in DRAWING.findall(line))
    elif kind == "bullets":
        yield Bullets([parts(line[2:]) for line in lines])
    elif kind == "grid":
        yield Grid(_even([[parts(cell.strip()) for cell in line.strip("|").split("|")] for line in lines]))
    else:
        yield Paragraph(parts(" ".join(lines)))


def _even(rows: list[list[list[Part]]]) -> list[list[list[Part]]]:
    """Every row as long as the longest."""
    width = max(len(row) for row in rows)
    return [row + [[] for _ in range(width - len(row))] for row in rows]


def parts(text: str) -> list[Part]:
    """Text, figures and notes in turn."""
    found: list[Part] = []
    at = 0
    for token in TOKEN.finditer(text):
        if text[at : token.start()]:
            found.append(Part(text[at : token.start()]))
        kind, given = token.groups()
        found.append(Part(note=given.strip()) if kind == "note" else Part(figure=_citation(kind, given)))
        at = token.end()
    if text[at:]:
        found.append(Part(text[at:]))
    return found


def _citation(kind: str, given: str) -> str:
    """How a figure is cited: its key, or what is done with which. Empty for a note."""
    if kind == "note":
        return ""
    bare = "".join(given.split())
    return bare if kind == "figure" else f"{kind}:{bare}"
