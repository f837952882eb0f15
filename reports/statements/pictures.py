"""Pictures and tables of a statement, from the same records as its figures. Small numbers are hidden."""

from collections.abc import Callable
from datetime import date

from authorities.selectors.outlines import map_areas
from contracts.selectors.ledger import year_to
from core import formats
from core.actor import Actor
from core.charts import Chart
from core.tables import Heading, Rows
from providers.choices import Need
from reports.figures import Facts
from reports.figures.figure import FigureMissing
from reports.pictures.picture import Picture, Table
from sufficiency.charts import fan_chart, fan_rows
from sufficiency.choices import Counted
from sufficiency.forecast import Category
from sufficiency.plan_charts import flows_chart, host_figures, hosts_chart, mix_chart, occupancy_curve
from sufficiency.plan_tables import share_range, short_range, spread_range
from sufficiency.presentation import appraisal_words
from sufficiency.selectors.appraisals import latest_appraisal
from sufficiency.selectors.flows import flows_between
from sufficiency.selectors.forecasts import ALL, outlook, without_small
from sufficiency.selectors.scenarios import comparison
from sufficiency.selectors.supply import host_areas
from sufficiency.tables import supply_rows

FEWEST_ASKS = 5


class Gallery:
    """What may be drawn for one council on one day. Each drawing is None where the records do not hold it."""

    def __init__(self, facts: Facts, *, hidden_under: int) -> None:
        self._facts, self._level = facts, hidden_under

    def draw(self, name: str) -> Picture | Table | None:
        found = DRAWINGS[name](self)
        return found

    @property
    def actor(self) -> Actor:
        return self._facts.actor

    @property
    def on(self) -> date:
        return self._facts.on

    def fan(self, category: str) -> Picture | None:
        try:
            run = self._facts.run
        except FigureMissing:
            return None
        label = "All children" if category == ALL else Counted(category).label
        shown = without_small(outlook(run, category), self._level)
        if not shown.ahead:
            return None
        title = f"Children in care: {label.lower()}"
        columns, rows = fan_rows(shown)
        note = f"Month ends, recorded and forecast. Forecast {run.reference} as at {formats.day(run.as_at)}"
        return Picture(fan_chart(shown, title), title, note, columns, rows)

    def mix(self) -> Picture | None:
        try:
            run = self._facts.run
        except FigureMissing:
            return None
        note = f"Forecast {run.reference} as at {formats.day(run.as_at)}"
        return _picture(mix_chart(run, hidden_under=self._level), "Mix of care over time", note)

    def flows(self) -> Picture | None:
        year = year_to(self.on)
        flows = flows_between(self.actor, year)
        note = f"Children, {year.nights} days to {formats.day(self.on)}"
        return _picture(
            flows_chart(flows, hidden_under=self._level), "Coming into care, moving, leaving", note
        )

    def map(self) -> Picture | None:
        areas = map_areas(
            host_figures(host_areas(self.actor, self.on), self._level),
            on=self.on,
            picked={self.actor.council_id},
        )
        drawn = hosts_chart(areas) if any(area.told for area in areas) else None
        return _picture(drawn, "Where our children live", f"Children placed on {formats.day(self.on)}")

    def supply(self) -> Table | None:
        """Places alone: how many of our children are there is told in the text, where it may be."""
        found = supply_rows(list(self._facts.supplies.values()))
        rows = [
            list(row) for row in found.rows if not str(row[0]).startswith(("Our ", "Used ", "On balance"))
        ]
        return _table(f"Places in our area on {formats.day(self.on)}", Rows(found.columns, rows))

    def needs(self) -> Table | None:
        """Needs most often asked for where no home was found here."""
        asked = [
            [Counted(category).label, Need(need).label, f"{number:,}"]
            for category in (Category.FOSTERING, Category.RESIDENTIAL, Category.SUPPORTED)
            for need, number in self._facts.ledger.needs_of(category).most_common()
            if number >= max(self._level, FEWEST_ASKS)
        ]
        if not asked:
            return None
        columns = [Heading("Wanted"), Heading("Need"), Heading("Times asked for", numeric=True)]
        return Table("Needs we could not meet here, as often as asked for", columns, asked)

    def scenarios(self) -> Table | None:
        found = comparison(self.actor)
        if found is None or len(found.outcomes) < 2:
            return None
        caption = f"Scenarios on forecast {found.run.reference} as at {formats.day(found.run.as_at)}"
        columns = [
            Heading("Scenario"),
            Heading(f"Children in {len(found.outcomes[0].months)} months", numeric=True),
            Heading("Cost (80% range)", numeric=True),
            Heading("More or less (80% range)", numeric=True),
        ]
        rows = [
            [
                outcome.name,
                f"{outcome.children[None][-1].mean:,.0f}",
                short_range(outcome.cost),
                "" if outcome.difference is None else short_range(outcome.difference),
            ]
            for outcome in found.outcomes
        ]
        return Table(caption, columns, rows)

    def appraisal(self) -> Picture | None:
        found = latest_appraisal(self.actor)
        curve = occupancy_curve(found) if found else None
        if found is None or curve is None:
            return None
        chosen = found.result["chosen"]
        rows = [
            ["Finding", appraisal_words(found)],
            ["Saving over the term (80% range)", spread_range(chosen["saving"])],
            ["Occupancy (80% range)", share_range(chosen["occupancy"])],
        ]
        note = f"{found.name}. Appraisal {found.reference}, {formats.day(found.made_at)}"
        return Picture(
            curve, "Beds of a block in use", note, [Heading("Block or spot"), Heading("Found")], rows
        )


DRAWINGS: dict[str, Callable[[Gallery], Picture | Table | None]] = {
    "fan_all": lambda gallery: gallery.fan(ALL),
    "fan_residential": lambda gallery: gallery.fan(Category.RESIDENTIAL),
    "fan_supported": lambda gallery: gallery.fan(Category.SUPPORTED),
    "mix": Gallery.mix,
    "flows": Gallery.flows,
    "map": Gallery.map,
    "supply": Gallery.supply,
    "needs": Gallery.needs,
    "scenarios": Gallery.scenarios,
    "appraisal": Gallery.appraisal,
}


def _picture(drawn: Chart | None, title: str, note: str) -> Picture | None:
    return Picture(drawn, title, note, drawn.table.columns, drawn.table.rows) if drawn else None


def _table(caption: str, found: Rows) -> Table:
    return Table(caption, list(found.columns), [[str(cell) for cell in row] for row in found.rows])
