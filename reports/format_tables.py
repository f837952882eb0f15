"""Tables of formats, options, drawings and moved figures."""

from collections.abc import Iterable, Mapping, Sequence

from core import formats
from core.tables import Heading, Rows, link, status_tag
from reports.choices import Option, Standing
from reports.figures import Figure, Gathered
from reports.formats import Layout
from reports.formats.words import cost_words
from reports.head import FACTS
from reports.models import CouncilFormat, Paper, PaperOption
from reports.plain import words_in
from reports.printing import Printer
from reports.selectors.figures_moved import Moved
from reports.tables import FIGURE_COLUMNS, cited_cells
from reports.words import keys_in

STANDINGS = {
    Standing.RECOMMENDED: "good",
    Standing.REJECTED: "ended",
    Standing.NOT_OPEN: "draft",
}


def format_rows(layouts: Iterable[tuple[Layout, CouncilFormat | None]]) -> Rows:
    return Rows(
        (
            Heading("Format"),
            Heading("Called here"),
            Heading("Sections", numeric=True),
            Heading("Changed by you"),
        ),
        [
            (
                link("paper_format", layout.paper_format.label, layout.paper_format.value),
                layout.name,
                f"{len(layout.in_use)}",
                f"{formats.short_day(own.made_at)}, {own.made_by.name}" if own else "No",
            )
            for layout, own in layouts
        ],
    )


def section_rows(layout: Layout) -> Rows:
    titles = {section.key: section.title for section in layout.sections}
    return Rows(
        (
            Heading("Section"),
            Heading("Stands"),
            Heading("Must have words"),
            Heading("Answers for it"),
            Heading("Signed off by"),
            Heading("In the format"),
        ),
        [
            (
                link("format_section", section.title, layout.paper_format.value, section.key),
                f"Part of “{titles[section.under]}”" if section.under in titles else section.place.label,
                section.required_if.label,
                section.owner,
                section.sign_off.label if section.sign_off else "Nobody",
                "Yes" if section.used else "No",
            )
            for section in layout.sections
        ],
    )


def fact_rows(layout: Layout) -> Rows:
    return Rows(
        (Heading("Label"), Heading("What stands there")),
        [(label, FACTS[fact][0]) for fact, label in layout.facts],
    )


def option_rows(
    paper: Paper, options: Sequence[PaperOption], figures: Mapping[str, Figure], *, editable: bool
) -> Rows:
    """Their words with ``figures``, by citation, put in."""

    def printed(text: str) -> str:
        return " ".join(words_in(block.runs) for block in Printer(figures).blocks(text))

    return Rows(
        (
            Heading("Option"),
            Heading("Cost"),
            Heading("Risk"),
            Heading("Who pays for empty beds"),
            Heading("Finding"),
            Heading("Why"),
        ),
        [
            (
                link("paper_option", row.get_option_display(), paper.reference, row.option)
                if editable
                else row.get_option_display(),
                printed(row.cost),
                printed(row.risk),
                printed(row.voids),
                status_tag(row.get_standing_display(), STANDINGS[Standing(row.standing)]),
                printed(row.reason),
            )
            for row in options
        ],
    )


def cost_rows(options: Sequence[PaperOption], made_of: Gathered) -> Rows:
    """What each option costs by the records today, and on what basis; or what is missing to say so."""
    rows: list[tuple[object, ...]] = []
    for row in options:
        option = Option(row.option)
        words = cost_words(option, made_of.missing)
        cited = [made_of.found[key] for key in keys_in([words])]
        missing = (option.label, words.removeprefix("Not known. "), "Not known", "", "")
        rows += [(option.label, *cited_cells(each)) for each in cited] or [missing]
    return Rows((Heading("Option"), *FIGURE_COLUMNS), rows)


def drawing_rows(kinds: Mapping[str, Mapping[str, tuple[str, object]]]) -> Rows:
    """Charts and tables there are, each with what to write for it."""
    return Rows(
        (Heading("Write this"), Heading("What it shows")),
        [
            (f"{{{kind}:{name}}}", label)
            for kind, drawings in kinds.items()
            for name, (label, _) in drawings.items()
        ],
    )


def moved_rows(moved: Iterable[Moved]) -> Rows:
    return Rows(
        (
            Heading("Figure"),
            Heading("Frozen", numeric=True),
            Heading("As at"),
            Heading("Now", numeric=True),
            Heading("Moved by"),
        ),
        [
            (each.label, each.was, formats.short_day(each.was_at), each.now, each.by or "Other words")
            for each in moved
        ],
    )
