"""What a read of an Ofsted list gives back: plain frozen records."""

from dataclasses import dataclass
from datetime import date

from core.errors import DomainError
from providers.ofsted.vocabulary import (
    PLACEMENT_TYPES,
    Judgement,
    ProvisionType,
    RegistrationStatus,
    Sector,
    ServiceCategory,
    SupportedOutcome,
)


class OfstedFileError(DomainError):
    """The file as a whole is not a list that can be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One cell that could not be used, and so its row. ``row`` counts from 1 as a spreadsheet does."""

    row: int
    column: str
    message: str
    sheet: str = ""

    def __str__(self) -> str:
        place = f"{self.sheet}, row {self.row}" if self.sheet else f"Row {self.row}"
        return f"{place}, {self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class Inspection:
    """The latest full inspection. Published months after the visit: judge what was known by
    ``published_on``.

    ``overall`` is None for supported accommodation, which has ``supported_outcome`` instead. A sub-
    judgement is None where the inspection made none in today's words.
    """

    number: str
    inspected_on: date
    published_on: date | None
    overall: Judgement | None
    help_and_protection: Judgement | None
    leadership: Judgement | None
    supported_outcome: SupportedOutcome | None


@dataclass(frozen=True, slots=True)
class OfstedRow:
    """One registered setting or agency on the day of the list.

    ``name``, ``postcode`` and address are None where Ofsted redacts them, which it does for every
    children's home. ``places`` is None for agencies, which have none. ``authority`` is the area the
    setting is in, not who owns it.
    """

    row: int
    urn: str
    provision_type: ProvisionType
    status: RegistrationStatus
    registered_on: date
    sector: Sector
    authority: str
    places: int | None
    name: str | None
    address: str | None
    postcode: str | None
    owner_name: str | None
    is_short_break_only: bool
    premises_count: int | None
    inspection: Inspection | None

    @property
    def judgement(self) -> Judgement | None:
        """Overall grade; None only for supported accommodation."""
        if self.provision_type == ProvisionType.SUPPORTED_ACCOMMODATION:
            return None
        return self.inspection.overall if self.inspection else Judgement.NOT_YET_INSPECTED

    @property
    def supported_outcome(self) -> SupportedOutcome | None:
        """Outcome of supported accommodation; None for everything else."""
        if self.provision_type != ProvisionType.SUPPORTED_ACCOMMODATION:
            return None
        return self.inspection.supported_outcome if self.inspection else SupportedOutcome.NOT_YET_INSPECTED

    @property
    def takes_placements(self) -> bool:
        return self.provision_type in PLACEMENT_TYPES


@dataclass(frozen=True, slots=True)
class Premises:
    """One address of a supported-accommodation provider.

    The list gives its area and size, not where it is.
    """

    row: int
    urn: str
    category: ServiceCategory
    places: int
    authority: str


@dataclass(frozen=True, slots=True)
class OfstedFile:
    """A list as at one day.

    ``rows`` are unique by URN, in file order; ``problems`` name every row left out.
    """

    as_at: date
    rows: list[OfstedRow]
    premises: list[Premises]
    problems: list[RowProblem]
