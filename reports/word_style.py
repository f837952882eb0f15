"""How our Word documents look: A4, the council's colour, tables with quiet rules, numbered pages."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from core.exports import writable
from core.tables import Heading

FONT = "Arial"
INK, MUTED = RGBColor(0x12, 0x26, 0x2B), RGBColor(0x4A, 0x5B, 0x5F)
LINE, MIST = "C9D6D5", "EFF5F4"
TEXT_WIDTH = Mm(210 - 2 * 20)
# How wide a column may ask to be, in characters of its longest cell.
NARROWEST, WIDEST = 6, 34
SUMMARY, NUMBERED = "Summary", "Numbered paragraph"
# Points of letters, of space before and of space after.
SIZES = {
    "Normal": (10.5, 0, 6),
    "Title": (22, 0, 10),
    "Heading 1": (14, 16, 5),
    "Heading 2": (12, 12, 4),
    "Heading 3": (11, 10, 3),
    "Caption": (9.5, 8, 4),
    "List Bullet": (10.5, 0, 3),
}


def styled_document(
    *, title: str, author: str, marking: str, footer: str, accent: str, at: datetime
) -> Document:
    """An empty document. ``accent`` is the council's colour as ``#rrggbb``."""
    made = docx.Document()
    facts = made.core_properties
    facts.title, facts.author, facts.language = writable(title), author, "en-GB"
    facts.subject, facts.created, facts.modified = marking, at, at
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin, page.bottom_margin = Mm(22), Mm(20)
    _set_styles(made, RGBColor.from_string(accent.lstrip("#").upper()))
    _set_running_lines(made, head=(author, marking), foot=footer)
    return made


def _set_styles(made: Document, accent: RGBColor) -> None:
    for name, (size, before, after) in SIZES.items():
        style = made.styles[name]
        assert isinstance(style, ParagraphStyle)
        _set_letters(style, size, accent if name.startswith("Heading") else INK)
        style.font.bold, style.font.italic = name not in ("Normal", "List Bullet"), False
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = name not in ("Normal", "List Bullet")
    # Word checks spelling by the language of the style, not of the document.
    _add(made.styles["Normal"].element.get_or_add_rPr(), "w:lang", val="en-GB")
    for rule in made.styles["Title"].element.pPr.findall(qn("w:pBdr")):
        made.styles["Title"].element.pPr.remove(rule)
    numbered = _derived(made, NUMBERED)
    numbered.paragraph_format.left_indent, numbered.paragraph_format.first_line_indent = Mm(12), Mm(-12)
    numbered.paragraph_format.tab_stops.add_tab_stop(Mm(12))
    summary = _derived(made, SUMMARY)
    # Shading comes before spacing in a paragraph's properties.
    _add(summary.element.get_or_add_pPr(), "w:shd", val="clear", color="auto", fill=MIST)
    summary.paragraph_format.space_after = Pt(0)


def _derived(made: Document, name: str) -> ParagraphStyle:
    style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = made.styles["Normal"]
    return style


def _set_letters(style: ParagraphStyle, size: float, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), colour
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    # A font of the theme goes before a font that is named.
    for key in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[key]
    fonts.set(qn("w:cs"), FONT)


def _set_running_lines(made: Document, *, head: tuple[str, str], foot: str) -> None:
    """What stands at both ends of the first and the last line of each page."""
    page = made.sections[0]
    for name in ("Header", "Footer"):
        style = made.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.size, style.font.color.rgb = Pt(8.5), MUTED
        style.paragraph_format.tab_stops.clear_all()
        style.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    page.header.paragraphs[0].text = "\t".join(head)
    last = page.footer.paragraphs[0]
    last.text = f"{foot}\tPage "
    _add_field(last, "PAGE")
    last.add_run(" of ")
    _add_field(last, "NUMPAGES")


def _add_field(paragraph: Paragraph, name: str) -> None:
    """A number that Word works out."""
    run = paragraph.add_run()._r
    _add(run, "w:fldChar", fldCharType="begin")
    _add(run, "w:instrText").text = name
    _add(run, "w:fldChar", fldCharType="end")


def add_table(made: Document, columns: Sequence[Heading], rows: Iterable[Sequence[object]]) -> None:
    """A table as wide as the text, each column by its longest cell. Its first row is read out as headings and
    stands again at the top of each page."""
    cells = [[str(each) for each in columns], *([str(cell) for cell in row] for row in rows)]
    table = made.add_table(rows=len(cells), cols=len(columns))
    table.autofit = False
    widths = [_width_of(texts, of=cells) for texts in zip(*cells, strict=True)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for place, (row, texts) in enumerate(zip(table.rows, cells, strict=True)):
        _add(row._tr.get_or_add_trPr(), "w:cantSplit")
        for cell, text, width, heading in zip(row.cells, texts, widths, columns, strict=True):
            cell.width = width
            _fill(cell, text, heads=place == 0, numeric=heading.numeric)
    _add(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    made.add_paragraph().paragraph_format.space_after = Pt(0)


def _width_of(texts: Sequence[str], *, of: Sequence[Sequence[str]]) -> Length:
    asked = [_asked(column) for column in zip(*of, strict=True)]
    return Length(TEXT_WIDTH * _asked(texts) // sum(asked))


def _asked(texts: Sequence[str]) -> int:
    return min(max(NARROWEST, *map(len, texts)), WIDEST) + 2


def _fill(cell: _Cell, text: str, *, heads: bool, numeric: bool) -> None:
    cell.text = writable(text)
    words = cell.paragraphs[0]
    words.paragraph_format.space_before = words.paragraph_format.space_after = Pt(2)
    words.paragraph_format.keep_with_next = heads
    words.alignment = WD_ALIGN_PARAGRAPH.RIGHT if numeric else WD_ALIGN_PARAGRAPH.LEFT
    for run in words.runs:
        run.font.size, run.bold = Pt(9), heads
    looks = cell._tc.get_or_add_tcPr()
    _add(_add(looks, "w:tcBorders"), "w:bottom", val="single", sz="12" if heads else "4", color=LINE)
    if heads:
        _add(looks, "w:shd", val="clear", color="auto", fill=MIST)


def add_logo(made: Document, picture: bytes, alt: str) -> None:
    made.add_picture(io.BytesIO(picture), height=Mm(14))
    made.inline_shapes[-1]._inline.docPr.set("descr", writable(alt))


def add_picture(made: Document, picture: bytes, alt: str) -> None:
    """A PNG as wide as the text; ``alt`` is read out in its place."""
    made.add_picture(io.BytesIO(picture), width=TEXT_WIDTH)
    made.inline_shapes[-1]._inline.docPr.set("descr", writable(alt))


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    parent.append(made)
    return made
