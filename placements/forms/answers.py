"""A provider's answers: an offer with its fee components, a decline, a withdrawal, a signature."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField

from contracts.choices import FeeKind
from core.forms import DateField, MoneyField
from placements.choices import DeclineReason
from placements.offering import OfferedFee, weekly_total
from providers.models import Setting

OFFERED_KINDS = (FeeKind.CORE, FeeKind.EDUCATION, FeeKind.THERAPY, FeeKind.ADDITIONAL_STAFFING)
HINTS = {
    FeeKind.EDUCATION: "Only if the home provides it and it is not in the core fee.",
    FeeKind.THERAPY: "Only if it is not in the core fee.",
    FeeKind.ADDITIONAL_STAFFING: "Say when it ends: extra staff are usually for a time.",
}


class FeeRow(NamedTuple):
    """The three boxes of one fee component."""

    label: str
    hint: str
    fields: tuple[BoundField, ...]


def _fee_date(label: str, kind: FeeKind) -> forms.DateField:
    real = f"Enter a real date in “{label}” of {kind.label.lower()}"
    return forms.DateField(label=label, required=False, error_messages={"invalid": real})


class OfferForm(forms.Form):
    """One home offered. ``facts`` and ``fees`` are what ``submit_offer`` takes."""

    template_name = "placements/portal/offer_fields.html"

    setting = forms.ChoiceField(label="Which home do you offer?", widget=forms.RadioSelect)
    earliest_start_on = DateField(label="Earliest start", help_text="The first night the child could stay.")
    valid_until = DateField(
        label="Offer stands until",
        help_text="You hold the place until the end of this day.",
        error_messages={"required": "Enter the day until which the offer stands"},
    )
    match_statement = forms.CharField(
        label="How would this home meet the child’s needs?",
        help_text="Think of the children who live there now. Do not name any child.",
        widget=forms.Textarea,
        max_length=4000,
    )

    def __init__(self, *args: Any, homes: Sequence[Setting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes = {home.urn: home for home in homes}
        choice = self.fields["setting"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(home.urn, home.name) for home in homes]
        if len(homes) == 1:
            choice.initial = homes[0].urn
        for kind in OFFERED_KINDS:
            self.fields |= {
                f"{kind.value}_rate": MoneyField(
                    label="£ a week",
                    required=kind is FeeKind.CORE,
                    error_messages={"required": f"Enter the weekly fee for {kind.label.lower()}"},
                ),
                f"{kind.value}_starts_on": _fee_date("From", kind),
                f"{kind.value}_ends_on": _fee_date("Until", kind),
            }
        # Asked last, after the fees: errors are listed in the order of the page.
        self.fields["match_statement"] = self.fields.pop("match_statement")

    @property
    def terms(self) -> list[BoundField]:
        return [self[name] for name in ("setting", "earliest_start_on", "valid_until")]

    @property
    def fee_rows(self) -> list[FeeRow]:
        parts = ("rate", "starts_on", "ends_on")
        return [
            FeeRow(kind.label, HINTS.get(kind, ""), tuple(self[f"{kind.value}_{part}"] for part in parts))
            for kind in OFFERED_KINDS
        ]

    @property
    def fees(self) -> list[OfferedFee]:
        """The components that have a rate; after validation."""
        return [
            OfferedFee(
                kind=kind,
                weekly_rate=rate,
                starts_on=self.cleaned_data[f"{kind.value}_starts_on"],
                ends_on=self.cleaned_data[f"{kind.value}_ends_on"],
            )
            for kind in OFFERED_KINDS
            if (rate := self.cleaned_data[f"{kind.value}_rate"])
        ]

    @property
    def total(self) -> Any:
        """£ a week."""
        return weekly_total(self.fees)

    @property
    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "setting": self.homes[data["setting"]],
            "earliest_start_on": data["earliest_start_on"],
            "valid_until": data["valid_until"],
            "match_statement": data["match_statement"],
            "fees": self.fees,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for kind in OFFERED_KINDS:
            dated = data.get(f"{kind.value}_starts_on") or data.get(f"{kind.value}_ends_on")
            rate = f"{kind.value}_rate"
            if dated and not data.get(rate) and rate not in self.errors:
                self.add_error(rate, f"Enter the weekly fee for {kind.label.lower()}, or take its dates out")
        return data


class DeclineForm(forms.Form):
    """A coded no."""

    reason = forms.ChoiceField(
        label="Why can you not help?", choices=DeclineReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Anything else the council should know",
        help_text="Do not name any child.",
        widget=forms.Textarea,
        max_length=1000,
        required=False,
    )


class WithdrawForm(forms.Form):
    """Why an offer is taken back."""

    reason = forms.CharField(label="Why do you withdraw it?", widget=forms.Textarea, max_length=1000)


class SignForm(forms.Form):
    """The words a person signs."""

    confirmed = forms.BooleanField(label="I have read this agreement and may sign it for us")
