"""Printing words: figures, charts, tables and notes put where their tokens stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from reports.pictures.picture import Picture, Table
from reports.words import Bullets, Drawing, Grid, Part, blocks

Drawings = Mapping[Drawing, Picture | Table]


@dataclass(frozen=True)
class Run:
    """A run of text; ``mark`` numbers the figure it is, where the figure is first printed. A ``note`` is a
    footnote that stands here."""

    text: str
    mark: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Block:
    """One paragraph (``runs``, with its ``number``), list (``items``), table (``rows``, ``table``) or chart.

    ``caption`` names a table or chart by its own number.
    """

    runs: list[Run] = field(default_factory=list)
    items: list[list[Run]] = field(default_factory=list)
    rows: list[list[list[Run]]] = field(default_factory=list)
    picture: Picture | None = None
    table: Table | None = None
    caption: str = ""
    number: str = ""

    def numbered(self, number: str) -> "Block":
        return replace(self, number=number)


@dataclass(frozen=True)
class FigureRow:
    """A row of “figures used”."""

    number: int
    text: str
    value: str
    source: str
    as_at: date


class Printer:
    """Prints figures into words, numbering each where it first stands, and charts and tables in turn."""

    def __init__(self, figures: Mapping[str, Any], drawn: Drawings | None = None) -> None:
        self._figures, self._drawn = figures, drawn or {}
        self._numbers: dict[str, int] = {}
        self._captions: dict[object, str] = {}
        self._counts = {"Chart": 0, "Table": 0}

    def blocks(self, text: str, title: str = "") -> list[Block]:
        """The text as printed, what is wanting in square brackets. ``title`` names a table typed in."""
        return [self._block(block, title) for block in blocks(text)]

    def plain(self, text: str) -> list[Block]:
        """Words as they are, without figures."""
        return [Block(runs=[Run(part)]) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]

    def rows(self) -> list[FigureRow]:
        cited = ((number, self._figures[key]) for key, number in self._numbers.items())
        return [
            FigureRow(
                number,
                f"{figure.label}. {figure.definition}",
                figure.shown,
                ". ".join(
                    part
                    for part in (
                        figure.source,
                        f"Of: {figure.base}" if figure.base else "",
                        figure.rounding,
                    )
                    if part
                ),
                figure.as_at,
            )
            for number, figure in cited
        ]

    def _block(self, block: Any, title: str) -> Block:
        if isinstance(block, Bullets):
            return Block(items=[self._runs(item) for item in block.items])
        if isinstance(block, Grid):
            rows = [[self._runs(cell) for cell in row] for row in block.rows]
            return Block(rows=rows, caption=self._caption("Table", object(), title))
        if isinstance(block, Drawing):
            return self._drawing(block)
        return Block(runs=self._runs(block.parts))

    def _drawing(self, wanted: Drawing) -> Block:
        found = self._drawn.get(wanted)
        if found is None:
            return Block(runs=[Run(f"[missing {wanted.kind}: {wanted.name}]")])
        if isinstance(found, Table):
            return Block(table=found, caption=self._caption("Table", wanted, found.caption))
        return Block(picture=found, caption=self._caption("Chart", wanted, found.title))

    def _caption(self, kind: str, what: object, title: str) -> str:
        """The same chart shown twice keeps its number."""
        if what not in self._captions:
            self._counts[kind] += 1
            self._captions[what] = f"{kind} {self._counts[kind]}: {title}"
        return self._captions[what]

    def _runs(self, parts: Iterable[Part]) -> list[Run]:
        return [
            self._figure(part.figure) if part.figure else Run(part.text, note=part.note) for part in parts
        ]

    def _figure(self, citation: str) -> Run:
        figure = self._figures.get(citation)
        if figure is None:
            return Run(f"[missing figure: {citation}]")
        first = citation not in self._numbers
        number = self._numbers.setdefault(citation, len(self._numbers) + 1)
        return Run(figure.shown, number if first else None)
