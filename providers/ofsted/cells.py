"""One line of the list, read cell by cell; a cell that cannot be read names itself."""

import re
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from providers.ofsted.headings import Heading
from providers.ofsted.records import RowProblem
from providers.ofsted.vocabulary import plain

URN = re.compile(r"SC\d{6}|\d{7}", re.ASCII)
WHOLE_NUMBER = re.compile(r"(\d{1,4})(?:\.0+)?", re.ASCII)
DAY = re.compile(
    r"(?:(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)|(?P<d2>\d\d?)/(?P<m2>\d\d?)/(?P<y2>\d{4}))(?: 0?0:00(?::00)?)?",
    re.ASCII,
)
REDACTED = "redacted"

Word = TypeVar("Word")


class UnusableCell(Exception):
    def __init__(self, problem: RowProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Cells:
    """Cells by field name; a column the list does not have reads as blank."""

    def __init__(self, sheet: str, row: int, heading: Heading, cells: list[str]) -> None:
        self.sheet, self.row, self._heading, self._cells = sheet, row, heading, cells

    def __getitem__(self, field: str) -> str:
        index = self._heading.columns.get(field)
        return "" if index is None or index >= len(self._cells) else self._cells[index]

    def quoted(self, field: str) -> str:
        """The cell's text as a message shows it; a whole paragraph in a cell is cut."""
        text = self[field]
        return f"“{text}”" if len(text) <= 60 else f"“{text[:59]}…”"

    def unusable(self, field: str, message: str, rule: str = "value") -> UnusableCell:
        return UnusableCell(RowProblem(self.row, self._label(field), message, self.sheet, rule))

    def note(self, field: str, message: str, rule: str) -> RowProblem:
        """Something odd that does not keep the row from being used."""
        return RowProblem(self.row, self._label(field), message, self.sheet, rule, blocks=False)

    def _label(self, field: str) -> str:
        index = self._heading.columns.get(field)
        return field.replace("_", " ") if index is None else self._heading.labels[index]

    def refuse_overflow(self) -> None:
        """A cell beyond the last heading means that the row is shifted, as by a comma without quotes."""
        width = len(self._heading.labels)
        if any(self._cells[width:]):
            message = (
                f"has {len(self._cells)} cells under {width} headings; a comma may lack its quotation marks."
            )
            raise UnusableCell(RowProblem(self.row, "the whole row", message, self.sheet, "shifted"))

    def needed(self, field: str) -> str:
        if not self[field]:
            raise self.unusable(field, "is blank.", "blank")
        return self[field]

    def urn(self) -> str:
        """Two letters and six digits, or seven digits; spreadsheets add ".0"."""
        urn = self.needed("urn").removesuffix(".0").upper()
        if not URN.fullmatch(urn):
            raise self.unusable("urn", f"{self.quoted('urn')} is not SC and six digits, nor seven digits.")
        return urn

    def word(self, field: str, words: Mapping[str, Word]) -> Word:
        text = self.needed(field)
        try:
            return words[plain(text)]
        except KeyError:
            raise self.unusable(field, f"{self.quoted(field)} is not a value we know.") from None

    def word_if_given(self, field: str, words: Mapping[str, Word]) -> Word | None:
        return self.word(field, words) if self[field] else None

    def flag(self, field: str, words: frozenset[str]) -> bool:
        if self[field] and plain(self[field]) not in words:
            raise self.unusable(field, f"{self.quoted(field)} is not a value we know.")
        return bool(self[field])

    def day(self, field: str, not_after: date | None = None) -> date:
        """ISO or dd/mm/yyyy, never the American order: a month of 13 is an error, not a swap."""
        text = self.needed(field)
        match = DAY.fullmatch(text)
        if match is None:
            raise self.unusable(field, f"{self.quoted(field)} is not a date.")
        year, month, day = match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"]
        try:
            value = date(int(year), int(month), int(day))
        except ValueError:
            raise self.unusable(field, f"{self.quoted(field)} is not a date.") from None
        if not_after and value > not_after:
            raise self.unusable(field, f"{text} is after the day of the list.")
        return value

    def count(self, field: str) -> int | None:
        if not self[field]:
            return None
        match = WHOLE_NUMBER.fullmatch(self[field])
        if match is None:
            raise self.unusable(field, f"{self.quoted(field)} is not a whole number.")
        return int(match[1])

    def public(self, field: str) -> str | None:
        """Text that may be redacted or, in owners' names, a 0 left by the publisher's formula."""
        text = " ".join(self[field].split())
        return None if plain(text) in {"", "0", REDACTED} else text
