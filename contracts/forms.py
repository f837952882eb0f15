"""Forms of the contracts room."""

from django import forms


class SaveSearchForm(forms.Form):
    name = forms.CharField(
        label="Name of the search",
        max_length=60,
        help_text="For example: 14-year-old girl near Matlock. Do not use a child's name.",
    )
