"""The real lists of three years, in any order, twice."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.actor import Actor, acting_as
from providers.choices import Outcome, RegistrationType
from providers.models import CapacityPeriod, Inspection, OfstedImport, RegistrationPeriod, Setting
from tests.shared_data import SHARED

pytestmark = pytest.mark.django_db
FILES = {
    2022: SHARED / "ofsted" / "provider_at_march_2022.csv",
    2023: SHARED / "ofsted" / "provider_at_march_2023.csv",
    2025: SHARED / "ofsted" / "provider_at_march_2025.ods",
}


def load(year: int) -> str:
    out = StringIO()
    call_command("import_ofsted", FILES[year], stdout=out, stderr=out)
    return out.getvalue()


def facts() -> dict[str, list]:
    with acting_as(Actor.system()):
        return {
            model.__name__: sorted(model.objects.values_list("setting__urn", *columns))
            for model, columns in (
                (RegistrationPeriod, ("starts_on", "status")),
                (CapacityPeriod, ("starts_on", "registered")),
                (Inspection, ("inspected_on", "outcome", "known_on")),
            )
        }


def test_three_years_give_each_home_its_history_in_any_order():
    for year in (2025, 2022, 2023):
        load(year)
    with acting_as(Actor.system()):
        assert (
            Setting.objects.filter(registration_type=RegistrationType.SUPPORTED_ACCOMMODATION).count() > 800
        )
        homes = Setting.objects.filter(registration_type=RegistrationType.CHILDRENS_HOME).count()
        grown = CapacityPeriod.objects.filter(ends_on__isnull=False).count()
    assert homes > 3_900
    assert grown > 0
    before = facts()
    assert "5596 settings added" in load(2025)  # says what the first load did, and does nothing
    assert facts() == before
    assert {row[2] for row in before["Inspection"]} >= {Outcome.GOOD, Outcome.SA_STRONG}


def test_unused_rows_are_reported_with_row_and_column():
    assert "row 8109, URN: 2773251 is not in the list of providers" in load(2025)


def test_file_that_is_no_list_changes_nothing(tmp_path):
    fake = tmp_path / "providers.csv"
    fake.write_bytes(b"%PDF-1.7 not a list")
    with pytest.raises(CommandError):
        call_command("import_ofsted", fake)
    with acting_as(Actor.system()):
        assert not OfstedImport.objects.exists()


def test_another_file_of_the_same_day_is_refused(tmp_path):
    load(2023)
    copy = tmp_path / "again.csv"
    copy.write_bytes(FILES[2023].read_bytes() + b"\n")
    with pytest.raises(CommandError, match="31 March 2023"):
        call_command("import_ofsted", copy, as_at=date(2023, 3, 31))
