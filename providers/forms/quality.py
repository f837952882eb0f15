"""Forms of watching over a home: concerns, visits, monthly reports, inspections."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from core import formats
from core.documents.uploads import PAPERS, UploadField
from core.forms import DateField
from core.periods import add_months, month_of
from core.workflow import Transition
from providers.choices import ConcernCategory, NoticeKind, Outcome, VisitFinding, VisitKind
from providers.models import RegulatorNotice, Suspension

SHARED = "Every council reads this. Do not name or describe a child."
PRIVATE = "Only our own council reads this. Leave it empty if there is nothing to add."
MONTHS_OFFERED = 12


def _text(label: str, *, required: bool = True, rows: int = 4, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        required=required,
        widget=forms.Textarea({"rows": rows}),
        help_text=help_text,
    )


def safeguarded() -> forms.TypedChoiceField:
    """The independent person's opinion."""
    return forms.TypedChoiceField(
        label="In their opinion, are the children effectively safeguarded?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


def month_choices(months: Iterable[date]) -> list[tuple[str, str]]:
    return [(month.isoformat(), formats.month(month)) for month in months]


class ConcernForm(forms.Form):
    whole_provider = forms.TypedChoiceField(
        label="What is it about?",
        choices=[("home", "This home"), ("provider", "The provider as a whole")],
        coerce=lambda value: value == "provider",
        widget=forms.RadioSelect,
    )
    category = forms.TypedChoiceField(
        label="What kind of concern is it?",
        choices=ConcernCategory.choices,
        coerce=ConcernCategory,
        widget=forms.RadioSelect,
    )
    noticed_on = DateField(label="When was it noticed?")
    summary = _text("What is the concern?", help_text=SHARED)
    note = _text("What else should our own people know?", required=False, help_text=PRIVATE)


class MoveConcernForm(forms.Form):
    """The next step of a concern, and why."""

    verb = forms.ChoiceField(label="What happens next?", widget=forms.RadioSelect)
    reason = _text("Why?", help_text=SHARED)

    def __init__(self, *args: Any, steps: Iterable[Transition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [(step.verb, step.label) for step in steps]  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    body = _text("Note", help_text="Only our own council reads this.")


class VisitForm(forms.Form):
    kind = forms.TypedChoiceField(
        label="What kind of visit was it?",
        choices=VisitKind.choices,
        coerce=VisitKind,
        widget=forms.RadioSelect,
    )
    visited_on = DateField(label="When was the visit?")
    visited_by = forms.CharField(label="Who visited?", max_length=120)
    finding = forms.TypedChoiceField(
        label="What was found?",
        choices=VisitFinding.choices,
        coerce=VisitFinding,
        widget=forms.RadioSelect,
    )
    summary = _text("Summary", help_text=SHARED)
    note = _text("What else should our own people know?", required=False, help_text=PRIVATE)


class Reg44Form(forms.Form):
    """A monthly report that has come."""

    month = forms.TypedChoiceField(label="Which month is it for?", coerce=date.fromisoformat)
    visited_on = DateField(label="When did the independent person visit?")
    received_on = DateField(label="When did the report come?")
    is_safeguarded = safeguarded()
    upload = UploadField(label="The report", kinds=PAPERS)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [add_months(month_of(on).start, -n) for n in range(MONTHS_OFFERED)]
        self.fields["month"].choices = month_choices(months)  # type: ignore[attr-defined]


class SentReg44Form(forms.Form):
    """A monthly report that a home sends to the councils with children there."""

    month = forms.TypedChoiceField(label="Which month is it for?", coerce=date.fromisoformat)
    visited_on = DateField(label="When did the independent person visit?")
    is_safeguarded = safeguarded()
    upload = UploadField(label="The report", kinds=PAPERS)

    def __init__(self, *args: Any, months: Iterable[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = month_choices(months)  # type: ignore[attr-defined]


class InspectionForm(forms.Form):
    """What an inspection found, told before the regulator's list has it."""

    outcome = forms.TypedChoiceField(
        label="How was the home judged?", coerce=Outcome, widget=forms.RadioSelect
    )
    inspected_on = DateField(label="When was it inspected?")
    published_on = DateField(
        label="When was the report published?", required=False, help_text="Leave empty if it is not out yet."
    )

    def __init__(self, *args: Any, scale: Iterable[Outcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(o.value, o.label) for o in scale]  # type: ignore[attr-defined]


class NoticeForm(forms.Form):
    """A notice that the regulator served on a home."""

    kind = forms.TypedChoiceField(
        label="What did Ofsted decide?",
        choices=NoticeKind.choices,
        coerce=NoticeKind,
        widget=forms.RadioSelect,
    )
    starts_on = DateField(label="From which day does it hold?")


class NoticeEndForm(forms.Form):
    """Which notice no longer holds, and since when."""

    notice = forms.ChoiceField(label="Which notice?", widget=forms.RadioSelect)
    ends_on = DateField(label="From which day may places be filled again?")

    def __init__(self, *args: Any, notices: Iterable[RegulatorNotice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice"].choices = [  # type: ignore[attr-defined]
            (each.reference, f"{each.get_kind_display()}, from {formats.day(each.starts_on)}")
            for each in notices
        ]


class RatifyForm(forms.Form):
    """Which of the council's suspensions a head of service stands behind."""

    suspension = forms.ChoiceField(label="Which suspension?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, suspensions: Iterable[Suspension], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspension"].choices = [  # type: ignore[attr-defined]
            (
                str(each.pk),
                f"{each.setting or each.provider}, {each.get_scope_display().lower()},"
                f" from {formats.day(each.starts_on)}, by {each.made_by or 'the council'}: {each.reason}",
            )
            for each in suspensions
        ]
