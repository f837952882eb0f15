"""Forms of papers and their formats: starting one, its options, the council's own sections and logo."""

from collections.abc import Iterable
from typing import Any

from django import forms

from authorities.choices import Role, ServiceCategory
from contracts.models import BlockContract, CommercialTool
from core.documents.uploads import UploadField
from core.forms import DateField, Look
from reports.choices import Numbering, PaperFormat, Standing
from reports.formats.section import CONDITIONS, Layout, Place
from reports.head import FACTS

LOGOS = {
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
}
NEED = "need"
LONGEST_CELL = 600


class PaperForm(forms.Form):
    """In which format, on what, and when it is decided. ``block_contract`` is also a tool, or the need."""

    paper_format = forms.ChoiceField(
        label="Format", choices=PaperFormat.choices, initial=PaperFormat.D, widget=forms.RadioSelect
    )
    block_contract = forms.ChoiceField(
        label="What is the paper about?",
        error_messages={"required": "Choose the contract, the arrangement or the need the paper is about"},
    )
    category = forms.ChoiceField(
        label="Kind of care",
        required=False,
        choices=[("", "That of the block contract"), *ServiceCategory.choices],
        help_text="Whose figures the paper tells. A block contract has its own.",
    )
    meeting_on = DateField(label="Date of the meeting or decision", help_text="For example, 21 1 2027")

    def __init__(
        self, *args: Any, contracts: Iterable[BlockContract], tools: Iterable[CommercialTool], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["block_contract"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choose one"),
            ("Block contracts", [(f"block {c.reference}", f"{c.name} ({c.reference})") for c in contracts]),
            ("Arrangements", [(f"tool {t.reference}", f"{t.name} ({t.reference})") for t in tools]),
            ("No contract yet", [(NEED, "What is needed of one kind of care")]),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        about = given.get("block_contract", "")
        if about and not about.startswith("block ") and not given.get("category"):
            self.add_error("category", "Choose the kind of care this paper is about")
        return given

    @property
    def subject(self) -> tuple[str, str]:
        """“block”, “tool” or “need”, and the reference."""
        kind, _, reference = self.cleaned_data["block_contract"].partition(" ")
        return kind, reference


def _words(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_CELL,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=hint,
    )


class OptionForm(forms.Form):
    """What one option costs, risks and comes to."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)
    standing = forms.ChoiceField(label="Finding", choices=Standing.choices, widget=forms.RadioSelect)
    cost = _words("Cost", "Cite figures by their names in braces, for example {figure:spot_weekly} a week")
    risk = _words("Risk")
    voids = _words("Who pays for empty beds")
    reason = _words("Why it is recommended or rejected")


class TermsForm(forms.Form):
    """What a format is called, how it numbers, and the labels of the facts at its head."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32_000)
    name = forms.CharField(label="What your council calls such a paper", max_length=60)
    numbering = forms.ChoiceField(label="Numbering", choices=Numbering.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(layout.facts)
        for fact in dict.fromkeys([*labels, *FACTS]):
            self.fields[f"fact_{fact}"] = forms.CharField(
                label=f"Label of: {FACTS[fact][0][:1].lower()}{FACTS[fact][0][1:]}",
                required=False,
                max_length=60,
                initial=labels.get(fact, ""),
                help_text="Leave empty to leave it out",
            )

    @property
    def labels(self) -> dict[str, str]:
        return {
            name.removeprefix("fact_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("fact_")
        }


class FormatSectionForm(forms.Form):
    """One section of a council's format: its words, its place, who answers for it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32_000)
    title = forms.CharField(label="Title", max_length=120)
    place = forms.ChoiceField(
        label="Where it stands", choices=[(p.value, p.label) for p in Place], widget=forms.RadioSelect
    )
    after = forms.ChoiceField(label="Comes after", required=False)
    under = forms.ChoiceField(label="Part of", required=False)
    owner = forms.CharField(label="Who answers for its words", max_length=60)
    sign_off = forms.ChoiceField(label="Signed off by", required=False)
    required_if = forms.ChoiceField(
        label="Must it have words?",
        choices=[(each.name, each.label) for each in CONDITIONS.values()],
        widget=forms.RadioSelect,
    )
    lettered = forms.BooleanField(label="Its paragraphs are lettered A, B, C", required=False)
    used = forms.BooleanField(label="It is part of the format", required=False)
    looks = {"owner": Look(width=30)}

    def __init__(self, *args: Any, layout: Layout, key: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(section.key, section.title) for section in layout.sections if section.key != key]
        parents = [
            (section.key, section.title)
            for section in layout.sections
            if section.key != key and not section.under
        ]
        for name, choices in (
            ("after", [("", "Nothing: it is the first"), *others]),
            ("under", [("", "It stands by itself"), *parents]),
            ("sign_off", [("", "Nobody need"), *Role.choices]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class LogoForm(forms.Form):
    """The picture at the head of the council's papers."""

    logo = UploadField(label="Logo", kinds=LOGOS)
    alt = forms.CharField(
        label="What the picture shows", max_length=120, help_text="Read out to those who do not see it"
    )
