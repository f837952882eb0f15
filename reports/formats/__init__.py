"""Paper formats as data: which sections a paper has, in which order, and who answers for each."""

from reports.formats.layouts import PRODUCT, council_format, kept_layout, layout_for, layout_from
from reports.formats.section import Layout, Place, Section
from reports.models import Paper


def layout_of(paper: Paper) -> Layout:
    """What a paper still being written is made by."""
    return layout_for(paper.authority_id, paper.paper_format)


def sections_of(paper: Paper) -> tuple[Section, ...]:
    """Sections in use, in order."""
    return layout_of(paper).in_use


__all__ = [
    "PRODUCT",
    "Layout",
    "Place",
    "Section",
    "council_format",
    "kept_layout",
    "layout_for",
    "layout_from",
    "layout_of",
    "sections_of",
]
