"""What each source of care history says of each 31 March."""

from dataclasses import dataclass
from datetime import date

from core.actor import Actor
from sufficiency.choices import SpellSource
from sufficiency.selectors.returns import counts_visible_to, return_years_visible_to
from sufficiency.selectors.spells import MOST_YEARS, children_by, sources_of, spells_visible_to


@dataclass(frozen=True)
class YearTold:
    """Children looked after on 31 March of ``year``, by each source; ``counted`` is the one used."""

    year: int
    published: int | None
    returned: int | None
    own: int | None
    counted: SpellSource | None


def years_told(actor: Actor, on: date) -> list[YearTold]:
    """Every 31 March before ``on`` that a source tells of, the newest first."""
    published = {count.year: count.children for count in counts_visible_to(actor)}
    returns = {held.year for held in return_years_visible_to(actor)}
    told = sources_of(actor)
    own = spells_visible_to(actor).filter(source=SpellSource.OWN).order_by("starts_on").first()
    first = max(_next_year_end(own.starts_on), on.year - MOST_YEARS) if own else 0
    placed = set(range(first, _next_year_end(on))) if own else set()
    rows = []
    for year in sorted({*published, *returns, *placed}, reverse=True):
        day = date(year, 3, 31)
        source = told.on(day)
        known = year in (returns if source == SpellSource.RETURN else placed)
        rows.append(
            YearTold(
                year,
                published.get(year),
                children_by(actor, day, SpellSource.RETURN) if year in returns else None,
                children_by(actor, day, SpellSource.OWN) if year in placed else None,
                source if known else None,
            )
        )
    return rows


def _next_year_end(day: date) -> int:
    """The year of the next 31 March after ``day``, or on it."""
    return day.year + (day > date(day.year, 3, 31))
