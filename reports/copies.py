"""The copies a paper is printed in: draft, public, and the one with its exempt part."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from reports.document import CHARTS_STAND_IN, PaperDocument, paper_document
from reports.exempt import Words
from reports.models import Paper
from reports.paper_charts import Picture


class Copy(StrEnum):
    DRAFT = "draft"
    PUBLIC = "public"
    FULL = "full"

    def marking(self, words: Words) -> str:
        """What stands on every page of it."""
        if self is Copy.DRAFT:
            return "Draft: not for publication"
        if self is Copy.PUBLIC or not words.has_exempt:
            return "Public"
        return f"Not for publication: exempt, Schedule 12A paragraph {words.paragraph}"


def copy_of(
    paper: Paper, words: Words, figures: Mapping[str, Any], pictures: Sequence[Picture], copy: Copy
) -> PaperDocument:
    """The one place where what is printed is chosen: the public copy is made of public words alone, so that
    its figures, charts, tables and contents hold nothing else."""
    if copy is Copy.PUBLIC:
        drawn = () if CHARTS_STAND_IN in words.sections else pictures
        return paper_document(paper, words.public(), figures, drawn)
    return paper_document(paper, words.full(), figures, pictures)
