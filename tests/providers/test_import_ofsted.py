"""Lists of several years, in any order, twice, and taken back: the published ones and small invented ones."""

import random
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from authorities.choices import Role
from core.actor import Actor, acting_as
from core.imports import Given
from core.imports.selectors import access_import, findings_of
from core.imports.services import ask_to_undo, confirm_import, start_import
from core.imports.work import import_now
from core.jobs.worker import run_next
from core.models import Import
from providers.choices import Outcome, RegistrationStatus, RegistrationType
from providers.imports import OFSTED
from providers.models import (
    CapacityPeriod,
    Inspection,
    OfstedListing,
    Provider,
    QualityAlert,
    RegistrationPeriod,
    Setting,
)
from providers.models import SettingOwnership as Ownership
from providers.services import ofsted
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.providers import (
    InspectionFactory,
    OpenHomeFactory,
    VacancyReportFactory,
)
from tests.providers.ofsted_lists import NOT_INSPECTED, Row, as_csv, home, lines_of
from tests.shared_data import shared

pytestmark = pytest.mark.django_db
SC1, SC2, SC3 = "SC900001", "SC900002", "SC900003"
GRADE = "Overall experiences and progress of children and young people"
VISIT = "Latest full inspection date"
LISTS: dict[int, list[Row]] = {
    2022: [home(SC1), home(SC2, places="2", **NOT_INSPECTED)],
    2023: [home(SC1, places="6", organisation="LARKSPUR HOMES LIMITED"), home(SC3)],
    2025: [
        home(
            SC1,
            places="6",
            organisation="Curlew Care Ltd",
            **{GRADE: "Inadequate", VISIT: "01/02/2025", "Latest full inspection publication date": ""},
        ),
        home(SC2, places="2", **NOT_INSPECTED),
        home(SC3, **{"Short-break-only children's home": "Short breaks only"}),
    ],
}
TABLES = {
    Setting: ("urn", "name", "registration_type", "authority__code", "provider__name", "is_short_break_only"),
    RegistrationPeriod: ("setting__urn", "starts_on", "ends_on", "status"),
    CapacityPeriod: ("setting__urn", "starts_on", "ends_on", "registered", "operational"),
    Inspection: ("setting__urn", "inspected_on", "outcome", "known_on"),
    Ownership: ("setting__urn", "starts_on", "ends_on"),
}


@pytest.fixture(autouse=True)
def kent() -> None:
    AuthorityFactory(name="Kent")


@pytest.fixture
def quiet(monkeypatch) -> None:
    """Nobody is told of falls: an alert is a record for good, and keeps its home from being taken back."""
    monkeypatch.setattr(ofsted, "alert_of_falls", lambda **facts: [])


@pytest.fixture
def keeper() -> Actor:
    return council_actor(Role.REGISTER_KEEPER)


def facts() -> dict[str, list]:
    with acting_as(Actor.system()):
        return {
            model.__name__: sorted(model.objects.values_list(*columns), key=str)
            for model, columns in TABLES.items()
        }


def load(keeper: Actor, year: int, rows: list[Row] | None = None) -> Import:
    content = as_csv(lines_of(year, LISTS[year] if rows is None else rows))
    made = import_now(
        kind=OFSTED, files=[Given("list", f"{year}.csv", content)], params={}, by=keeper, at=timezone.now()
    )
    assert made.state == Import.State.APPLIED, [each.message for each in findings_of(made, keeper, OFSTED)]
    return made


def undo(keeper: Actor, made: Import) -> Import:
    with acting_as(keeper):
        ask_to_undo(made=made, by=keeper, at=timezone.now())
    assert run_next()
    return access_import(keeper, OFSTED, made.reference)


def history(model, urn: str) -> list[tuple]:
    return [row[1:] for row in facts()[model.__name__] if row[0] == urn]


MARCH = {year: date(year, 3, 31) for year in (2022, 2023, 2025)}


