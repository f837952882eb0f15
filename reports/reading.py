"""A paper read as it prints: a kept version with its own figures, or a draft with those of today."""

from collections.abc import Iterable
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
from reports.formats import Layout, kept_layout, layout_from, layout_of
from reports.head import head_of
from reports.marks import mark_of
from reports.models import Paper, PaperFigure, PaperVersion
from reports.pictures import Drawn, draw
from reports.pictures.keeping import kept_pictures, pictures_from
from reports.selectors.papers import words_kept, words_now
from reports.words import drawings_in, keys_in


@dataclass(frozen=True)
class Contents:
    """What a paper is made of on one day: words, figures, drawings, the layout they are put in and the facts
    at its head."""

    words: Words
    figures: Gathered
    drawn: Drawn
    layout: Layout
    title: str
    head: list[tuple[str, str]]

    @property
    def missing(self) -> list[str]:
        """Why each figure or drawing that is wanting cannot be given."""
        return [*self.figures.missing.values(), *self.drawn.missing.values()]

    def document_of(self, paper: Paper, copy: Copy = Copy.DRAFT) -> PaperDocument:
        return paper_document(
            paper,
            copy.words_of(self.words),
            self.figures.found,
            self.drawn.found,
            layout=self.layout,
            head=self.head,
        )

    @property
    def mark(self) -> str:
        """The same for what prints the same."""
        return mark_of(
            sorted(self.words.as_json().items()),
            kept_layout(self.layout),
            (self.title, self.head),
            self.figures.digest,
            kept_pictures(self.drawn.found),
        )

    def is_still(self, paper: Paper) -> bool:
        """Whether its words and facts are those of the paper as it stands now."""
        now = words_now(paper).covering(self.figures.computed_from)
        return (now, paper.title, head_of(paper, self.layout.facts)) == (self.words, self.title, self.head)

    @property
    def typed_for_the_public(self) -> dict[str, str]:
        """What people typed of what the public reads: section by section, and at the head."""
        public = self.words.public()
        typed: dict[str, str] = {"the title": self.title}
        for section in self.layout.in_use:
            place = f"“{section.title}”"
            typed[place] = f"{typed.get(place, '')}\n{public.get(section.key, '')}"
        return typed | {f"“{label}” at the head": fact for label, fact in self.head}

    @property
    def figures_for_the_public(self) -> dict[str, str]:
        """Amounts of money that the public copy prints, by the figure's name."""
        public = self.words.public()
        cited = keys_in(public.get(section.key, "") for section in self.layout.in_use)
        found = {f"“{f.label}”": f.shown for key in cited if (f := self.figures.found.get(key))}
        return {name: shown for name, shown in found.items() if shown.startswith("£")}

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
        drawn = draw(Facts(paper, clerk, on), drawings_in(in_use))
    return Contents(words, figures, drawn, layout, paper.title, head_of(paper, layout.facts))


def reading_of(paper: Paper, version: PaperVersion, copy: Copy = Copy.FULL) -> dict[str, Any]:
    """The document and its day, from what was kept when it was made."""
    words, layout = words_kept(version), layout_from(PaperFormat(paper.paper_format), version.layout)
    figures = {figure.key: figure for figure in version.figures.all()}
    document = paper_document(
        paper,
        copy.words_of(words),
        figures,
        pictures_from(version.pictures),
        layout=layout,
        head=[(label, fact) for label, fact in version.layout["head"]] if "head" in version.layout else None,
    )
    return {
        "document": document,
        "on": _day_of(version, figures.values()),
        "words": words,
        "copy": copy,
    }


def _day_of(version: PaperVersion, figures: Iterable[PaperFigure]) -> date:
    """The day its figures were read; of a version that did not keep it, the latest they are true of."""
    if "on" in version.layout:
        return date.fromisoformat(version.layout["on"])
    return max((figure.as_at for figure in figures), default=timezone.localdate(version.made_at))


def draft_of(actor: Actor, paper: Paper, on: date) -> PaperDocument:
    """The words as they stand, with the figures and charts of a day."""
    return contents_of(actor, paper, on).document_of(paper)
