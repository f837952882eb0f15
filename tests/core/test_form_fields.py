"""Typed numbers, pounds and dates, and what the page says when they are wrong."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.forms import DateField, Look, MoneyField, NumberField, Section, reporting_to
from core.forms.rendering import errors_of, sections_of


class FeeForm(forms.Form):
    fee = MoneyField(label="Weekly fee")


class DateForm(forms.Form):
    needed_on = DateField(label="Date needed")


def date_form(day: str, month: str, year: str) -> DateForm:
    return DateForm({"needed_on_day": day, "needed_on_month": month, "needed_on_year": year})


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("4557.30", "4557.30"), ("£4,557.30", "4557.30"), (" 1 200 ", "1200"), ("0", "0"), ("4,557", "4557")],
)
def test_money_accepts_what_people_type(typed: str, amount: str):
    form = FeeForm({"fee": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["fee"] == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("4557,30", "Use a full stop, for example 4557.30"),
        ("4.557,30", "Use a full stop, for example 4557.30"),
        ("1e5", "Enter a number, for example 4557.30"),
        ("NaN", "Enter a number, for example 4557.30"),
        ("4557.305", "Enter pounds and pence, for example 4557.30"),
        ("-1", "Enter an amount of £0 or more"),
        ("", "Enter weekly fee"),
    ],
)
def test_money_refuses_with_what_to_type_instead(typed: str, message: str):
    assert FeeForm({"fee": typed})["fee"].messages == [message]


@given(st.decimals(min_value=0, max_value=Decimal("9999999999.99"), places=2))
def test_money_reads_back_what_it_writes(amount: Decimal):
    assert FeeForm({"fee": f"£{amount:,.2f}"}).fields["fee"].clean(f"£{amount:,.2f}") == amount


@given(st.text(max_size=12))
def test_number_never_fails_in_any_other_way_than_a_message(typed: str):
    form = forms.Form({"n": typed})
    form.fields["n"] = NumberField(required=False, max_digits=9, decimal_places=2)
    form.is_valid()


@pytest.mark.parametrize(
    ("parts", "message", "target"),
    [
        (("", "", ""), "Enter date needed", "id_needed_on_day"),
        (("27", "", "2026"), "Date needed must include a month", "id_needed_on_month"),
        (("", "3", ""), "Date needed must include a day and year", "id_needed_on_day"),
        (("29", "2", "2026"), "Enter a real date: February 2026 has 28 days", "id_needed_on_day"),
        (("31", "4", "2026"), "Enter a real date: April 2026 has 30 days", "id_needed_on_day"),
        (("1", "13", "2026"), "Enter a real date: the month must be between 1 and 12", "id_needed_on_month"),
        (("1", "3", "26"), "Enter the year as 4 numbers, for example 2026", "id_needed_on_year"),
    ],
)
def test_date_error_names_the_box_to_put_right(parts: tuple[str, str, str], message: str, target: str):
    [error] = errors_of(date_form(*parts))
    assert (error.message, error.target) == (message, target)


@pytest.mark.parametrize("month", ["2", "02", "Feb", "february"])
def test_date_takes_leap_days_and_month_names(month: str):
    form = date_form("29", month, "2028")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["needed_on"] == date(2028, 2, 29)


def test_date_can_be_given_in_one_value():
    form = DateForm({"needed_on": "2026-03-27"})
    assert form.is_valid() and form.cleaned_data["needed_on"] == date(2026, 3, 27)


def test_date_shows_its_initial_value_in_three_boxes():
    form = DateForm(initial={"needed_on": date(2026, 3, 27)})
    assert [part.value for part in form["needed_on"].date_parts] == ["27", "3", "2026"]
    assert not form["needed_on"].field.has_changed(
        date(2026, 3, 27), form["needed_on"].date_parts and "2026-03-27"
    )


class RouteForm(forms.Form):
    looks = {"route": Look(reveals={"other": "where"})}
    sections = (Section("Route", ("route", "where")),)

    note = forms.CharField(required=False, max_length=10, widget=forms.Textarea)
    route = forms.ChoiceField(choices=[("block", "Block"), ("other", "Other")], widget=forms.RadioSelect)
    where = forms.CharField(required=False)


def test_sections_leave_out_revealed_fields_and_put_loose_ones_first():
    drawn = [
        (section and section.title, [bound.name for bound in fields])
        for section, fields in sections_of(RouteForm())
    ]
    assert drawn == [(None, ["note"]), ("Route", ["route"])]


def test_form_links_every_error_to_a_box_that_is_there():
    form = RouteForm({"note": "far too long for it"})
    html = str(form)
    for error in errors_of(form):
        assert f'id="{error.target}"' in html
    assert "Note must be 10 characters or fewer" in html


def test_errors_are_listed_in_the_order_of_the_page():
    class ShuffledForm(RouteForm):
        field_order = ("where", "route", "note")
        sections = (Section("Route", ("route",)), Section("Note", ("note",)))

    form = ShuffledForm({})
    for name in ("where", "note", "route"):
        form.add_error(name, name)
    assert [error.target for error in errors_of(form)] == ["id_route_0", "id_route_0", "id_where", "id_note"]


def test_optional_fields_say_so_and_required_ones_do_not():
    html = str(RouteForm())
    assert "Note (optional)" in html and "Route (optional)" not in html


def test_domain_error_lands_beside_its_field():
    form = FeeForm({"fee": "1"})
    assert form.is_valid()
    with reporting_to(form):
        raise DomainError("The fee is above the ceiling.", field="fee")
    assert form["fee"].messages == ["The fee is above the ceiling"]


def test_domain_error_about_the_whole_form_has_no_box():
    form = FeeForm({"fee": "1"})
    form.is_valid()
    with reporting_to(form):
        raise DomainError("The offer was withdrawn.", field="offer")
    assert errors_of(form) == [("The offer was withdrawn.", "")]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0", "Miles must be 1 or more"),
        ("501", "Miles must be 500 or less"),
        ("1,5", "Miles must be a whole number, for example 20"),
    ],
)
def test_number_out_of_bounds_names_its_field(typed: str, message: str):
    class RadiusForm(forms.Form):
        miles = forms.IntegerField(min_value=1, max_value=500)

    assert RadiusForm({"miles": typed})["miles"].messages == [message]
