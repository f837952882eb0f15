"""What a provider is asked about its homes."""

from datetime import date
from typing import Any

from django import forms

from core.forms import DateField, Look
from providers.choices import Need, NotAdmitting, ReminderRhythm
from providers.models import VacancyReport
from providers.telling import still_to_come

YES, NO = "yes", "no"


class VacancyForm(forms.Form):
    """The places free in one home. ``facts`` is what ``report_vacancy`` takes."""

    beds_free = forms.IntegerField(
        label="How many places are free?",
        min_value=0,
        error_messages={"min_value": "The number of free places cannot be less than 0"},
    )
    available_from = DateField(
        label="From when?", help_text="Leave this empty if they are free now.", required=False
    )
    is_admitting = forms.ChoiceField(
        label="Can the home take a child?",
        choices=[(YES, "Yes"), (NO, "No, not at present")],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label="Why not?",
        choices=NotAdmitting.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why the home is not taking children"},
    )
    needs = forms.MultipleChoiceField(
        label="Which needs could you meet in these places?",
        help_text="Select all that apply.",
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    looks = {"beds_free": Look(width=3), "is_admitting": Look(reveals={NO: "reason"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked beneath "No", so it is no optional question there and none at all elsewhere.
        self.fields["reason"].required = not self.is_bound or self.data.get("is_admitting") == NO

    @classmethod
    def start_from(cls, report: VacancyReport | None, *, on: date) -> dict[str, Any]:
        """Initial values: what was last said. A place that was to be free by now is free now."""
        if report is None:
            return {"is_admitting": YES}
        return {
            "beds_free": report.beds_free,
            "available_from": still_to_come(report.available_from, on=on),
            "is_admitting": YES if report.is_admitting else NO,
            "reason": report.not_admitting_reason,
            "needs": report.needs,
        }

    @property
    def facts(self) -> dict[str, Any]:
        return {**self.cleaned_data, "is_admitting": self.cleaned_data["is_admitting"] == YES}


class RhythmForm(forms.Form):
    """How often to be reminded."""

    rhythm = forms.TypedChoiceField(
        label="How often should we ask about your vacancies?",
        help_text="We e-mail your people about homes you have not updated in that time.",
        choices=ReminderRhythm.choices,
        coerce=lambda value: ReminderRhythm(int(value)),
        widget=forms.RadioSelect,
    )
