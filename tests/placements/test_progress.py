"""Children's progress under a contract, from the scores of their goals."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from authorities.choices import Role
from contracts.models import Kpi
from contracts.tool_choices import Measure
from core.actor import acting_as
from core.periods import Period
from placements.life_choices import GoalArea, ScoreOccasion
from placements.selectors.measures import measure
from placements.services.keeping import score_goal, set_goal
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.contracts import CommercialToolFactory
from tests.factories.placed import ActiveAgreementFactory, ActivePlacementFactory

pytestmark = pytest.mark.django_db
START, LATER = date(2026, 7, 1), date(2026, 9, 1)
QUARTER = Period(date(2026, 7, 1), date(2026, 10, 1))


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


@pytest.mark.parametrize(("children", "value"), [(5, 80), (4, None)])
def test_share_of_goals_that_moved_forward_is_told_unless_of_too_few(children, value):
    council = AuthorityFactory()
    tool = CommercialToolFactory(lead_authority=council)
    officer = council_actor(Role.COMMISSIONER, authority=council)
    for number in range(children):
        agreement = ActiveAgreementFactory(authority=council, tool=tool, starts_on=START)
        placement = ActivePlacementFactory(agreement=agreement, starts_on=START)
        with acting_as(officer) as by:
            goal = set_goal(
                placement=placement,
                area=GoalArea.EDUCATION,
                goal="Be at school",
                score=2,
                target=4,
                target_on=date(2027, 6, 1),
                by=by,
                at=at(START),
            )
            score_goal(
                goal=goal,
                occasion=ScoreOccasion.REVIEW,
                score=2 if number == 0 else 3,
                scored_on=LATER,
                by=by,
                at=at(LATER),
            )
    with acting_as(officer) as by:
        found = measure(Kpi(measure=Measure.PROGRESS, target=90, tool=tool), by, QUARTER)
    assert (found.value, found.children) == (value, children)
