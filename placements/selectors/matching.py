"""The homes that fit one request on one route, and how many were left out by which rule."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from authorities.choices import ServiceCategory, SettingKey
from authorities.geography import GridReference, miles_between
from authorities.selectors.places import adjoining_ids
from authorities.selectors.settings import settings_in_force
from contracts.choices import Route
from contracts.selectors.reach import (
    TOOLS_OF_ROUTE,
    Terms,
    homes_on_tools,
    homes_with_free_block_beds,
)
from placements.matching import (
    OUR_OWN_TYPES_FOR,
    TYPES_FOR,
    Ask,
    Circle,
    Home,
    LeftOut,
    Listing,
    Vacancy,
    nearest_first,
    why_place_rules_out,
    why_register_rules_out,
    why_vacancy_rules_out,
)
from placements.models import PlacementRequest, ReferralRecipient
from placements.selectors.claims import held_by_others
from placements.selectors.need import areas_avoided, siblings_together
from providers.choices import Outcome, Sector
from providers.models import Setting
from providers.selectors.register import NewestVacancy, with_register_facts

COLUMNS = (
    *("pk", "urn", "name", "provider_id", "provider__name", "authority_id", "authority__name"),
    *("easting", "northing", "age_from", "age_to", "accepts", "needs"),
    *("is_active", "is_suspended", "suspended_by", "outcome", "places", "said"),
)


@dataclass(frozen=True)
class Matches:
    """``fitting`` in the order to try them; ``left_out`` counts the route's other homes by rule."""

    ask: Ask
    fitting: list[Home]
    left_out: list[tuple[LeftOut, int]]

    @property
    def considered(self) -> int:
        return len(self.fitting) + sum(count for _, count in self.left_out)


def fitting_settings(
    request: PlacementRequest, route: Route, *, at: datetime, within_miles: int | None
) -> Matches:
    """Every home of the route tested against the request. A fixed number of queries, however many homes.

    ``within_miles`` is straight-line distance from the child's home; None looks everywhere.
    """
    on = timezone.localdate(at)
    ask = _ask(request, within_miles=within_miles, at=at, on=on)
    terms, settings = _homes_of_route(request, route, on)
    home = GridReference(request.easting, request.northing)
    asked = _settings_asked(request)
    held = held_by_others(request, at=at)
    fitting, left_out = [], Counter[LeftOut]()
    for row in listed(settings, authority_id=request.authority_id, on=on).values(*COLUMNS):
        # In the order of the rules; a home is put together only where the cheap ones leave it in.
        listing = Listing(*(row[fact] for fact in Listing._fields))
        reason = why_register_rules_out(listing, ask) or why_vacancy_rules_out(vacancy_of(row["said"]), ask)
        if reason is None:
            candidate = home_of(row, home, terms.get(row["pk"], Terms("")), asked, held[row["pk"]])
            reason = why_place_rules_out(candidate, ask)
            if reason is None:
                fitting.append(candidate)
                continue
        left_out[reason] += 1
    counts = [(reason, left_out[reason]) for reason in LeftOut if left_out[reason]]
    return Matches(ask, nearest_first(fitting, ask), counts)


def listed(settings: QuerySet[Setting], *, authority_id: int, on: date) -> QuerySet[Setting]:
    """Settings for a council with what ``COLUMNS`` name. ``said``, the newest vacancy, stays text until it is
    wanted: of most homes it never is."""
    return with_register_facts(settings, authority_id=authority_id, on=on).annotate(
        said=Cast("vacancy", TextField())
    )


def _ask(request: PlacementRequest, *, within_miles: int | None, at: datetime, on: date) -> Ask:
    return Ask(
        age=request.age,
        sex=request.child.sex,
        needs=frozenset(request.needs),
        needed_on=request.needed_on or on,
        within_miles=within_miles,
        siblings=tuple((child.age, child.child.sex) for child in siblings_together(request)),
        avoid=tuple(
            Circle(GridReference(area.easting, area.northing), area.miles) for area in areas_avoided(request)
        ),
        **accepted_by(request.authority_id, at=at, on=on),
    )


