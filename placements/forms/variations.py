"""The form of a change to an agreement: a day, a reason and what each fee becomes."""

from decimal import Decimal
from typing import Any

from django import forms

from contracts.choices import FeeKind, PurchaseBasis
from core.forms import DateField, Look, MoneyField, Section
from placements.fees import NewFee
from placements.forms.words import text

BASES = [
    ("", "As it is bought now"),
    *((b.value, b.label) for b in (PurchaseBasis.BLOCK, PurchaseBasis.SPOT)),
]


class VariationForm(forms.Form):
    """An empty fee stays as it is; £0 stops it. Extra staffing always has an end."""

    looks = {f"{kind.value}_rate": Look(prefix="£", width=10) for kind in FeeKind}
    sections = (
        Section("The change", ("effective_on", "reason", "new_basis", "new_end_on")),
        *(Section(kind.label, (f"{kind.value}_rate", f"{kind.value}_ends_on")) for kind in FeeKind),
    )

    effective_on = DateField(label="From which day?")
    reason = text("Why do the terms change?", help_text="The home and the approvers read this. Name nobody.")
    new_basis = forms.ChoiceField(
        label="Is the home to be bought another way?",
        choices=BASES,
        required=False,
        help_text="The child stays in the same room: a new agreement, no move.",
    )

    new_end_on = DateField(
        label="Is the placement to end on another day?",
        required=False,
        help_text="The new planned end. Leave empty to keep the one agreed.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in FeeKind:
            self.fields[f"{kind.value}_rate"] = MoneyField(
                label=f"{kind.label}: new fee a week",
                required=False,
                help_text="Leave empty to keep it. £0 stops it.",
            )
            self.fields[f"{kind.value}_ends_on"] = DateField(
                label=f"{kind.label}: until", required=False, help_text="Falls off by itself on this day"
            )

    @property
    def new(self) -> list[NewFee]:
        typed = self.cleaned_data
        return [
            NewFee(kind, Decimal(typed[f"{kind.value}_rate"]), typed[f"{kind.value}_ends_on"])
            for kind in FeeKind
            if typed[f"{kind.value}_rate"] is not None
        ]

    @property
    def basis(self) -> PurchaseBasis | None:
        return PurchaseBasis(self.cleaned_data["new_basis"]) if self.cleaned_data["new_basis"] else None
