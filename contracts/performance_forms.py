"""Forms of indicators, protocols and their tasks."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from authorities.choices import Role
from contracts.models import Kpi, ProtocolStep
from contracts.quarters import in_words, quarters_to
from contracts.selectors.performance import Arrangement
from contracts.tool_choices import Comparator, Measure, Trigger
from contracts.tool_forms import TermDateField
from contracts.tool_workflows import TASK_ROLES
from core.documents.uploads import UploadField
from core.forms import Look, NumberField, offer_rows
from core.workflow import Transition

QUARTERS_BACK = 8


class KpiForm(forms.Form):
    looks = {"target": Look(width=10)}

    name = forms.CharField(label="Name", max_length=120)
    measure = forms.TypedChoiceField(label="How it is measured", choices=Measure.choices, coerce=Measure)
    definition = forms.CharField(
        label="What is counted and how",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Needed for one that is entered by hand.",
    )
    comparator = forms.TypedChoiceField(
        label="The target is", choices=Comparator.choices, coerce=Comparator, widget=forms.RadioSelect
    )
    target = NumberField(label="Target", min_value=0, max_digits=9, decimal_places=2)
    starts_on = TermDateField(label="From")

    def __init__(self, *args: Any, arrangement: Arrangement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arrangement = arrangement


class StepForm(forms.Form):
    looks = {"working_days": Look(width=3, suffix="working days")}

    trigger = forms.TypedChoiceField(
        label="When", choices=Trigger.choices, coerce=Trigger, widget=forms.RadioSelect
    )
    text = forms.CharField(label="What is to be done", max_length=300)
    role = forms.TypedChoiceField(
        label="By whom", choices=[(role.value, role.label) for role in TASK_ROLES], coerce=Role
    )
    working_days = forms.IntegerField(
        label="Within", min_value=0, max_value=260, initial=5, widget=forms.TextInput
    )

    def __init__(self, *args: Any, arrangement: Arrangement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arrangement = arrangement


class EndKpiForm(forms.Form):
    kpi = forms.ModelChoiceField(Kpi.objects.none(), label="Indicator")
    last_on = TermDateField(label="Last day it is measured")

    def __init__(self, *args: Any, kpis: QuerySet[Kpi], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "kpi", kpis)


class RetireStepForm(forms.Form):
    step = forms.ModelChoiceField(ProtocolStep.objects.none(), label="Step")

    def __init__(self, *args: Any, steps: QuerySet[ProtocolStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "step", steps, lambda step: f"{step.get_trigger_display()}: {step.text}")


class ResultForm(forms.Form):
    looks = {"value": Look(width=10)}

    quarter = forms.TypedChoiceField(label="Quarter", coerce=date.fromisoformat)
    value = NumberField(label="Result", min_value=0, max_digits=9, decimal_places=2)
    upload = UploadField(label="Evidence")
    note = forms.CharField(label="Note", required=False, max_length=1000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = [  # type: ignore[attr-defined]
            (each.start.isoformat(), in_words(each.start)) for each in quarters_to(on, QUARTERS_BACK)
        ]


class ReviewForm(forms.Form):
    """What a council concludes of a quarter."""

    conclusion = forms.CharField(
        label="What we concluded", max_length=3000, widget=forms.Textarea({"rows": 5})
    )


class EndTaskForm(forms.Form):
    verb = forms.ChoiceField(label="How did it end?", widget=forms.RadioSelect)
    note = forms.CharField(
        label="What was done, or why is it not needed?", max_length=2000, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, *args: Any, steps: list[Transition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [(step.verb, step.label) for step in steps]  # type: ignore[attr-defined]
