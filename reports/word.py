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
from reports.document import DocumentSection, PaperDocument, Run
from reports.models import Paper

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
        _section(made, section, section.title, level=2)
    for number, section in enumerate(document.body, 1):
        _section(made, section, f"{number}. {section.title}", level=1, prefix=f"{number}.")
    made.add_heading("Appendix 1: implications", level=1)
    for section in document.appendix:
        _section(made, section, section.title, level=2)
    made.add_heading("Appendix 2: figures used", level=1)
    _table(
        made,
        ("Number", "Figure", "Value", "Source and rounding", "As at"),
        [(str(f.number), f.text, f.value, f.source, formats.day(f.as_at)) for f in document.figures],
    )
    if document.pictures:
        made.add_heading("Appendix 3: numbers in the charts", level=1)
        made.add_paragraph(MARGIN_NOTE)
    for picture in document.pictures:
        made.add_heading(picture.title, level=2)
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


def _section(made: Document, section: DocumentSection, title: str, *, level: int, prefix: str = "") -> None:
    made.add_heading(writable(title), level=level)
    number = 0
    for block in section.blocks:
        if block.items:
            for item in block.items:
                made.add_paragraph(_words(item), style="List Bullet")
        else:
            number += 1
            made.add_paragraph(f"{prefix}{number}  {_words(block.runs)}" if prefix else _words(block.runs))


def _words(runs: Iterable[Run]) -> str:
    """Figures carry the number under which appendix 2 tells where they come from."""
    return writable("".join(f"{run.text} [{run.mark}]" if run.mark else run.text for run in runs))


def _table(made: Document, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = made.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        cell.text = column
        for run in cell.paragraphs[0].runs:
            run.bold = True
    # Said again at the top of each page, and read out as headings.
    first = table.rows[0]._tr.get_or_add_trPr()
    first.append(first.makeelement(qn("w:tblHeader"), {}))
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = writable(str(value))
