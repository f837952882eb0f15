"""What a provider is asked of a document."""

from django import forms

from core.documents.uploads import UploadField
from core.forms import DateField
from providers.choices import DocumentKind


class DocumentForm(forms.Form):
    """A file and what it is."""

    kind = forms.TypedChoiceField(
        label="What is it?", choices=DocumentKind.choices, coerce=DocumentKind, widget=forms.RadioSelect
    )
    expires_on = DateField(label="Last day of the cover", help_text="Needed for insurance.", required=False)
    upload = UploadField(label="The file")
