"""One search: who it is for, how far the clock has come, and who acts."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from authorities.choices import Role
from config.demo.dice import Dice
from config.demo.world import LivedChild, World
from core.actor import Actor, acting_as
from placements.choices import PlacementType, StepState, Urgency
from placements.models import PlacementAgreement, PlacementRequest, SourcingStep
from placements.selectors.comparison import Comparison, comparison_of

OFFICE_HOURS = range(8, 18)


@dataclass
class Search:
    """``clock`` is the moment of the next step; each step moves it on."""

    world: World
    council: str
    child: LivedChild
    kind: PlacementType
    urgency: Urgency
    dice: Dice
    clock: datetime
    request: PlacementRequest = field(init=False)
    agreement: PlacementAgreement = field(init=False)

    @property
    def step(self) -> SourcingStep:
        """The route that is open."""
        return SourcingStep.objects.select_related("request__child").get(
            request=self.request, state=StepState.OPEN
        )

    def comparison(self) -> Comparison:
        self.request.refresh_from_db()
        return comparison_of(self.request, on=timezone.localdate(self.clock))

    def acting(self, role: Role) -> AbstractContextManager[Actor]:
        return acting_as(self.world.person(self.council, role))

    def provider(self, provider_id: int) -> Actor:
        return self.world.provider_person(provider_id)

    def later(self, hours: int) -> datetime:
        """Some hours on, or nine o'clock if the office is closed then; never after the world's own moment."""
        moment = timezone.localtime(self.clock + timedelta(hours=hours))
        if moment.hour not in OFFICE_HOURS:
            moment = (moment + timedelta(hours=6)).replace(hour=9)
        self.clock = min(moment, self.world.now)
        return self.clock
