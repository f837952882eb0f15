"""What a provider tells of several homes at once, in a table or a file, and what is wrong with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from core.errors import DomainError
from providers.models import Setting, VacancyReport
from providers.models.vacancy import free_in_words


@dataclass(frozen=True)
class Told:
    """One home's facts as ``report_vacancy`` takes them; ``needs`` None keeps those last told."""

    setting: Setting
    beds_free: int
    available_from: date | None
    is_admitting: bool
    reason: str = ""
    needs: Collection[str] | None = None

    @property
    def in_words(self) -> str:
        return free_in_words(self.beds_free, self.available_from, self.reason)

    def repeats(self, report: VacancyReport | None, *, on: date) -> bool:
        """Whether it says what was last said. A place that was to be free by now is free now."""
        if report is None:
            return False
        return (self.beds_free, self.available_from, self.is_admitting, self.reason) == (
            report.beds_free,
            still_to_come(report.available_from, on=on),
            report.is_admitting,
            report.not_admitting_reason,
        ) and (self.needs is None or sorted(self.needs) == sorted(report.needs))


def still_to_come(available_from: date | None, *, on: date) -> date | None:
    return available_from if available_from and available_from > on else None


@dataclass(frozen=True)
class Problem:
    """Why one home's word cannot be taken; ``field`` is a name of ``Told``."""

    setting: Setting
    field: str
    message: str


class NotTaken(DomainError):
    """Some of what was told is wrong, so none of it was taken."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("Nothing was saved. Put right what is marked and save again.")
        self.problems = problems