def test_lists_give_each_home_its_history(keeper):
    for year in (2025, 2022, 2023):
        load(keeper, year)
    registered = date(2020, 6, 1)
    assert history(RegistrationPeriod, SC1) == [(registered, None, RegistrationStatus.ACTIVE)]
    assert history(RegistrationPeriod, SC2) == [
        (registered, MARCH[2023], RegistrationStatus.ACTIVE),
        (MARCH[2023], MARCH[2025], RegistrationStatus.NOT_LISTED),
        (MARCH[2025], None, RegistrationStatus.ACTIVE),
    ]
    assert history(CapacityPeriod, SC1) == [
        (MARCH[2022], MARCH[2023], 4, None),
        (MARCH[2023], None, 6, None),
    ]
    assert history(Ownership, SC1) == [(MARCH[2022], MARCH[2025]), (MARCH[2025], None)]
    assert history(Inspection, SC1) == [
        (date(2021, 11, 5), Outcome.GOOD, MARCH[2022]),
        (date(2025, 2, 1), Outcome.INADEQUATE, MARCH[2025]),
    ]
    assert history(Inspection, SC2) == []
    (now,) = history(Setting, SC3)
    assert (now[1], now[3:]) == (RegistrationType.SHORT_BREAK_HOME, ("Larkspur Homes Ltd", True))


def test_same_lists_in_any_order_with_any_of_them_taken_back_give_the_same(keeper, quiet):
    dice, by_lists = random.Random(7), {}
    loaded: dict[int, Import] = {}
    for _ in range(14):
        year = dice.choice(list(LISTS))
        if year in loaded:
            assert undo(keeper, loaded.pop(year)).state == Import.State.UNDONE
        else:
            loaded[year] = load(keeper, year)
        seen = by_lists.setdefault(frozenset(loaded), facts())
        assert facts() == seen
    assert len(by_lists) > 5


def test_undoing_every_list_leaves_nothing_of_them(keeper, quiet):
    for made in [load(keeper, year) for year in LISTS]:
        assert undo(keeper, made).job.error == ""
    assert all(rows == [] for rows in facts().values())
    with acting_as(Actor.system()):
        assert not Provider.objects.exists()


def test_home_recorded_before_any_list_is_restored(keeper, quiet):
    own = OpenHomeFactory(urn=SC1, name="Larkspur House", postcode="ME14 1XX")
    InspectionFactory(setting=own, inspected_on=date(2019, 5, 1))
    before = facts()
    first, second = load(keeper, 2022), load(keeper, 2023)
    with acting_as(Actor.system()):
        changed = Setting.objects.get(urn=SC1)
    assert (changed.name, changed.postcode, changed.easting) == ("Larkspur House", "ME14 1XX", own.easting)
    assert facts() != before
    undo(keeper, first)
    undo(keeper, second)
    assert facts() == before


def test_usable_places_told_by_the_provider_stay(keeper):
    load(keeper, 2022)
    with acting_as(Actor.system()):
        CapacityPeriod.objects.filter(setting__urn=SC1).update(operational=3)
    load(keeper, 2023)
    assert [row[2:] for row in history(CapacityPeriod, SC1)] == [(4, 3), (6, 3)]


def test_list_whose_homes_are_in_use_cannot_be_undone(keeper):
    made = load(keeper, 2022)
    with acting_as(Actor.system()):
        used = Setting.objects.select_related("provider").get(urn=SC1)
    VacancyReportFactory(setting=used)
    before = facts()
    refused = undo(keeper, made)
    assert refused.state == Import.State.APPLIED
    assert "can no longer be undone" in refused.job.error
    assert facts() == before


