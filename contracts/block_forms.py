"""What is typed to draw up a block contract and to run it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from authorities.choices import ServiceCategory
from authorities.selectors.register import authorities_visible_to
from contracts.block_choices import BedStage, GivenBy, NoticeGround, StopCause
from contracts.choices import PAYABLE_VOIDS, BedNightState
from contracts.models import BlockContract
from contracts.models.block import BlockTerms
from contracts.selectors.block_life import homes_of, own_holds, provider_called, terms_in_force
from contracts.selectors.tools import tools_to_use
from contracts.services.block_drafts import BlockDraft
from contracts.services.block_shares import SharePart
from core.actor import Actor
from core.errors import DomainError
from core.forms import DateField, Look, MoneyField, NumberField, Section

EARLIEST, LATEST = 2000, 2099
SHARE_ROWS = 6
VOIDS = [
    (BedNightState.VOID_AVAILABLE.value, "Free, and no child has needed it"),
    (BedNightState.VOID_MATCHING.value, "Kept free because of the children who are there"),
    (BedNightState.VOID_AUTHORITY.value, "Held or kept free by a council"),
    (BedNightState.VOID_PROVIDER.value, "Closed by the provider, for want of staff or for damage"),
    (BedNightState.REGULATOR_STOP.value, "Closed by the regulator"),
]


def _whole(label: str, *, least: int = 1, most: int = 99, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


def _percent(label: str, **more: Any) -> NumberField:
    bounds = {"min_value": Decimal(0), "max_value": Decimal(100), "max_digits": 5, "decimal_places": 2}
    return NumberField(label=label, **{**bounds, **more})


def _text(label: str, *, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea({"rows": rows}), **more)


def _decision(**more: Any) -> forms.CharField:
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

    beds_agreed = _whole("Beds", most=200)
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
    below_good_percent = _percent(
        "Of the guarantee, paid while a home is below good",
        help_text="For a bed kept empty because new placements there are stopped; 0 for nothing",
    )
    indexation_percent = _percent(
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
    )

    name = forms.CharField(label="Name of the contract", max_length=160)
    provider = forms.CharField(
        label="Provider", max_length=200, help_text="Its reference, or its name as in the register"
    )
    category = forms.ChoiceField(label="Kind of care", choices=ServiceCategory.choices)
    tool = forms.ChoiceField(label="Bought under", required=False)
    starts_on = DateField(label="First day")
    last_day = DateField(label="Last day of the first term")
    options = forms.CharField(
        label="Options to extend",
        required=False,
        max_length=30,
        help_text="Months of each in turn, for example 24 + 24 for 3 + 2 + 2 years. Empty for none.",
    )
    notice_months = _whole("Notice of using an option", most=60, initial=12)
    governance_lead_weeks = _whole(
        "Time a decision takes",
        least=0,
        most=52,
        initial=12,
        help_text="From the first draft of a paper to the end of call-in",
    )
    no_fault_months = _whole("Notice to leave without a reason, either side", most=60, initial=12)
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
    newest: BlockTerms = contract
    for variation in sorted(contract.variations.all(), key=lambda each: (each.starts_on, each.pk)):
        newest = variation if variation.starts_on <= on else newest
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


class StepForm(DatedForm):
    """Something done to one contract."""

    def __init__(
        self, data: Any = None, *, contract: BlockContract, actor: Actor, on: date, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.contract, self.actor, self.today = contract, actor, on
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices and first answers from the contract."""

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class SignForm(StepForm):
    signed_on = DateField(label="Signed by both sides on")
    decision_reference = _decision()


class ReasonForm(StepForm):
    reason = _text("Why?")


class SharesForm(StepForm):
    """Up to six councils; an empty row is left out."""

    starts_on = DateField(label="From")

    def prepare(self) -> None:
        councils = [
            ("", "No council"),
            *authorities_visible_to(self.actor).order_by("name").values_list("code", "name"),
        ]
        now = list(
            self.contract.shares.in_force_on(max(self.today, self.contract.starts_on)).order_by(
                "-percent", "pk"
            )
        )
        recharges = {
            each.authority_id: each.weekly_rate
            for each in self.contract.recharges.in_force_on(max(self.today, self.contract.starts_on))
        }
        self.looks: dict[str, Look] = {}
        sections = [Section("When", ("starts_on",))]
        for row in range(1, SHARE_ROWS + 1):
            share = now[row - 1] if row <= len(now) else None
            names = (f"council_{row}", f"percent_{row}", f"recharge_{row}")
            council, percent, recharge = names
            self.fields[council] = forms.ChoiceField(label="Council", required=False, choices=councils)
            self.fields[percent] = _percent("Share of the cost", required=False)
            self.fields[recharge] = MoneyField(
                label="Pays for a bed it uses, a week",
                required=False,
                help_text="Divided between all by their shares. Empty: a used bed costs each its share.",
            )
            self.looks |= {percent: Look(suffix="%", width=5), recharge: Look(prefix="£", width=10)}
            if share is not None:
                self.initial = {
                    **self.initial,
                    council: share.authority.code,
                    percent: share.percent,
                    recharge: recharges.get(share.authority_id),
                }
            sections.append(Section(f"Council {row}", names))
        self.sections = tuple(sections)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for row in range(1, SHARE_ROWS + 1):
            named, percent = cleaned.get(f"council_{row}"), cleaned.get(f"percent_{row}")
            if named and percent is None and f"percent_{row}" not in self.errors:
                self.add_error(f"percent_{row}", "Enter a share, for example 25, or 0 for empty beds only")
            if not named and percent:
                self.add_error(f"council_{row}", "Choose the council that has this share")
        return cleaned

    def parts(self) -> list[SharePart]:
        typed = self.cleaned_data
        codes = {row: typed[f"council_{row}"] for row in range(1, SHARE_ROWS + 1) if typed[f"council_{row}"]}
        councils = {
            one.code: one for one in authorities_visible_to(self.actor).filter(code__in=codes.values())
        }
        return [
            SharePart(councils[code], typed[f"percent_{row}"], typed[f"recharge_{row}"])
            for row, code in codes.items()
        ]


