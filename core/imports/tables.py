"""The small tables of the import pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html

from core import formats
from core.components import render_component
from core.models import Import, ImportFinding
from core.tables import Heading, two_lines

STATUS = {
    Import.State.READING: "waiting",
    Import.State.REFUSED: "bad",
    Import.State.READY: "attention",
    Import.State.APPLIED: "good",
    Import.State.DISCARDED: "ended",
    Import.State.UNDONE: "ended",
}
FINDING_COLUMNS = tuple(
    Heading(text) for text in ("File", "Sheet", "Row", "Column", "Rule", "What is wrong", "Effect")
)
IMPORT_COLUMNS = tuple(Heading(text) for text in ("Import", "Files", "What it does", "State"))


@dataclass(frozen=True)
class Rows:
    columns: Sequence[Heading]
    rows: Sequence[Sequence[Any]]


def import_rows(imports: Iterable[tuple[Import, list[str]]], href: Callable[[Import], str]) -> Rows:
    return Rows(IMPORT_COLUMNS, [_import_row(made, names, href(made)) for made, names in imports])


def _import_row(made: Import, names: list[str], href: str) -> list[Any]:
    link = format_html('<a class="govuk-link" href="{}">{}</a>', href, made.reference)
    asked = f"{formats.moment(made.asked_at)}, {made.asked_by}"
    counts = made.preview.get("counts", {})
    told = [(label, counts[label]) for label in made.preview.get("order", ())]
    does = "; ".join(f"{label}: {number:,}" for label, number in told if number) or "Nothing"
    return [
        two_lines(link, asked),
        ", ".join(names),
        does if made.state != Import.State.READING else "",
        render_component("status_tag", text=made.get_state_display(), kind=STATUS[Import.State(made.state)]),
    ]


def report_rows(findings: Iterable[ImportFinding]) -> list[list[Any]]:
    return [
        [
            found.file,
            found.sheet,
            found.row or None,
            found.column,
            found.rule,
            found.message,
            "Nothing can be loaded" if found.blocks else "Note",
        ]
        for found in findings
    ]


def finding_rows(findings: Iterable[ImportFinding]) -> list[list[Any]]:
    """The report's rows for a page, where nothing stands for a blank."""
    return [["" if cell is None else cell for cell in row] for row in report_rows(findings)]
