"""A made paper as plain text, numbered as it is printed: what the checker reads."""

from collections.abc import Iterable, Iterator

from reports.document import DocumentSection, PaperDocument, Run


def plain_text(document: PaperDocument) -> str:
    """Heading, then paragraphs, a line each; tables and charts are figures' own and are left out."""
    return "\n".join(_lines(document))


def _lines(document: PaperDocument) -> Iterator[str]:
    for label, fact in document.facts:
        yield f"{label}: {fact}"
    for number, section in enumerate(document.body, 1):
        yield f"{number}. {section.title}"
        yield from _paragraphs(section, f"{number}.")
    yield "Appendix 1: implications"
    for section in document.appendix:
        yield section.title.partition(") ")[2]
        yield from _paragraphs(section)


def _paragraphs(section: DocumentSection, prefix: str = "") -> Iterator[str]:
    count = 0
    for block in section.blocks:
        if block.items:
            yield from (f"• {_words(item)}" for item in block.items)
            continue
        count += 1
        yield f"{prefix}{count} {_words(block.runs)}" if prefix else _words(block.runs)


def _words(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)
