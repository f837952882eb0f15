"""When councils are told that a home stands worse than before."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import ProgrammingError, transaction

from authorities.choices import Role
from core.actor import Actor, acting_as
from core.errors import DomainError
from core.imports import Given
from core.imports.work import import_now
from core.jobs import queue
from core.models import Import, Job
from providers.choices import AlertKind, Outcome, RegistrationStatus, SuspensionScope
from providers.grades import has_fallen
from providers.imports import OFSTED
from providers.models import Inspection, OfstedListing, QualityAlert, RegistrationPeriod, Setting
from providers.selectors.standing import standing_of
from providers.services.alerts import alert_of_falls
from providers.services.inspections import record_inspection
from providers.services.reregistrations import keeper_for
from providers.services.suspensions import lift_suspension, suspend
from tests.factories.authorities import council_actor
from tests.factories.placements import NOW, TODAY
from tests.factories.providers import InspectionFactory, OpenHomeFactory, VacancyReportFactory
from tests.shared_data import shared

OF = Outcome


@pytest.mark.parametrize(
    ("before", "now", "fell"),
    [
        (OF.GOOD, OF.INADEQUATE, True),
        (OF.OUTSTANDING, OF.GOOD, True),
        (OF.INADEQUATE, OF.REQUIRES_IMPROVEMENT, False),
        (OF.GOOD, OF.GOOD, False),
        (OF.NOT_YET_INSPECTED, OF.GOOD, False),
        (OF.NOT_YET_INSPECTED, OF.REQUIRES_IMPROVEMENT, True),
        (OF.NOT_YET_INSPECTED, OF.SA_INCONSISTENT, True),
        (OF.SA_STRONG, OF.SA_SERIOUS, True),
        (OF.SA_SERIOUS, OF.SA_STRONG, False),
        (OF.GOOD, OF.NOT_JUDGED, False),
        (OF.NOT_JUDGED, OF.INADEQUATE, True),
    ],
)
def test_a_grade_falls_on_its_own_scale(before, now, fell):
    assert has_fallen(before=before, now=now) is fell


pytestmark = pytest.mark.django_db


def test_what_a_load_of_the_register_makes_worse_is_told_once():
    fell, rose, closed, same = (OpenHomeFactory() for _ in range(4))
    homes = [fell, rose, closed, same]
    with acting_as(Actor.system()) as keeper:
        before = standing_of([home.pk for home in homes], on=TODAY)
        InspectionFactory(setting=fell, inspected_on=TODAY, outcome=OF.INADEQUATE)
        InspectionFactory(setting=fell, inspected_on=date(2020, 1, 1), outcome=OF.GOOD)
        InspectionFactory(setting=rose, inspected_on=TODAY, outcome=OF.OUTSTANDING)
        changed = {"status": RegistrationStatus.CANCELLED, "starts_on": TODAY}
        RegistrationPeriod.objects.filter(setting=closed).update(**changed)
        alert_of_falls(before=before, by=keeper, at=NOW)
        told = set(QualityAlert.objects.values_list("setting", "kind", "is_urgent"))
        assert told == {(fell.pk, AlertKind.GRADE, True), (closed.pk, AlertKind.REGISTRATION, True)}
        again = standing_of([home.pk for home in homes], on=TODAY)
        assert alert_of_falls(before=again, by=keeper, at=NOW) == []


def test_the_bell_rings_for_the_councils_when_the_alert_is_committed(
    django_capture_on_commit_callbacks, monkeypatch
):
    rung = []
    monkeypatch.setattr(queue.current_app, "send_task", lambda name, **_: rung.append(name))
    home, officer = OpenHomeFactory(), council_actor(Role.COMMISSIONER)
    with django_capture_on_commit_callbacks(execute=True), acting_as(officer):
        suspend(
            setting=home,
            whole_provider=False,
            scope=SuspensionScope.ALL,
            reason="Why",
            starts_on=TODAY,
            by=officer,
            at=NOW,
        )
    assert "placements.act_on_alerts" in rung


def test_a_provider_is_written_to_when_it_is_suspended_and_when_that_is_lifted():
    home, officer = OpenHomeFactory(name="Bramble House"), council_actor(Role.COMMISSIONER)
    with acting_as(officer):
        suspension = suspend(
            setting=home,
            whole_provider=False,
            scope=SuspensionScope.NEW_PLACEMENTS,
            reason="Something only councils read",
            starts_on=TODAY,
            by=officer,
            at=NOW,
        )
        lift_suspension(suspension=suspension, ends_on=TODAY + timedelta(days=1), by=officer, at=NOW)
        letters = [job.params for job in Job.objects.filter(kind="provider_letter").order_by("pk")]
    assert ["suspended Bramble House" in letters[0]["body"], "lifted" in letters[1]["body"]] == [True, True]
    assert "Something only councils read" not in str(letters)


def test_a_council_writes_no_alert_in_anothers_or_in_the_registers_name():
    home, officer = OpenHomeFactory(), council_actor(Role.COMMISSIONER)
    other = council_actor(Role.COMMISSIONER)
    facts = {
        "provider": home.provider,
        "setting": home,
        "kind": AlertKind.GRADE,
        "what": "Forged",
        "is_urgent": True,
        "happened_on": TODAY,
        "raised_at": NOW,
    }
    with acting_as(officer):
        for number, authority_id in enumerate((None, other.authority_id)):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                QualityAlert.objects.create(reference=f"QAL-F{number}", authority_id=authority_id, **facts)


URN = "2611447"


def list_of_one_home(folder: Path, as_at: date, **cells: str) -> Path:
    """Ofsted's list of 2023 cut down to one home, with some of its cells written anew."""
    with shared("ofsted/provider_at_march_2023.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    heading = next(row for row in rows if "URN" in row)
    home = next(row for row in rows if URN in row)
    for name, value in cells.items():
        home[next(n for n, cell in enumerate(heading) if cell.startswith(name.replace("_", " ")))] = value
    path = folder / f"{as_at}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*rows[: rows.index(heading) + 1], home])
    return path


def loaded(folder: Path, as_at: date, **cells: str) -> Import:
    list_ = Given("list", f"{as_at}.csv", list_of_one_home(folder, as_at, **cells).read_bytes())
    keeper = council_actor(Role.REGISTER_KEEPER)
    params = {"as_at": as_at.isoformat()}
    made = import_now(kind=OFSTED, files=[list_], params=params, by=keeper, at=NOW)
    assert made.state == made.State.APPLIED
    return made


def test_old_lists_set_off_no_alarm_and_can_all_be_undone(tmp_path):
    fell = {"Latest_full_inspection_date": "02/06/2024", "Overall_experiences": "Inadequate"}
    fell["Latest_full_inspection_publication"] = "01/07/2024"
    made = [loaded(tmp_path, date(2024, 3, 31)), loaded(tmp_path, date(2024, 9, 30), **fell)]
    officer, keeper = council_actor(Role.COMMISSIONER), council_actor(Role.REGISTER_KEEPER)
    with acting_as(officer):
        [judged] = standing_of([Setting.objects.get(urn=URN).pk], on=TODAY).outcomes.values()
        assert judged.outcome == OF.INADEQUATE
        assert not QualityAlert.objects.exists()
    for one in reversed(made):
        with acting_as(keeper_for(keeper)) as by:
            OFSTED.undo(one, by=by, at=NOW)
    with acting_as(officer):
        assert not Setting.objects.filter(urn=URN).exists()


def test_an_undo_that_cannot_be_names_the_home_that_is_in_use(tmp_path):
    made = loaded(tmp_path, date(2024, 3, 31))
    with acting_as(Actor.system()):
        home = Setting.objects.get(urn=URN)
    VacancyReportFactory(setting=home)
    keeper = council_actor(Role.REGISTER_KEEPER)
    with pytest.raises(DomainError, match=URN), acting_as(keeper_for(keeper)) as by:
        OFSTED.undo(made, by=by, at=NOW)
    with acting_as(keeper):
        assert OfstedListing.objects.filter(urn=URN).count() == 1


def test_an_import_tells_of_a_fall_and_leaves_what_was_typed_in(tmp_path, settings):
    settings.ALERT_DAYS = 1_000
    loaded(tmp_path, date(2024, 3, 31))
    officer = council_actor(Role.COMMISSIONER)
    with acting_as(officer):
        assert not QualityAlert.objects.exists()
        record_inspection(
            setting=Setting.objects.get(urn=URN),
            outcome=OF.GOOD,
            inspected_on=date(2024, 9, 9),
            published_on=None,
            by=officer,
            at=NOW,
        )
    found = {
        "Latest_full_inspection_date": "09/09/2024",
        "Latest_full_inspection_publication": "01/10/2024",
        "Overall_experiences": "Good",
    }
    loaded(tmp_path, date(2025, 3, 31), **found)
    fell = {
        "Latest_full_inspection_date": "02/06/2025",
        "Latest_full_inspection_publication": "01/07/2025",
        "Overall_experiences": "Inadequate",
    }
    loaded(tmp_path, date(2025, 9, 30), **fell)
    with acting_as(officer):
        typed = Inspection.objects.exclude(typed_by="")
        assert [(each.outcome, each.known_on) for each in typed] == [(OF.GOOD, TODAY)]
        assert Inspection.objects.filter(setting__urn=URN).count() == 3
        told = QualityAlert.objects.order_by("pk").values_list("outcome", "what")
        assert list(told) == [
            (OF.GOOD, "Judged Good, before that Outstanding, inspected on 9 September 2024"),
            (OF.INADEQUATE, "Judged Inadequate, before that Good, inspected on 2 June 2025"),
        ]
