"""Loading published yearly counts of children looked after on 31 March."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authorities.geography import name_key
from authorities.selectors.places import authorities_by_name
from core.actor import Actor, acting_as
from core.errors import DomainError
from core.imports import Finding, Given, ImportKind, Preview, Reading, Slot
from core.imports.kinds import Progress
from core.models import Import
from sufficiency.choices import PLANNERS
from sufficiency.selectors.returns import counts_visible_to
from sufficiency.services.returns import keep_counts, take_counts_back

MOST_ROWS = 200_000
FIRST_YEAR, LAST_YEAR, MOST_CHILDREN = 1990, 2100, 1_000_000
# The indicator to take where a file holds several.
INDICATOR = "children_looked_after_31_march"
NEEDED = ("area", "year", "value")
# How published tables write a figure that is not given.
NOT_GIVEN = frozenset({"", "c", "z", "x", "u", "k", "low", "-", "..", ":"})


@dataclass(frozen=True)
class Line:
    """One row of the council's own area."""

    row: int
    year: str
    value: str


class CountsKind(ImportKind):
    """A table of areas and years, as the Local Authority Interactive Tool gives it out."""

    name = "yearly_counts"
    route = "counts"
    title = "Published yearly counts"
    lead = (
        "Load a published table of children looked after on 31 March. It stands beside what returns and "
        "placements say, to be compared, and is not added to them. Where there are neither, it is what the "
        "forecast carries on."
    )
    roles = PLANNERS
    navigation = "sufficiency/history_back.html"
    slots = (
        Slot(
            "file",
            "Table of counts",
            hint=(
                "A CSV file with the columns area, year and value. If it has a column indicator, the rows of "
                f"{INDICATOR} are read; of all areas, only your own council’s."
            ),
        ),
    )

    def read(
        self, files: Sequence[Given], params: Mapping[str, Any], *, by: Actor, progress: Progress
    ) -> Reading:
        with acting_as(by):
            names = {name for name, of in authorities_by_name().items() if of.pk == by.council_id}
            held = {count.year: count.children for count in counts_visible_to(by)}
        findings: list[Finding] = []
        counts: dict[int, int] = {}
        for file in files:
            lines = list(_lines(file, names))
            if not lines:
                raise DomainError(f"{file.filename} has no row for {by.organisation or 'your council'}.")
            _count(lines, file.filename, counts, findings)
        if not counts and not any(finding.blocks for finding in findings):
            raise DomainError("None of the council’s rows holds a number.")
        return Reading(findings, _preview(counts, held), data=counts)

    def apply(self, made: Import, reading: Reading, *, by: Actor, at: datetime) -> None:
        keep_counts(made=made, counts=reading.data, by=by)

    def undo(self, made: Import, *, by: Actor, at: datetime) -> None:
        take_counts_back(made=made, by=by)


def _lines(file: Given, names: set[str]) -> Iterator[Line]:
    """The rows of the council's own area; ``names`` are the keys of what it is called."""
    rows = csv.reader(io.StringIO(_text(file)))
    columns = [cell.strip().lower() for cell in next(rows, [])]
    missing = [column for column in NEEDED if column not in columns]
    if missing:
        raise DomainError(f"{file.filename} lacks the column {missing[0]} in its first row.")
    place = {column: columns.index(column) for column in (*NEEDED, "indicator") if column in columns}
    try:
        for number, cells in enumerate(rows, start=2):
            if number > MOST_ROWS:
                raise DomainError(f"{file.filename} has more than {MOST_ROWS:,} rows.")
            found = {c: cells[n].strip() if n < len(cells) else "" for c, n in place.items()}
            if found.get("indicator", INDICATOR) == INDICATOR and name_key(found["area"]) in names:
                yield Line(number, found["year"], found["value"])
    except csv.Error as error:
        raise DomainError(f"{file.filename} cannot be read as a table: {error}.") from error


def _text(file: Given) -> str:
    wide = file.content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = file.content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise DomainError(f"{file.filename} is not text in UTF-8 or UTF-16.") from error
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _count(lines: Sequence[Line], name: str, counts: dict[int, int], findings: list[Finding]) -> None:
    def wrong(line: Line, column: str, rule: str, says: str, *, blocks: bool = True) -> None:
        findings.append(Finding(name, rule, says, row=line.row, column=column, blocks=blocks))

    for line in lines:
        year = int(line.year) if line.year.isascii() and line.year.isdigit() and len(line.year) == 4 else 0
        if not FIRST_YEAR <= year <= LAST_YEAR:
            wrong(
                line,
                "year",
                "year",
                f"“{line.year[:20]}” is no year; write that of its 31 March.",
            )
        elif line.value.casefold() in NOT_GIVEN:
            wrong(line, "value", "not-given", "The count is not given; the year is left out.", blocks=False)
        elif (value := _number(line.value)) is None:
            wrong(line, "value", "number", f"“{line.value[:20]}” is not a number of children.")
        elif counts.setdefault(year, value) != value:
            wrong(line, "year", "twice", f"{year} is there twice, with different counts.")


def _number(text: str) -> int | None:
    figures = text.replace(",", "").removesuffix(".0")
    if not (figures.isascii() and figures.isdigit() and len(figures) < 9):
        return None
    return int(figures) if int(figures) <= MOST_CHILDREN else None


def _preview(counts: Mapping[int, int], held: Mapping[int, int]) -> Preview:
    return Preview(
        lead="Children looked after on 31 March, as published.",
        counts={
            "Years": len(counts),
            "Years that are new": len(counts.keys() - held.keys()),
            "Years with another count than before": sum(
                year in held and held[year] != n for year, n in counts.items()
            ),
        },
        columns=("31 March", "Children", "Before"),
        sample=[
            [str(year), f"{n:,}", f"{held[year]:,}" if year in held else ""]
            for year, n in sorted(counts.items())
        ],
    )


COUNTS = CountsKind()
