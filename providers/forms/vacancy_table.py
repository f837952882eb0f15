"""All of a provider's homes in one table, and a file that says the same."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone

from core.forms import Look
from providers.choices import NotAdmitting
from providers.forms.vacancies import YES
from providers.selectors.vacancies import HomeVacancy
from providers.telling import Problem, Told, still_to_come
from providers.vacancy_file import MOST_BYTES, NotReadable, text_of

LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
TAKING = [(YES, "Yes"), *((code, f"No: {label.lower()}") for code, label in NotAdmitting.choices)]
# The box in which to put right what a service finds wrong with a field of ``Told``.
BOX_OF = {"beds_free": "beds", "available_from": "since", "is_admitting": "taking", "reason": "taking"}


def moment_seen(text: str, *, at: datetime) -> datetime:
    """When the reader saw a page that carries this; long ago when it says nothing, so that nothing told
    since is passed over."""
    try:
        seen = datetime.fromisoformat(text)
    except ValueError:
        return LONG_AGO
    return min(seen, at) if timezone.is_aware(seen) else LONG_AGO


class VacancyFileForm(forms.Form):
    """A file, or the text of one that was read before and travels in the page until it is confirmed."""

    file = forms.FileField(
        label="Your file",
        help_text="A CSV of up to 500 KB with one row for each home.",
        widget=forms.ClearableFileInput({"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> str:
        """Its text."""
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise ValidationError("The file must be smaller than 500 KB")
        try:
            return text_of(given.read())
        except NotReadable as error:
            raise ValidationError(str(error)) from error


class HomeRow(NamedTuple):
    """One home and its boxes."""

    vacancy: HomeVacancy
    fields: tuple[BoundField, ...]


class VacancyTableForm(forms.Form):
    """A row a home: places free, from when, taking children. Rows of homes never told of may stay empty."""

    template_name = "providers/vacancy_table_rows.html"

    def __init__(self, *args: Any, homes: Sequence[HomeVacancy], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes, self.at = homes, at
        self.looks: dict[str, Look] = {}
        for each in homes:
            self._add_row(each)

    def _add_row(self, each: HomeVacancy) -> None:
        urn, name, report = each.setting.urn, each.setting.name, each.report
        since = still_to_come(report.available_from, on=each.on) if report else None
        reason = report.not_admitting_reason if report and not report.is_admitting else YES
        self.fields |= {
            f"{urn}_beds": forms.IntegerField(
                label=f"Places free in {name}",
                required=False,
                initial=report.beds_free if report else None,
                error_messages={"invalid": f"{name}: enter a whole number, for example 2"},
            ),
            f"{urn}_since": forms.DateField(
                label=f"Free from in {name}",
                required=False,
                initial=since,
                error_messages={"invalid": f"{name}: enter a real date"},
            ),
            f"{urn}_taking": forms.ChoiceField(
                label=f"Taking children in {name}", choices=TAKING, initial=reason
            ),
        }
        self.looks[f"{urn}_beds"] = Look(width=3)

    @property
    def rows(self) -> list[HomeRow]:
        boxes = ("beds", "since", "taking")
        return [
            HomeRow(each, tuple(self[f"{each.setting.urn}_{box}"] for box in boxes)) for each in self.homes
        ]

    @property
    def seen(self) -> str:
        """Goes with the page: what is told after this moment its reader has not seen."""
        return self.at.isoformat()

    @property
    def seen_at(self) -> datetime:
        return moment_seen(self.data.get("seen", ""), at=self.at)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for each in self.homes:
            box = f"{each.setting.urn}_beds"
            if box in self.errors or data.get(box) is not None:
                continue
            taking, since = data.get(f"{each.setting.urn}_taking"), data.get(f"{each.setting.urn}_since")
            if each.report or since or taking != YES:
                self.add_error(box, f"{each.setting.name}: enter how many places are free")
        return data

    def told(self, *, with_unchanged: bool) -> list[Told]:
        """What differs from what was last told and, if asked for, what was told before and stays."""
        told = [self._told(each) for each in self.homes if self._is_filled(each)]
        last = {each.setting.pk: each for each in self.homes}
        return [
            each
            for each in told
            if with_unchanged or not each.repeats(last[each.setting.pk].report, on=last[each.setting.pk].on)
        ]

    def mark(self, problems: Sequence[Problem]) -> None:
        """Put each problem beside its box."""
        for problem in problems:
            named = problem.message.startswith(problem.setting.name)
            message = problem.message if named else f"{problem.setting.name}: {problem.message}"
            self.add_error(f"{problem.setting.urn}_{BOX_OF[problem.field]}", message)

    def _is_filled(self, each: HomeVacancy) -> bool:
        return self.cleaned_data[f"{each.setting.urn}_beds"] is not None

    def _told(self, each: HomeVacancy) -> Told:
        beds, since, taking = (
            self.cleaned_data[f"{each.setting.urn}_{box}"] for box in ("beds", "since", "taking")
        )
        return Told(
            setting=each.setting,
            beds_free=beds,
            available_from=since,
            is_admitting=taking == YES,
            reason="" if taking == YES else taking,
        )