def test_council_is_told_of_a_home_that_fell_and_the_alert_stays(keeper, settings):
    settings.ALERT_DAYS = 1_000
    first = load(keeper, 2022)
    load(keeper, 2025)
    with acting_as(Actor.system()):
        (alert,) = QualityAlert.objects.select_related("setting")
    assert (alert.setting.urn, alert.outcome) == (SC1, Outcome.INADEQUATE)
    assert undo(keeper, first).state == Import.State.UNDONE
    with acting_as(Actor.system()):
        assert QualityAlert.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "place", "rule"),
    [
        ([home(SC1), home(SC2), home(SC1)], (7, "URN"), "twice"),
        ([home(SC1), home(SC2, places="many")], (6, "Places"), "value"),
        ([home(SC1), home(SC2, registration="", provision="")], (6, "Provision type"), "blank"),
    ],
)
def test_one_bad_row_is_named_and_nothing_is_loaded(keeper, rows, place, rule):
    content = as_csv(lines_of(2023, rows))
    with acting_as(keeper):
        made = start_import(
            kind=OFSTED, files=[Given("list", "a.csv", content)], params={}, by=keeper, at=timezone.now()
        )
    run_next()
    made = access_import(keeper, OFSTED, made.reference)
    (found,) = findings_of(made, keeper, OFSTED)
    assert (made.state, (found.row, found.column), found.rule) == (Import.State.REFUSED, place, rule)
    assert all(rows == [] for rows in facts().values())


def test_list_is_previewed_and_confirmed(keeper):
    load(keeper, 2022)
    content = as_csv(lines_of(2025, LISTS[2025]))
    with acting_as(keeper):
        made = start_import(
            kind=OFSTED, files=[Given("list", "a.csv", content)], params={}, by=keeper, at=timezone.now()
        )
    run_next()
    before = facts()
    made = access_import(keeper, OFSTED, made.reference)
    counts = made.preview["counts"]
    assert (counts["Homes and agencies new to the register"], counts["History of owners changes"]) == (1, 1)
    assert [SC1, "Newest outcome", "Good, 5 Nov 2021", "Inadequate, 1 Feb 2025"] in made.preview["sample"]
    with acting_as(keeper):
        confirm_import(made=made, by=keeper, at=timezone.now())
    assert facts() == before
    run_next()
    assert access_import(keeper, OFSTED, made.reference).state == Import.State.APPLIED
    assert facts() != before


def test_area_outside_england_is_noted_and_the_row_kept(keeper):
    made = load(keeper, 2023, [home(SC1, local="Cardiff")])
    (note,) = findings_of(made, keeper, OFSTED)
    assert (note.row, note.column, note.rule, note.blocks) == (5, "Local authority", "area", False)
    assert len(facts()["Setting"]) == 1


def test_command_loads_a_published_list_once(tmp_path):
    out, path = StringIO(), shared("ofsted/provider_at_march_2023.csv")
    call_command("import_ofsted", path, stdout=out)
    assert "3,546 homes and agencies as at 31 March 2023." in out.getvalue()
    before = facts()
    with pytest.raises(CommandError, match="Nothing changes"):
        call_command("import_ofsted", path, stderr=out)
    copy = tmp_path / "again.csv"
    copy.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(CommandError, match="31 March 2023 is loaded already"):
        call_command("import_ofsted", copy, stderr=out)
    assert facts() == before


def test_published_list_of_2025_after_2022_gives_both_years(keeper):
    for name in ("provider_at_march_2025.ods", "provider_at_march_2022.csv"):
        call_command("import_ofsted", shared(f"ofsted/{name}"), stdout=StringIO(), stderr=StringIO())
    told = facts()
    assert {row[3] for row in told["RegistrationPeriod"]} == {"active", "suspended", "not_listed"}
    assert {row[2] for row in told["Inspection"]} >= {Outcome.GOOD, Outcome.SA_STRONG}
    assert [row[2] for row in told["Setting"]].count(RegistrationType.SUPPORTED_ACCOMMODATION) == 893
    with acting_as(Actor.system()):
        assert OfstedListing.objects.count() == 3_576 + 5_600


def test_file_that_is_no_list_changes_nothing(tmp_path):
    fake = tmp_path / "providers.csv"
    fake.write_bytes(b"%PDF-1.7 not a list")
    with pytest.raises(CommandError, match="is a PDF"):
        call_command("import_ofsted", fake, stderr=StringIO())
    assert facts()["Setting"] == []
