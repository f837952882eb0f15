"""Forms of statements, invoices, payment files, creditors and cost centres."""

from typing import Any

from django import forms

from authorities.choices import ServiceCategory
from core.forms import DateField, Look, MoneyField, NumberField


class DisputeForm(forms.Form):
    reason = forms.CharField(
        label="What is wrong with this line?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For example: the child left on 12 October, not on 20 October",
    )


class SettleForm(forms.Form):
    settlement = forms.CharField(
        label="What came of it?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Say how the charge is right, or which fact you mended. The provider reads this.",
    )


class InvoiceForm(forms.Form):
    number = forms.CharField(label="Invoice number", max_length=40)
    issued_on = DateField(label="Date of the invoice", help_text="For example, 3 11 2026")
    amount = MoneyField(label="Amount")

    looks = {"number": Look(width=20)}


class DecisionForm(forms.Form):
    """What finance does with an invoice; ``verbs`` are those its state allows."""

    verb = forms.ChoiceField(label="What do you do with it?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed unless you approve an invoice that matches",
    )

    def __init__(self, *args: Any, verbs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["verb"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = verbs


class AnswerForm(forms.Form):
    """The finance system's answer to a payment file."""

    accepted_to = forms.IntegerField(
        label="Last line it accepted",
        min_value=0,
        help_text="The number of the last line paid: 0 when the whole file was refused",
    )
    reason = forms.CharField(
        label="Why it refused the rest",
        required=False,
        max_length=200,
        help_text="As the finance system said",
    )

    looks = {"accepted_to": Look(width=5)}


class CreditorForm(forms.Form):
    number = forms.RegexField(
        r"^[A-Za-z0-9/-]{1,20}$",
        label="Creditor number",
        error_messages={"invalid": "Enter up to 20 letters, digits, hyphens or slashes, for example C104233"},
    )
    self_billed = forms.BooleanField(label="The contract lets the council make the invoices", required=False)
    is_personal = forms.BooleanField(label="The payee is a person, such as a foster carer", required=False)

    looks = {"number": Look(width=20)}


class CostCentreForm(forms.Form):
    """A code for each service line, from today."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category in ServiceCategory:
            self.fields[category.value] = forms.RegexField(
                r"^[A-Za-z0-9-]{0,20}$",
                label=category.label,
                required=False,
                error_messages={"invalid": "Enter up to 20 letters, digits or hyphens, for example CC4410"},
            )

    @property
    def looks(self) -> dict[str, Look]:
        return {name: Look(width=20) for name in self.fields}


class OneOffForm(forms.Form):
    on = DateField(label="Day it is for", help_text="For example, 21 10 2026")
    amount = NumberField(
        label="Amount",
        max_digits=10,
        decimal_places=2,
        help_text="In pounds and pence. Put a minus sign before a refund.",
        error_messages={"max_decimal_places": "Enter pounds and pence, for example 84.50"},
    )
    reason = forms.CharField(
        label="What it is for",
        max_length=200,
        help_text="Name no child: providers read this on their statement",
    )

    looks = {"amount": Look(prefix="£", width=10)}


class FundingForm(forms.Form):
    """Shares of one fee that others give back; the council bears the rest."""

    fee_kind = forms.ChoiceField(label="Fee")
    health_percent = NumberField(
        label="Health", required=False, min_value=0, max_value=100, max_digits=8, decimal_places=5
    )
    education_percent = NumberField(
        label="Education", required=False, min_value=0, max_value=100, max_digits=8, decimal_places=5
    )
    starts_on = DateField(label="From", help_text="For example, 1 10 2026")
    ends_on = DateField(
        label="Until", required=False, help_text="The first day without it; leave empty if open"
    )
    agreed_reference = forms.CharField(label="Reference of the agreement", required=False, max_length=60)

    def __init__(self, *args: Any, fees: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["fee_kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose a fee"), *fees]

    looks = {
        "health_percent": Look(suffix="%", width=5),
        "education_percent": Look(suffix="%", width=5),
        "agreed_reference": Look(width=20),
    }
