"""Forms of admission, on both sides."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from authorities.models import StaffMember
from contracts.choices import FeeKind
from contracts.models import AdmissionQuestion, DiligenceItem, Lot, Membership
from contracts.selectors.admission import FULL_MARK, PriceLine
from contracts.services.rounds import end_of_day
from contracts.tool_choices import CheckKind, CheckOutcome, WhenOver
from contracts.tool_forms import OfTool, TermDateField
from contracts.tool_workflows import MEMBERSHIP
from core import formats
from core.documents.uploads import UploadField
from core.forms import Look, MoneyField, offer_rows
from core.workflow import Transition
from providers.choices import SuspensionScope
from providers.models import Setting


class RoundForm(OfTool):
    """Days, kept as moments: from the first day's start to the last day's end."""

    opens_at = TermDateField(label="First day to apply")
    closes_on = TermDateField(
        label="Last day to apply", required=False, help_text="May stay empty where the tool is always open."
    )

    @property
    def wanted(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "opens_at": timezone.make_aware(datetime.combine(data["opens_at"], time())),
            "closes_at": end_of_day(data["closes_on"]) if data["closes_on"] else None,
        }


class QuestionsForm(OfTool):
    """All the questions at once, a line each with its weight at the end."""

    questions = forms.CharField(
        label="Questions and weights",
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
        help_text="One question a line, then a vertical bar and its weight. For example: How do you keep"
        " children safe? | 40",
    )

    def __init__(self, *args: Any, tool: Any, **kwargs: Any) -> None:
        asked = tool.questions.filter(retired_at=None).order_by("position")
        lines = "\n".join(f"{each.text} | {each.weight.normalize():f}" for each in asked)
        super().__init__(*args, tool=tool, initial={"questions": lines}, **kwargs)

    def clean_questions(self) -> list[tuple[str, Decimal]]:
        found = []
        for number, line in enumerate(self.cleaned_data["questions"].splitlines(), start=1):
            if not line.strip():
                continue
            text, bar, weight = line.rpartition("|")
            if not bar or not text.strip():
                raise ValidationError(f"Line {number}: write a question, a vertical bar and its weight")
            field = forms.DecimalField(max_digits=5, decimal_places=2)
            if "," in weight:
                raise ValidationError(f"Line {number}: use a full stop in the weight, for example 12.5")
            try:
                found.append((text.strip(), field.clean(weight.strip())))
            except ValidationError as error:
                raise ValidationError(f"Line {number}: the weight must be a number up to 100") from error
            if len(text.strip()) > 300:
                raise ValidationError(f"Line {number}: a question must be 300 characters or fewer")
        return found


class ItemForm(OfTool):
    kind = forms.TypedChoiceField(label="About", choices=CheckKind.choices, coerce=CheckKind)
    text = forms.CharField(label="What is checked", max_length=300)
    needs_document = forms.BooleanField(label="The provider hands in a file", required=False)


class RetireItemForm(OfTool):
    item = forms.ModelChoiceField(DiligenceItem.objects.none(), label="Item")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = self.tool.items.filter(retired_at=None).order_by("position")
        offer_rows(self, "item", live)


class MaximumForm(OfTool):
    lot = forms.ModelChoiceField(Lot.objects.none(), label="Lot")
    band = forms.CharField(label="Band", max_length=40, help_text="For example: Standard, Complex.")
    kind = forms.TypedChoiceField(label="Fee component", choices=FeeKind.choices, coerce=FeeKind)
    weekly_rate = MoneyField(label="The most a week", min_value=Decimal("0.01"))
    when_over = forms.TypedChoiceField(
        label="A higher price is", choices=WhenOver.choices, coerce=WhenOver, widget=forms.RadioSelect
    )
    starts_on = TermDateField(label="From")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "lot", self.tool.lots.order_by("number"))


class ReasonForm(forms.Form):
    """Why, in words the provider reads."""

    reason = forms.CharField(label="Why?", max_length=2000, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, label: str = "", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label or self.fields["reason"].label
        self.fields["reason"].required = required


class CheckForm(forms.Form):
    item = forms.ModelChoiceField(DiligenceItem.objects.none(), label="Item")
    outcome = forms.TypedChoiceField(
        label="Found", choices=CheckOutcome.choices, coerce=CheckOutcome, widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, items: Sequence[DiligenceItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = DiligenceItem.objects.filter(pk__in=[item.pk for item in items]).order_by("position")
        offer_rows(self, "item", live)


class EvaluatorsForm(forms.Form):
    evaluators = forms.ModelMultipleChoiceField(
        StaffMember.objects.none(), label="Two people", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "evaluators", staff, lambda who: f"{who.name}, {who.job_title}")


class MarksForm(forms.Form):
    """A mark and its reason for each question. Saved half-way, either may be missing."""

    def __init__(
        self,
        *args: Any,
        questions: Sequence[AdmissionQuestion],
        asks_reasons: bool = True,
        given: Mapping[int, tuple[int | None, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.looks = questions, {}
        for question in questions:
            score, reason = (given or {}).get(question.pk, (None, ""))
            name = f"score_{question.pk}"
            self.fields[name] = forms.IntegerField(
                label=f"{question.position}. {question.text} ({question.weight.normalize():f}%)",
                help_text="From 0 to 5.",
                min_value=0,
                max_value=FULL_MARK,
                required=not asks_reasons,
                widget=forms.TextInput({"inputmode": "numeric"}),
                initial=score,
            )
            self.looks[name] = Look(width=2)
            self.fields[f"reason_{question.pk}"] = forms.CharField(
                label=f"Reason for question {question.position}",
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": 2}),
                initial=reason,
            )

        if asks_reasons:
            self.fields["hand_in"] = forms.BooleanField(
                label="I have finished: hand these in", required=False, help_text="They are final then."
            )

    @property
    def marks(self) -> dict[int, tuple[Any, str]]:
        data = self.cleaned_data
        return {q.pk: (data[f"score_{q.pk}"], data[f"reason_{q.pk}"]) for q in self.questions}


class AdmitForm(forms.Form):
    looks = {"tier": Look(width=2)}

    tier = forms.IntegerField(label="Tier", min_value=1, max_value=9, initial=1, widget=forms.TextInput)
    starts_on = TermDateField(label="From")


class MemberForm(forms.Form):
    """What becomes of a member: the steps that are open."""

    looks = {"verb": Look(reveals={"suspend": "scope"})}

    verb = forms.ChoiceField(label="What happens?", widget=forms.RadioSelect)
    scope = forms.TypedChoiceField(
        label="What does it stop?",
        help_text="With all placements, each council also reviews the children it has in the homes covered.",
        choices=SuspensionScope.choices,
        coerce=SuspensionScope,
        initial=SuspensionScope.NEW_PLACEMENTS,
        empty_value=SuspensionScope.NEW_PLACEMENTS,
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="The provider reads this.",
    )

    def __init__(self, *args: Any, steps: Sequence[Transition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [(step.verb, step.label) for step in steps]  # type: ignore[attr-defined]


class TierForm(forms.Form):
    looks = {"tier": Look(width=2)}

    tier = forms.IntegerField(
        label="New tier",
        min_value=1,
        max_value=9,
        widget=forms.TextInput({"inputmode": "numeric"}),
        help_text="Tier 1 is approached first.",
    )
    reason = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="The provider reads this.",
    )


class MemberPriceForm(forms.Form):
    band = forms.ChoiceField(label="Band", required=False)
    kind = forms.TypedChoiceField(label="Fee component", choices=FeeKind.choices, coerce=FeeKind)
    weekly_rate = MoneyField(label="A week")
    starts_on = TermDateField(label="From")

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bands = member.lot.maximums.order_by("band").values_list("band", flat=True).distinct()
        self.fields["band"].choices = [("", "No band"), *((band, band) for band in bands)]  # type: ignore[attr-defined]


class AdditionForm(forms.Form):
    decision = forms.ChoiceField(
        label="Add this home?",
        choices=[("add", "Yes, cover it from today"), ("refuse", "No")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Needed for a no. The provider reads it.",
    )


class ApplyForm(forms.Form):
    lot = forms.ModelChoiceField(
        Lot.objects.none(), label="Which lot?", widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, lots: Sequence[Lot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = Lot.objects.filter(pk__in=[lot.pk for lot in lots]).order_by("number")
        offer_rows(self, "lot", live)


class HomesForm(forms.Form):
    homes = forms.ModelMultipleChoiceField(
        Setting.objects.none(),
        label="Which homes would you bring?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, homes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "homes", homes, lambda home: f"{home.name} ({home.urn})")


class HomeForm(forms.Form):
    home = forms.ModelChoiceField(
        Setting.objects.none(), label="Which home?", widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, homes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "home", homes, lambda home: f"{home.name} ({home.urn})")


class AnswersForm(forms.Form):
    def __init__(
        self, *args: Any, questions: Sequence[AdmissionQuestion], given: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[f"answer_{question.pk}"] = forms.CharField(
                label=f"{question.position}. {question.text}",
                help_text=f"{question.weight.normalize():f}% of the score.",
                required=False,
                max_length=6000,
                widget=forms.Textarea({"rows": 8}),
                initial=given.get(question.pk, ""),
            )

    @property
    def answers(self) -> dict[int, str]:
        return {q.pk: self.cleaned_data[f"answer_{q.pk}"] for q in self.questions}


class PricesForm(forms.Form):
    """£ a week for each band and component that the lot asks for."""

    def __init__(self, *args: Any, lines: Sequence[PriceLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for place, line in enumerate(lines):
            hint = "A week."
            if line.maximum:
                refused = line.maximum.when_over == WhenOver.REFUSE
                most = formats.money(line.maximum.weekly_rate)
                hint = f"A week. The most is {most}; a higher price is {'refused' if refused else 'flagged'}."
            self.fields[f"price_{place}"] = MoneyField(
                label=line.label, help_text=hint, required=False, initial=line.rate
            )

    @property
    def rates(self) -> dict[tuple[str, str], Decimal | None]:
        return {line.key: self.cleaned_data[f"price_{place}"] for place, line in enumerate(self.lines)}


class HandInForm(forms.Form):
    item = forms.ModelChoiceField(DiligenceItem.objects.none(), label="What is it for?")
    upload = UploadField(label="The file")

    def __init__(self, *args: Any, items: Sequence[DiligenceItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = DiligenceItem.objects.filter(pk__in=[item.pk for item in items]).order_by("position")
        offer_rows(self, "item", live)


def steps_open(member: Membership, actor: Any) -> list[Transition]:
    """What the council may do to a member now, lapsing apart: that follows the calendar."""
    return [step for step in MEMBERSHIP.available(member.state, actor) if step.verb != "lapse"]
