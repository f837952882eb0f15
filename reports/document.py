"""A paper put together for reading: words with their figures and charts in place, the same for every output.

``sections_to_print`` says which sections that is; everything else prints what it is given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import ascii_lowercase

from reports.choices import Numbering
from reports.formats import Layout, Place, Section, layout_of
from reports.head import head_of
from reports.models import Paper
from reports.pictures.picture import Picture
from reports.printing import Block, Drawings, FigureRow, Printer

BODY = (Place.OPENING, Place.BODY, Place.CLOSING)


@dataclass(frozen=True)
class DocumentSection:
    """``number`` is as printed before the title, empty without one; ``parts`` are the sections under it."""

    key: str
    title: str
    blocks: list[Block]
    number: str = ""
    parts: "list[DocumentSection]" = field(default_factory=list)

    @property
    def heading(self) -> str:
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True)
class PaperDocument:
    """``body`` is everything between the first page and the appendices, in order."""

    name: str
    facts: list[tuple[str, str]]
    summary: list[DocumentSection]
    body: list[DocumentSection]
    appendix: list[DocumentSection]
    figures: list[FigureRow]

    @property
    def contents(self) -> list[tuple[str, str]]:
        return [(section.key, section.heading) for section in self.body]

    @cached_property
    def charts(self) -> list[tuple[str, Picture]]:
        """Each chart once, under its caption, in order."""
        found = (
            (block.caption, block.picture)
            for section in every_part([*self.summary, *self.body, *self.appendix])
            for block in section.blocks
            if block.picture
        )
        return list(dict(found).items())

    @property
    def appendices(self) -> list[tuple[str, str]]:
        """Address and heading of each there is: implications, figures used, numbers in the charts."""
        kinds = ["implications"] if self.appendix else []
        kinds += ["figures used", *(["numbers in the charts"] if self.charts else [])]
        return [(f"appendix-{n}", f"Appendix {n}: {kind}") for n, kind in enumerate(kinds, 1)]


def every_part(sections: Iterable[DocumentSection]) -> Iterable[DocumentSection]:
    """Each section, then those under it."""
    for section in sections:
        yield section
        yield from every_part(section.parts)


def sections_to_print(layout: Layout, words: Mapping[str, str]) -> list[Section]:
    """Sections in use that have words, and those that gather such; in order."""
    written = {s.key for s in layout.in_use if words.get(s.key, "").strip()}
    parents = {s.under for s in layout.in_use if s.key in written}
    return [s for s in layout.in_use if s.key in written | parents]


def paper_document(
    paper: Paper,
    words: Mapping[str, str],
    figures: Mapping[str, object],
    drawn: Drawings | None = None,
    *,
    layout: Layout | None = None,
    head: list[tuple[str, str]] | None = None,
) -> PaperDocument:
    """``figures`` by citation: ``Figure`` or a kept ``PaperFigure``, which name their parts alike; ``words``
    of one copy (``reports.copies``); ``head`` the facts at the head, those of the paper as it stands if not
    given.

    What is missing is printed as its name in square brackets, never as a blank.
    """
    layout = layout or layout_of(paper)
    made = _Maker(layout, sections_to_print(layout, words), words, Printer(figures, drawn or {}))
    # Figures are numbered as they are read: first page, body, appendix.
    summary = made.placed(Place.SUMMARY)
    body = [section for place in BODY for section in made.placed(place)]
    appendix = made.placed(Place.APPENDIX)
    return PaperDocument(
        layout.name,
        head_of(paper, layout.facts) if head is None else head,
        summary,
        body,
        appendix,
        made.printer.rows(),
    )


def _letters(n: int) -> str:
    """``a`` for 0, ``z`` for 25, ``aa`` for 26."""
    return (_letters(n // 26 - 1) if n >= 26 else "") + ascii_lowercase[n % 26]


class _Maker:
    """Numbers sections and paragraphs as the layout says."""

    def __init__(
        self, layout: Layout, sections: list[Section], words: Mapping[str, str], printer: Printer
    ) -> None:
        self.layout, self.sections, self.words, self.printer = layout, sections, words, printer
        self._paragraphs = 0

    def placed(self, place: Place) -> list[DocumentSection]:
        """Sections of one place in order, each with those under it."""
        made: list[DocumentSection] = []
        keys = {section.key for section in self.sections}
        for section in (s for s in self.sections if s.place is place and s.under not in keys):
            number = ""
            if place is Place.APPENDIX:
                number = f"{_letters(len(made))})"
            elif place is Place.BODY and self.layout.numbering == Numbering.SECTIONS:
                number = f"{len(made) + 1}."
            under = [s for s in self.sections if s.under == section.key]
            blocks = self._blocks(section, "" if under else number)
            parts = [
                DocumentSection(
                    part.key, part.title, self._blocks(part, ""), f"{number}{n}" if number else ""
                )
                for n, part in enumerate(under, 1)
            ]
            made.append(DocumentSection(section.key, section.title, blocks, number, parts))
        return made

    def _blocks(self, section: Section, number: str) -> list[Block]:
        count = 0
        numbered = []
        for block in self.printer.blocks(self.words.get(section.key, ""), section.title):
            if block.runs:
                count += 1
                block = block.numbered(self._number(section, number, count))
            numbered.append(block)
        return numbered

    def _number(self, section: Section, number: str, count: int) -> str:
        if section.lettered:
            return f"{_letters(count - 1).upper()}."
        if section.place is not Place.BODY:
            return ""
        if self.layout.numbering == Numbering.PARAGRAPHS:
            self._paragraphs += 1
            return f"{self._paragraphs}."
        return f"{number}{count}" if number else ""
