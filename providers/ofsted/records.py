"""What a read of an Ofsted list gives back: plain frozen records."""

from dataclasses import dataclass
from datetime import date

from core.errors import DomainError
from providers.choices import Outcome, RegistrationStatus, RegistrationType, Sector
from providers.ofsted.vocabulary import PremisesCategory


class OfstedFileError(DomainError):
    """The file as a whole is not a list that can be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one cell. ``row`` counts from 1 as a spreadsheet does.

    ``rule`` is its stable code. Where it ``blocks``, the row could not be used; otherwise it is a note.
    """

    row: int
    column: str
    message: str
    sheet: str = ""
    rule: str = "cell"
    blocks: bool = True

    def __str__(self) -> str:
        place = f"{self.sheet}, row {self.row}" if self.sheet else f"Row {self.row}"
        return f"{place}, {self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class Inspection:
    """The latest full inspection. Published months after the visit: judge what was known by
    ``published_on``.

    ``outcome`` is a grade, or one of the three outcomes for supported accommodation. A sub-judgement is
    None where the inspection made none in today's words.
    """

    number: str
    inspected_on: date
    published_on: date | None
    outcome: Outcome
    help_and_protection: Outcome | None
    leadership: Outcome | None


@dataclass(frozen=True, slots=True)
class OfstedRow:
    """One registered setting or agency on the day of the list.

    ``name``, ``postcode`` and address are None where Ofsted redacts them, which it does for every
    children's home. ``places`` is None for agencies, which have none. ``authority`` is the area the
    setting is in, not who owns it; None where it is none of the caller's, as for an agency in Wales.
    """

    row: int
    urn: str
    registration_type: RegistrationType
    status: RegistrationStatus
    registered_on: date
    sector: Sector
    authority: str | None
    places: int | None
    name: str | None
    address: str | None
    postcode: str | None
    owner_name: str | None
    is_short_break_only: bool
    has_several_buildings: bool
    premises_count: int | None
    inspection: Inspection | None

    @property
    def outcome(self) -> Outcome:
        """Of the latest full inspection; "not yet inspected" is a fact, not a gap."""
        return self.inspection.outcome if self.inspection else Outcome.NOT_YET_INSPECTED


@dataclass(frozen=True, slots=True)
class Premises:
    """One address of a supported-accommodation provider.

    The list gives its area and size, not where it is.
    """

    row: int
    urn: str
    category: PremisesCategory
    places: int
    authority: str | None


@dataclass(frozen=True, slots=True)
class OfstedFile:
    """A list as at one day.

    ``rows`` are unique by URN, in file order; ``problems`` name every row left out, and notes.
    """

    as_at: date
    rows: list[OfstedRow]
    premises: list[Premises]
    problems: list[RowProblem]

    @property
    def kinds(self) -> set[RegistrationType]:
        """The kinds of setting the list covers: one of them that it does not name is no longer registered."""
        return {row.registration_type for row in self.rows}
