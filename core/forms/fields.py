"""Fields whose errors say what to type: numbers, pounds and dates in three boxes."""

import calendar
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString

from core.errors import DomainError

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|[+-]?\.[0-9]+")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9.]*,[0-9]{1,2}|[+-]?[0-9]+,[0-9]{4,}")


class NumberField(forms.DecimalField):
    """A Decimal typed as people type it: spaces and thousands commas are fine, a decimal comma is refused."""

    widget = forms.TextInput
    example = "12.5"

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = self.cleaned_text(value)
        return super().to_python(value)

    def cleaned_text(self, text: str) -> str:
        """Digits and full stop only. Raises ValidationError naming what to type instead."""
        text = re.sub(r"\s", "", text).replace("\N{MINUS SIGN}", "-")
        if not text:
            return ""
        if _DECIMAL_COMMA.fullmatch(text):
            raise ValidationError(f"Use a full stop, for example {self.example}", code="decimal_comma")
        if not _NUMBER.fullmatch(text):
            raise ValidationError(f"Enter a number, for example {self.example}", code="invalid")
        return text.replace(",", "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A typed number needs no browser bounds; DecimalField's own would make it a spinner.
        return {"inputmode": "decimal", "autocomplete": "off"}


class MoneyField(NumberField):
    """Pounds and pence, never negative unless ``min_value`` says so."""

    example = "4557.30"
    default_error_messages = {
        "max_decimal_places": "Enter pounds and pence, for example 4557.30",
        "min_value": "Enter an amount of £%(limit_value)s or more",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 12, "decimal_places": 2, "min_value": Decimal(0), **kwargs})

    def cleaned_text(self, text: str) -> str:
        return super().cleaned_text(text.strip().removeprefix("£"))


class DateParts(NamedTuple):
    """What was typed in the three boxes."""

    day: str
    month: str
    year: str


class DateInputs(forms.Widget):
    """Day, month and year boxes; a single ISO date under the field's own name is read as well."""

    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> DateParts | str | None:
        parts = DateParts(*(str(data.get(f"{name}_{part}", "")).strip() for part in DateParts._fields))
        return parts if any(parts) else data.get(name) or None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and all(f"{name}_{part}" not in data for part in DateParts._fields)

    def parts_of(self, value: Any) -> DateParts:
        if isinstance(value, date):
            return DateParts(str(value.day), str(value.month), str(value.year))
        return DateParts(*value) if isinstance(value, tuple) else DateParts("", "", "")

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        raise NotImplementedError("The field's template draws the three boxes.")


class DateField(forms.DateField):
    """A date from three boxes. The code of an error names the boxes to mark, such as ``day,year``."""

    widget = DateInputs

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, DateParts):
            return super().to_python(value)
        missing = [part for part, text in value._asdict().items() if not text]
        if missing:
            raise ValidationError(
                f"{self.label or 'Date'} must include a {' and '.join(missing)}", code=",".join(missing)
            )
        day, month, year = _whole(value.day), _month(value.month), _whole(value.year)
        if year is None or not 1000 <= year <= 9999:
            raise ValidationError("Enter the year as 4 numbers, for example 2026", code="year")
        if month is None or not 1 <= month <= 12:
            raise ValidationError("Enter a real date: the month must be between 1 and 12", code="month")
        last = calendar.monthrange(year, month)[1]
        if day is None or not 1 <= day <= last:
            raise ValidationError(
                f"Enter a real date: {calendar.month_name[month]} {year} has {last} days", code="day"
            )
        return date(year, month, day)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None


def _month(text: str) -> int | None:
    """The month from its number or its English name (``3``, ``Mar``, ``march``)."""
    for number in range(1, 13):
        if text.lower() in (calendar.month_abbr[number].lower(), calendar.month_name[number].lower()):
            return number
    return _whole(text)


@contextmanager
def reporting_to(form: forms.BaseForm) -> Iterator[None]:
    """Put a service's ``DomainError`` on the form, beside its field when the form has one.

    The block is left on an error, so ``return redirect(…)`` as its last line is reached only on success.
    """
    try:
        yield
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
