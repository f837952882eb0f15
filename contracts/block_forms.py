"""What is typed to draw up a block contract."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from authorities.choices import ServiceCategory
from contracts.choices import PAYABLE_VOIDS, BedNightState
from contracts.models import BlockContract
from contracts.selectors.block_life import provider_called, terms_in_force, version_on
from contracts.selectors.tools import tools_to_use
from contracts.services.block_drafts import BlockDraft
from core.actor import Actor
from core.errors import DomainError
from core.forms import DateField, Look, MoneyField, NumberField, Section

EARLIEST, LATEST = 2000, 2099
VOIDS = [
    (BedNightState.VOID_AVAILABLE.value, "Free, and no child has needed it"),
    (BedNightState.VOID_MATCHING.value, "Kept free because of the children who are there"),
    (BedNightState.VOID_AUTHORITY.value, "Held or kept free by a council"),
    (BedNightState.VOID_PROVIDER.value, "Closed by the provider, for want of staff or for damage"),
    (BedNightState.REGULATOR_STOP.value, "Closed by the regulator"),
]


def whole_field(label: str, *, least: int = 1, most: int = 99, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


def percent_field(label: str, **more: Any) -> NumberField:
    bounds = {"min_value": Decimal(0), "max_value": Decimal(100), "max_digits": 5, "decimal_places": 2}
    return NumberField(label=label, **{**bounds, **more})


def text_field(label: str, *, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea({"rows": rows}), **more)


def decision_field(**more: Any) -> forms.CharField:
    return forms.CharField(
        label="Reference of the decision", max_length=60, help_text="For example 21/00094", **more
    )


class DatedForm(forms.Form):
    """Refuses years that no contract has, before anything is reckoned from them."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, date) and not EARLIEST <= value.year <= LATEST:
                self.add_error(name, f"Enter a year from {EARLIEST} to {LATEST}")
        return cleaned


