"""Forms of the planning pages: a scenario, each kind of change in it, and a block to weigh."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from contracts.models import BlockContract
from core.forms import DateField, Look, MoneyField, NumberField, Section
from sufficiency.charts import age_label
from sufficiency.choices import Counted, Reach
from sufficiency.forecast import AGE_BANDS, Category
from sufficiency.planning import changes
from sufficiency.planning.block import LONGEST_TERM, MOST_BEDS, BlockTerms
from sufficiency.services.forecasts import HORIZONS, USUAL_HORIZON

AGES = [(band.value, age_label(band)) for band in AGE_BANDS]
BEDDED = [(kind.value, Counted(kind).label) for kind in (Category.RESIDENTIAL, Category.SUPPORTED)]
MOST_POUNDS = Decimal(50_000_000)
LAST_MONTH = 60


class WholeField(NumberField):
    """A whole number."""

    example = "6"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 6, "decimal_places": 0, "min_value": 0, **kwargs})

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return None if found is None else int(found)


class PercentField(NumberField):
    """Per cent with one decimal."""

    example = "12.5"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 5, "decimal_places": 1, "min_value": 0, "max_value": 100, **kwargs})


class HorizonForm(forms.Form):
    """How far a new forecast looks ahead, in months; the usual way where it is left out."""

    months = forms.ChoiceField(
        label="How far ahead",
        choices=[(months, f"{months // 12} years") for months in HORIZONS],
        required=False,
        initial=USUAL_HORIZON,
        help_text="Scenarios and blocks reach as far as the forecast that they rest on.",
    )

    def clean_months(self) -> int:
        return int(self.cleaned_data["months"] or USUAL_HORIZON)


class ChildLinkForm(forms.Form):
    """Who a child of the returns is."""

    child_code = forms.CharField(label="Code in the return", max_length=40)
    child_key = forms.CharField(
        label="Is the same child as",
        max_length=40,
        required=False,
        help_text="Our reference of the child, or its code in another return. Blank for no child of ours.",
    )
    why = forms.CharField(
        label="How you know", max_length=500, help_text="For example, the case number was checked."
    )


class ScenarioForm(forms.Form):
    """A scenario's name and why it is asked."""

    name = forms.CharField(label="Name", max_length=100, help_text="For example, Twelve more foster carers")
    why = forms.CharField(
        label="What it is for", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ChangeForm(forms.Form):
    """What every change has; ``change`` gives it as the engine and the costs read it."""

    from_month = WholeField(
        label="Starts in month",
        min_value=1,
        max_value=LAST_MONTH,
        help_text="Months ahead of the last month recorded: 1 is the next month",
    )
    yearly_cost = MoneyField(
        label="Cost of running it, a year", required=False, max_value=MOST_POUNDS, help_text="In pounds"
    )
    made: type[changes.Change]
    last = ("yearly_cost",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [name for name in self.fields if name not in ("from_month", *self.last)]
        self.order_fields([*own, "from_month", *self.last])

    def change(self) -> changes.Change:
        facts = {name: _plain(value) for name, value in self.cleaned_data.items()}
        facts["yearly_cost"] = facts["yearly_cost"] or 0.0
        return self.made(**facts)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _ages() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label="Ages", choices=AGES, widget=forms.CheckboxSelectMultiple)


class EdgeOfCareForm(ChangeForm):
    made = changes.EdgeOfCare
    entries_avoided_percent = PercentField(
        label="Share of these children who then do not come into care",
        min_value=Decimal("0.1"),
    )
    age_bands = _ages()
    ramp_months = WholeField(
        label="Months until it works in full", max_value=LAST_MONTH, help_text="0 where it does so at once"
    )
    looks = {"entries_avoided_percent": Look(suffix="%", width=4), "ramp_months": Look(width=3)}


class StepDownForm(ChangeForm):
    made = changes.StepDown
    monthly_percent = PercentField(
        label="More children moving from children’s homes to fostering each month",
        min_value=Decimal("0.1"),
        help_text="As a share of children of these ages in children’s homes",
    )
    age_bands = _ages()
    months = WholeField(
        label="For how many months",
        required=False,
        min_value=1,
        max_value=LAST_MONTH,
        help_text="Leave empty if it goes on",
    )
    looks = {"monthly_percent": Look(suffix="%", width=4), "months": Look(width=3)}


class ReunificationForm(ChangeForm):
    made = changes.Reunification
    category = forms.ChoiceField(label="Kind of care", choices=Counted.choices)
    leaving_more_percent = PercentField(
        label="More children going home or leaving care than now",
        min_value=Decimal("0.1"),
        help_text="As a share of those who leave now; 10 means eleven leave where ten did",
    )
    ramp_months = WholeField(label="Months until it works in full", max_value=LAST_MONTH)
    looks = {"leaving_more_percent": Look(suffix="%", width=4), "ramp_months": Look(width=3)}


class InHouseFosteringForm(ChangeForm):
    made = changes.InHouseFostering
    places_a_month = NumberField(
        label="Foster places gained each month, net of carers who leave",
        max_digits=5,
        decimal_places=1,
        min_value=Decimal("0.1"),
        max_value=100,
    )
    most_places = WholeField(label="Places gained in all", min_value=1, max_value=2000)
    filled_percent = PercentField(label="Share of these places that is filled")
    in_house_weekly = MoneyField(label="Cost of an in-house place a week", max_value=20_000)
    agency_weekly = MoneyField(label="Cost of an agency place a week", max_value=20_000)
    looks = {
        "places_a_month": Look(width=4),
        "most_places": Look(width=4),
        "filled_percent": Look(suffix="%", width=4),
    }


class NewBlockForm(ChangeForm):
    made = changes.NewBlock
    category = forms.ChoiceField(label="Kind of care", choices=BEDDED)
    beds = WholeField(label="Beds", min_value=1, max_value=MOST_BEDS)
    beds_a_month = NumberField(
        label="Beds that open each month until all are open",
        max_digits=4,
        decimal_places=1,
        min_value=Decimal("0.1"),
        max_value=MOST_BEDS,
    )
    weekly_price = MoneyField(label="Price of a bed a week", max_value=50_000)
    guaranteed_percent = PercentField(label="Share of the price guaranteed for an empty bed")
    occupancy_percent = PercentField(
        label="Expected occupancy", help_text="“Block or spot” works this out from the forecast"
    )
    looks = {
        "beds": Look(width=3),
        "beds_a_month": Look(width=4),
        "guaranteed_percent": Look(suffix="%", width=4),
        "occupancy_percent": Look(suffix="%", width=4),
    }


class PriceGrowthForm(ChangeForm):
    made = changes.PriceGrowth
    category = forms.ChoiceField(
        label="Kind of care", required=False, choices=[("", "Every kind"), *Counted.choices]
    )
    yearly_percent = PercentField(
        label="Growth a year", min_value=Decimal(-20), max_value=Decimal(50), help_text="Below 0 for a fall"
    )
    looks = {"yearly_percent": Look(suffix="%", width=4)}


class HomeClosesForm(ChangeForm):
    made = changes.HomeCloses
    category = forms.ChoiceField(label="Kind of care", choices=BEDDED)
    our_children = WholeField(label="Our children who live there", min_value=1, max_value=MOST_BEDS)
    weekly_more = MoneyField(label="What another place costs more, a week", max_value=50_000)
    looks = {"our_children": Look(width=3)}


CHANGE_FORMS: dict[str, type[ChangeForm]] = {
    form.made.kind: form
    for form in (
        InHouseFosteringForm,
        StepDownForm,
        EdgeOfCareForm,
        ReunificationForm,
        NewBlockForm,
        PriceGrowthForm,
        HomeClosesForm,
    )
}


class BlockForm(forms.Form):
    """A block to weigh against spot. Pre-filled with what the council's own records say."""

    name = forms.CharField(label="Name", max_length=100, help_text="For example, Fifteen beds near home")
    category = forms.ChoiceField(label="Kind of care", choices=BEDDED)
    block_contract = forms.ChoiceField(label="Block contract it is about", required=False)
    beds = WholeField(label="Beds", min_value=1, max_value=MOST_BEDS)
    weekly_price = MoneyField(label="Price of a bed a week", min_value=1, max_value=50_000)
    guaranteed_percent = PercentField(
        label="Share of the price guaranteed for an empty bed", help_text="100 for a full block"
    )
    indexation_percent = PercentField(
        label="Price rise a year under the contract", min_value=Decimal(-5), max_value=Decimal(20)
    )
    first_month = WholeField(
        label="Month in which the first bed opens",
        min_value=1,
        max_value=LAST_MONTH,
        help_text="Months ahead of the last month recorded: 1 is the next month",
    )
    beds_a_month = WholeField(
        label="Beds that open each month until all are open", min_value=1, max_value=MOST_BEDS
    )
    term_months = WholeField(label="Term in months", min_value=1, max_value=LONGEST_TERM)
    spot_weekly = MoneyField(label="Cost of a spot place a week", min_value=1, max_value=50_000)
    spot_standard_error = MoneyField(
        label="How uncertain that is (standard error)",
        max_value=20_000,
        help_text="0 if it is certain. Filled from how much your own spot placements differ",
    )
    spot_growth_percent = PercentField(
        label="Spot price rise a year", min_value=Decimal(-20), max_value=Decimal(50)
    )
    suitable_percent = PercentField(
        label="Share of our children in this kind of care who could live there",
        help_text="By age, needs and place. Filled from those bought singly now",
    )
    matching_percent = PercentField(
        label="Nights a bed stands empty though a child needs it",
        max_value=Decimal(90),
        help_text="For matching, staff or repairs. Filled from the empty nights of your own blocks",
    )
    turnover_percent = PercentField(label="Places that change hands in a month")
    looks = {
        "beds": Look(width=3),
        "guaranteed_percent": Look(suffix="%", width=4),
        "indexation_percent": Look(suffix="%", width=4),
        "first_month": Look(width=3),
        "beds_a_month": Look(width=3),
        "term_months": Look(width=3),
        "spot_growth_percent": Look(suffix="%", width=4),
        "suitable_percent": Look(suffix="%", width=4),
        "matching_percent": Look(suffix="%", width=4),
        "turnover_percent": Look(suffix="%", width=4),
    }
    sections = [
        Section("The block", ("name", "category", "block_contract", "beds")),
        Section(
            "Price",
            ("weekly_price", "guaranteed_percent", "indexation_percent"),
        ),
        Section("Opening and term", ("first_month", "beds_a_month", "term_months")),
        Section("The other way: spot", ("spot_weekly", "spot_standard_error", "spot_growth_percent")),
        Section("Who would live there", ("suitable_percent", "matching_percent", "turnover_percent")),
    ]

    def __init__(self, *args: Any, contracts: Sequence[BlockContract], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["block_contract"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "None yet"), *((c.reference, f"{c.name} ({c.reference})") for c in contracts)]

    def terms(self) -> BlockTerms:
        """The deal as the appraisal reads it."""
        return BlockTerms(**{name: self.cleaned_data[name] for name in BlockTerms.__dataclass_fields__})


class GapForm(forms.Form):
    """Which need to ask the ledger about, and for how many more beds."""

    kind = forms.ChoiceField(label="Wanted", required=False, choices=Counted.choices)
    need = forms.ChoiceField(label="Need", required=False)
    beds = WholeField(label="Beds more here", required=False, min_value=1, max_value=MOST_BEDS)
    looks = {"beds": Look(width=3)}

    def __init__(self, *args: Any, needs: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["need"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Any need"), *needs]


class SupplyForm(forms.Form):
    """Which day's supply to show, and how far around."""

    reach = forms.ChoiceField(label="Where", required=False, choices=Reach.choices)
    on = DateField(label="As kept on", required=False, help_text="Leave empty for now")
