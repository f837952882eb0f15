"""The rules a return is checked by: a stable code each, and what breaking it does to the row."""

from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """What happens to a row, or to the whole load, where a rule is broken."""

    STOPS = "stops"  # nothing can be loaded
    LEAVES_OUT = "leaves out"  # the row is not used
    ASKS = "asks"  # the row is used; somebody should look


@dataclass(frozen=True)
class Rule:
    """``code`` is stable: people learn it and files quote it. ``says`` is its title in a list of rules."""

    code: str
    effect: Effect
    says: str


_STOPS, _OUT, _ASKS = Effect.STOPS, Effect.LEAVES_OUT, Effect.ASKS
RULES = {
    rule.code: rule
    for rule in (
        # files
        Rule("file", _STOPS, "The file can be read as what it is"),
        Rule("file-year", _STOPS, "The year of the file is known"),
        Rule("file-name", _STOPS, "The file holds what its name says"),
        Rule("file-twice", _STOPS, "Each file of a year is given once"),
        Rule("file-pair", _STOPS, "Each year has its header and its episodes"),
        Rule("file-codes", _STOPS, "The codes are those of the file's year"),
        Rule("file-area", _STOPS, "The file is of this council alone"),
        Rule("unusable", _STOPS, "Nearly all rows can be used"),
        # cells
        Rule("date", _OUT, "Dates can be read"),
        Rule("cells", _ASKS, "Rows have as many cells as the headings"),
        Rule("length", _ASKS, "Cells are no longer than codes are"),
        Rule("code", _ASKS, "Codes are on the list of that year"),
        # dates
        Rule("start-blank", _OUT, "An episode has a start"),
        Rule("dates-reversed", _OUT, "What ends, ends after it starts"),
        Rule("same-day", _OUT, "An episode lasts a night"),
        Rule("after-year", _OUT, "Nothing starts after the return's last day"),
        Rule("before-year", _OUT, "Nothing in a return ended before it began"),
        Rule("end-after-year", _ASKS, "What ends after the return's last day is still open in it"),
        Rule("born-after", _OUT, "A child is born before it comes into care"),
        Rule("adult", _ASKS, "An episode starts before the 18th birthday"),
        # children
        Rule("no-header", _OUT, "Every child is in the header"),
        Rule("header-twice", _ASKS, "The header has each child once"),
        Rule("birth-blank", _OUT, "The header has the date of birth"),
        Rule("birth-differs", _ASKS, "Files and years agree on the date of birth"),
        # chain of episodes
        Rule("repeated", _ASKS, "One episode of a child starts on a day"),
        Rule("overlap", _ASKS, "Episodes follow each other"),
        Rule("chain-follows", _ASKS, "After X1 the next episode starts that day"),
        Rule("chain-starts", _ASKS, "S starts care, and nothing else does"),
        Rule("end-reason", _ASKS, "DEC and REC stand together"),
        Rule("need-changes", _ASKS, "CIN stays the same throughout care"),
        Rule("change-reason", _ASKS, "REASON_PLACE_CHANGE is on an ended placement"),
        Rule("carried-over", _ASKS, "An open episode is in the next return"),
        # placements
        Rule("provider", _ASKS, "PLACE_PROVIDER suits PLACE"),
        Rule("age", _ASKS, "The child is old enough for the PLACE"),
        Rule("urn", _ASKS, "URN is there where needed, and of its form"),
        Rule("independent", _ASKS, "P2 ends by 28 October 2023"),
        Rule("temporary", _ASKS, "A stay away is short and goes back to the same place"),
        Rule("short-break", _ASKS, "A short break lasts 17 days at most"),
        Rule("police", _ASKS, "Police protection lasts 72 hours at most"),
        Rule("deprived", _ASKS, "With a DoL order a child is in K2, Z12 or Z13"),
    )
}
