"""Forms of the reports room."""

from datetime import date
from typing import Any

from django import forms

from authorities.choices import ServiceCategory
from contracts.models import BlockContract
from core.forms import DateField, MoneyField
from core.periods import financial_year_of
from reports.choices import StatementKind


class PaperForm(forms.Form):
    """What a new cabinet report is about, and when it is decided."""

    block_contract = forms.ChoiceField(label="Block contract")
    meeting_on = DateField(label="Date of the meeting", help_text="For example, 21 1 2027")

    def __init__(self, *args: Any, contracts: list[BlockContract], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["block_contract"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choose a contract"),
            *((c.reference, f"{c.name} ({c.reference})") for c in contracts),
        ]


class SectionForm(forms.Form):
    """The words of one section."""

    text = forms.CharField(
        label="Words",
        error_messages={"required": "Enter the words of this section"},
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Leave a blank line between paragraphs. Start a bullet with a hyphen and a space. "
        "Put in a figure by its name in braces, as in the list of figures below.",
    )


class StatementForm(forms.Form):
    """Which statement, and the council's own words in it."""

    kind = forms.ChoiceField(label="Statement", choices=StatementKind.choices, widget=forms.RadioSelect)
    introduction = forms.CharField(
        label="Your introduction",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Leave a blank line between paragraphs",
    )
    commitments = forms.CharField(
        label="What you will do, or how to work with you",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What the council commits to, or for providers whom to turn to",
    )


class BudgetForm(forms.Form):
    """What is set aside for a service line in this financial year or the next."""

    category = forms.ChoiceField(label="Service line", choices=ServiceCategory.choices)
    year = forms.TypedChoiceField(label="Financial year", coerce=date.fromisoformat)
    amount = MoneyField(label="Amount", max_digits=14)
    decision_reference = forms.CharField(label="Decision", required=False, max_length=60)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = financial_year_of(on).start
        years = [this, this.replace(year=this.year + 1)]
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.isoformat(), f"{each.year} to {each.year + 1}") for each in years]
