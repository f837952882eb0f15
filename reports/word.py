"""A paper as a Word document for circulation, made of the same document as its page and its PDF."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from docx.document import Document
from docx.text.paragraph import Paragraph

from core import formats
from core.exports import writable
from core.pdf import png_of
from core.tables import Heading
from reports.document import DocumentSection, PaperDocument
from reports.models import Paper
from reports.printing import Block, Run
from reports.selectors.logos import Logo
from reports.word_style import NUMBERED, SUMMARY, add_logo, add_picture, add_table, styled_document

FIGURE_COLUMNS = (
    Heading("No."),
    Heading("Figure"),
    Heading("Value", numeric=True),
    Heading("Source and rounding"),
    Heading("As at"),
)


def word_of(
    paper: Paper, document: PaperDocument, *, marking: str, accent: str, logo: Logo | None, at: datetime
) -> bytes:
    """Real headings, lists, tables with header rows, charts with their words. ``accent`` is ``#rrggbb``."""
    made = styled_document(
        title=paper.title,
        author=paper.authority.name,
        marking=marking,
        footer=paper.reference,
        accent=accent,
        at=at,
    )
    if logo:
        add_logo(made, logo.content, logo.alt)
    made.add_paragraph(writable(document.name))
    made.add_heading(writable(paper.title), level=0)
    add_table(made, (Heading("About this paper"), Heading("")), document.facts)
    drawn = png_of([picture.chart.svg for _, picture in document.charts])
    writer = _Writer(made, {caption: png for (caption, _), png in zip(document.charts, drawn, strict=True)})
    made.add_heading("On one page", level=1)
    writer.sections(document.summary, level=2, style=SUMMARY)
    writer.sections(document.body, level=1)
    headings = iter(document.appendices)
    if document.appendix:
        made.add_heading(next(headings)[1], level=1)
        writer.sections(document.appendix, level=2)
    made.add_heading(next(headings)[1], level=1)
    add_table(
        made,
        FIGURE_COLUMNS,
        [(f.number, f.text, f.value, f.source, formats.unbroken_day(f.as_at)) for f in document.figures],
    )
    if document.charts:
        made.add_heading(next(headings)[1], level=1)
    for caption, picture in document.charts:
        made.add_heading(writable(caption), level=2)
        add_table(made, picture.columns, picture.rows)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@dataclass(frozen=True)
class _Writer:
    """Writes sections at the end of ``made``; ``charts`` are the PNGs by caption."""

    made: Document
    charts: Mapping[str, bytes]

    def sections(self, sections: Iterable[DocumentSection], *, level: int, style: str | None = None) -> None:
        for section in sections:
            self.made.add_heading(writable(section.heading), level=level)
            for block in section.blocks:
                self._block(block, style)
            self.sections(section.parts, level=level + 1, style=style)

    def _block(self, block: Block, style: str | None) -> None:
        for item in block.items:
            _write(self.made.add_paragraph(style="List Bullet"), item)
        if block.picture:
            self._caption(block.caption)
            if block.picture.note:
                self.made.add_paragraph(writable(block.picture.note)).paragraph_format.keep_with_next = True
            add_picture(self.made, self.charts[block.caption], block.picture.chart.alt)
        elif block.table:
            self._caption(block.caption)
            add_table(self.made, block.table.columns, block.table.rows)
        elif block.rows:
            self._caption(block.caption)
            columns, *rows = [[_plain(cell) for cell in row] for row in block.rows]
            add_table(self.made, [Heading(each) for each in columns], rows)
        elif block.runs:
            words = self.made.add_paragraph(style=NUMBERED if block.number else style)
            if block.number:
                words.add_run(f"{block.number}\t")
            _write(words, block.runs)

    def _caption(self, words: str) -> None:
        self.made.add_paragraph(writable(words), style="Caption")


def _write(paragraph: Paragraph, runs: Iterable[Run]) -> None:
    """Figures carry the number under which “figures used” tells where they come from."""
    for run in runs:
        paragraph.add_run(writable(run.text))
        if run.mark:
            paragraph.add_run(str(run.mark)).font.superscript = True
        if run.note:
            paragraph.add_run(writable(f" (Note: {run.note})"))


def _plain(runs: Iterable[Run]) -> str:
    return "".join(f"{run.text} [{run.mark}]" if run.mark else run.text for run in runs)