def accepted_by(authority_id: int, *, at: datetime, on: date) -> dict[str, Any]:
    """The part of an ``Ask`` that is the council's and not the child's."""
    own = settings_in_force(authority_id, on=on)
    return {
        "quality_gateway": own[SettingKey.QUALITY_GATEWAY],
        "accept_not_inspected": own[SettingKey.ACCEPT_NOT_INSPECTED],
        "fresh_days": own[SettingKey.VACANCY_FRESH_DAYS],
        "near_areas": adjoining_ids(authority_id, on=on) | {authority_id},
        "at": at,
    }


def _homes_of_route(
    request: PlacementRequest, route: Route, on: date
) -> tuple[dict[int, Terms], QuerySet[Setting]]:
    """How each home is reached, and the homes: of the right registration type, on the route."""
    council, category = request.authority_id, ServiceCategory(request.placement_type)
    of_type = Setting.objects.filter(registration_type__in=TYPES_FOR[request.placement_type])
    if route == Route.IN_HOUSE:
        our_own = Setting.objects.filter(
            registration_type__in=OUR_OWN_TYPES_FOR[request.placement_type],
            sector=Sector.LOCAL_AUTHORITY,
            authority_id=council,
        )
        return {}, our_own
    if route == Route.SPOT:
        return {}, of_type.exclude(sector=Sector.LOCAL_AUTHORITY)
    if route == Route.EXCEPTION:
        return {}, Setting.objects.none()
    if route == Route.BLOCK:
        terms = homes_with_free_block_beds(
            council, category, starts_on=request.needed_on or on, ends_on=request.planned_end_on
        )
    else:
        terms = homes_on_tools(council, category, on=on, **TOOLS_OF_ROUTE[route])
    return terms, of_type.filter(pk__in=terms)


def _settings_asked(request: PlacementRequest) -> frozenset[int]:
    asked: Iterable[list[int]] = ReferralRecipient.objects.filter(referral__request=request).values_list(
        "settings_asked", flat=True
    )
    return frozenset(setting_id for settings in asked for setting_id in settings)


def home_of(
    row: dict[str, Any], home: GridReference | None, terms: Terms, asked: frozenset[int], held: int = 0
) -> Home:
    """``home`` is where miles are measured from; None leaves them unknown."""
    stands = GridReference(row["easting"], row["northing"]) if row["easting"] is not None else None
    return Home(
        setting_id=row["pk"],
        urn=row["urn"],
        name=row["name"],
        provider_id=row["provider_id"],
        provider=row["provider__name"],
        area_id=row["authority_id"],
        area=row["authority__name"] or "",
        age_from=row["age_from"],
        age_to=row["age_to"],
        accepts=row["accepts"],
        needs=frozenset(row["needs"]),
        is_active=row["is_active"],
        is_suspended=row["is_suspended"],
        suspended_by=row["suspended_by"],
        outcome=Outcome(row["outcome"]),
        places=row["places"],
        miles=miles_between(home, stands) if home and stands else None,
        vacancy=vacancy_of(row["said"]),
        terms=terms.words,
        lot_id=terms.lot_id,
        asked=row["pk"] in asked,
        stands=stands,
        held=held,
    )


def vacancy_of(said: str | None) -> Vacancy | None:
    """The newest report of ``listed``."""
    if said is None:
        return None
    newest: NewestVacancy = json.loads(said)
    available_from = newest["available_from"]
    return Vacancy(
        reported_at=datetime.fromisoformat(newest["reported_at"]),
        beds_free=newest["beds_free"],
        available_from=date.fromisoformat(available_from) if available_from else None,
        is_admitting=newest["is_admitting"],
    )
