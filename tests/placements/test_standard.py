"""The coded profile: the standard's own words, out to a file and in again, and files that are wrong."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from authorities.choices import Role
from core.actor import acting_as
from placements.models import PlacementRequest
from placements.standard import ANSWERS, RISKS, SUITABILITY, Facts, from_standard, to_standard
from providers.choices import Need
from tests.factories.authorities import council_actor
from tests.factories.placements import DraftRequestFactory, SubmittedRequestFactory
from tests.pages import browser_of
from tests.shared_data import shared


def facts(**given):
    known = {
        "child_number": 7,
        "placement_type": "fostering",
        "needs": [Need.MISSING, Need.COMMUNICATION],
        "wants_solo": False,
        "home_area": "Matlock",
        "siblings": 1,
        "days": 3,
        "is_deprived_of_liberty": False,
    }
    return Facts(**{**known, **given})


def published():
    """Field to its definition, by entity, as the standard publishes them."""
    entities = json.loads(shared("standards/placements.json").read_text())["entities"]
    return {entity["name"]: {field["name"]: field for field in entity["fields"]} for entity in entities}


def test_answers_are_the_standards_own():
    standard = published()
    for name, answer in ANSWERS.items():
        assert list(answer.options) == standard[answer.entity][name].get("options", []), name
    assert RISKS.keys() < standard["Risks"].keys()
    assert SUITABILITY.keys() == standard["PlacementRecommendation"].keys()


@pytest.mark.parametrize("days", [None, 0, 4, 5, -2])
def test_file_holds_what_the_standard_requires_and_nothing_it_does_not_know(days):
    standard = published()
    file = to_standard(facts(days=days))
    for entity, said in file.items():
        assert said.keys() <= standard[entity].keys()
        for name, field in standard[entity].items():
            assert name in said or field["cardinality"].startswith("0"), name
            if "options" in field and name in said:
                values = said[name] if isinstance(said[name], list) else [said[name]]
                assert set(values) <= set(field["options"]), name


def test_file_read_back_says_the_same():
    file = to_standard(facts(wants_solo=True, profile={"pets": "Yes - must", "riskOther": "Trains"}))
    read = from_standard(json.loads(json.dumps(file)))
    assert read.errors == []
    assert read.present == {Need.MISSING, Need.COMMUNICATION}
    assert Need.FIRE_SETTING in read.absent
    assert read.wants_solo is True
    assert (read.answers["pets"], read.answers["riskOther"]) == ("Yes - must", "Trains")


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {},
        {"Risks": 3},
        {"Risks": {"riskMissing": "perhaps"}},
        {"Risks": {"riskOther": "x" * 501}},
        {"Risks": {"riskOther": "a\0b"}},
        {"PlacementRequirements": {"homeAdaptation": 1}},
        {"PlacementRequirements": {"pets": ["No"]}},
    ],
)
def test_wrong_file_is_refused_in_words(wrong):
    assert from_standard(wrong).errors


@pytest.mark.django_db
def test_profile_is_saved_read_from_a_file_and_given_as_one():
    request = DraftRequestFactory(needs=[Need.FIRE_SETTING, Need.EDUCATION])
    officer = council_actor(Role.PLACEMENTS_OFFICER, authority=request.authority)
    browser = browser_of(officer)
    page = reverse("request_profile", args=[request.reference])
    browser.post(page, {"pets": "Yes - can"})
    for content, error in (
        (b"{", "This is not a JSON file"),
        (b'{"Risks": {"riskMissing": 1}}', "riskMissing"),
    ):
        upload = {"read": "1", "file": SimpleUploadedFile("a.json", content)}
        assert error in browser.post(page, upload).content.decode()
    file = {"Risks": {"riskToOthersFire": "No known risk", "riskMissing": "Risk Present"}}
    browser.post(page, {"file": SimpleUploadedFile("a.json", json.dumps(file).encode()), "read": "1"})
    with acting_as(officer):
        kept = PlacementRequest.objects.get()
        assert (kept.needs, kept.profile) == ([Need.EDUCATION, Need.MISSING], {"pets": "Yes - can"})
    answer = browser.get(reverse("request_profile_file", args=[request.reference]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert json.loads(answer.content)["PlacementRequirements"]["pets"] == "Yes - can"


@pytest.mark.django_db
def test_submitted_profile_stands():
    request = SubmittedRequestFactory()
    officer = council_actor(Role.PLACEMENTS_OFFICER, authority=request.authority)
    page = reverse("request_profile", args=[request.reference])
    assert browser_of(officer).post(page, {"pets": "No"}).status_code == 403
