"""Returns and published counts loaded, counted, compared and undone."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.utils import ProgrammingError
from django.urls import reverse

from authorities.choices import Role
from authorities.models import Authority, User
from core.actor import Actor, acting_as
from core.errors import NotFound
from core.imports import Given
from core.imports.selectors import access_import, files_of, findings_of
from core.imports.services import ask_to_undo, confirm_import, start_import
from core.jobs.worker import run_next
from core.models import Import
from sufficiency.choices import Difference, PlacedWith, SpellSource
from sufficiency.imports.counts import COUNTS
from sufficiency.imports.returns import RETURNS
from sufficiency.models import CareSpell, ReturnEpisode, ReturnYear, YearlyCount
from sufficiency.selectors.comparison import compare_newest_return
from sufficiency.selectors.history import years_told
from sufficiency.selectors.returns import counts_visible_to
from sufficiency.selectors.spells import children_on, counted_on, monthly_history, sources_of
from sufficiency.services.spells import keep_spells_in_step
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.placed import ActivePlacementFactory
from tests.factories.placements import ChildFactory
from tests.factories.providers import OpenHomeFactory, provider_actor
from tests.shared_data import shared
from tests.sufficiency.return_files import EPISODES, HEADER, changed, uploads

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
KEPT = (ReturnEpisode, ReturnYear, YearlyCount, CareSpell)
BACKEND = "django.contrib.auth.backends.ModelBackend"
# The placement of A1 in a children's home, as its episodes tell it.
HOME_STARTS = date(2024, 12, 10)


@pytest.fixture
def planner() -> Actor:
    return council_actor(Role.PLANNER)


def given(**changes: Any) -> list[Given]:
    return [Given("files", upload.name, upload.content) for upload in uploads(**changes)]


def work() -> None:
    while run_next():
        pass


def checked(by: Actor, files: list[Given], kind: Any = RETURNS) -> Import:
    with acting_as(by):
        made = start_import(kind=kind, files=files, params={}, by=by, at=AT)
    work()
    with acting_as(by):
        return access_import(by, kind, made.reference)


def loaded(by: Actor, files: list[Given], kind: Any = RETURNS) -> Import:
    return step(confirm_import, by, checked(by, files, kind), kind)


def step(service: Any, by: Actor, made: Import, kind: Any = RETURNS) -> Import:
    with acting_as(by):
        service(made=made, by=by, at=AT)
    work()
    with acting_as(by):
        return access_import(by, kind, made.reference)


def returned(by: Actor) -> list[tuple]:
    with acting_as(by):
        rows = CareSpell.objects.filter(source=SpellSource.RETURN).order_by("child_key", "starts_on")
        return list(rows.values_list("child_code", "placement_type", "starts_on", "ends_on"))


def council_of(by: Actor) -> Authority:
    with acting_as(by):
        return Authority.objects.get(pk=by.council_id)


def place(by: Actor, *, urn: str = "SC000002", **facts: Any) -> Any:
    """Our own placement of the child that the return calls A1, in its children's home."""
    authority = council_of(by)
    child = ChildFactory.create(authority=authority, birth_month=date(2010, 6, 1))
    made = ActivePlacementFactory.create(
        agreement__authority=authority,
        agreement__child=child,
        agreement__setting=OpenHomeFactory.create(urn=urn),
        **{"starts_on": HOME_STARTS, **facts},
    )
    with acting_as(by):
        keep_spells_in_step(by=by)
    return made


def test_preview_tells_and_loads_nothing_then_a_person_decides(planner):
    made = checked(planner, given())
    assert made.state == Import.State.READY
    assert made.preview["counts"]["Children"] == 2
    assert made.preview["sample"] == [["2024-25", "2", "4", "3", "2"]]
    assert returned(planner) == []
    assert step(confirm_import, planner, made).state == Import.State.APPLIED


def test_episode_that_only_changes_the_legal_status_goes_on_with_the_placement(planner):
    loaded(planner, given())
    assert returned(planner) == [
        ("A1", PlacedWith.FOSTER_IFA, date(2024, 5, 1), HOME_STARTS),
        ("A1", PlacedWith.RESIDENTIAL, HOME_STARTS, None),
        ("A2", PlacedWith.FOSTER_INHOUSE, date(2025, 1, 20), None),
    ]


def test_years_are_linked_open_episodes_come_again_and_a_new_urn_is_no_move(planner):
    again = [EPISODES[2], (*EPISODES[3][:7], "01/06/2025", "X1", "", "", "CC1 1CC", "1234567")]
    renamed = ("A2", "01/06/2025", "P", "V2", "N1", "U6", "PR1", "", "", "", "", "CC1 1CC", "7654321")
    files = [*given(), *given(episodes=[*again, renamed], year="2025-26")]
    made = loaded(planner, files)
    assert made.preview["counts"]["Placements of all returns, each once"] == 3
    assert [row[2:] for row in returned(planner)] == [
        (date(2024, 5, 1), HOME_STARTS),
        (HOME_STARTS, None),
        (date(2025, 1, 20), None),
    ]


