"""Forms of stopping placements with a home."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from core import formats
from core.forms import DateField
from providers.choices import SuspensionScope
from providers.models import Suspension


class SuspendForm(forms.Form):
    """What is suspended, how far, for whom, why and from when. For whom is asked where we lead ``tools`` that
    other ``councils`` (their number) use."""

    whole_provider = forms.TypedChoiceField(
        label="What is suspended?",
        choices=[("home", "This home only"), ("provider", "All homes of this provider")],
        coerce=lambda value: value == "provider",
        widget=forms.RadioSelect,
    )
    scope = forms.TypedChoiceField(
        label="For which placements?",
        choices=SuspensionScope.choices,
        coerce=SuspensionScope,
        widget=forms.RadioSelect,
    )
    whom = forms.ChoiceField(
        label="Whose placements does it stop?",
        choices=[("own", "Ours only. Other councils see it and decide for themselves"), ("members", "")],
        initial="own",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text="Other councils and the provider read this. Do not name a child.",
    )
    starts_on = DateField(label="From which day?")

    def __init__(self, *args: Any, tools: Sequence[str] = (), councils: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not tools:
            del self.fields["whom"]
            return
        others = "the other council" if councils == 1 else f"the {councils} other councils"
        words = f"Ours, and those of {others} using {', '.join(tools)}"
        own, (code, _) = self.fields["whom"].choices  # type: ignore[attr-defined]
        self.fields["whom"].choices = [own, (code, words)]  # type: ignore[attr-defined]


class LiftForm(forms.Form):
    """Which of the council's own suspensions ends, and when."""

    suspension = forms.ChoiceField(label="Which suspension?", widget=forms.RadioSelect)
    ends_on = DateField(label="From which day may placements be made again?")

    def __init__(self, *args: Any, suspensions: Iterable[Suspension], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspension"].choices = [  # type: ignore[attr-defined]
            (str(each.pk), f"{each.setting or each.provider}, from {formats.day(each.starts_on)}")
            for each in suspensions
        ]
