"""Paper formats as data: which sections a paper has, in which order, and who answers for each."""

from reports.choices import PaperFormat
from reports.formats import d
from reports.formats.section import Place, Section

FORMATS = {PaperFormat.D: d.SECTIONS}


def sections_of(paper_format: str) -> tuple[Section, ...]:
    """Raises ``KeyError`` for a format whose sections are not described yet."""
    return FORMATS[PaperFormat(paper_format)]


__all__ = ["FORMATS", "Place", "Section", "sections_of"]
