"""``read_ofsted``: from a published list to records and a report of what could not be used."""

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from providers.choices import RegistrationType
from providers.ofsted.cells import Cells, UnusableCell
from providers.ofsted.headings import (
    LATER_COLUMNS,
    LIST_COLUMNS,
    PREMISES_COLUMNS,
    Heading,
    find_heading,
)
from providers.ofsted.records import (
    Inspection,
    OfstedFile,
    OfstedFileError,
    OfstedRow,
    Premises,
    RowProblem,
)
from providers.ofsted.tables import Table, read_tables
from providers.ofsted.vocabulary import (
    GRADES,
    PREMISES_CATEGORIES,
    REGISTRATION_TYPES,
    SECTORS,
    SEVERAL_BUILDINGS_FLAGS,
    SHORT_BREAK_FLAGS,
    STATUSES,
    SUPPORTED_OUTCOMES,
)

AS_AT = re.compile(r"as at (?:(\d{1,2}) )?([A-Z][a-z]+) (\d{4})")
MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}

AuthorityNames = Callable[[str], str | None]


def tidy_authority(name: str) -> str:
    """An authority's name in one spelling of "and".

    Which authority that is, is for the caller's list to say.
    """
    return " ".join(name.replace("&", " and ").split())


def read_ofsted(
    source: Path | bytes, *, authority_of: AuthorityNames = tidy_authority, as_at: date | None = None
) -> OfstedFile:
    """Read one published list, from its path or its bytes.

    ``authority_of`` turns the list's name of an area into the caller's name or code, or None when it
    knows no such area; the row is then noted and has no area. ``as_at`` is needed only where the list's
    title has lost its date. Raises ``OfstedFileError`` when the file is not such a list or no row of it
    can be used.
    """
    content = source if isinstance(source, bytes) else source.read_bytes()
    table, heading, premises_table = _find_tables(content)
    if heading.missing:
        names = ", ".join(f"“{name}”" for name in heading.missing)
        raise OfstedFileError(f"The heading on row {heading.row + 1} has no column {names}.")
    as_at = as_at or _as_at(table, heading)
    problems: list[RowProblem] = []
    rows: dict[str, OfstedRow] = {}
    for cells in _lines(table, heading):
        try:
            row = _row(cells, as_at, authority_of, problems)
            if row.urn in rows:
                raise cells.unusable("urn", f"{row.urn} is already on row {rows[row.urn].row}.", "twice")
            rows[row.urn] = row
        except UnusableCell as error:
            problems.append(error.problem)
    if not rows:
        found = f" First: {problems[0]}" if problems else ""
        raise OfstedFileError(f"No row below the heading on row {heading.row + 1} can be used.{found}")
    premises: list[Premises] = []
    if premises_table:
        for cells in _lines(*premises_table):
            try:
                premises.append(_premises(cells, rows, authority_of, problems))
            except UnusableCell as error:
                problems.append(error.problem)
    return OfstedFile(as_at, list(rows.values()), premises, problems)


def _find_tables(content: bytes) -> tuple[Table, Heading, tuple[Table, Heading] | None]:
    """The table whose heading fits the provider list best, and the premises of supported accommodation if
    there.
    """
    best: tuple[Table, Heading] | None = None
    premises = None
    for table in read_tables(content):
        heading = find_heading(table, LIST_COLUMNS | LATER_COLUMNS)
        if heading and (best is None or len(heading.columns) > len(best[1].columns)):
            best = table, heading
        premises_heading = find_heading(table, PREMISES_COLUMNS)
        if premises_heading and not premises_heading.missing:
            premises = table, premises_heading
    if best is None:
        raise OfstedFileError(
            "No heading row was found. The list should have one row with “URN”, “Provision type”, "
            "“Local authority”, “Places” and the other columns Ofsted publishes."
        )
    return *best, premises


def _as_at(table: Table, heading: Heading) -> date:
    """The day in the title; "as at March 2022" means the last of the month."""
    title = " ".join(cell for row in table.rows[: heading.row] for cell in row)
    match = AS_AT.search(title)
    if match is None or match[2] not in MONTHS:
        raise OfstedFileError("The lines above the heading do not say “as at” which day the list was made.")
    year, month = int(match[3]), MONTHS[match[2]]
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(int(match[1] or last), last))


def _lines(table: Table, heading: Heading) -> Iterator[Cells]:
    for index in range(heading.row + 1, len(table.rows)):
        if any(table.rows[index]):
            yield Cells(table.sheet, index + 1, heading, table.rows[index])


def _row(cells: Cells, as_at: date, authority_of: AuthorityNames, problems: list[RowProblem]) -> OfstedRow:
    cells.refuse_overflow()
    registration_type = cells.word("registration_type", REGISTRATION_TYPES)
    short_break = cells.flag("short_break", SHORT_BREAK_FLAGS)
    if short_break and registration_type == RegistrationType.CHILDRENS_HOME:
        registration_type = RegistrationType.SHORT_BREAK_HOME
    return OfstedRow(
        row=cells.row,
        urn=cells.urn(),
        registration_type=registration_type,
        status=cells.word("status", STATUSES),
        registered_on=cells.day("registered_on", not_after=as_at),
        sector=cells.word("sector", SECTORS),
        authority=_authority(cells, authority_of, problems),
        places=cells.count("places"),
        name=cells.public("name"),
        address=", ".join(filter(None, map(cells.public, ("address_1", "address_2", "town", "county"))))
        or None,
        postcode=cells.public("postcode"),
        owner_name=cells.public("owner_name"),
        is_short_break_only=short_break,
        has_several_buildings=cells.flag("several_buildings", SEVERAL_BUILDINGS_FLAGS),
        premises_count=cells.count("premises_count"),
        inspection=_inspection(cells, registration_type),
    )


def _authority(cells: Cells, authority_of: AuthorityNames, problems: list[RowProblem]) -> str | None:
    name = cells.needed("authority")
    authority = authority_of(name)
    if authority is None:
        message = f"{cells.quoted('authority')} is not an authority on our list; the row has no area."
        problems.append(cells.note("authority", message, "area"))
    return authority


def _inspection(cells: Cells, registration_type: RegistrationType) -> Inspection | None:
    if registration_type == RegistrationType.SUPPORTED_ACCOMMODATION:
        field, words = "supported_outcome", SUPPORTED_OUTCOMES
    else:
        field, words = "overall", GRADES
    if not cells["inspected_on"]:
        if cells[field]:
            raise cells.unusable("inspected_on", "is blank although a judgement is given.")
        return None
    inspected_on = cells.day("inspected_on")
    published_on = cells.day("published_on") if cells["published_on"] else None
    if published_on and published_on < inspected_on:
        raise cells.unusable("published_on", "is before the inspection.")
    return Inspection(
        number=cells["inspection_number"],
        inspected_on=inspected_on,
        published_on=published_on,
        outcome=cells.word(field, words),
        help_and_protection=cells.word_if_given("help_and_protection", GRADES),
        leadership=cells.word_if_given("leadership", GRADES),
    )


def _premises(
    cells: Cells, rows: dict[str, OfstedRow], authority_of: AuthorityNames, problems: list[RowProblem]
) -> Premises:
    urn = cells.urn()
    if urn not in rows:
        raise cells.unusable("urn", f"{urn} is not in the list of providers.", "premises")
    places = cells.count("places")
    if places is None:
        raise cells.unusable("places", "is blank.")
    category = cells.word("category", PREMISES_CATEGORIES)
    return Premises(cells.row, urn, category, places, _authority(cells, authority_of, problems))
