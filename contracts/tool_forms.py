"""Forms about a tool itself: what it is, lots, access, life, notices."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from authorities.choices import ServiceCategory
from authorities.models import Authority, Partnership, PartnershipMember
from contracts.choices import CriterionKind, ToolType
from contracts.models import CommercialTool, ToolAccess
from contracts.services.tools import ToolTerms
from contracts.terms import last_day
from contracts.tool_choices import NoticeKind
from core.formats import day
from core.forms import DateField, Look, MoneyField, NumberField, Section, offer_rows
from providers.choices import GRADE_ORDER

# Enough for any council's paper: thirty years.
MOST_MONTHS = 360
FIRST_YEAR, LAST_YEAR = 2000, 2100


class TermDateField(DateField):
    """A day in which a contract may begin or end: from 2000 to 2100."""

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValidationError(f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}", code="year")


class OfTool(forms.Form):
    """A form on one tool's page; ``wanted`` is what its service takes."""

    def __init__(self, *args: Any, tool: CommercialTool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tool = tool

    @property
    def wanted(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ToolForm(forms.Form):
    """What a tool is. ``partnerships`` are those the council leads."""

    looks = {
        "name": Look(size="m"),
        "pass_mark": Look(width=3, suffix="of 100"),
        "governance_lead_weeks": Look(width=3, suffix="weeks"),
    }
    sections = (
        Section("The arrangement", ("name", "tool_type", "partnership", "terms")),
        Section(
            "Its life",
            ("began_on", "starts_on", "last_on", "governance_lead_weeks"),
            hint="Which procurement law it stands under follows from the day its procurement began.",
        ),
        Section("Its money", ("approved_value", "decision_reference")),
        Section("Admission", ("pass_mark", "lowest_grade", "accepts_not_inspected")),
    )

    name = forms.CharField(label="Name", max_length=160)
    tool_type = forms.TypedChoiceField(
        label="Kind of tool", choices=ToolType.choices, coerce=ToolType, widget=forms.RadioSelect
    )
    partnership = forms.ModelChoiceField(
        Partnership.objects.none(), label="Partnership", required=False, empty_label="None: our own"
    )
    terms = forms.CharField(
        label="Terms in short", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    began_on = TermDateField(label="Procurement began", help_text="The day of its first notice.")
    starts_on = TermDateField(label="First day")
    last_on = TermDateField(label="Last day", help_text="Without the options that are not used yet.")
    governance_lead_weeks = forms.IntegerField(
        label="Weeks a decision takes", min_value=0, max_value=104, initial=12, widget=forms.TextInput
    )
    approved_value = MoneyField(
        label="Approved value of all call-offs", required=False, max_digits=14, min_value=Decimal(0)
    )
    decision_reference = forms.CharField(label="Decision", required=False, max_length=60)
    pass_mark = forms.IntegerField(
        label="An application must score", min_value=0, max_value=100, initial=60, widget=forms.TextInput
    )
    lowest_grade = forms.ChoiceField(
        label="Lowest inspection grade of a home at entry",
        choices=[(grade.value, grade.label) for grade in GRADE_ORDER],
        initial="good",
    )
    accepts_not_inspected = forms.BooleanField(
        label="Homes not yet inspected may join", required=False, initial=True
    )

    def __init__(self, *args: Any, authority_id: int, tool: CommercialTool | None = None, **kwargs: Any):
        if tool is not None:
            kwargs["initial"] = {
                **{name: getattr(tool, name) for name in self.base_fields if hasattr(tool, name)},
                "began_on": tool.began_on or tool.starts_on,
                "last_on": last_day(tool.period),
            }
        super().__init__(*args, **kwargs)
        led = Partnership.objects.filter(lead_authority=authority_id).order_by("name")
        offer_rows(self, "partnership", led)

    @property
    def wanted(self) -> ToolTerms:
        return ToolTerms(**self.cleaned_data)


class LotForm(OfTool):
    looks = {"number": Look(width=3)} | {kind.value: Look(width=5, suffix="%") for kind in CriterionKind}
    sections = (
        Section("The lot", ("number", "name", "category")),
        Section(
            "How offers are judged",
            tuple(kind.value for kind in CriterionKind),
            hint="In per cent; together they make 100.",
        ),
    )

    number = forms.IntegerField(label="Number", min_value=1, max_value=99, widget=forms.TextInput)
    name = forms.CharField(label="Name", max_length=120)
    category = forms.TypedChoiceField(
        label="Kind of care", choices=ServiceCategory.choices, coerce=ServiceCategory
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in CriterionKind:
            self.fields[kind.value] = NumberField(
                label=kind.label, min_value=0, max_value=100, max_digits=5, decimal_places=2
            )

    @property
    def wanted(self) -> dict[str, Any]:
        data = self.cleaned_data
        weights = {kind: data[kind.value] for kind in CriterionKind}
        return {name: data[name] for name in ("number", "name", "category")} | {"weights": weights}


class AccessForm(OfTool):
    """Councils, categories and days in one go."""

    authorities = forms.ModelMultipleChoiceField(
        Authority.objects.none(), label="Councils", widget=forms.CheckboxSelectMultiple
    )
    categories = forms.TypedMultipleChoiceField(
        label="Kinds of care",
        choices=ServiceCategory.choices,
        coerce=ServiceCategory,
        widget=forms.CheckboxSelectMultiple,
    )
    starts_on = TermDateField(label="From")
    last_on = TermDateField(
        label="Until", required=False, help_text="Leave empty for as long as the tool lasts."
    )
    leads = forms.BooleanField(
        label="This council runs admission to these kinds of care",
        required=False,
        help_text="Otherwise the council that leads the tool does.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = Authority.objects.filter(ends_on=None)
        partners = PartnershipMember.objects.filter(partnership=self.tool.partnership_id)
        if self.tool.partnership_id:
            chosen = near.filter(pk__in=partners.values("authority"))
        else:
            chosen = near.filter(pk=self.tool.lead_authority_id)
        offer_rows(self, "authorities", chosen.order_by("name"))


class EndAccessForm(OfTool):
    access = forms.ModelChoiceField(ToolAccess.objects.none(), label="Who may use what")
    last_on = TermDateField(label="Last day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ToolAccess.objects.filter(tool=self.tool).select_related("authority")
        offer_rows(self, "access", rows.order_by("authority__name", "category", "starts_on"), self.in_words)

    @staticmethod
    def in_words(access: ToolAccess) -> str:
        until = f" to {day(last_day(access.period) or date.max)}" if access.ends_on else ""
        name, kind = access.authority.name, access.get_category_display()
        return f"{name}: {kind.lower()}, from {day(access.starts_on)}{until}"


class OptionForm(OfTool):
    looks = {name: Look(width=3, suffix="months") for name in ("months", "notice_months")}

    months = forms.IntegerField(label="Adds", min_value=1, max_value=MOST_MONTHS, widget=forms.TextInput)
    notice_months = forms.IntegerField(
        label="Notice before the end", min_value=0, max_value=36, initial=0, widget=forms.TextInput
    )


class UseOptionForm(OfTool):
    decision_reference = forms.CharField(label="Decision", max_length=60, help_text="Its reference.")

    @property
    def wanted(self) -> dict[str, Any]:
        unused = self.tool.options.filter(exercised_on=None).order_by("position").first()
        return {"position": unused.position if unused else 0, **self.cleaned_data}


class NoticeForm(OfTool):
    kind = forms.TypedChoiceField(label="Notice", choices=NoticeKind.choices, coerce=NoticeKind)
    sent_on = TermDateField(label="Sent on")
    number = forms.CharField(label="Number as published", max_length=40)


class ContingencyForm(OfTool):
    outer = forms.ModelChoiceField(CommercialTool.objects.none(), label="Turn next to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = CommercialTool.objects.exclude(pk=self.tool.pk).order_by("name")
        offer_rows(self, "outer", others)
