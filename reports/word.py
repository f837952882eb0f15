"""A paper as a Word document for circulation, made of the same document as its page and its PDF."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from core import formats
from core.exports import writable
from reports.document import DocumentSection, PaperDocument
from reports.models import Paper
from reports.printing import Block, Run

MARGIN_NOTE = "The charts stand in the PDF and on the page; their numbers are below."


def word_of(paper: Paper, document: PaperDocument, *, marking: str, at: datetime) -> bytes:
    """Real headings, lists and tables with header rows; charts are given by their numbers."""
    made = docx.Document()
    _set_up(made, paper, marking, at)
    made.add_paragraph(f"{paper.authority.name}. {marking}")
    made.add_heading(writable(paper.title), level=0)
    _table(made, ("About this paper", ""), document.facts)
    made.add_heading("On one page", level=1)
    for section in document.summary:
        _section(made, section, level=2)
    for section in document.body:
        _section(made, section, level=1)
    headings = iter(document.appendices)
    if document.appendix:
        made.add_heading(next(headings)[1], level=1)
        for section in document.appendix:
            _section(made, section, level=2)
    made.add_heading(next(headings)[1], level=1)
    _table(
        made,
        ("Number", "Figure", "Value", "Source and rounding", "As at"),
        [(str(f.number), f.text, f.value, f.source, formats.day(f.as_at)) for f in document.figures],
    )
    if document.charts:
        made.add_heading(next(headings)[1], level=1)
        made.add_paragraph(MARGIN_NOTE)
    for caption, picture in document.charts:
        made.add_heading(writable(caption), level=2)
        made.add_paragraph(picture.note)
        _table(made, [str(column) for column in picture.columns], picture.rows)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _set_up(made: Document, paper: Paper, marking: str, at: datetime) -> None:
    facts = made.core_properties
    facts.title, facts.author, facts.language = writable(paper.title), paper.authority.name, "en-GB"
    facts.subject, facts.created, facts.modified = marking, at, at
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    # Word checks spelling by the language of the style, not of the document.
    language = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): "en-GB"})
    normal.element.get_or_add_rPr().append(language)
    made.sections[0].footer.paragraphs[0].text = f"{paper.reference}. {marking}"


def _section(made: Document, section: DocumentSection, *, level: int) -> None:
    made.add_heading(writable(section.heading), level=level)
    for block in section.blocks:
        _block(made, block)
    for part in section.parts:
        _section(made, part, level=level + 1)


def _block(made: Document, block: Block) -> None:
    for item in block.items:
        made.add_paragraph(_words(item), style="List Bullet")
    if block.picture:
        made.add_paragraph(f"{block.caption}. {block.picture.chart.alt}", style="Caption")
    elif block.rows or block.table:
        made.add_paragraph(writable(block.caption), style="Caption")
        columns = [str(column) for column in block.table.columns] if block.table else []
        rows: list[list[str]] = block.table.rows if block.table else []
        if block.rows:
            columns, *rows = [[_words(cell) for cell in row] for row in block.rows]
        _table(made, columns, rows)
    elif block.runs:
        number = f"{block.number}  " if block.number else ""
        made.add_paragraph(f"{number}{_words(block.runs)}")


def _words(runs: Iterable[Run]) -> str:
    """Figures carry the number under which “figures used” tells where they come from."""
    return writable(
        "".join(
            f"{run.text} [{run.mark}]" if run.mark else f" (Note: {run.note})" if run.note else run.text
            for run in runs
        )
    )


def _table(made: Document, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = made.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        cell.text = writable(column)
        for run in cell.paragraphs[0].runs:
            run.bold = True
    # Said again at the top of each page, and read out as headings.
    first = table.rows[0]._tr.get_or_add_trPr()
    first.append(first.makeelement(qn("w:tblHeader"), {}))
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = writable(str(value))
