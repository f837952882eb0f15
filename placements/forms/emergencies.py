"""The one short form of an emergency, and what follows the next day."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from authorities.models import StaffMember
from core.forms import DateField, Look, Section
from placements.choices import LegalStatus, PlacementType, Urgency
from placements.forms.requests import CHILD_SECTION, ChildFields
from placements.services.facts import RequestFacts
from providers.choices import Need

NEEDED = ("placement_type", "needed_on", "home_area", "legal_status", "radius_miles", "needs")
SAID = Section("Who agreed", ("verbal_approver", "agreed_on", "agreed_on_the_day"))


class EmergencyForm(forms.Form):
    """All that a search tonight must know."""

    sections: tuple[Section, ...] = (Section("The home needed", NEEDED), SAID)
    looks = {"radius_miles": Look(suffix="miles", width=3), "home_area": Look(width=20)}

    placement_type = forms.ChoiceField(
        label="Type of home", choices=PlacementType.choices, widget=forms.RadioSelect
    )
    needed_on = DateField(label="First night")
    home_area = forms.CharField(
        label="District or town the child is from",
        max_length=80,
        help_text="Providers see this, so never an address",
    )
    legal_status = forms.ChoiceField(
        label="Legal status", choices=[("", "Choose a status"), *LegalStatus.choices]
    )
    radius_miles = forms.IntegerField(label="Search within", min_value=1, max_value=500, initial=40)
    needs = forms.MultipleChoiceField(
        label="Needs and risks",
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What a home must know tonight. Providers see these.",
    )
    verbal_approver = forms.TypedChoiceField(label="Who agreed to this aloud?", choices=(), coerce=int)
    agreed_on = DateField(
        label="On which day?", required=False, help_text="Leave it empty if it was today or last night"
    )
    agreed_on_the_day = forms.TimeField(
        label="At what time?",
        input_formats=["%H:%M", "%H.%M", "%I:%M%p", "%I%p"],
        help_text="For example, 21:30",
        error_messages={"invalid": "Enter a time, for example 21:30"},
    )

    def __init__(self, *args: Any, approvers: list[StaffMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verbal_approver"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a person"),
            *((person.pk, f"{person.name}, {person.job_title}") for person in approvers),
        ]
        self.approvers = {person.pk: person for person in approvers}

    def facts(self) -> RequestFacts:
        data = self.cleaned_data
        return RequestFacts(
            placement_type=PlacementType(data["placement_type"]),
            urgency=Urgency.SAME_DAY,
            needed_on=data["needed_on"],
            legal_status=data["legal_status"],
            needs=tuple(data["needs"]),
            home_area=data["home_area"].strip(),
            radius_miles=data["radius_miles"],
        )

    def word(self) -> dict[str, Any]:
        """Who agreed and when; without a day, a time later than now is of the evening before."""
        now = timezone.localtime()
        given = self.cleaned_data["agreed_on_the_day"]
        agreed = now.replace(hour=given.hour, minute=given.minute, second=0, microsecond=0)
        if day := self.cleaned_data["agreed_on"]:
            agreed = timezone.make_aware(datetime.combine(day, given))
        elif agreed > now:
            agreed -= timedelta(days=1)
        return {"verbal_approver": self.approvers[self.cleaned_data["verbal_approver"]], "agreed_at": agreed}


class NewEmergencyForm(ChildFields, EmergencyForm):
    """A child not yet recorded, and the emergency."""

    sections = (CHILD_SECTION, Section("The home needed", NEEDED), SAID)
    looks = {**EmergencyForm.looks, "home_postcode": Look(width=10), "case_number": Look(width=20)}


class RatifyForm(forms.Form):
    """What was agreed aloud, confirmed in writing."""

    note = forms.CharField(
        label="What did you look at, and why do you agree?",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


class CompleteRecordForm(forms.Form):
    """What an emergency left unsaid; only what is still missing is asked."""

    needs_summary = forms.CharField(
        label="What does the child need?", required=False, max_length=4000, widget=forms.Textarea
    )
    child_views = forms.CharField(
        label="What does the child want?", required=False, max_length=4000, widget=forms.Textarea
    )

    def __init__(self, *args: Any, missing: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - missing:
            del self.fields[name]
