"""The information ladder: exactly which facts of a request a provider may read at level 1."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.errors import DomainError
from placements.choices import BROAD_LEGAL_STATUS
from placements.guard import Finding, Known, find_identifying
from placements.models import ChildIdentity, PlacementRequest
from placements.selectors.need import areas_avoided, siblings_of, siblings_together


@dataclass(frozen=True, kw_only=True)
class LevelOneFacts:
    """The columns of a referral that describe the child: nothing that identifies."""

    age: int
    sex: str
    placement_type: str
    urgency: str
    home_area: str
    needed_on: date
    planned_end_on: date | None
    broad_legal_status: str
    needs: list[str]
    radius_miles: int
    avoid: list[list[Any]]
    siblings: list[list[Any]]


def level_one_facts(request: PlacementRequest) -> LevelOneFacts:
    """What of ``request`` may be sent out while a search is open."""
    assert request.needed_on is not None
    return LevelOneFacts(
        age=request.age,
        sex=request.child.sex,
        placement_type=request.placement_type,
        urgency=request.urgency,
        home_area=request.home_area,
        needed_on=request.needed_on,
        planned_end_on=request.planned_end_on,
        broad_legal_status=BROAD_LEGAL_STATUS[request.legal_status],
        needs=list(request.needs),
        radius_miles=request.radius_miles,
        avoid=[[area.shape, area.easting, area.northing, area.miles] for area in areas_avoided(request)],
        siblings=[[one.age, one.child.sex] for one in siblings_together(request)],
    )


def findings_in(text: str, request: PlacementRequest) -> list[Finding]:
    """What in ``text`` might identify a child of the request, also a brother or sister looked for apart; run
    as somebody cleared to read who they are."""
    siblings = [sibling.child_id for sibling in siblings_of(request)]
    identities = ChildIdentity.objects.filter(child__in=[request.child_id, *siblings])
    return find_identifying(text, *(_known_of(identity, request) for identity in identities))


def _known_of(identity: ChildIdentity, request: PlacementRequest) -> Known:
    return Known(
        full_name=identity.full_name,
        date_of_birth=identity.date_of_birth,
        home_postcode=identity.home_postcode,
        school=identity.school,
        case_number=identity.case_number,
        whose="the child’s" if identity.child_id == request.child_id else "a brother’s or sister’s",
    )


def refuse_identifying(text: str, request: PlacementRequest, *, field: str) -> None:
    """``DomainError`` quoting each place in ``text`` that might identify the child."""
    findings = findings_in(text, request)
    if findings:
        listed = "; ".join(str(finding) for finding in findings)
        raise DomainError(f"Take out what could identify the child: {listed}", field=field)
