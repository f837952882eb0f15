"""A box for words."""

from django import forms


def text(
    label: str, *, rows: int = 3, required: bool = True, help_text: str = "", longest: int = 4000
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        widget=forms.Textarea({"rows": rows}),
        help_text=help_text,
    )
