"""Forms of the authorities room."""

from django import forms


class TokenForm(forms.Form):
    """How long a new API token lives."""

    days = forms.TypedChoiceField(
        label="How long should the token last?",
        choices=[(30, "30 days"), (90, "90 days"), (365, "1 year")],
        coerce=int,
        initial=30,
        widget=forms.RadioSelect,
    )
