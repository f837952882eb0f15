"""A paper read as it prints: a kept version with its own figures, or a draft with those of today."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from core.actor import Actor, acting_as
from reports.choices import PaperFormat
from reports.copies import Copy
from reports.document import PaperDocument, paper_document
from reports.exempt import Words
from reports.figures import Facts, Gathered, clerk_for, gather
from reports.formats import Layout, layout_from, layout_of
from reports.models import Paper, PaperVersion
from reports.pictures import Drawn, draw
from reports.pictures.keeping import pictures_from
from reports.selectors.papers import words_kept, words_now
from reports.words import drawings_in, keys_in


@dataclass(frozen=True)
class Contents:
    """What a paper is made of on one day: words, figures, drawings and the layout they are put in."""

    words: Words
    figures: Gathered
    drawn: Drawn
    layout: Layout

    @property
    def missing(self) -> list[str]:
        """Why each figure or drawing that is wanting cannot be given."""
        return [*self.figures.missing.values(), *self.drawn.missing.values()]

    def document_of(self, paper: Paper, copy: Copy = Copy.DRAFT) -> PaperDocument:
        return paper_document(
            paper, copy.words_of(self.words), self.figures.found, self.drawn.found, layout=self.layout
        )

    def missing_in(self, key: str) -> list[str]:
        """The same, of one section."""
        text = [self.words.full().get(key, "")]
        figures = (self.figures.missing.get(citation) for citation in keys_in(text))
        drawings = (self.drawn.missing.get(drawing) for drawing in drawings_in(text))
        return [reason for reason in (*figures, *drawings) if reason]


def contents_of(actor: Actor, paper: Paper, on: date) -> Contents:
    """Read everything that the words as they stand cite."""
    words, layout = words_now(paper), layout_of(paper)
    printed = words.full()
    in_use = [printed.get(section.key, "") for section in layout.in_use]
    figures = gather(paper, actor, on, keys_in(in_use))
    words = words.covering(figures.computed_from)
    with acting_as(clerk_for(actor)) as clerk:
        return Contents(words, figures, draw(Facts(paper, clerk, on), drawings_in(in_use)), layout)


def reading_of(paper: Paper, version: PaperVersion, copy: Copy = Copy.FULL) -> dict[str, Any]:
    """The document and its day, from what was kept when it was made."""
    words = words_kept(version)
    figures = {figure.key: figure for figure in version.figures.all()}
    document = paper_document(
        paper,
        copy.words_of(words),
        figures,
        pictures_from(version.pictures),
        layout=layout_from(PaperFormat(paper.paper_format), version.layout),
    )
    return {
        "document": document,
        "on": max((figure.as_at for figure in figures.values()), default=timezone.localdate(version.made_at)),
        "words": words,
        "copy": copy,
    }


def draft_of(actor: Actor, paper: Paper, on: date) -> PaperDocument:
    """The words as they stand, with the figures and charts of a day."""
    return contents_of(actor, paper, on).document_of(paper)
