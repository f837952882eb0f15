"""Forms of the authorities room."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from authorities.choices import GRADES, Role
from authorities.models import Authority, RoleAssignment, StaffMember
from authorities.setting_kinds import Kind
from core import formats
from core.forms import DateField, Look, MoneyField


class TokenForm(forms.Form):
    """How long a new API token lives."""

    days = forms.TypedChoiceField(
        label="How long should the token last?",
        choices=[(30, "30 days"), (90, "90 days"), (365, "1 year")],
        coerce=int,
        initial=30,
        widget=forms.RadioSelect,
    )


class SettingForm(forms.Form):
    """A new value of one setting, asked for as its kind is, from a day."""

    def __init__(self, *args: Any, kind: Kind, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["value"] = kind.field(label=label)
        self.fields["starts_on"] = DateField(label="From which day?")

    @property
    def value(self) -> Any:
        """What was given, as it is stored."""
        return self.kind.store(self.cleaned_data["value"])


class DelegationForm(forms.Form):
    """The most one grade may approve; an empty limit has no bound."""

    looks = {
        name: Look(prefix="£", width=10) for name in ("weekly_limit", "annual_limit", "whole_life_limit")
    }

    role = forms.TypedChoiceField(
        label="Whose limit?",
        choices=[(role.value, role.label) for role in GRADES],
        coerce=Role,
        widget=forms.RadioSelect,
    )
    weekly_limit = MoneyField(label="Most a week", required=False, help_text="Leave empty for no limit.")
    annual_limit = MoneyField(label="Most a year", required=False)
    whole_life_limit = MoneyField(label="Most for a placement in all", required=False)
    starts_on = DateField(label="From which day?")


class RoleForm(forms.Form):
    """Who gets which role, and when."""

    person = forms.ChoiceField(label="Who?")
    role = forms.TypedChoiceField(label="Which role?", choices=Role.choices, coerce=Role)
    starts_on = DateField(label="From which day?")

    def __init__(self, *args: Any, people: Iterable[StaffMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(str(each.pk), str(each)) for each in people]  # type: ignore[attr-defined]


class EndRoleForm(forms.Form):
    """Which role ends, and when."""

    assignment = forms.ChoiceField(label="Whose role ends?")
    ends_on = DateField(label="First day without it")

    def __init__(self, *args: Any, assignments: Iterable[RoleAssignment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignment"].choices = [  # type: ignore[attr-defined]
            (
                str(each.pk),
                f"{each.staff_member.name}: {each.get_role_display().lower()}"
                f" since {formats.day(each.starts_on)}",
            )
            for each in assignments
        ]


class SharingForm(forms.Form):
    """Whether members tell each other their numbers, from a day."""

    shares = forms.TypedChoiceField(
        label="Do members see each other’s numbers of children?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    prices = forms.BooleanField(
        label="Members also see the spread of what each of them pays",
        required=False,
        help_text="How many placements of a kind, and between which fees half of them lie. Never one price.",
    )
    on = DateField(label="From which day?")


class BorderForm(forms.Form):
    """Whether one area adjoins the council's own, from a day."""

    neighbour = forms.ChoiceField(label="Which council?")
    adjoins = forms.TypedChoiceField(
        label="Does its area adjoin ours?",
        choices=[("yes", "Yes, it adjoins"), ("no", "No, it does not")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    starts_on = DateField(label="From which day?")

    def __init__(self, *args: Any, councils: Iterable[Authority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["neighbour"].choices = [(each.code, each.name) for each in councils]  # type: ignore[attr-defined]


class StandInForm(forms.Form):
    """Who decides in which of one's own roles, from when until one is back."""

    role = forms.TypedChoiceField(label="Which role?", coerce=Role, widget=forms.RadioSelect)
    deputy = forms.ModelChoiceField(label="Who stands in?", queryset=StaffMember.objects.none())
    starts_on = DateField(label="First day away")
    ends_on = DateField(label="First day back")
    reason = forms.CharField(label="Why are you away?", max_length=200, help_text="For example, annual leave")

    def __init__(
        self, *args: Any, roles: Iterable[Role], deputies: QuerySet[StaffMember], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        field = self.fields["deputy"]
        field.queryset = deputies  # type: ignore[attr-defined]
        # Read before the page is drawn.
        field.choices = [("", "Choose a colleague"), *((each.pk, str(each)) for each in deputies)]  # type: ignore[attr-defined]
