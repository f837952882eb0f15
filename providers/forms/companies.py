"""Which companies of the group may speak for our homes."""

from collections.abc import Sequence
from typing import Any

from django import forms

from providers.selectors.grants import Sister


class CompaniesForm(forms.Form):
    companies = forms.MultipleChoiceField(
        label="Which companies may keep your vacancies?",
        help_text="Their people can then confirm and change what is free in your homes, and are reminded of"
        " it. They see the children known to live in each home as a number, and nothing else of yours."
        " Leave all unticked to keep them yourselves.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, sisters: Sequence[Sister], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sisters = sisters
        self.initial["companies"] = [sister.provider.reference for sister in sisters if sister.ours]
        self.fields["companies"].choices = [  # type: ignore[attr-defined]
            (sister.provider.reference, sister.provider.name) for sister in sisters
        ]

    @property
    def chosen(self) -> list[Any]:
        """The providers that were ticked."""
        ticked = self.cleaned_data["companies"]
        return [sister.provider for sister in self.sisters if sister.provider.reference in ticked]