def test_a_year_loaded_once_more_replaces_it_and_undoing_brings_the_first_back(planner):
    loaded(planner, given())
    before = returned(planner)
    again = loaded(planner, given(episodes=changed(3, DECOM="25/01/2025")))
    assert again.preview["counts"]["Returns that replace one loaded before"] == 1
    assert date(2025, 1, 25) in [row[2] for row in returned(planner)]
    assert step(ask_to_undo, planner, again).state == Import.State.UNDONE
    assert returned(planner) == before


def test_undoing_takes_everything_back_even_under_a_later_import(planner):
    first = loaded(planner, given())
    second = loaded(planner, given(episodes=EPISODES[2:], year="2025-26"))
    step(ask_to_undo, planner, first)
    assert {row[0] for row in returned(planner)} == {"A1", "A2"}
    step(ask_to_undo, planner, second)
    assert returned(planner) == []
    with acting_as(planner):
        assert not ReturnEpisode.objects.exists() and not ReturnYear.objects.exists()


def test_refused_files_load_nothing_and_the_report_names_the_row(planner):
    made = checked(planner, given(episodes=changed(0, DEC="01/01/2024")))
    assert (made.state, returned(planner)) == (Import.State.REFUSED, [])
    with acting_as(planner):
        found = {(f.rule, f.row, f.column) for f in findings_of(made, planner, RETURNS)}
    assert ("dates-reversed", 2, "DEC") in found and ("unusable", 0, "") in found


def test_only_the_least_is_kept_of_a_return(planner):
    made = loaded(planner, given())
    with acting_as(planner):
        assert [file.content for file in files_of(made, planner, RETURNS)] == [None, None]
        kept = str(list(ReturnEpisode.objects.values()))
    assert "AA1 1AA" not in kept and "datetime.date(2010, 6, 15)" not in kept and "N1" not in kept


def test_another_council_and_a_provider_see_nothing_of_it(planner):
    made = loaded(planner, given())
    with acting_as(council_actor(Role.PLANNER)) as other:
        assert not any(model.objects.exists() for model in KEPT)
        with pytest.raises(NotFound):
            access_import(other, RETURNS, made.reference)
    with acting_as(council_actor(Role.CABINET_MEMBER, authority=council_of(planner))):
        assert not any(model.objects.exists() for model in (ReturnEpisode, ReturnYear, CareSpell))
    for model in KEPT:
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(provider_actor()):
            model.objects.exists()


def test_same_code_in_two_councils_is_two_children(planner):
    other = council_actor(Role.PLANNER)
    loaded(planner, given())
    loaded(other, given())
    for actor in (planner, other):
        with acting_as(actor):
            assert children_on(actor, date(2025, 3, 31)).total() == 2


def test_children_are_counted_from_the_return_until_own_placements_hold_them(planner):
    loaded(planner, given())
    with acting_as(planner):
        assert sources_of(planner).known_until == date(2025, 3, 31)
        assert counted_on(planner, TODAY) == date(2025, 3, 31)
        assert children_on(planner, TODAY).total() == 2
        history = monthly_history(planner, TODAY)
    assert (history.months[0], history.months[-1]) == (date(2024, 5, 31), date(2025, 3, 31))
    assert history.counts().sum(axis=1).tolist()[-1] == 2
    assert any("31 March 2025" in note for note in history.notes)


def test_child_in_a_return_and_in_own_placements_is_counted_once(planner):
    loaded(planner, given(header=HEADER[:1], episodes=EPISODES[:3]))
    place(planner, ends_on=date(2026, 2, 1))
    loaded(planner, given(header=HEADER[:1], episodes=EPISODES[:3]))
    with acting_as(planner):
        assert CareSpell.objects.values("child_key").distinct().count() == 1
        assert sources_of(planner).own_counts
        history = monthly_history(planner, TODAY)
        told = years_told(planner, TODAY)
    by_month = dict(zip(history.months, history.counts().sum(axis=1).tolist(), strict=True))
    assert by_month[date(2025, 2, 28)] == by_month[date(2025, 4, 30)] == by_month[date(2026, 1, 31)] == 1
    assert by_month[date(2026, 2, 28)] == 0
    assert [(row.year, row.returned, row.own) for row in told] == [(2026, None, 0), (2025, 1, 1)]


