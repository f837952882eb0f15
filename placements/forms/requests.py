"""Forms for asking for a home, agreeing the need and withdrawing."""

from typing import Any

from django import forms

from core.forms import DateField, Look, Section
from placements.choices import LegalStatus, PlacementType, Urgency
from placements.models import PlacementRequest
from placements.selectors.queue import Whose
from placements.services.facts import ChildFacts, RequestFacts
from providers.choices import Need, Sex

CHILD_SECTION = Section(
    "The child",
    ("full_name", "date_of_birth", "sex", "home_postcode", "case_number", "school", "is_uasc"),
    hint="Kept apart from the request. Providers see none of it while you search.",
)
REQUEST_SECTIONS = (
    Section(
        "The home needed",
        (
            "placement_type",
            "urgency",
            "needed_on",
            "planned_end_on",
            "home_area",
            "radius_miles",
            "wants_solo",
        ),
    ),
    Section("Needs", ("needs", "needs_summary", "areas_to_avoid")),
    Section("What the child says", ("child_views",)),
    Section("Legal basis", ("legal_status",)),
)


class RequestForm(forms.Form):
    """The facts of a request. Only the type must be given to save a draft."""

    sections: tuple[Section, ...] = REQUEST_SECTIONS
    looks = {
        "radius_miles": Look(suffix="miles", width=3),
        "home_area": Look(width=20),
    }

    placement_type = forms.ChoiceField(
        label="Type of home", choices=PlacementType.choices, widget=forms.RadioSelect
    )
    urgency = forms.ChoiceField(
        label="How soon", choices=Urgency.choices, initial=Urgency.PLANNED, widget=forms.RadioSelect
    )
    needed_on = DateField(label="Date needed", required=False, help_text="For example, 27 3 2027")
    planned_end_on = DateField(label="Planned end", required=False)
    home_area = forms.CharField(
        label="District or town the child is from",
        max_length=80,
        required=False,
        help_text="Providers see this, so never an address",
    )
    radius_miles = forms.IntegerField(
        label="Search within",
        min_value=1,
        max_value=500,
        initial=20,
        help_text="In a straight line from home",
    )
    wants_solo = forms.BooleanField(label="The child needs to be the only child there", required=False)
    needs = forms.MultipleChoiceField(
        label="Needs and risks",
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Select all that apply. Providers see these.",
    )
    needs_summary = forms.CharField(
        label="What does the child need?",
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        help_text="For your council only",
    )
    areas_to_avoid = forms.CharField(
        label="Areas to avoid, and why", required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    child_views = forms.CharField(
        label="What does the child want?",
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        help_text="In the child’s own words where you can",
    )
    legal_status = forms.ChoiceField(
        label="Legal status", required=False, choices=[("", "Choose a status"), *LegalStatus.choices]
    )

    def facts(self) -> RequestFacts:
        data = self.cleaned_data
        return RequestFacts(
            placement_type=PlacementType(data["placement_type"]),
            urgency=Urgency(data["urgency"]),
            needed_on=data["needed_on"],
            planned_end_on=data["planned_end_on"],
            legal_status=data["legal_status"],
            needs=tuple(data["needs"]),
            needs_summary=data["needs_summary"].strip(),
            child_views=data["child_views"].strip(),
            home_area=data["home_area"].strip(),
            radius_miles=data["radius_miles"],
            areas_to_avoid=data["areas_to_avoid"].strip(),
            wants_solo=data["wants_solo"],
        )


class EditRequestForm(RequestForm):
    """A saved request with the version its editor was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, request: PlacementRequest) -> "EditRequestForm":
        return cls(initial={name: getattr(request, name) for name in cls.base_fields})

    def differing_from(self, request: PlacementRequest) -> list[tuple[str, Any, Any]]:
        """(label, what is saved now, what was typed) for each fact that differs."""
        saved = EditRequestForm.of(request)
        return [
            (str(self.fields[name].label), _shown(saved, name), _shown(self, name))
            for name in RequestForm.base_fields
            if _shown(saved, name) != _shown(self, name)
        ]


class ChildFields(forms.Form):
    """Who a child is who is not recorded yet."""

    full_name = forms.CharField(label="Full name", max_length=200)
    date_of_birth = DateField(label="Date of birth", help_text="For example, 14 5 2012")
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices, widget=forms.RadioSelect)
    home_postcode = forms.CharField(
        label="Home postcode",
        help_text="Used to measure distances. For an unaccompanied child, where they were found.",
    )
    case_number = forms.CharField(label="Case number", max_length=30, required=False)
    school = forms.CharField(label="School", max_length=120, required=False)
    is_uasc = forms.BooleanField(label="Unaccompanied asylum-seeking child", required=False)

    def child_facts(self) -> ChildFacts:
        return ChildFacts(**{name: self.cleaned_data[name] for name in CHILD_SECTION.fields})


class NewRequestForm(ChildFields, RequestForm):
    """A child not yet recorded, and the request."""

    sections = (CHILD_SECTION, *REQUEST_SECTIONS)
    looks = {**RequestForm.looks, "home_postcode": Look(width=10), "case_number": Look(width=20)}


class FindChildForm(forms.Form):
    """Looking for a child already recorded. Posted, so that no name stands in an address."""

    text = forms.CharField(label="Child’s name or reference", help_text="For example, CHD-7K3QX2")


class DecideNeedForm(forms.Form):
    """Head of service: agree the need, or send the request back."""

    AGREE, RETURN = "agree", "return"

    looks = {"decision": Look(reveals={AGREE: "considered", RETURN: "wanted"})}

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[(AGREE, "Agree the need"), (RETURN, "Return for more facts")],
        widget=forms.RadioSelect,
    )
    considered = forms.CharField(
        label="How were family, friends and our own homes considered?",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    wanted = forms.CharField(
        label="What needs to be added or changed?",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )

    @property
    def reason_field(self) -> str:
        return "considered" if self.cleaned_data["decision"] == self.AGREE else "wanted"

    def clean(self) -> None:
        super().clean()
        # A reason that could not be read has an error of its own already.
        if "decision" in self.cleaned_data and self.cleaned_data.get(self.reason_field) == "":
            self.add_error(self.reason_field, "Enter your reasons")


class ReasonForm(forms.Form):
    """One reason, kept with the change it explains."""

    reason = forms.CharField(label="Why?", max_length=2000, widget=forms.Textarea({"rows": 4}))


class QueueFilterForm(forms.Form):
    """The work queue's filters."""

    whose = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[(Whose.MINE, "My requests"), (Whose.TEAM, "My team’s"), (Whose.ALL, "All requests")],
        widget=forms.RadioSelect,
    )
    state = forms.MultipleChoiceField(
        label="Status", required=False, choices=(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, states: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = states  # type: ignore[attr-defined]


def _shown(form: forms.Form, name: str) -> Any:
    """A field's value as its own type, whether it was typed or loaded."""
    value = form[name].value()
    try:
        return form.fields[name].clean(value)
    except forms.ValidationError:
        return value
