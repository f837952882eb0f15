"""What is asked of ceilings, uplifts, dates and signatures."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from authorities.choices import GRADES, Role, ServiceCategory
from contracts.choices import OverCeiling
from contracts.keeping_choices import ContractDateKind, UpliftDecider
from contracts.models import BlockContract, CommercialTool
from core.documents.uploads import UploadField
from core.forms import DateField, Look, MoneyField, NumberField, Section

OF_TOOL, OF_BLOCK = "tool", "block"


class PercentField(NumberField):
    """A percentage to two decimals."""

    example = "1.5"

    def __init__(self, **kwargs: Any) -> None:
        limits = {"min_value": Decimal(0), "max_value": Decimal(100), "max_digits": 5, "decimal_places": 2}
        super().__init__(**{**limits, **kwargs})


def arrangement_choices(
    tools: list[CommercialTool], blocks: list[BlockContract]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Tools and blocks in one list, each value naming which it is."""
    return [
        ("Tools", [(f"{OF_TOOL}:{tool.reference}", tool.name) for tool in tools]),
        ("Block contracts", [(f"{OF_BLOCK}:{block.reference}", block.name) for block in blocks]),
    ]


class CeilingForm(forms.Form):
    """What a decision approved, for what, and what happens when it does not hold."""

    looks = {"amount": Look(prefix="£", width=20), "decision_reference": Look(width=30)}
    sections = (
        Section("The decision", ("scope", "amount", "decision_reference", "starts_on", "ends_on")),
        Section(
            "What draws on it",
            ("about", "category"),
            "A contract, a service line, or one service line of a tool. The nearest ceiling is drawn on.",
        ),
        Section("When it would be passed", ("when_over", "escalate_to")),
    )

    scope = forms.CharField(label="What was approved", max_length=200)
    amount = MoneyField(label="Amount approved", min_value=Decimal("0.01"), max_digits=14)
    decision_reference = forms.CharField(label="Reference of the decision", max_length=60)
    starts_on = DateField(label="First day")
    ends_on = DateField(label="Last day", required=False)
    about = forms.ChoiceField(label="Tool or block contract", required=False)
    category = forms.ChoiceField(
        label="Service line", required=False, choices=[("", "Every service line"), *ServiceCategory.choices]
    )
    when_over = forms.ChoiceField(
        label="A draw that does not fit is", choices=OverCeiling.choices, widget=forms.RadioSelect
    )
    escalate_to = forms.TypedChoiceField(
        label="Who may let it be passed",
        choices=[(grade.value, grade.label) for grade in GRADES],
        coerce=Role,
        initial=Role.DCS,
    )

    def __init__(
        self, *args: Any, tools: list[CommercialTool], blocks: list[BlockContract], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        none = [("", "No contract: a service line")]
        self.fields["about"].choices = [*none, *arrangement_choices(tools, blocks)]  # type: ignore[attr-defined]


class CeilingChangeForm(forms.Form):
    """A later decision on the same ceiling."""

    looks = {"amount": Look(prefix="£", width=20), "decision_reference": Look(width=30)}

    amount = MoneyField(label="Amount approved now", min_value=Decimal("0.01"), max_digits=14)
    decision_reference = forms.CharField(label="Reference of the decision", max_length=60)
    reason = forms.CharField(label="Why it changes", max_length=2000, widget=forms.Textarea({"rows": 3}))


class RiseForm(forms.Form):
    """What if prices rise?"""

    looks = {"rise": Look(suffix="% a year", width=4)}

    rise = PercentField(label="If prices rise by", required=False, max_value=Decimal(25))


class YesNoForm(forms.Form):
    """A yes or no with its reasons."""

    agrees = forms.TypedChoiceField(
        label="Your decision",
        choices=[("yes", "Agree: it may pass the ceiling"), ("no", "Refuse")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(label="Reasons", max_length=2000, widget=forms.Textarea({"rows": 4}))


class WindowForm(forms.Form):
    """When providers may ask, by what rule, and who answers."""

    looks = {
        "cap_percent": Look(suffix="%", width=4),
        "cpi_percent": Look(suffix="%", width=4),
        "review_above_percent": Look(suffix="%", width=4),
        "quorum": Look(suffix="councils", width=3),
        "decider": Look(reveals={UpliftDecider.BALLOT.value: "quorum"}),
    }
    sections = (
        Section("What it is for", ("about",)),
        Section("Days", ("opens_on", "closes_on", "decide_by", "effective_on")),
        Section("Rule", ("cap_percent", "cpi_percent", "review_above_percent")),
        Section("Who answers", ("decider",)),
    )

    about = forms.ChoiceField(label="Tool")
    opens_on = DateField(label="First day to ask")
    closes_on = DateField(label="Last day to ask")
    decide_by = DateField(label="Last day to answer", help_text="After it, the old price stands.")
    effective_on = DateField(label="First day of new prices")
    cap_percent = PercentField(label="Highest rise the contract allows")
    cpi_percent = PercentField(
        label="CPI", help_text="As published. The most that may be agreed is the lower of the two."
    )
    review_above_percent = PercentField(label="The rule is reviewed when CPI passes", initial=Decimal("3.00"))
    decider = forms.TypedChoiceField(
        label="Who answers",
        choices=UpliftDecider.choices,
        coerce=UpliftDecider,
        widget=forms.RadioSelect,
        initial=UpliftDecider.EACH,
    )
    quorum = forms.IntegerField(
        label="How many councils must vote", min_value=1, max_value=200, required=False
    )

    def __init__(self, *args: Any, tools: list[CommercialTool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [(f"{OF_TOOL}:{tool.reference}", tool.name) for tool in tools]  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """A provider's ask: how much, why, and what shows it."""

    looks = {"percent": Look(suffix="%", width=4)}

    percent = PercentField(label="How much more do you ask for?", min_value=Decimal("0.01"))
    reasons = forms.CharField(
        label="Why", max_length=4000, widget=forms.Textarea({"rows": 6}), help_text="Do not name a child."
    )
    evidence = UploadField(label="Evidence")
    more_evidence = UploadField(label="More evidence", required=False)


class EvidenceForm(forms.Form):
    """What a council asked to see."""

    evidence = UploadField(label="Evidence")
    words = forms.CharField(
        label="What it shows", max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )


class AnswerForm(forms.Form):
    """A council's answer to an ask."""

    looks = {
        "verb": Look(reveals={"counter": "percent"}),
        "percent": Look(suffix="%", width=4),
    }

    verb = forms.ChoiceField(
        label="Your answer",
        choices=[
            ("agree", "Agree as asked"),
            ("counter", "Make a counter-offer"),
            ("ask_evidence", "Ask for more evidence"),
            ("refuse", "Refuse"),
        ],
        widget=forms.RadioSelect,
    )
    percent = PercentField(label="What you offer", required=False, min_value=Decimal("0.01"))
    reasons = forms.CharField(
        label="Reasons",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="The provider reads this.",
    )


class AppealForm(forms.Form):
    """The end of an appeal."""

    looks = {"allowed": Look(reveals={"yes": "percent"}), "percent": Look(suffix="%", width=4)}

    allowed = forms.ChoiceField(
        label="Your decision",
        choices=[("yes", "Allow the appeal"), ("no", "Dismiss the appeal")],
        widget=forms.RadioSelect,
    )
    percent = PercentField(label="What is agreed", required=False, min_value=Decimal("0.01"))
    reasons = forms.CharField(
        label="Reasons",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="The provider reads this.",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("allowed") == "yes" and "percent" not in self.errors and given.get("percent") is None:
            self.add_error("percent", "Enter what is agreed")
        return given


class VoteForm(forms.Form):
    """A council's vote."""

    in_favour = forms.TypedChoiceField(
        label="Your council's vote",
        choices=[("yes", "In favour"), ("no", "Against")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label="Reasons",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="The other councils read this.",
    )


class ReplyForm(forms.Form):
    """A provider's reply to a counter-offer or a refusal."""

    verb = forms.ChoiceField(label="Your reply", widget=forms.RadioSelect)
    words = forms.CharField(
        label="What you want to say",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Needed when you appeal. Do not name a child.",
    )

    def __init__(self, *args: Any, verbs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = verbs  # type: ignore[attr-defined]


class KeepingForm(forms.Form):
    """Who owns a contract, and how early buying starts again."""

    looks = {"reprocure_months": Look(suffix="months before the last day", width=3)}

    owner = forms.ChoiceField(label="Owner", required=False)
    reprocure_months = forms.IntegerField(
        label="Buying starts again", min_value=1, max_value=60, help_text="Usually 18 to 24 months."
    )

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Nobody yet"), *owners]  # type: ignore[attr-defined]


class ContractDateForm(forms.Form):
    """A date to act before that no term gives."""

    kind = forms.TypedChoiceField(
        label="What happens then",
        choices=[
            (kind.value, kind.label)
            for kind in (ContractDateKind.INSURANCE, ContractDateKind.REVIEW, ContractDateKind.BREAK)
        ],
        coerce=ContractDateKind,
        widget=forms.RadioSelect,
    )
    on = DateField(label="Date")
    note = forms.CharField(label="Note", max_length=200, required=False)


class PlanForm(forms.Form):
    """What an alarm's owner will do about it."""

    plan = forms.CharField(
        label="What will be done, and by when", max_length=2000, widget=forms.Textarea({"rows": 3})
    )


def half_open(last_day: date | None) -> date | None:
    """The first day after, from the last day that people type."""
    return date.fromordinal(last_day.toordinal() + 1) if last_day and last_day < date.max else last_day


class SignTermsForm(forms.Form):
    """A signature: the tick says the document was read."""

    agrees = forms.BooleanField(label="I have read the document and sign it")
