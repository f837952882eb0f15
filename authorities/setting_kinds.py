"""What kind of value each council setting takes: how it is asked for, stored and said in words. Pure.

A stored value is JSON: amounts and percentages as text with two decimals, so that no float comes near them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from authorities.choices import GRADES, SettingKey
from core import formats
from core.errors import DomainError
from core.forms import MoneyField, NumberField
from core.money import pence


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Kind:
    """``field`` makes the form field; ``store`` and ``show`` go from its value to JSON and back."""

    field: Callable[..., forms.Field]
    words: Callable[[Any], str] = str
    store: Callable[[Any], Any] = _same
    show: Callable[[Any], Any] = _same

    def checked(self, value: Any) -> Any:
        """``value`` as it is stored. Raises DomainError when this kind cannot take it."""
        try:
            return self.store(self.field().clean(self.show(value)))
        except ValidationError as error:
            raise DomainError(error.messages[0], field="value") from error


def _text() -> Kind:
    return Kind(lambda **kw: forms.CharField(max_length=60, **kw))


def _one_of(options: Mapping[str, str]) -> Kind:
    def field(**kw: Any) -> forms.Field:
        return forms.ChoiceField(choices=list(options.items()), widget=forms.RadioSelect, **kw)

    return Kind(field, words=lambda value: options.get(value, str(value)))


def _whole(unit: str, *, least: int = 0, most: int = 365) -> Kind:
    return Kind(
        lambda **kw: forms.IntegerField(min_value=least, max_value=most, **kw),
        words=lambda value: f"{value} {unit}".strip(),
    )


def _as_text(value: Decimal) -> str:
    return str(pence(value))


_MONEY = Kind(MoneyField, words=lambda value: formats.money(Decimal(value)), store=_as_text)
_PERCENT = Kind(
    lambda **kw: NumberField(min_value=0, max_value=100, decimal_places=2, **kw),
    words=lambda value: f"{value}%",
    store=_as_text,
)
_YES_NO = Kind(
    lambda **kw: forms.TypedChoiceField(
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        **kw,
    ),
    words=lambda value: "Yes" if value else "No",
    show=lambda value: "yes" if value else "no",
)
_MONTHS = Kind(
    lambda **kw: forms.TypedMultipleChoiceField(
        choices=[(n, name) for n, name in enumerate(formats.MONTHS, start=1)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        **kw,
    ),
    words=lambda value: ", ".join(formats.MONTHS[n - 1] for n in value),
)
_COLOUR = Kind(
    lambda **kw: forms.RegexField(
        re.compile(r"#[0-9a-f]{6}"),
        error_messages={"invalid": "Enter a colour as # and six of 0 to 9 and a to f, for example #0b4f4a"},
        **kw,
    )
)

ROUTES = ("in_house", "block", "framework_tier_1", "framework_tier_2", "dps", "partnership", "spot")
# Files of what to pay; ``contracts.creditor_files`` writes them and says what is in each column.
CREDITOR_LAYOUTS = {"lines": "One row an invoice", "coded": "One row an invoice and cost centre"}
URGENCIES = {"same_day": "same day", "urgent": "urgent", "planned": "planned"}


def _route_words(value: str) -> str:
    return value.replace("_", " ").replace("dps", "DPS")


class _RoutesField(forms.CharField):
    """Routes in order, one a line."""

    widget = forms.Textarea({"rows": 8})

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip().lower().replace(" ", "_") for line in super().clean(value).splitlines()]
        order = [line for line in lines if line]
        if unknown := [line for line in order if line not in ROUTES]:
            known = ", ".join(map(_route_words, ROUTES))
            raise ValidationError(f"“{_route_words(unknown[0])}” is not a route. The routes are {known}")
        if len(set(order)) < len(order):
            raise ValidationError("Name each route once")
        return order


class _HoursField(forms.CharField):
    """Three numbers of hours, for the three urgencies."""

    def clean(self, value: Any) -> dict[str, int]:
        parts = [part.strip() for part in super().clean(value).split(",")]
        if len(parts) != len(URGENCIES) or not all(part.isdigit() and int(part) for part in parts):
            raise ValidationError("Enter three numbers of hours, for example 4, 24, 240")
        return dict(zip(URGENCIES, map(int, parts), strict=True))


KINDS: dict[SettingKey, Kind] = {
    SettingKey.CHILD_LABEL: _text(),
    SettingKey.ELECTORAL_UNIT: _one_of({"divisions": "Divisions", "wards": "Wards"}),
    SettingKey.GOVERNANCE_MODEL: _one_of(
        {"cabinet": "Leader and cabinet", "committee": "Committee", "mayor": "Elected mayor and cabinet"}
    ),
    SettingKey.KEY_DECISION_AMOUNT: _MONEY,
    SettingKey.KEY_DECISION_OPERATOR: _one_of({">": "More than the amount", ">=": "The amount or more"}),
    SettingKey.KEY_DECISION_DIVISIONS: Kind(
        lambda **kw: forms.IntegerField(
            **{
                "min_value": 0,
                "max_value": 200,
                "help_text": "0 where your council does not test this.",
                **kw,
            }
        ),
        words=lambda value: f"{value} or more" if value else "Not tested",
    ),
    SettingKey.KEY_NOTICE_CLEAR_DAYS: _whole("clear days"),
    SettingKey.EXCEPTION_CLEAR_DAYS: _whole("clear working days"),
    SettingKey.PRIVATE_CLEAR_DAYS: _whole("clear working days"),
    SettingKey.PUBLICATION_CLEAR_DAYS: _whole("clear working days"),
    SettingKey.RECORD_DAYS: _whole("working days", most=30),
    SettingKey.CALL_IN_DAYS: _whole("working days"),
    SettingKey.CALL_IN_FROM: _one_of(
        {"publication": "Publication of the decision", "decision": "The decision itself"}
    ),
    SettingKey.FORWARD_PLAN_OPEN: _YES_NO,
    SettingKey.ROUTE_ORDER: Kind(
        lambda **kw: _RoutesField(
            **{"help_text": "One route a line, the first to be tried at the top.", **kw}
        ),
        words=lambda value: ", ".join(map(_route_words, value)).capitalize().replace("dps", "DPS"),
        show=lambda value: "\n".join(map(_route_words, value)),
    ),
    SettingKey.RESPONSE_HOURS: Kind(
        lambda **kw: _HoursField(
            **{"help_text": "Hours for same day, urgent and planned, with commas between.", **kw}
        ),
        words=lambda value: ", ".join(f"{value[key]} for {words}" for key, words in URGENCIES.items()),
        show=lambda value: ", ".join(str(value[key]) for key in URGENCIES),
    ),
    SettingKey.QUALITY_GATEWAY: _one_of(
        {
            "outstanding": "Outstanding",
            "good": "Good",
            "requires_improvement": "Requires improvement to be good",
            "inadequate": "Inadequate",
        }
    ),
    SettingKey.ACCEPT_NOT_INSPECTED: _YES_NO,
    SettingKey.REVIEW_DAYS_AT_ONCE: _whole("working days", least=1, most=20),
    SettingKey.REVIEW_DAYS: _whole("working days", least=1, most=60),
    SettingKey.REVIEW_GRADE: _one_of({grade.value: str(grade.label) for grade in GRADES}),
    SettingKey.REG44_DAYS: _whole("days", least=1, most=90),
    SettingKey.VACANCY_FRESH_DAYS: _whole("days", least=1),
    SettingKey.WEEK_FACTOR: _one_of(
        {"52": "52 weeks", "52.14": "52.14 weeks", "365/7": "365 nights", "366/7": "366 nights"}
    ),
    SettingKey.RETAINER_PERCENT: _PERCENT,
    SettingKey.RETAINER_AFTER_NIGHTS: _whole("nights"),
    SettingKey.STAFFING_ALARM_DAYS: _whole("days"),
    SettingKey.COUNTED_TOGETHER_DAYS: _whole("days", most=1830),
    SettingKey.NOTICE_DAYS: _whole("days"),
    SettingKey.UPLIFT_WINDOW: _MONTHS,
    SettingKey.UPLIFT_CAP_PERCENT: _PERCENT,
    SettingKey.CEILING_NEEDED: _YES_NO,
    SettingKey.SUPPRESS_UNDER: _whole("", least=1, most=20),
    SettingKey.RETENTION_YEARS: _whole("years", least=1, most=100),
    SettingKey.INVOICE_TOLERANCE: _MONEY,
    SettingKey.CREDITOR_LAYOUT: _one_of(CREDITOR_LAYOUTS),
    SettingKey.PAPER_COLOUR: _COLOUR,
}


def setting_words(values: Mapping[SettingKey, Any]) -> list[tuple[SettingKey, str]]:
    """Each setting with its value in words, in the order of the keys."""
    return [(key, KINDS[key].words(values[key])) for key in SettingKey]
