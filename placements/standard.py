"""A request's needs and risks in the file form of the Placements Data Standard, version 2. Pure.

A file is a JSON object of the standard's entities, each an object of its fields. What columns hold is worked
out from them; every other answer is kept by the standard's own field name in ``PlacementRequest.profile``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from placements.choices import PlacementType
from providers.choices import Need

YES, NO = "Risk Present", "No known risk"
SUITABLE = ("Preferred", "Suitable but not preferred", "Unsuitable", "Not specified")
NOT_SPECIFIED = "Not specified"
SOLO = "Solo placement recommended"
LONGEST = 500


@dataclass(frozen=True)
class Answer:
    """A field that no column holds: its entity, its words on a form and its options (empty for free text)."""

    entity: str
    label: str
    options: tuple[str, ...] = ()
    default: Any = ""


RISKS: dict[str, Need] = {
    "riskSelfHarm": Need.SELF_HARM,
    "riskSexualExploitation": Need.SEXUAL_EXPLOITATION,
    "riskCriminalExploitation": Need.CRIMINAL_EXPLOITATION,
    "riskDrugAlcohol": Need.SUBSTANCE_USE,
    "riskEatingDisorder": Need.EATING_DISORDER,
    "riskMissing": Need.MISSING,
    "riskToOthersPhysical": Need.HARM_TO_OTHERS,
    "riskToOthersSexual": Need.HARMFUL_SEXUAL_BEHAVIOUR,
    "riskToOthersFire": Need.FIRE_SETTING,
}
SUITABILITY = {
    "fosterCareSuitability": PlacementType.FOSTERING,
    "residentialCareSuitability": PlacementType.RESIDENTIAL,
    "supportedAccommodationSuitability": PlacementType.SUPPORTED,
}
REQUIREMENTS, RECOMMENDATION, RISK = "PlacementRequirements", "PlacementRecommendation", "Risks"
ANSWERS: dict[str, Answer] = {
    "specificCommunicationRequirements": Answer(
        REQUIREMENTS,
        "Communication and language",
        ("ESOL", "BSL", "Makaton", "Other", "None"),
        "None",
    ),
    "culturalNeeds": Answer(
        REQUIREMENTS,
        "Cultural needs, such as a place of worship",
        ("Required", "Not required", "Not Known", "Other"),
        "Not Known",
    ),
    "livingCompanions": Answer(
        REQUIREMENTS,
        "Who the child can live with",
        (
            SOLO,
            "With other children recommended",
            "Only with other older children",
            "Only with other younger children",
            "No preference",
        ),
        "No preference",
    ),
    "pets": Answer(
        REQUIREMENTS, "Living with animals", ("Yes - must", "Yes - can", "No", "Not Known"), "Not Known"
    ),
    "additionalSupport": Answer(
        REQUIREMENTS,
        "Additional support",
        (
            "additional supervision",
            "therapeutic support",
            "a worker for respite",
            "taxis to school",
            "NA",
            "other (please specify)",
        ),
        "NA",
    ),
    **{
        name: Answer(RECOMMENDATION, f"{kind.label} as the kind of care", SUITABLE, NOT_SPECIFIED)
        for name, kind in SUITABILITY.items()
    },
    "riskToOthersAnimals": Answer(RISK, "Risk to animals", (NO, YES), NO),
    "riskToOthersCriminal": Answer(RISK, "Risk of crime against others", (NO, YES), NO),
    "riskOther": Answer(RISK, "Other risk to the child"),
    "riskToOthersOther": Answer(RISK, "Other risk to others"),
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What columns hold of one request, as the standard asks for it. ``days`` until the home is needed."""

    child_number: int
    placement_type: str
    needs: Iterable[str]
    wants_solo: bool
    home_area: str
    siblings: int
    days: int | None
    is_deprived_of_liberty: bool
    profile: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """What a file says: codes of ``Need`` that it adds or takes away, answers kept as they are, and what was
    wrong, each naming its entity and field."""

    present: set[str]
    absent: set[str]
    wants_solo: bool | None
    answers: dict[str, str]
    errors: list[str]


