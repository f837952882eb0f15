"""Forms of comparing, approving, agreeing and placing."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from contracts.choices import CriterionKind
from core.forms import DateField, Look, NumberField
from placements.life_choices import DirectAwardGround
from placements.scoring import FULL_MARK


class MarkField(NumberField):
    """A mark out of five, in steps of a tenth or larger."""

    example = "3.5"

    def __init__(self, **kwargs: Any) -> None:
        limits = {"min_value": Decimal(0), "max_value": FULL_MARK, "max_digits": 3, "decimal_places": 2}
        messages = {"min_value": "Enter a mark from 0 to 5", "max_value": "Enter a mark from 0 to 5"}
        super().__init__(**{**limits, "error_messages": messages, **kwargs})


class MarkForm(forms.Form):
    """Marks of one offer on what is judged; price and distance are worked out."""

    looks = {
        "quality_mark": Look(suffix="out of 5", width=4),
        "social_value_mark": Look(suffix="out of 5", width=4),
    }

    quality_mark = MarkField(
        label="Quality", help_text="How well this home, and the children in it, suit this child"
    )
    social_value_mark = MarkField(
        label="Social value", help_text="Local jobs, skills and what the community gains"
    )


class ChooseForm(forms.Form):
    """The offer to put forward. Reasons may be left out only for the one with the most points."""

    looks = {"offer": Look(size="m"), "reasons": Look(size="s")}

    offer = forms.ChoiceField(label="Which offer do you choose?", widget=forms.RadioSelect)
    reasons = forms.CharField(
        label="Why this offer?",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Approvers read this. Needed when it does not have the most points.",
    )
    changes_school = forms.BooleanField(
        label="The child would change school",
        required=False,
        help_text="In key stage 4 the nominated officer decides then.",
    )

    def __init__(self, *args: Any, offers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offer"].choices = offers  # type: ignore[attr-defined]


class DirectForm(ChooseForm):
    """One offer chosen on a ground, without comparing points."""

    looks = {"offer": Look(size="m"), "ground": Look(size="m")}

    ground = forms.TypedChoiceField(
        label="On which ground?",
        choices=DirectAwardGround.choices,
        coerce=DirectAwardGround,
        widget=forms.RadioSelect,
    )
    field_order = ("offer", "ground", "reasons", "changes_school")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"].required = True
        self.fields["reasons"].help_text = "Approvers read this, and it is kept with the homes seen today."


class ModerateForm(forms.Form):
    """The mark agreed on each criterion, and why where the two differed."""

    reason = forms.CharField(
        label="What was agreed, and why?",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Needed unless both gave exactly this mark.",
    )

    def __init__(self, *args: Any, kinds: Sequence[CriterionKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.looks = {f"{kind.value}_mark": Look(suffix="out of 5", width=4) for kind in kinds}
        for kind in kinds:
            self.fields[f"{kind.value}_mark"] = MarkField(label=f"{kind.label}: agreed mark")
        self.order_fields([*(f"{kind.value}_mark" for kind in kinds), "reason"])


class ConsultForm(forms.Form):
    """When a distant area's council was consulted and what it said."""

    consulted_on = DateField(label="When were they consulted?")
    consultation = forms.CharField(
        label="Who was sent the care plan, and what did they say?",
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
    )


class DecisionForm(forms.Form):
    """Yes, a question, or no."""

    looks = {"decision": Look(size="m")}

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[("approve", "Approve"), ("return", "Return with questions"), ("refuse", "Refuse")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Reasons",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Needed when you return or refuse",
    )


class StartForm(forms.Form):
    """The first night of an agreement."""

    starts_on = DateField(label="First night", help_text="For example, 14 12 2026")

    def __init__(self, *args: Any, starts_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"starts_on": starts_on}, **kwargs})


class SignForm(forms.Form):
    """A deliberate signature."""

    agrees = forms.BooleanField(label="I have read the document and sign it for the council")


class ArrivalForm(forms.Form):
    """The day a child moved in."""

    arrived_on = DateField(
        label="First night in the home",
        help_text="Paid from this night. After midnight, the agreement says which night that is.",
    )
