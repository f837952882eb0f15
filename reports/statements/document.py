"""A statement put together for reading: its words with their figures, its pictures and its tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from core import formats
from reports.figures import Figure
from reports.pictures.picture import Picture, Table
from reports.printing import Block, FigureRow, Printer
from reports.statements.words import SECTIONS
from reports.words import keys_in


@dataclass(frozen=True)
class MadeSection:
    key: str
    title: str
    blocks: list[Block]
    pictures: list[Picture] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


@dataclass(frozen=True)
class StatementDocument:
    facts: list[tuple[str, str]]
    body: list[MadeSection]
    figures: list[FigureRow]
    missing: list[str]

    @property
    def contents(self) -> list[tuple[str, str]]:
        return [(section.key, section.title) for section in self.body]

    @property
    def pictures(self) -> list[Picture]:
        return [picture for section in self.body for picture in section.pictures]

    @property
    def appendices(self) -> list[tuple[str, str]]:
        last = [("appendix-2", "Appendix 2: numbers in the charts")] if self.pictures else []
        return [("appendix-1", "Appendix 1: figures used"), *last]


def statement_keys(kind: str) -> list[str]:
    """Keys of every figure the words of a statement may cite."""
    return keys_in(paragraph for section in SECTIONS[kind] for paragraph in section.paragraphs)


def statement_document(
    kind: str,
    *,
    reference: str,
    on: date,
    figures: Mapping[str, Figure],
    missing: Mapping[str, str],
    drawn: Mapping[str, Picture | Table],
    own_words: Mapping[str, str],
) -> StatementDocument:
    """A section with nothing to say, no picture and no words of the council's own is left out."""
    printer = Printer(figures)
    body = []
    for section in SECTIONS[kind]:
        said = [p for p in section.paragraphs if all(key in figures for key in keys_in([p]))]
        own = own_words.get(section.own, "").strip()
        # Braces in a council's own words are words, not figures.
        blocks = [*printer.blocks("\n\n".join(said)), *(printer.plain(own) if own else [])]
        shown = [drawn[name] for name in section.pictures if name in drawn]
        if blocks or shown:
            pictures = [one for one in shown if isinstance(one, Picture)]
            tables = [one for one in shown if isinstance(one, Table)]
            body.append(MadeSection(section.key, section.title, blocks, pictures, tables))
    facts = [("Figures as at", formats.day(on)), ("Reference", reference)]
    return StatementDocument(facts, body, printer.rows(), list(dict.fromkeys(missing.values())))
