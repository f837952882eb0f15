"""Loading the reference data as the system actor; the database already holds the sample, or loads it here."""

from datetime import date

import holidays
import pytest
from django.core.management import call_command
from django.db import ProgrammingError, transaction
from django.utils import timezone

from authorities.models import AdjoiningAuthority, Authority, Holiday, Postcode, ReferenceEdition
from authorities.services.postcodes import load_postcodes
from authorities.services.reference_data import load_adjoining, load_authorities, load_holidays
from core.actor import Actor, acting_as
from core.reference_data import ReferenceRun

SILENT = ReferenceRun(at=timezone.now(), report=lambda line: None, sample=True)


def test_a_second_run_writes_nothing(reference, capsys):
    call_command("load_reference", sample=True)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) >= 5
    assert all(line.endswith("up to date") for line in lines)


def test_a_changed_row_is_put_back_and_only_that_row(reference):
    Authority.objects.filter(short_code="DBS").update(region="North West")
    assert load_authorities(SILENT) == 1
    assert Authority.objects.get(short_code="DBS").region == "East Midlands"


def test_cumbria_ended_where_its_successors_begin(reference):
    day = date(2023, 4, 1)
    in_force = set(Authority.objects.in_force_on(day).values_list("short_code", flat=True))
    assert {"CBL", "WAF"} <= in_force
    assert "CMA" not in in_force
    assert len(in_force) == 153


def test_neighbours_are_kept_both_ways_from_the_day_both_existed(reference):
    pair = AdjoiningAuthority.objects.filter(authority__short_code="SOM", neighbour__short_code="DEV")
    assert [row.starts_on for row in pair] == [date(2023, 4, 1)]
    assert AdjoiningAuthority.objects.filter(
        authority__short_code="DEV", neighbour__short_code="SOM"
    ).exists()


def test_a_correction_added_by_hand_survives_a_load(reference):
    kent, essex = (Authority.objects.get(short_code=code) for code in ("KEN", "ESS"))
    AdjoiningAuthority.objects.create(
        authority=kent, neighbour=essex, source="correction", adjoins=True, starts_on=date(2024, 1, 1)
    )
    assert load_adjoining(SILENT) == 0
    assert AdjoiningAuthority.objects.filter(authority=kent, neighbour=essex).count() == 1


def test_holidays_agree_with_the_library(reference):
    expected = holidays.country_holidays("GB", subdiv="ENG", years=range(2015, 2033))
    held = set(Holiday.objects.filter(authority=None).values_list("on", flat=True))
    assert held == {on for on in expected if on.weekday() < 5}
    assert {date(2022, 9, 19), date(2023, 5, 8), date(2022, 6, 3), date(2020, 5, 8)} <= held
    assert load_holidays(SILENT) == 0


def test_postcodes_are_filed_under_the_upper_tier(reference):
    ReferenceEdition.objects.all().delete()
    Postcode.objects.filter(code__startswith="GU16").delete()
    assert load_postcodes(letters="G", every=200, at=SILENT.at, report=SILENT.report) > 0
    # GU16 7SY is in Hart, a district of Hampshire, though its post town is in Surrey.
    assert Postcode.objects.get(code="GU167SY").authority_code == "E10000014"
    assert not ReferenceEdition.objects.exists()


def test_a_moved_postcode_is_put_right(reference):
    ReferenceEdition.objects.all().delete()
    Postcode.objects.filter(code="NG16AA").update(easting=1)
    assert load_postcodes(letters="N", every=200, at=SILENT.at, report=SILENT.report) == 1
    assert Postcode.objects.get(code="NG16AA").easting == 456995


def test_a_council_cannot_change_the_register(reference):
    kent = Authority.objects.get(short_code="KEN")
    with acting_as(Actor.council(kent.pk)):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Holiday.objects.create(on=date(2026, 12, 24), name="Early closing", authority=kent)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            AdjoiningAuthority.objects.filter(authority=kent).delete()
