"""Small tables of the reports room: headings, linked rows and a total row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from core import formats
from core.tables import Heading, Rows, link, status_tag, two_lines
from reports.choices import PaperState
from reports.figures import CATALOGUE, Figure
from reports.formats import Section
from reports.models import OlderPaper, Paper
from reports.reading import Contents
from reports.selectors.papers import sections_needed
from reports.selectors.spend import By, ComponentLine, SourceLine, SpendLine
from reports.timetable import Milestone

MONEY = Heading("Spend", numeric=True)


def spend_rows(lines: list[SpendLine], total: SpendLine, month: str, by: By) -> Rows:
    return Rows(
        (
            Heading(by.label),
            Heading("Placements and contracts", numeric=True),
            Heading("Nights of care", numeric=True),
            Heading("Average weekly cost", numeric=True),
            MONEY,
        ),
        [(link("spend_group", line.label, month, by.value, line.key), *_spend_cells(line)) for line in lines],
        # One placement or contract may stand in several lines, so that column has no sum.
        ("Total", "", *_spend_cells(total)[1:]),
    )


def source_rows(sources: list[SourceLine], month: str, shown_by: By) -> Rows:
    return Rows(
        (
            Heading("Reference"),
            Heading("Child"),
            Heading("Home or contract"),
            Heading("Provider"),
            Heading("Route" if shown_by is By.CATEGORY else "Service line"),
            Heading("Nights of care", numeric=True),
            MONEY,
        ),
        [
            (
                link("spend_source", line.reference, month, line.reference),
                line.child,
                line.home,
                line.provider,
                line.route if shown_by is By.CATEGORY else line.category,
                f"{line.nights:,}",
                formats.money(line.amount),
            )
            for line in sources
        ],
    )


def component_rows(components: list[ComponentLine]) -> Rows:
    return Rows(
        (
            Heading("Fee"),
            Heading("Kind of charge"),
            Heading("First night"),
            Heading("Last night"),
            Heading("Nights charged", numeric=True),
            MONEY,
        ),
        [
            (
                line.fee,
                line.kind,
                formats.short_day(line.first_night),
                formats.short_day(line.last_night),
                f"{line.charges:,}",
                formats.money(line.amount),
            )
            for line in components
        ],
    )


PAPER_KINDS = {
    PaperState.DRAFT: "draft",
    PaperState.CONSULTING: "waiting",
    PaperState.CLEARED: "active",
    PaperState.NOTICED: "active",
    PaperState.PUBLISHED: "good",
    PaperState.DEFERRED: "attention",
    PaperState.DECIDED: "waiting",
    PaperState.CALL_IN: "waiting",
    PaperState.CALLED_IN: "attention",
    PaperState.SENT_BACK: "attention",
    PaperState.EFFECTIVE: "good",
    PaperState.IMPLEMENTING: "active",
    PaperState.CLOSED: "ended",
    PaperState.WITHDRAWN: "ended",
}


def paper_rows(papers: Sequence[Paper], *, to_read: bool) -> Rows:
    """``to_read`` links to the reading page, otherwise to the paper at work."""
    route = "paper_brief" if to_read else "paper_detail"
    return Rows(
        (
            Heading("Reference"),
            Heading("Title"),
            Heading("Meeting"),
            Heading("Key decision"),
            Heading("State"),
        ),
        [
            (
                link(route, paper.reference, paper.reference),
                paper.title,
                f"{paper.body}, {formats.short_day(paper.meeting_on)}",
                "Yes" if paper.is_key else "No",
                status_tag(paper.get_state_display(), PAPER_KINDS[PaperState(paper.state)]),
            )
            for paper in papers
        ],
    )


def statement_rows(statements: Sequence[Any]) -> Rows:
    """Statements made, each with ``file``, the reference of its document."""
    return Rows(
        (Heading("Statement"), Heading("Kind"), Heading("Figures as at"), Heading("Made")),
        [
            (
                link("document_download", made.title, made.file),
                made.get_kind_display(),
                formats.day(made.as_at),
                formats.moment(made.made_at),
            )
            for made in statements
        ],
    )


@dataclass(frozen=True)
class SectionTask:
    """A section in the paper's task list."""

    text: str
    hint: str
    href: str
    status: str
    kind: str


def section_tasks(
    paper: Paper, words: Mapping[str, str], made_of: Contents, *, editable: bool
) -> list[SectionTask]:
    """Every section of the paper, linked where its words may still change; what it lacks is said."""
    needed = {section.key for section in sections_needed(paper)}
    parents = {section.under for section in made_of.layout.in_use}

    def status(section: Section) -> tuple[str, str]:
        if made_of.missing_in(section.key):
            return "Figure missing", "bad"
        if words.get(section.key, "").strip():
            return "Written", "good"
        return ("No words yet", "waiting") if section.key in needed else ("Optional", "draft")

    return [
        SectionTask(
            section.title,
            section.owner,
            reverse("paper_section", args=[paper.reference, section.key]) if editable else "",
            *status(section),
        )
        for section in made_of.layout.in_use
        if section.key in needed or section.key not in parents
    ]


FIGURE_COLUMNS = (
    Heading("Figure"),
    Heading("Value", numeric=True),
    Heading("Where it comes from"),
    Heading("As at"),
)


def figure_rows(figures: Iterable[Figure]) -> Rows:
    """Figures as they stand today."""
    return Rows(FIGURE_COLUMNS, [_figure_cells(each, f"{each.label}. {each.definition}") for each in figures])


def citable_rows(figures: Iterable[Figure]) -> dict[str, Rows]:
    """The same by topic, each with how words cite it."""
    topics: dict[str, list[Any]] = {}
    for each in figures:
        topics.setdefault(CATALOGUE[each.key].topic, []).append(cited_cells(each))
    return {topic: Rows(FIGURE_COLUMNS, rows) for topic, rows in topics.items()}


def cited_cells(figure: Figure) -> tuple[Any, ...]:
    """A line of it, under how words cite it."""
    return _figure_cells(
        figure, two_lines(f"{{figure:{figure.key}}}", f"{figure.label}. {figure.definition}")
    )


def _figure_cells(figure: Figure, words: Any) -> tuple[Any, ...]:
    return words, figure.shown, figure.source, formats.unbroken_day(figure.as_at)


def _spend_cells(line: SpendLine) -> tuple[str, str, str, str]:
    weekly = "" if line.weekly is None else formats.money(line.weekly)
    return f"{line.sources:,}", f"{line.nights:,}", weekly, formats.money(line.amount)


def older_paper_rows(papers: Sequence[OlderPaper]) -> Rows:
    return Rows(
        (Heading("Paper"), Heading("From"), Heading("Added by"), Heading("Added")),
        [
            (
                link("older_paper", paper.title, paper.reference),
                paper.filename or "Pasted words",
                paper.added_by.name,
                formats.moment(paper.added_at),
            )
            for paper in papers
        ],
    )


def milestone_rows(milestones: Iterable[Milestone], *, today: date) -> Rows:
    """A day that has passed says so."""
    return Rows(
        (Heading("What"), Heading("When"), Heading("Why then")),
        [
            (
                milestone.label,
                f"{milestone.on:%A} {formats.day(milestone.on)}"
                + (" (passed)" if milestone.on < today else ""),
                milestone.why,
            )
            for milestone in milestones
        ],
    )
