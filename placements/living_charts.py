"""A child's progress as a chart, a table and a sentence."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from core import formats
from core.charts import Chart, Line, line_chart
from core.tables import Heading, two_lines
from placements.models import Goal

MOST_LINES = 4
PROGRESS_COLUMNS = [Heading("Goal"), Heading("Scores so far"), Heading("Aim")]


def so_far(goals: Iterable[Goal]) -> str:
    """How many goals moved since their first score, in words."""
    scored = [[score.score for score in goal.scores.all()] for goal in goals]
    twice = [scores for scores in scored if len(scores) > 1]
    if not scored:
        return "No goal is set yet."
    if not twice:
        return "No goal has been scored a second time yet."
    up = sum(scores[-1] > scores[0] for scores in twice)
    down = sum(scores[-1] < scores[0] for scores in twice)
    noun = "goal" if len(twice) == 1 else "goals"
    return f"Of {len(twice)} {noun} scored again, {up or 'none'} moved forward and {down or 'none'} back."


def progress_rows(goals: Iterable[Goal]) -> list[tuple[Any, ...]]:
    """Each goal with every score, the oldest first."""
    return [
        (
            two_lines(goal.get_area_display(), goal.goal),
            ", ".join(
                f"{score.score} on {formats.short_day(score.scored_on)}"
                f" ({score.get_occasion_display().lower()})"
                for score in goal.scores.all()
            ),
            f"{goal.target} by {formats.short_day(goal.target_on)}",
        )
        for goal in goals
    ]


def progress_chart(goals: Sequence[Goal]) -> Chart | None:
    """A line for each of the first goals, over every day on which one was scored; None with one day only.

    Between two scores a goal stands where it last stood.
    """
    drawn = goals[:MOST_LINES]
    days = sorted({score.scored_on for goal in drawn for score in goal.scores.all()})
    if len(days) < 2:
        return None
    return line_chart(
        title="Goals, scored from 1 to 5",
        months=days,
        lines=[Line(_name(goal, drawn), [_stood(goal, on) for on in days]) for goal in drawn],
    )


def _stood(goal: Goal, on: date) -> int | None:
    scores = [score.score for score in goal.scores.all() if score.scored_on <= on]
    return scores[-1] if scores else None


def _name(goal: Goal, drawn: Sequence[Goal]) -> str:
    same = [each for each in drawn if each.area == goal.area]
    number = f" {same.index(goal) + 1}" if len(same) > 1 else ""
    return f"{goal.get_area_display()}{number}"
