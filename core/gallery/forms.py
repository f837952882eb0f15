"""Sample forms: one of each kind of field, plain and with an error."""

from typing import Any

from django import forms

from core.forms import DateField, Look, MoneyField, NumberField, Section

ROUTES = [
    ("in_house", "In-house"),
    ("block", "Block contract"),
    ("framework", "Framework"),
    ("other", "Somewhere else"),
]
NEEDS = [
    ("ehcp", "Education, health and care plan"),
    ("trauma", "Trauma-informed care"),
    ("siblings", "Siblings together"),
]
LONG = "A long label that asks about something which takes many words to put, so that it must wrap on a phone"


class EveryFieldForm(forms.Form):
    """One field of each kind the product uses."""

    looks = {
        "distance": Look(suffix="miles", width=5),
        "route": Look(reveals={"other": "route_other"}, choice_hints={"block": "A bed already paid for"}),
        "agreed": Look(inline=True),
    }
    sections = (
        Section("About the placement", ("title", "needed_on", "reviewed_on", "route", "needs", "agreed")),
        Section(
            "Cost and evidence",
            ("weekly_fee", "distance", "beds", "tier", "reason", "evidence"),
            hint="Pounds a week.",
        ),
        Section("Sign-in", ("email", "password", "confirm")),
    )

    title = forms.CharField(label="Title", help_text="A short name for the request")
    needed_on = DateField(label="Date needed", help_text="For example, 27 3 2026")
    reviewed_on = forms.DateField(label="Next review", required=False)
    route = forms.ChoiceField(label="Route", choices=ROUTES, widget=forms.RadioSelect)
    route_other = forms.CharField(label="Where", required=False)
    needs = forms.MultipleChoiceField(
        label="Needs", choices=NEEDS, widget=forms.CheckboxSelectMultiple, help_text="Select all that apply"
    )
    agreed = forms.ChoiceField(
        label="Has the social worker agreed?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    weekly_fee = MoneyField(label="Weekly fee")
    distance = NumberField(label="Furthest distance", max_digits=5, decimal_places=1, required=False)
    beds = forms.IntegerField(label="Beds")
    tier = forms.ChoiceField(label="Tier", choices=[("", "Choose a tier"), ("1", "Tier 1"), ("2", "Tier 2")])
    reason = forms.CharField(label="Reason", max_length=500, widget=forms.Textarea)
    evidence = forms.FileField(label="Evidence", help_text="PDF or Word, up to 10 MB", required=False)
    email = forms.EmailField(label="Email address")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    confirm = forms.BooleanField(
        label="I have checked these details", help_text="They cannot be changed later"
    )
    trace = forms.CharField(widget=forms.HiddenInput, required=False)


class OneQuestionForm(forms.Form):
    """One thing on a page: the question is the heading."""

    looks = {"vacancies": Look(size="m", width=3)}
    vacancies = forms.IntegerField(label=LONG, help_text="Count only beds that a child could move into today")


class FilterForm(forms.Form):
    """What a register's filter panel holds."""

    search = forms.CharField(
        label="Search",
        required=False,
        widget=forms.TextInput({"type": "search"}),
        help_text="Reference or provider",
    )
    state = forms.MultipleChoiceField(
        label="Status",
        required=False,
        choices=[("open", "Open"), ("suspended", "Suspended"), ("closed", "Closed")],
        widget=forms.CheckboxSelectMultiple,
    )
    tier = forms.ChoiceField(
        label="Tier", required=False, choices=[("", "Any"), ("1", "Tier 1"), ("2", "Tier 2")]
    )
    opened_after = forms.DateField(label="Opened after", required=False)


def refused_form() -> EveryFieldForm:
    """The form after a careless post: a decimal comma, a day that is not, nothing ticked."""
    data: dict[str, Any] = {
        "needed_on_day": "29",
        "needed_on_month": "2",
        "needed_on_year": "2026",
        "weekly_fee": "4557,30",
        "distance": "far",
        "route": "other",
        "reason": "x" * 501,
        "email": "nobody",
    }
    form = EveryFieldForm(data, auto_id="refused_%s")
    form.add_error(None, "Another officer changed this request at 2:30pm. Check it before you send yours.")
    return form