def to_standard(facts: Facts) -> dict[str, dict[str, Any]]:
    """The file form."""
    needs = set(facts.needs)
    file: dict[str, dict[str, Any]] = {
        "PlacementAvailability": {
            "childId": facts.child_number,
            "neededBy": _needed_by(facts.days),
            "siblingCount": facts.siblings,
            "preferredLocation": facts.home_area,
        },
        REQUIREMENTS: {
            "communicationNeeds": "Y" if Need.COMMUNICATION in needs else "N",
            "homeAdaptation": Need.PHYSICAL_DISABILITY in needs,
            "deprivationOfLiberty": facts.is_deprived_of_liberty,
        },
        RECOMMENDATION: {},
        RISK: {name: YES if need in needs else NO for name, need in RISKS.items()},
    }
    for name, answer in ANSWERS.items():
        value = facts.profile.get(name) or answer.default
        file[answer.entity][name] = [value] if name == "specificCommunicationRequirements" else value
    for name, kind in SUITABILITY.items():
        if kind == facts.placement_type:
            file[RECOMMENDATION][name] = "Preferred"
    if facts.wants_solo:
        file[REQUIREMENTS]["livingCompanions"] = SOLO
    if file[REQUIREMENTS]["additionalSupport"] == "NA" and Need.THERAPEUTIC in needs:
        file[REQUIREMENTS]["additionalSupport"] = "therapeutic support"
    return {
        entity: {name: value for name, value in said.items() if value != ""} for entity, said in file.items()
    }


def _needed_by(days: int | None) -> str:
    if days is None:
        return ""
    if days <= 0:
        return "Today"
    return "in less than 5 days" if days < 5 else "in more than 5 days"


def from_standard(file: Any) -> Profile:
    """Read a file; what it does not say stays as it is. Any error means that nothing should be kept."""
    present, absent, errors = set[str](), set[str](), list[str]()
    answers: dict[str, str] = {}
    if not isinstance(file, dict):
        return Profile(present, absent, None, answers, ["The file must hold an object of entities"])
    said: dict[str, dict[str, Any]] = {}
    for entity in (REQUIREMENTS, RECOMMENDATION, RISK):
        given = file.get(entity, {})
        if not isinstance(given, dict):
            errors.append(f"{entity}: it must hold an object of fields")
            given = {}
        said[entity] = given
    if not any(said.values()) and not errors:
        errors.append(f"The file has none of {REQUIREMENTS}, {RECOMMENDATION} and {RISK}")

    def coded(entity: str, name: str, yes: Any, no: tuple[Any, ...], need: Need) -> None:
        value = said[entity].get(name)
        if value is None:
            return
        if value == yes and type(value) is type(yes):
            present.add(need)
        elif any(value == other and type(value) is type(other) for other in no):
            absent.add(need)
        else:
            errors.append(f"{entity}, {name}: “{str(value)[:40]}” is not one of the standard’s answers")

    coded(REQUIREMENTS, "communicationNeeds", "Y", ("N", "Not Specified"), Need.COMMUNICATION)
    coded(REQUIREMENTS, "homeAdaptation", True, (False,), Need.PHYSICAL_DISABILITY)
    for name, need in RISKS.items():
        coded(RISK, name, YES, (NO,), need)
    for name, answer in ANSWERS.items():
        value = said[answer.entity].get(name)
        if isinstance(value, list) and name == "specificCommunicationRequirements" and len(value) == 1:
            value = value[0]
        if value is None:
            continue
        if not isinstance(value, str) or "\0" in value or (answer.options and value not in answer.options):
            errors.append(
                f"{answer.entity}, {name}: “{str(value)[:40]}” is not one of the standard’s answers"
            )
        elif len(value) > LONGEST:
            errors.append(f"{answer.entity}, {name}: use {LONGEST} characters or fewer")
        else:
            answers[name] = value
    companions = answers.get("livingCompanions")
    return Profile(present, absent, None if companions is None else companions == SOLO, answers, errors)
