"""Chance that always falls the same way: the same seed makes the same world."""

import random
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.utils import timezone

T = TypeVar("T")


class Dice(random.Random):
    """A stream of chance for one subject; other subjects' draws do not move it."""

    def __init__(self, seed: int, *subject: object) -> None:
        super().__init__(":".join(map(str, (seed, *subject))))

    def weighted(self, weights: Mapping[T, float]) -> T:
        return self.choices(list(weights), list(weights.values()))[0]

    def chance(self, share: float) -> bool:
        return self.random() < share

    def day_between(self, start: date, end: date) -> date:
        """A day from ``start`` to ``end``, both included."""
        return start + timedelta(days=self.randint(0, max((end - start).days, 0)))

    def office_hour(self, on: date) -> datetime:
        """A moment between nine and five of a day, London time."""
        moment = time(self.randint(9, 16), self.randint(0, 59))
        return timezone.make_aware(datetime.combine(on, moment))
