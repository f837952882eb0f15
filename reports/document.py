"""A paper put together for reading: words with their figures printed in, the same for page and PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core import formats
from reports.formats import Place, Section, sections_of
from reports.models import Paper
from reports.paper_charts import Picture
from reports.words import Bullets, Part, blocks

CHARTS_STAND_IN = "analysis"
LETTERS = "abcdefgh"


@dataclass(frozen=True)
class Run:
    """A run of text; ``mark`` numbers the figure it is, where the figure is first printed."""

    text: str
    mark: int | None = None


@dataclass(frozen=True)
class Block:
    """One paragraph (``runs``) or one list (``items``)."""

    runs: list[Run] = field(default_factory=list)
    items: list[list[Run]] = field(default_factory=list)


@dataclass(frozen=True)
class DocumentSection:
    key: str
    title: str
    blocks: list[Block]
    pictures: Sequence[Picture] = ()


@dataclass(frozen=True)
class FigureRow:
    """A row of “figures used”."""

    number: int
    text: str
    value: str
    source: str
    as_at: date


@dataclass(frozen=True)
class PaperDocument:
    facts: list[tuple[str, str]]
    summary: list[DocumentSection]
    body: list[DocumentSection]
    appendix: list[DocumentSection]
    figures: list[FigureRow]

    @property
    def contents(self) -> list[tuple[str, str]]:
        return [(section.key, section.title) for section in self.body]

    @property
    def pictures(self) -> list[Picture]:
        return [picture for section in self.body for picture in section.pictures]

    @property
    def appendices(self) -> list[tuple[str, str]]:
        """The third, with the charts' numbers, only where there is a chart."""
        last = [("appendix-3", "Appendix 3: numbers in the charts")] if self.pictures else []
        return [
            ("appendix-1", "Appendix 1: implications"),
            ("appendix-2", "Appendix 2: figures used"),
            *last,
        ]


def paper_document(
    paper: Paper, words: Mapping[str, str], figures: Mapping[str, Any], pictures: Sequence[Picture] = ()
) -> PaperDocument:
    """``figures`` by key: ``Figure`` or a kept ``PaperFigure``, which name their parts alike.

    A figure that is missing is printed as its key in square brackets, never as a blank.
    """
    sections = [s for s in sections_of(paper.paper_format) if words.get(s.key, "").strip()]
    printer = Printer(figures)
    made = {section.key: list(printer.blocks(words[section.key])) for section in sections}

    def placed(place: Place) -> list[DocumentSection]:
        out: list[DocumentSection] = []
        for section in (s for s in sections if s.place is place):
            drawn = pictures if section.key == CHARTS_STAND_IN else ()
            out.append(DocumentSection(section.key, _title(section, len(out)), made[section.key], drawn))
        return out

    summary, body, appendix = (placed(place) for place in Place)
    return PaperDocument(_facts(paper), summary, body, appendix, printer.rows())


def _title(section: Section, index: int) -> str:
    return f"{LETTERS[index]}) {section.title}" if section.place is Place.APPENDIX else section.title


def _facts(paper: Paper) -> list[tuple[str, str]]:
    return [
        ("Meeting", f"{paper.body}, {formats.day(paper.meeting_on)}"),
        ("Report of", paper.reporting_director),
        ("Key decision", "Yes" if paper.is_key else "No"),
        ("Reference", paper.reference),
        ("Contact", paper.contact),
    ]


class Printer:
    """Prints figures into words, numbering each where it first stands."""

    def __init__(self, figures: Mapping[str, Any]) -> None:
        self._figures = figures
        self._numbers: dict[str, int] = {}

    def blocks(self, text: str) -> list[Block]:
        return [
            Block(items=[self._runs(item) for item in block.items])
            if isinstance(block, Bullets)
            else Block(runs=self._runs(block.parts))
            for block in blocks(text)
        ]

    def plain(self, text: str) -> list[Block]:
        """Words as they are, without figures."""
        return [Block(runs=[Run(part)]) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]

    def _runs(self, parts: list[Part]) -> list[Run]:
        return [self._figure(part.figure) if part.figure else Run(part.text) for part in parts]

    def _figure(self, key: str) -> Run:
        figure = self._figures.get(key)
        if figure is None:
            return Run(f"[missing figure: {key}]")
        first = key not in self._numbers
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        return Run(figure.shown, number if first else None)

    def rows(self) -> list[FigureRow]:
        cited = ((number, self._figures[key]) for key, number in self._numbers.items())
        return [
            FigureRow(
                number,
                f"{figure.label}. {figure.definition}",
                figure.shown,
                f"{figure.source}. {figure.rounding}",
                figure.as_at,
            )
            for number, figure in cited
        ]
