"""Forms for what a request says beside its columns."""

import json
from typing import Any

from django import forms

from core.forms import DateField, Look
from placements.standard import ANSWERS, LONGEST

LARGEST_FILE = 100_000


class ProfileForm(forms.Form):
    """What the placements data standard asks beyond the request's own fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, answer in ANSWERS.items():
            if answer.options:
                choices = [("", "Not said"), *((option, option) for option in answer.options)]
                self.fields[name] = forms.ChoiceField(label=answer.label, required=False, choices=choices)
            else:
                self.fields[name] = forms.CharField(label=answer.label, required=False, max_length=LONGEST)


class ProfileFileForm(forms.Form):
    """A file in the standard's own form."""

    file = forms.FileField(label="JSON file", help_text="In the form of the standard, version 2.")

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > LARGEST_FILE:
            raise forms.ValidationError("The file must be smaller than 100 kB")
        try:
            return json.loads(given.read().decode())
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError("This is not a JSON file") from error


class AreaForm(forms.Form):
    """An area the child must not live in."""

    looks = {
        "postcode": Look(width=10),
        "miles": Look(width=3, suffix="miles"),
        "place": Look(width=20),
    }

    postcode = forms.CharField(
        label="Postcode in the middle of it", max_length=10, help_text="Used to measure. Never sent."
    )
    miles = forms.IntegerField(label="How far around it", min_value=1, max_value=100)
    place = forms.CharField(
        label="Name of the town or district", max_length=60, help_text="Providers read this and the distance"
    )
    reason = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="For your council only",
    )


class SplitForm(forms.Form):
    """Which brother or sister is looked for apart, and why."""

    sibling = forms.ChoiceField(label="Who needs a home of their own?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why can they not live together?",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Kept on both requests. A court or a review may ask.",
    )

    def __init__(self, *args: Any, siblings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sibling"].choices = siblings  # type: ignore[attr-defined]


class DolOrderForm(forms.Form):
    """A court's order."""

    starts_on = DateField(label="From", help_text="For example, 14 5 2026")
    ends_on = DateField(label="Until", help_text="The first day on which it no longer holds")
    restrictions = forms.CharField(
        label="What does it allow at most?", max_length=4000, widget=forms.Textarea({"rows": 5})
    )
