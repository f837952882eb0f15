"""Figures worked out from others in the words themselves: never typed, and told with what they are of."""

from collections.abc import Sequence
from decimal import Decimal

from core.money import pence
from reports.figures.figure import Figure, FigureMissing, Reading, Unit


def derive(key: str, done: str, used: Sequence[Figure], *, week_factor: Figure, hidden_under: int) -> Figure:
    """``done`` to ``used``, in the order cited. ``week_factor`` is weeks in a headline year.

    Raises FigureMissing where units do not go together, there is nothing to divide by, or a number of
    children so small stands behind it that the result would give it away.
    """
    names = [figure.label[0].lower() + figure.label[1:] for figure in used]
    first = used[0].label
    if any(figure.unit is Unit.DATE for figure in used):
        raise FigureMissing("A date cannot be reckoned with.")
    if any(figure.is_hidden for figure in used):
        raise FigureMissing("So few children are behind this figure that it would give their number away.")
    values = [Decimal(figure.reading.value) for figure in used]  # type: ignore[arg-type]
    base = ""
    units = list(dict.fromkeys(figure.unit.label for figure in used))
    if done not in ("yearly", "term") and len(units) > 1:
        raise FigureMissing(f"These are not in the same unit: {' and '.join(units)}.")
    if done == "sum":
        value, unit = sum(values, Decimal(0)), used[0].unit
        label, words = f"Sum of {', '.join(names)}", "All of them added"
    elif done == "difference":
        value, unit = values[0] - values[1], used[0].unit
        label, words = f"{first} less {names[1]}", "The first less the second"
    elif done == "share":
        _base_is_there(values[1])
        _no_small_rest(used, values, hidden_under)
        value, unit, base = 100 * values[0] / values[1], Unit.PERCENT, _told(used[1])
        label, words = f"{first} as a share of {names[1]}", "The first over the second"
    elif done == "growth":
        _base_is_there(values[0])
        value, unit, base = 100 * (values[1] - values[0]) / values[0], Unit.PERCENT, _told(used[0])
        label, words = f"Change from {names[0]} to {names[1]}", "The later less the earlier, over the earlier"
    elif done == "yearly":
        if used[0].unit is not Unit.WEEKLY_POUNDS:
            raise FigureMissing("Only an amount a week can be turned into one a year.")
        value, unit = pence(values[0] * Decimal(str(week_factor.reading.value))), Unit.YEARLY_POUNDS
        label, words = f"{first}, a year of it", f"Amount a week x {week_factor.shown} weeks"
    else:
        if used[0].unit.label != Unit.YEARLY_POUNDS.label or used[1].unit is not Unit.YEARS:
            raise FigureMissing("A term’s sum is an amount a year times a number of years.")
        value, unit = pence(values[0] * values[1]), Unit.POUNDS
        label, words = f"{first} over {names[1]}", f"Amount a year x {used[1].shown} years"
    if unit in (Unit.CHILDREN, Unit.HOMES, Unit.BEDS, Unit.NIGHTS):
        value = int(value)  # type: ignore[assignment]
    inputs = [*used, week_factor] if done == "yearly" else list(used)
    reading = Reading(
        value,
        "Computed from: " + ", ".join(f"{figure.label} {figure.shown}" for figure in inputs),
        min(figure.as_at for figure in inputs),
        base,
        frozenset().union(*({figure.key, *figure.reading.computed_from} for figure in inputs)),
    )
    return Figure(key, label[:300], words, unit, reading, hidden_under)


def _told(figure: Figure) -> str:
    return f"{figure.label}, {figure.shown}"


def _base_is_there(base: Decimal) -> None:
    if not base:
        raise FigureMissing("The base is 0, so there is no share of it.")


def _no_small_rest(used: Sequence[Figure], values: Sequence[Decimal], level: int) -> None:
    if used[0].unit is Unit.CHILDREN and 0 < values[1] - values[0] < level:
        raise FigureMissing("So few children are left outside this share that it would give one away.")
