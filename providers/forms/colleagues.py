"""What an administrator is asked of a colleague, and a colleague of their password."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from authorities.models import User


class ColleagueForm(forms.Form):
    """Who somebody is here."""

    name = forms.CharField(label="Name", max_length=120)
    job_title = forms.CharField(label="Job title", max_length=120)
    is_administrator = forms.BooleanField(label="They may invite, change and end people", required=False)


class InviteForm(ColleagueForm):
    """A colleague and where to write to them."""

    email = forms.EmailField(label="E-mail address", help_text="Their own work address, not a shared one.")
    field_order = ("email", "name", "job_title", "is_administrator")


class PasswordForm(forms.Form):
    """The password of a new account."""

    password = forms.CharField(
        label="Password",
        help_text="At least 12 characters. Three words that you alone put together are easy to keep in mind.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email))
        return password
