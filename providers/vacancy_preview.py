"""What a file of vacancies would change, before anything is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.actor import Actor
from providers.selectors.vacancies import HomeVacancy
from providers.services.vacancies import problems_with
from providers.telling import Told
from providers.vacancy_file import COLUMN_OF, Fault, NotReadable, read_vacancies


@dataclass(frozen=True)
class Preview:
    """``changes`` are home, last told, told now; ``unchanged`` counts those only confirmed. ``why_not`` is
    set when the file as a whole cannot be read."""

    text: str
    told: list[Told]
    changes: list[tuple[str, str, str]]
    unchanged: int
    faults: list[Fault]
    why_not: str = ""

    @property
    def is_good(self) -> bool:
        return bool(self.told) and not self.faults


def preview_of(
    text: str, homes: Sequence[HomeVacancy], *, by: Actor, at: datetime, seen_at: datetime
) -> Preview:
    """Read a file against the provider's homes and every rule a report must keep."""
    try:
        reading = read_vacancies(text, homes)
    except NotReadable as error:
        return Preview(text, [], [], 0, [], str(error))
    told = [each for _, each in reading.told]
    row_of = {each.setting.pk: row for row, each in reading.told}
    faults = reading.faults + [
        Fault(row_of[problem.setting.pk], COLUMN_OF[problem.field], problem.message)
        for problem in problems_with(told, seen_at=seen_at, by=by, at=at)
    ]
    last = {each.setting.pk: each for each in homes}
    changes = [
        (each.setting.name, _last_told(last[each.setting.pk]), each.in_words)
        for each in told
        if not each.repeats(last[each.setting.pk].report, on=last[each.setting.pk].on)
    ]
    why_not = "" if told or faults else "No row says how many places are free"
    return Preview(
        text, told, changes, len(told) - len(changes), sorted(faults, key=lambda f: f.row), why_not
    )


def _last_told(vacancy: HomeVacancy) -> str:
    return vacancy.report.in_words if vacancy.report else "Nothing yet"