class TermsForm(DatedForm):
    """Beds, price and what an empty bed costs: in a draft, and in a variation."""

    looks = {
        "beds_agreed": Look(width=3),
        "weekly_rate": Look(prefix="£", width=10),
        "guaranteed_weekly": Look(prefix="£", width=10),
        "below_good_percent": Look(suffix="%", width=5),
        "indexation_percent": Look(suffix="%", width=5),
    }

    beds_agreed = whole_field("Beds", most=200)
    weekly_rate = MoneyField(label="Price of a bed in use, a week", min_value=Decimal("0.01"))
    guaranteed_weekly = MoneyField(
        label="Of that, guaranteed for an empty bed, a week",
        help_text="The whole price for a full guarantee, less for a two-part price",
    )
    payable_voids = forms.MultipleChoiceField(
        label="An empty bed is paid for when it is",
        choices=VOIDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    below_good_percent = percent_field(
        "Of the guarantee, paid while a home is below good",
        help_text="For a bed kept empty because new placements there are stopped; 0 for nothing",
    )
    indexation_percent = percent_field(
        "Yearly rise of the price", max_value=Decimal(20), help_text="On each anniversary; 0 for none"
    )


class DraftForm(TermsForm):
    """A block contract before it is signed."""

    looks = {
        **TermsForm.looks,
        "notice_months": Look(suffix="months", width=3),
        "governance_lead_weeks": Look(suffix="weeks", width=3),
        "no_fault_months": Look(suffix="months", width=3),
        "options": Look(suffix="months", width=10),
    }
    sections = (
        Section("The contract", ("name", "provider", "category", "tool")),
        Section("Its term", ("starts_on", "last_day", "options", "notice_months", "governance_lead_weeks")),
        Section(
            "Beds and price",
            (
                "beds_agreed",
                "weekly_rate",
                "guaranteed_weekly",
                "payable_voids",
                "below_good_percent",
                "indexation_percent",
            ),
        ),
        Section("Limits", ("annual_ceiling", "total_ceiling", "no_fault_months")),
        Section("When a home is below good", ("stops_below_good",)),
    )

    name = forms.CharField(label="Name of the contract", max_length=160)
    provider = forms.CharField(
        label="Provider", max_length=200, help_text="Its reference, or its name as in the register"
    )
    category = forms.ChoiceField(
        label="Kind of care", choices=ServiceCategory.choices, initial=ServiceCategory.RESIDENTIAL
    )
    tool = forms.ChoiceField(label="Bought under", required=False)
    starts_on = DateField(label="First day")
    last_day = DateField(label="Last day of the first term")
    options = forms.CharField(
        label="Options to extend",
        required=False,
        max_length=30,
        help_text="Months of each in turn, for example 24 + 24 for 3 + 2 + 2 years. Empty for none.",
    )
    notice_months = whole_field("Notice of using an option", most=60, initial=12)
    governance_lead_weeks = whole_field(
        "Time a decision takes",
        least=0,
        most=52,
        initial=12,
        help_text="From the first draft of a paper to the end of call-in",
    )
    no_fault_months = whole_field("Notice to leave without a reason, either side", most=60, initial=12)
    stops_below_good = forms.BooleanField(
        label="New placements in a home stop by themselves while it is judged below good",
        required=False,
        initial=True,
    )
    annual_ceiling = MoneyField(label="Yearly ceiling", required=False, max_digits=14)
    total_ceiling = MoneyField(label="Ceiling in all", required=False, max_digits=14)

    def __init__(self, data: Any = None, *, actor: Actor, on: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.actor = actor
        self.tools = {tool.reference: tool for tool in tools_to_use(actor, on=on)}
        self.fields["tool"].choices = [  # type: ignore[attr-defined]
            ("", "Its own procurement"),
            *((reference, tool.name) for reference, tool in self.tools.items()),
        ]

    def clean_provider(self) -> Any:
        try:
            return provider_called(self.actor, self.cleaned_data["provider"])
        except DomainError as error:
            raise forms.ValidationError(error.message) from error

    def clean_options(self) -> tuple[int, ...]:
        parts = [part.strip() for part in self.cleaned_data["options"].replace("+", " ").split()]
        if any(not (part.isascii() and part.isdigit() and 1 <= int(part[:4]) <= 120) for part in parts):
            raise forms.ValidationError("Enter whole months with a + between them, for example 24 + 24")
        if len(parts) > 9:
            raise forms.ValidationError("Enter nine options at most")
        return tuple(int(part) for part in parts)

    def draft(self) -> BlockDraft:
        """What was typed, once it is valid."""
        typed = {**self.cleaned_data, "tool": self.tools.get(self.cleaned_data["tool"])}
        return BlockDraft(**typed)


def draft_as_typed(contract: BlockContract) -> dict[str, Any]:
    """The draft as the form takes it."""
    options = [str(option.months) for option in contract.options.all()]
    notice = next((option.notice_months for option in contract.options.all()), 12)
    assert contract.ends_on is not None
    return {
        **terms_as_typed(contract, on=contract.starts_on),
        **{name: getattr(contract, name) for name in ("name", "category", "starts_on", "no_fault_months")},
        "stops_below_good": contract.stops_below_good,
        **{name: getattr(contract, name) for name in ("annual_ceiling", "total_ceiling")},
        "provider": contract.provider.reference,
        "tool": contract.tool.reference if contract.tool else "",
        "last_day": contract.ends_on - timedelta(days=1),
        "options": " + ".join(options),
        "notice_months": notice,
        "governance_lead_weeks": contract.governance_lead_weeks,
    }


def terms_as_typed(contract: BlockContract, *, on: date) -> dict[str, Any]:
    """The terms of a day as the form takes them."""
    terms = terms_in_force(contract, on=on)
    newest = version_on(contract, on=on)
    return {
        "beds_agreed": terms.beds,
        "weekly_rate": terms.weekly_rate,
        "guaranteed_weekly": round(terms.guaranteed, 2),
        "payable_voids": sorted(terms.payable_voids),
        "below_good_percent": (newest.below_good_share * 100).quantize(Decimal("0.01")),
        "indexation_percent": newest.indexation_percent,
    }


NEW_TERMS = {
    "payable_voids": [state.value for state in PAYABLE_VOIDS],
    "below_good_percent": Decimal(0),
    "indexation_percent": Decimal(0),
}
