"""Paper formats as data: which sections a paper has, in which order, and who answers for each."""

from reports.formats.layouts import (
    PRODUCT,
    council_format,
    kept_layout,
    layout_for,
    layout_from,
    product_layout,
)
from reports.formats.section import Layout, Place, Section
from reports.models import Paper


def layout_of(paper: Paper) -> Layout:
    """What a paper still being written is made by."""
    return layout_for(paper.authority_id, paper.paper_format)


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
    "product_layout",
]
