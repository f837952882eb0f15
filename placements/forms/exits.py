"""What is typed to plan for a child whose block contract ends."""

from django import forms

from contracts.block_forms import DatedForm
from core.forms import DateField
from placements.exit_choices import ExitOutcome


class ExitPlanForm(DatedForm):
    outcome = forms.ChoiceField(
        label="What is planned", choices=ExitOutcome.choices, widget=forms.RadioSelect
    )
    by_when = DateField(label="By")
    child_says = forms.CharField(
        label="What the child says about it", max_length=4000, widget=forms.Textarea({"rows": 3})
    )
    steps = forms.CharField(
        label="What will be done, and by whom", max_length=4000, widget=forms.Textarea({"rows": 5})
    )
    done_on = DateField(label="Came about on", required=False, help_text="Leave empty until it has")
