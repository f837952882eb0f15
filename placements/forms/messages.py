"""What is written between a council and providers about a referral."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.documents.uploads import UploadField
from placements.models import ReferralRecipient


class CouncilMessageForm(forms.Form):
    """One message to some of the providers that hold the referral."""

    to = forms.MultipleChoiceField(label="To", choices=(), widget=forms.CheckboxSelectMultiple)
    body = forms.CharField(
        label="Your message",
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text="No names, initials, dates or places of the child.",
    )
    attachment = UploadField(label="A file", required=False)

    def __init__(self, *args: Any, recipients: Iterable[ReferralRecipient], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (str(recipient.provider_id), recipient.provider.name) for recipient in recipients
        ]


class ProviderMessageForm(forms.Form):
    """A message, or a question whose answer every provider asked will read."""

    QUESTION, MESSAGE = "question", "message"

    kind = forms.ChoiceField(
        label="What are you sending?",
        choices=[
            (QUESTION, "A question: the answer goes to every provider asked, without your name"),
            (MESSAGE, "A message for the council only"),
        ],
        widget=forms.RadioSelect,
    )
    body = forms.CharField(
        label="Your message",
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text="Do not name any child.",
    )
    attachment = UploadField(label="A file", required=False)


class AnswerForm(forms.Form):
    """An answer that all recipients read."""

    question = forms.CharField(
        label="The question, as all will read it",
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Take out what would tell who asks.",
    )
    answer = forms.CharField(label="Your answer", max_length=4000, widget=forms.Textarea({"rows": 5}))
