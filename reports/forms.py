"""Forms of the reports room."""

from datetime import date
from typing import Any

from django import forms

from authorities.choices import ServiceCategory
from core.documents.uploads import PAPERS_AND_TEXT, UploadField
from core.forms import DateField, MoneyField
from core.periods import financial_year_of
from reports.choices import StatementKind
from reports.older_papers import Unreadable, text_of

LONGEST_PAPER = 200_000
LONGEST_SECTION = 40_000


class TimetableForm(forms.Form):
    """The day of a meeting and what kind of decision it is to take."""

    meeting_on = DateField(label="Date of the meeting", help_text="For example, 21 1 2027")
    is_key = forms.BooleanField(label="It is a key decision", required=False)
    is_private = forms.BooleanField(label="A part of it is to be private", required=False)


class OlderPaperForm(forms.Form):
    """A paper to check: a file, or its words pasted in. Cleans to ``text``; ``filename`` is of the file."""

    title = forms.CharField(label="Title of the paper", max_length=200)
    upload = UploadField(label="The paper as a file", kinds=PAPERS_AND_TEXT, required=False)
    text = forms.CharField(
        label="Or paste its words",
        required=False,
        max_length=LONGEST_PAPER,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Keep headings and paragraphs on lines of their own.",
    )
    filename = ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        upload, text = given.get("upload"), (given.get("text") or "").strip()
        if "upload" in self.errors or "text" in self.errors:
            return given
        if bool(upload) == bool(text):
            message = (
                "Give a file or words, not both"
                if upload
                else "Choose a file, or paste the words of the paper"
            )
            self.add_error("text" if upload else "upload", message)
        elif upload:
            self.filename = upload.filename
            try:
                given["text"] = text_of(upload)
            except Unreadable as error:
                self.add_error("upload", str(error))
            if len(given.get("text") or "") > LONGEST_PAPER:
                self.add_error("upload", f"The file has more than {LONGEST_PAPER:,} characters of words")
        return given


class DismissalForm(forms.Form):
    """Why a finding is no slip."""

    reason = forms.CharField(
        label="Why is this right as it stands?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why this is no slip"},
    )


class SectionForm(forms.Form):
    """The words of one section; ``seen`` is when those were written that the writer began from."""

    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    text = forms.CharField(
        label="Words",
        max_length=LONGEST_SECTION,
        error_messages={"required": "Enter the words of this section"},
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Leave a blank line between paragraphs. Start a bullet with a hyphen and a space. "
        "Put in a figure, a chart or a table by its name in braces, as in the lists below. Lines that begin "
        "with | are a table: | Heading | Heading |, then a line for each row. Begin what is not for "
        "publication with {exempt}.",
    )


class StatementForm(forms.Form):
    """Which statement, and the council's own words in it."""

    kind = forms.ChoiceField(label="Statement", choices=StatementKind.choices, widget=forms.RadioSelect)
    introduction = forms.CharField(
        label="Your introduction",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Leave a blank line between paragraphs",
    )
    commitments = forms.CharField(
        label="What you will do, or how to work with you",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What the council commits to, or for providers whom to turn to",
    )


class BudgetForm(forms.Form):
    """What is set aside for a service line in this financial year or the next."""

    category = forms.ChoiceField(label="Service line", choices=ServiceCategory.choices)
    year = forms.TypedChoiceField(label="Financial year", coerce=date.fromisoformat)
    amount = MoneyField(label="Amount", max_digits=14)
    decision_reference = forms.CharField(label="Decision", required=False, max_length=60)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = financial_year_of(on).start
        years = [this, this.replace(year=this.year + 1)]
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.isoformat(), f"{each.year} to {each.year + 1}") for each in years]