def test_comparison_lists_what_one_side_lacks_and_changes_nothing(planner):
    placed = place(planner, urn="SC000009", starts_on=date(2024, 11, 1))
    loaded(planner, given())
    with acting_as(planner):
        found = compare_newest_return(planner)
        placed.refresh_from_db()
    assert found is not None and (found.year, found.returned, found.placed, found.alike) == (2025, 2, 1, 0)
    sides = [(one.kind, one.returned and one.returned.child_code, one.placement) for one in found.found]
    assert sides == [
        (Difference.NO_AGREEMENT, "A1", None),
        (Difference.NO_AGREEMENT, "A1", None),
        (Difference.NO_EPISODE, None, placed),
    ]
    assert (placed.starts_on, placed.ends_on) == (date(2024, 11, 1), None)


def test_comparison_finds_a_home_of_another_urn(planner):
    place(planner, urn="SC000009")
    loaded(planner, given())
    with acting_as(planner):
        found = compare_newest_return(planner)
    assert found is not None
    assert [one.says for one in found.found if one.placement] == ["SC000002 in the return, SC000009 here."]


def test_comparison_finds_dates_apart_and_a_home_of_another_urn(planner):
    place(planner, starts_on=date(2024, 12, 14), ends_on=date(2025, 3, 1))
    loaded(planner, given())
    with acting_as(planner):
        found = compare_newest_return(planner)
    says = {one.says for one in found.found if one.kind == Difference.DATES}
    assert says == {"Starts 4 days later here.", "Ended here alone."}
    assert [one.kind for one in found.found if one.placement is None] == [Difference.NO_AGREEMENT]


def test_published_counts_are_read_of_the_own_area_alone_and_compared():
    derbyshire = AuthorityFactory.create(name="Derbyshire")
    planner = council_actor(Role.PLANNER, authority=derbyshire)
    content = shared("lait/children_looked_after_by_la.csv").read_bytes()
    made = loaded(planner, [Given("file", "lait.csv", content)], COUNTS)
    with acting_as(planner):
        counts = {count.year: count.children for count in counts_visible_to(planner)}
        told = years_told(planner, TODAY)
    assert counts[2018] == 709 and counts[2023] == 995
    assert told[-1].published == 586 and told[-1].counted is None
    step(ask_to_undo, planner, made, COUNTS)
    with acting_as(planner):
        assert not counts_visible_to(planner).exists()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("area,year\nX,2024\n", "file"),
        ("", "file"),
        ("area,year,value\nNowhere,2024,5\n", "file"),
        ("area,year,value\nX,2024,many\n", "number"),
        ("area,year,value\nX,24,5\n", "year"),
        ("area,year,value\nX,2024,5\nX,2024,6\n", "twice"),
        ("area,year,value\nX,2024,c\n", "file"),
        ("area,year,value\nX,2024,99999999999999999999\n", "number"),
    ],
)
def test_published_counts_that_cannot_be_read_are_refused(text, rule):
    planner = council_actor(Role.PLANNER, authority=AuthorityFactory.create(name="X"))
    made = checked(planner, [Given("file", "counts.csv", text.encode())], COUNTS)
    with acting_as(planner):
        assert (made.state, rule) in {
            (Import.State.REFUSED, found.rule) for found in findings_of(made, planner, COUNTS)
        }


def test_pages_show_history_report_and_comparison(client, planner):
    client.force_login(User.objects.get(pk=planner.user_id), backend=BACKEND)
    assert b"There is no care history yet" in client.get(reverse("care_history")).content
    assert b"nothing to compare" in client.get(reverse("return_comparison")).content
    files = [
        SimpleUploadedFile(upload.name, upload.content) for upload in uploads(episodes=changed(0, CIN="N9"))
    ]
    made = client.post(reverse("returns_import_new"), {"files": files}, follow=True)
    work()
    page = client.get(made.redirect_chain[-1][0])
    assert b"CIN" in page.content and b"Load this" in page.content
    reference = made.redirect_chain[-1][0].rstrip("/").split("/")[-1]
    report = client.get(reverse("returns_import_report", args=[reference]))
    rows = list(csv.DictReader(io.StringIO(report.content.decode("utf-8-sig"))))
    assert {(row["File"], row["Row"], row["Column"], row["Rule"]) for row in rows} >= {
        ("episodes-2024-25.csv", "2", "CIN", "code")
    }
    client.post(reverse("returns_import_confirm", args=[reference]))
    work()
    assert b"2025" in client.get(reverse("care_history")).content
    assert b"Placements without an agreement: 2" in client.get(reverse("return_comparison")).content
    lines = client.get(reverse("return_comparison_download")).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3 and "A1" in lines[1]


def test_files_of_the_wrong_kind_are_refused_beside_the_field(client, planner):
    client.force_login(User.objects.get(pk=planner.user_id), backend=BACKEND)
    answer = client.post(
        reverse("returns_import_new"),
        {"files": [SimpleUploadedFile("header.xlsx", b"PK"), SimpleUploadedFile("e.csv", b"")]},
    )
    assert answer.status_code == 200 and b"header.xlsx is not a" in answer.content