class BedsForm(StepForm):
    looks = {"number": Look(width=3)}

    setting = forms.ChoiceField(label="Home")
    number = _whole("Beds in it", most=50)
    starts_on = DateField(label="Counted in the contract from")

    def prepare(self) -> None:
        self.homes = {home.urn: home for home in homes_of(self.contract.provider)}
        self.offer("setting", [(urn, home.name) for urn, home in self.homes.items()])
        self.initial.setdefault("starts_on", max(self.contract.starts_on, self.today))


class BedStepForm(StepForm):
    bed = forms.ChoiceField(label="Bed")
    stage = forms.ChoiceField(label="Is now", choices=BedStage.choices, widget=forms.RadioSelect)
    on = DateField(label="Since")
    note = forms.CharField(label="Note", max_length=200, required=False)

    def prepare(self) -> None:
        self.beds = {str(bed.pk): bed for bed in self.contract.beds.all()}
        self.offer("bed", [(key, f"Bed {bed.label}, {bed.setting.name}") for key, bed in self.beds.items()])


class VaryForm(TermsForm, StepForm):
    starts_on = DateField(label="From")
    reason = _text("Why?")
    decision_reference = _decision(required=False)

    def prepare(self) -> None:
        self.initial = {
            **terms_as_typed(self.contract, on=max(self.today, self.contract.starts_on)),
            **self.initial,
        }
        self.order_fields(["starts_on"])


class OptionForm(StepForm):
    decided_on = DateField(label="Decided on")
    decision_reference = _decision()


class StopForm(StepForm):
    setting = forms.ChoiceField(label="Home", required=False)
    cause = forms.ChoiceField(label="Cause", choices=StopCause.choices, widget=forms.RadioSelect)
    starts_on = DateField(label="From")
    reason = _text("Why?", help_text="What was found, and what is asked of the provider")

    def prepare(self) -> None:
        self.homes = {bed.setting.urn: bed.setting for bed in self.contract.beds.all()}
        homes = [(urn, home.name) for urn, home in self.homes.items()]
        self.offer("setting", [("", "Every home of the contract"), *homes])
        self.initial.setdefault("starts_on", self.today)


class RecoverForm(StepForm):
    stop = forms.ChoiceField(label="Which stop is lifted?", widget=forms.RadioSelect)
    ends_on = DateField(label="Children may come again from")
    reason = _text("Why?", help_text="What has changed, such as a new inspection")

    def prepare(self) -> None:
        self.stops = {str(stop.pk): stop for stop in self.contract.stops.all() if stop.ends_on is None}
        self.offer(
            "stop",
            [
                (key, f"{stop.setting.name if stop.setting else 'Every home'}: {stop.get_cause_display()}")
                for key, stop in self.stops.items()
            ],
        )
        self.initial.setdefault("ends_on", self.today)


class NoticeForm(StepForm):
    ground = forms.ChoiceField(label="Ground", choices=NoticeGround.choices, widget=forms.RadioSelect)
    given_by = forms.ChoiceField(label="Given by", choices=GivenBy.choices, widget=forms.RadioSelect)
    given_on = DateField(label="Given on")
    last_day = DateField(label="Last day of the contract")
    reason = _text("Reason", required=False, help_text="Needed for a breach")
    decision_reference = _decision(required=False)


class WithdrawForm(StepForm):
    withdrawn_on = DateField(label="Withdrawn on")
    reason = _text("Why?")


class EndForm(StepForm):
    """Nothing to fill in: the record says whether it may end."""

    really = forms.BooleanField(label="Every child has another arrangement and the last payment is settled")


class HoldForm(StepForm):
    setting = forms.ChoiceField(label="Home")
    starts_on = DateField(label="From")
    last_day = DateField(label="Last night it is held, if the child does not come")

    def prepare(self) -> None:
        self.homes = {bed.setting.urn: bed.setting for bed in self.contract.beds.all()}
        self.offer("setting", [(urn, home.name) for urn, home in self.homes.items()])
        self.initial.setdefault("starts_on", self.today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last night must not be before the first")
        if first and first < self.today:
            self.add_error("starts_on", "A bed is held from today or later")
        return cleaned


class GiveBackForm(StepForm):
    booking = forms.ChoiceField(label="Bed", widget=forms.RadioSelect)
    ends_on = DateField(label="Free again from")

    def prepare(self) -> None:
        holds = own_holds(self.contract, self.actor, on=self.today)
        self.holds = {str(hold.pk): hold for hold in holds}
        self.offer("booking", [(key, f"Bed {hold.bed.label}") for key, hold in self.holds.items()])
        self.initial.setdefault("ends_on", self.today)
