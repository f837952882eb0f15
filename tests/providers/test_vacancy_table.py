"""Many homes told of at once, in a table or a file: all of it or none, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.actor import Actor, acting_as
from providers.choices import Need, NotAdmitting, VacancyChannel
from providers.models import VacancyReport
from providers.vacancy_file import NotReadable, read_vacancies, text_of
from tests.factories.providers import (
    NotAdmittingReportFactory,
    OpenHomeFactory,
    SettingFactory,
    VacancyReportFactory,
    provider_actor,
)
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
TABLE, UPLOAD = "/portal/vacancies/all/", "/portal/vacancies/upload/"


@pytest.fixture
def homes():
    """Ash and Birch have told before, Cedar never."""
    ash = OpenHomeFactory(name="Ash House", urn="SC100001")
    birch = OpenHomeFactory(provider=ash.provider, name="Birch House", urn="SC100002")
    cedar = OpenHomeFactory(provider=ash.provider, name="Cedar House", urn="SC100003")
    VacancyReportFactory(setting=ash, beds_free=1, needs=[Need.AUTISM])
    NotAdmittingReportFactory(setting=birch, beds_free=2)
    return ash, birch, cedar


@pytest.fixture
def browser(homes):
    return browser_of(provider_actor(homes[0].provider))


def reports(home):
    with acting_as(Actor.provider(home.provider_id)):
        return list(VacancyReport.objects.filter(setting=home).order_by("pk"))


def counts(homes):
    return [len(reports(home)) for home in homes]


def answers(**changed):
    """What the table holds when it opens, as a browser would send it."""
    return {
        "seen": timezone.now().isoformat(),
        **{f"SC10000{n}_since": "" for n in (1, 2, 3)},
        **{"SC100001_beds": "1", "SC100001_taking": "yes"},
        **{"SC100002_beds": "2", "SC100002_taking": "staffing"},
        **{"SC100003_beds": "", "SC100003_taking": "yes"},
        **changed,
    }


def test_table_saves_only_what_was_changed_and_keeps_the_needs(browser, homes):
    page = browser.post(TABLE, answers(SC100001_beds="3"), follow=True).content.decode()
    assert "1 home is up to date" in page
    assert counts(homes) == [2, 1, 0]
    newest = reports(homes[0])[-1]
    assert (newest.beds_free, newest.needs, newest.channel) == (3, [Need.AUTISM], VacancyChannel.PORTAL)


def test_second_button_confirms_the_rest_but_not_homes_nobody_told_of(browser, homes):
    browser.post(TABLE, answers(SC100001_beds="0", rest="confirm"))
    assert counts(homes) == [2, 2, 0]
    again = reports(homes[1])[-1]
    assert (again.beds_free, again.is_admitting) == (2, False)
    assert again.not_admitting_reason == NotAdmitting.STAFFING


def test_nothing_changed_is_said_and_nothing_saved(browser, homes):
    assert "You have not changed anything" in browser.post(TABLE, answers()).content.decode()
    assert counts(homes) == [1, 1, 0]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"SC100001_beds": "nine"}, "Ash House: enter a whole number"),
        ({"SC100001_beds": "9"}, "Ash House is registered for 4"),
        ({"SC100001_beds": "-1"}, "Ash House: The number of free places cannot be less than 0"),
        ({"SC100001_beds": ""}, "Ash House: enter how many places are free"),
        ({"SC100003_taking": "building"}, "Cedar House: enter how many places are free"),
        ({"SC100002_since": "2026-02-31"}, "Birch House: enter a real date"),
        ({"SC100002_since": "2020-01-01"}, "Birch House: The date from which a place is free must be today"),
        ({"SC100002_taking": "bored"}, "choose one of the answers shown"),
    ],
)
def test_one_wrong_row_saves_none_and_keeps_what_was_typed(browser, homes, wrong, message):
    page = browser.post(TABLE, answers(SC100002_beds="4", **wrong)).content.decode()
    assert message in page
    assert 'name="SC100002_beds" value="4"' in page
    assert counts(homes) == [1, 1, 0]


def test_word_of_another_person_in_between_is_not_passed_over(browser, homes):
    seen = answers(SC100001_beds="2")
    VacancyReportFactory(setting=homes[0], beds_free=4, reported_by="Sam Other", reported_at=timezone.now())
    page = browser.post(TABLE, seen).content.decode()
    assert "Ash House: Sam Other told us on" in page and "4 places free" in page
    assert 'name="SC100001_beds" value="2"' in page
    assert counts(homes) == [2, 1, 0]
    browser.post(TABLE, answers(SC100001_beds="2"))
    assert reports(homes[0])[-1].beds_free == 2


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-01-01T00:00:00", "9999-12-31T23:59:59+00:00"])
def test_page_that_does_not_say_when_it_was_seen_passes_over_nothing(browser, homes, seen):
    response = browser.post(TABLE, answers(SC100001_beds="2", seen=seen))
    expected = [2, 1, 0] if seen.startswith("9999") else [1, 1, 0]
    assert (response.status_code, counts(homes)) == (302 if seen.startswith("9999") else 200, expected)


def test_boxes_for_anothers_home_are_not_read(browser, homes):
    other = OpenHomeFactory(urn="SC999999")
    browser.post(TABLE, answers(SC999999_beds="1", SC999999_since="", SC999999_taking="yes"))
    assert reports(other) == []


def test_no_number_is_too_large_for_an_answer(browser, homes):
    home = SettingFactory(provider=homes[0].provider)
    page = browser.post(
        f"/portal/vacancies/{home.urn}/", {"beds_free": "99999999", "is_admitting": "yes"}
    ).content.decode()
    assert "must be 9999 or fewer" in page


# A file


def upload(browser, content, name="vacancies.csv"):
    content = content.encode() if isinstance(content, str) else content
    return browser.post(UPLOAD, {"file": SimpleUploadedFile(name, content)}).content.decode()


def confirm(browser, text, seen=None):
    seen = seen or timezone.now().isoformat()
    return browser.post(UPLOAD, {"text": text, "seen": seen}, follow=True).content.decode()


def test_template_comes_back_as_it_was_given(browser, homes):
    template = browser.get("/portal/vacancies/template.csv")
    assert template["Content-Disposition"].startswith("attachment")
    page = upload(browser, template.content)
    assert "Nothing changes" in page and "2 homes stay as last told" in page
    assert counts(homes) == [1, 1, 0]


def test_file_is_shown_before_it_is_saved(browser, homes):
    text = (
        "URN,Home,Places free,Free from,Taking children,Why not,Needs\n"
        'SC100001,Ash,4,,Yes,,"Autism; education"\n'
        "\n"
        "SC100003,Cedar,1,31/12/2099,no,Building or repairs,\n"
    )
    page = upload(browser, text)
    assert "Confirm and save" in page and "4 places free" in page
    assert "1 place free from 31 December 2099, but not admitting: building or repairs" in page
    assert counts(homes) == [1, 1, 0]
    assert "2 homes are up to date" in confirm(browser, text)
    ash, cedar = reports(homes[0])[-1], reports(homes[2])[-1]
    assert (ash.beds_free, ash.needs, ash.channel) == (
        4,
        [Need.AUTISM, Need.EDUCATION],
        VacancyChannel.UPLOAD,
    )
    assert (cedar.is_admitting, cedar.not_admitting_reason) == (False, NotAdmitting.BUILDING)
    assert counts(homes) == [2, 1, 1]


HEADINGS = "URN,Places free,Free from,Taking children,Why not\n"


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("SC999999,1,,,", "URN", "You run no home with the number SC999999"),
        (",1,,,", "URN", "Enter the home’s URN"),
        ("SC100001,lots,,,", "Places free", "“lots” is not a whole number"),
        ("SC100001,5,,,", "Places free", "Ash House is registered for 4"),
        ("SC100001,,31/12/2099,,", "Places free", "Enter how many places are free"),
        ("SC100001,1,31/02/2099,,", "Free from", "is not a date such as"),
        ("SC100001,1,01/01/2020,,", "Free from", "must be today or later"),
        ("SC100001,1,,perhaps,", "Taking children", "must be Yes or No"),
        ("SC100001,1,,No,", "Why not", "Enter one of: staffing, matching, building, registration"),
        ("SC100001,1,,No,tired", "Why not", "“tired” must be one of"),
    ],
)
def test_wrong_row_names_itself_and_its_column_and_nothing_is_saved(browser, homes, row, column, message):
    text = HEADINGS + "SC100002,0,,Yes,\n" + row + "\n"
    page = upload(browser, text)
    assert "Some rows cannot be used" in page and message in page
    assert f'<th scope="row">3</th><td>{column}</td>' in page
    assert "Confirm and save" not in page
    confirm(browser, text)
    assert counts(homes) == [1, 1, 0]


def test_home_named_twice_is_an_error(browser, homes):
    page = upload(browser, HEADINGS + "SC100001,1,,,\nsc100001,2,,,\n")
    assert "SC100001 is already in row 2" in page


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"  \n", "The file is empty"),
        (b"PK\x03\x04 workbook", "This is a workbook"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"URN,Places free\0\n", "This is not a CSV file"),
        (b"\xff\xfeU", "This is not a CSV file"),
        (b"x" * 500_001, "smaller than 500 KB"),
    ],
)
def test_file_that_is_no_csv_is_refused_beside_its_box(browser, homes, content, message):
    page = upload(browser, content)
    assert message in page and "Check the file" in page


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Home,Places free\nAsh,1\n", "no column “URN”"),
        ("SC100001,1\n", "no column “URN”"),
        ("URN,URN,Places free\n", "“URN” is there twice"),
        (HEADINGS, "No row says how many places are free"),
        (HEADINGS + '"' + "x" * 140_000 + '"', "look for a stray quotation mark"),
        (HEADINGS + "SC100001,1,,,\n" * 2_001, "more than 2000 rows"),
    ],
)
def test_file_without_its_headings_or_rows_says_so(browser, homes, text, message):
    assert message in upload(browser, text)
    assert counts(homes) == [1, 1, 0]


def test_what_others_told_after_the_preview_stops_the_file(browser, homes):
    text, seen = HEADINGS + "SC100001,2,,,\n", timezone.now().isoformat()
    VacancyReportFactory(setting=homes[0], beds_free=4, reported_by="Sam Other", reported_at=timezone.now())
    assert "Sam Other told us on" in confirm(browser, text, seen)
    assert counts(homes) == [2, 1, 0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_of_common_spreadsheets_are_read(encoding):
    text = "URN;Places free\r\nSC1;2 – café\r\n"
    assert text_of(text.encode(encoding)) == text


def test_file_of_damaged_bytes_never_breaks(homes):
    """Every cut and every single changed byte is read, or refused in words."""
    good = (HEADINGS + 'SC100001,1,31/12/2099,"Yes",\n').encode()
    for n in range(len(good)):
        for damaged in (good[:n], good[:n] + b'"' + good[n:], good[:n] + b"\xff" + good[n + 1 :]):
            try:
                read_vacancies(text_of(damaged), [])
            except NotReadable as error:
                assert str(error)


def test_council_has_no_such_pages(client):
    for address in (TABLE, UPLOAD, "/portal/vacancies/template.csv"):
        assert client.get(address).status_code == 302


def test_age_of_a_report_is_shown_with_the_day_trust_ends(browser, homes):
    VacancyReportFactory(setting=homes[2], reported_at=timezone.now() - timedelta(days=1))
    assert "Councils trust it until" in browser.get("/portal/vacancies/").content.decode()
