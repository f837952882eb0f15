"""A made paper as plain text, numbered as it is printed: what the checker reads."""

from collections.abc import Iterable, Iterator

from reports.document import DocumentSection, PaperDocument
from reports.printing import Run


def plain_text(document: PaperDocument) -> str:
    """Heading, then paragraphs, a line each; tables and charts are figures' own and are left out."""
    return "\n".join(_lines(document))


def _lines(document: PaperDocument) -> Iterator[str]:
    for label, fact in document.facts:
        yield f"{label}: {fact}"
    for section in document.body:
        yield from _section(section)
    if document.appendix:
        yield document.appendices[0][1]
    for section in document.appendix:
        yield section.title
        yield from paragraphs_in(section)


def _section(section: DocumentSection) -> Iterator[str]:
    yield section.heading
    yield from paragraphs_in(section)
    for part in section.parts:
        yield from _section(part)


def paragraphs_in(section: DocumentSection) -> Iterator[str]:
    """Its paragraphs and bullets without the numbers of their figures."""
    for block in section.blocks:
        yield from (f"• {words_in(item)}" for item in block.items)
        if block.runs:
            yield f"{block.number} {words_in(block.runs)}".strip()


def words_in(runs: Iterable[Run]) -> str:
    return "".join(f" ({run.note})" if run.note else run.text for run in runs)
