"""Where the list's heading row is and which column holds what; both move from year to year."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from providers.ofsted.records import OfstedFileError
from providers.ofsted.tables import Table
from providers.ofsted.vocabulary import plain

# The heading is on row 4 or 5; a little slack for a covering note.
LOOK_IN_ROWS = 30
NOTE = re.compile(r" \(note \d+\)$")

LIST_COLUMNS = {
    "urn": ("urn",),
    "registration_type": ("provision type",),
    "registered_on": ("registration date",),
    "status": ("registration status",),
    "name": ("name",),
    "address_1": ("address 1",),
    "address_2": ("address 2",),
    "town": ("town",),
    "county": ("county",),
    "postcode": ("postcode",),
    "authority": ("local authority",),
    "sector": ("sector",),
    "places": ("places",),
    "short_break": ("short-break-only children's home",),
    "owner_name": ("organisation which owns the provider",),
    "inspected_on": ("latest full inspection date",),
    "published_on": ("latest full inspection publication date",),
    "inspection_number": ("latest full inspection event number",),
    "overall": (
        "overall experiences and progress of children and young people",
        "latest full inspection overall experiences and progress of children and young people",
    ),
    "help_and_protection": (
        "how well children and young people are helped and protected",
        "latest full inspection how well children and young people are helped and protected",
    ),
    "leadership": (
        "the effectiveness of leaders and managers",
        "latest full inspection the effectiveness of leaders and managers",
    ),
}
# Columns that older lists do not have: supported accommodation is registered only since 2023.
LATER_COLUMNS = {
    "several_buildings": ("multi-building children's home", "multi building children's home"),
    "premises_count": ("supported accommodation premises",),
    "supported_outcome": ("supported accommodation outcome",),
}
PREMISES_COLUMNS = {
    "urn": ("urn",),
    "category": ("service category",),
    "places": ("places",),
    "authority": ("premises local authority",),
}


@dataclass(frozen=True)
class Heading:
    """``row`` is the heading's index in the table.

    ``columns`` gives each field's index, ``labels`` its words.
    """

    row: int
    columns: dict[str, int]
    labels: list[str]
    missing: list[str]


def find_heading(table: Table, wanted: Mapping[str, tuple[str, ...]]) -> Heading | None:
    """The first row that holds at least half of the wanted headings, or None.

    Raises ``OfstedFileError`` when a wanted heading stands there twice.
    """
    for index, row in enumerate(table.rows[:LOOK_IN_ROWS]):
        labels = [NOTE.sub("", plain(cell)) for cell in row]
        columns, missing = {}, []
        for field, names in wanted.items():
            found = [n for n, label in enumerate(labels) if label in names]
            if len(found) > 1:
                raise OfstedFileError(f"Row {index + 1} has the heading “{labels[found[0]]}” more than once.")
            if found:
                columns[field] = found[0]
            elif field not in LATER_COLUMNS:
                missing.append(names[0])
        if 2 * len(columns) >= len(wanted):
            return Heading(index, columns, [" ".join(cell.split()) for cell in row], missing)
    return None
