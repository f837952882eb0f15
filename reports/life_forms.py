"""Forms of a paper's life: its facts, consultation, notice, decision, call-in and actions."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from authorities.choices import Role
from authorities.models import StaffMember
from core.forms import DateField, Look, Section
from reports.choices import PAPER_READERS
from reports.formats import Section as PaperSectionKind
from reports.key_decisions import KeyRule
from reports.life_choices import (
    ActionKind,
    CallInOutcome,
    ExemptParagraph,
    NoticeRoute,
    Outcome,
    Topic,
)

LONGEST = 20_000
SHORT = 2_000


def _words(label: str, *, rows: int = 4, longest: int = SHORT, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def _seen() -> forms.CharField:
    """A mark of what the form was begun from."""
    return forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)


class FactsForm(forms.Form):
    """What stands at the paper's head."""

    sections = (
        Section("The decision", ("title", "body", "meeting_on", "reporting_director", "contact")),
        Section("Who is affected", ("divisions_affected", "divisions_significant")),
        Section("Call-in", ("call_in_waived", "call_in_reason", "call_in_agreed_by")),
    )
    looks = {"divisions_significant": Look(width=3)}

    seen = _seen()
    title = forms.CharField(label="Title", max_length=200)
    body = forms.CharField(label="Who decides", max_length=80, help_text="For example, Cabinet")
    meeting_on = DateField(label="Date of the meeting or decision")
    reporting_director = forms.CharField(label="Report of", max_length=120)
    contact = forms.CharField(label="Contact", max_length=200)
    divisions_affected = forms.CharField(label="Divisions or wards affected", max_length=120)
    divisions_significant = forms.IntegerField(
        label="In how many is the effect on people who live or work there significant?",
        min_value=0,
        max_value=500,
    )
    call_in_waived = forms.BooleanField(label="Call-in is to be waived", required=False)
    call_in_reason = _words("Why it cannot wait", rows=3, required=False)
    call_in_agreed_by = forms.CharField(
        label="Who agreed",
        required=False,
        max_length=120,
        help_text="The chair of the council or of overview and scrutiny, as the constitution says",
    )

    def __init__(self, *args: Any, rule: KeyRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["divisions_significant"].help_text = rule.words


class ExemptForm(forms.Form):
    """Which paragraph, why, and what is exempt beside the paragraphs marked in the words."""

    seen = _seen()
    paragraph = forms.ChoiceField(
        label="Paragraph of Schedule 12A to the Local Government Act 1972",
        required=False,
        choices=[("", "No part is exempt"), *ExemptParagraph.choices],
    )
    public_interest = _words(
        "Why the public interest in keeping it exempt outweighs that in publishing it", required=False
    )
    whole_sections = forms.MultipleChoiceField(
        label="Sections that are exempt as a whole", required=False, widget=forms.CheckboxSelectMultiple
    )
    figures = forms.MultipleChoiceField(
        label="Figures that are exempt",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Every figure computed from one of them is exempt as well.",
    )

    def __init__(
        self,
        *args: Any,
        paper_sections: Iterable[PaperSectionKind],
        figures: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whole_sections"].choices = [(s.key, s.title) for s in paper_sections]  # type: ignore[attr-defined]
        self.fields["figures"].choices = list(figures)  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """Whom to ask, topic by topic, all at once."""

    due_on = DateField(label="Answer by")

    def __init__(
        self,
        *args: Any,
        topics: Sequence[Topic],
        needed: Iterable[Topic],
        people: Iterable[StaffMember],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        whom = [
            ("", "Nobody"),
            ("Anybody who is", [(f"role:{Role(role).value}", Role(role).label) for role in PAPER_READERS]),
            ("One person", [(f"person:{person.pk}", str(person)) for person in people]),
        ]
        wanted = set(needed)
        for topic in topics:
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label,
                choices=whom,
                required=False,
                help_text="This paper needs it" if topic in wanted else "",
            )
        self.order_fields([*(topic.value for topic in topics), "due_on"])


class SignOffForm(forms.Form):
    """A consultee's answer."""

    looks = {"agrees": Look(reveals={"yes": "reference"}), "reference": Look(width=20)}

    seen = _seen()
    agrees = forms.TypedChoiceField(
        label="Your answer",
        choices=[("yes", "I sign it off"), ("no", "I return it with comments")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reference = forms.CharField(
        label="Your reference", max_length=40, required=False, help_text="For example, FD.6659/22"
    )
    words = _words("Comments", required=False)


class CommentForm(forms.Form):
    """A new thread."""

    section = forms.ChoiceField(label="Section")
    words = _words("Comment", rows=3)

    def __init__(self, *args: Any, paper_sections: Iterable[PaperSectionKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a section"),
            *((s.key, s.title) for s in paper_sections),
        ]


class AnswerForm(forms.Form):
    """An answer in a thread."""

    words = _words("Your answer", rows=3)


class NoticeForm(forms.Form):
    """Notice of the decision, in full or by an exception."""

    route = forms.TypedChoiceField(
        label="Which notice", choices=NoticeRoute.choices, coerce=NoticeRoute, widget=forms.RadioSelect
    )
    matter = _words("What is to be decided", rows=3)
    documents = _words("Documents to be considered, and how to get them", rows=3, required=False)
    reasons = _words(
        "Reasons",
        rows=3,
        required=False,
        help_text="Why full notice could not be given, or why a part is to be heard in private",
    )
    agreed_by = forms.CharField(
        label="Who was told, or agreed",
        max_length=120,
        required=False,
        help_text="The chair of overview and scrutiny, or who stands in",
    )
    representations = _words(
        "What people said about meeting in private, and the reply", rows=3, required=False
    )


class PublishForm(forms.Form):
    """Publication, with what moved since the last version accepted."""

    accepted = forms.CharField(required=False, widget=forms.HiddenInput)
    accepts = forms.BooleanField(label="I have read which figures moved", required=False)

    def __init__(self, *args: Any, moved: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not moved:
            del self.fields["accepts"]
        else:
            self.fields["accepts"].required = True


class DecisionForm(forms.Form):
    """What was decided."""

    sections = (
        Section("The decision", ("outcome", "taken_on", "taken_by", "resolution", "reasons", "alternatives")),
        Section("Votes, if they were counted", ("votes_for", "votes_against", "abstentions")),
        Section("Interests", ("conflicts", "dispensations")),
    )
    looks = dict.fromkeys(("votes_for", "votes_against", "abstentions"), Look(width=3))

    outcome = forms.TypedChoiceField(
        label="Decision", choices=Outcome.choices, coerce=Outcome, widget=forms.RadioSelect
    )
    taken_on = DateField(label="Day of the decision")
    taken_by = forms.CharField(label="Taken by", max_length=120)
    resolution = _words(
        "What was decided",
        rows=8,
        longest=LONGEST,
        help_text="The recommendations as published. Change them only to what was agreed instead.",
    )
    reasons = _words("Reasons", longest=LONGEST)
    alternatives = _words("Alternatives considered and rejected", longest=LONGEST, required=False)
    votes_for = forms.IntegerField(label="For", min_value=0, max_value=999, required=False)
    votes_against = forms.IntegerField(label="Against", min_value=0, max_value=999, required=False)
    abstentions = forms.IntegerField(label="Abstained", min_value=0, max_value=999, required=False)
    conflicts = _words("Interests declared, and by whom", rows=2, required=False)
    dispensations = _words("Dispensations granted", rows=2, required=False)


class CallInForm(forms.Form):
    """Members call a decision in."""

    called_on = DateField(label="Day of the call-in")
    called_by = forms.CharField(label="Members who asked", max_length=300)
    reasons = _words("Their reasons")


class HearingForm(forms.Form):
    """What scrutiny made of it."""

    outcome = forms.TypedChoiceField(
        label="Outcome", choices=CallInOutcome.choices, coerce=CallInOutcome, widget=forms.RadioSelect
    )
    heard_on = DateField(label="Day it was heard")
    findings = _words("What was found")


class _OwnedForm(forms.Form):
    """With somebody of the council as ``owner``."""

    owner = forms.TypedChoiceField(label="Owner")

    def __init__(self, *args: Any, people: Iterable[StaffMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_key = {str(person.pk): person for person in people}
        field = self.fields["owner"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [
            ("", "Choose a person"),
            *((key, str(person)) for key, person in by_key.items()),
        ]
        field.coerce = by_key.__getitem__


class PlanForm(_OwnedForm):
    """Who does what when the decision is in effect."""

    looks = {"due_days": Look(width=4, suffix="days"), "every_months": Look(width=3, suffix="months")}
    field_order = ["recommendation", "kind", "words", "owner", "due_days", "every_months"]

    recommendation = forms.TypedChoiceField(label="From which recommendation", coerce=int)
    kind = forms.TypedChoiceField(
        label="What it is", choices=ActionKind.choices, coerce=ActionKind, widget=forms.RadioSelect
    )
    words = _words("What is to be done", rows=3)
    due_days = forms.IntegerField(
        label="Due how long after the decision takes effect", min_value=0, max_value=3650
    )
    every_months = forms.IntegerField(
        label="Again every", min_value=1, max_value=60, required=False, help_text="Leave empty if once only"
    )

    def __init__(self, *args: Any, recommendations: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recommendation"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a recommendation"),
            *((n, f"{n}. {words[:90]}") for n, words in enumerate(recommendations, start=1)),
        ]


class HandOnForm(_OwnedForm):
    """Another owner or another day."""

    field_order = ["owner", "due_on"]

    due_on = DateField(label="Due")


class WithdrawForm(forms.Form):
    """Why a paper is not going ahead."""

    reason = _words("Why it is not going ahead", help_text="Everybody who reads this paper reads this.")


class DropForm(forms.Form):
    """Why what was planned need not be done."""

    outcome = _words("Why it is not needed", rows=3)


class DoneForm(forms.Form):
    """What was done, or why it need not be."""

    verb = forms.ChoiceField(
        label="This action is",
        choices=[("complete", "Done"), ("drop", "Not needed")],
        widget=forms.RadioSelect,
    )
    outcome = _words("What was done, or why it is not needed", rows=3)
