"""The small tables of the import pages."""

from collections.abc import Callable, Iterable
from typing import Any

from core import formats
from core.models import Import, ImportFinding
from core.tables import Heading, Rows, link_to, status_tag, two_lines

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
IMPORT_COLUMNS = tuple(Heading(text) for text in ("Import", "Files", "What is in them", "State"))


def import_rows(imports: Iterable[tuple[Import, list[str]]], href: Callable[[Import], str]) -> Rows:
    return Rows(IMPORT_COLUMNS, [_import_row(made, names, href(made)) for made, names in imports])


def _import_row(made: Import, names: list[str], href: str) -> list[Any]:
    asked = f"{formats.moment(made.asked_at)}, {made.asked_by}"
    return [
        two_lines(link_to(href, made.reference), asked),
        ", ".join(names),
        made.preview.get("lead", ""),
        status_tag(made.get_state_display(), STATUS[Import.State(made.state)]),
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
