"""Loading the statistical return: several files of several years, checked together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from core import formats
from core.actor import Actor, acting_as
from core.imports import Finding, Given, ImportKind, Preview, Reading, Slot
from core.imports.kinds import Progress
from core.models import Import
from sufficiency.choices import PLANNERS
from sufficiency.selectors.returns import children_same, episodes_kept
from sufficiency.services.returns import keep_returns, stands_for, take_returns_back
from sufficiency.ssda903.checks import RULES, Effect, Findings
from sufficiency.ssda903.codes import year_name
from sufficiency.ssda903.history import Episode, Returned, episodes_of, placements_of
from sufficiency.ssda903.uploads import ReadUploads, Upload, read_uploads

COLUMNS = ("Return", "Children", "Episodes", "Placements begun", "In care on its last day")


class ReturnsKind(ImportKind):
    """SSDA903 files. What says who a child is does not stay: neither the files nor their other columns."""

    name = "ssda903"
    route = "returns"
    title = "Statistical returns"
    lead = (
        "Load the files of the SSDA903 return, as many years as you have. "
        "Children are told apart by the council’s own codes. You see what loading would do before you decide."
    )
    roles = PLANNERS
    navigation = "sufficiency/history_back.html"
    slots = (
        Slot(
            "files",
            "Files of the return",
            hint=(
                "CSV files, chosen together: the header and the episodes of each year, and any others. "
                "Say the year in each name, such as header-2023-24.csv, unless the file has a column YEAR."
            ),
            many=True,
            endings=(".csv", ".txt"),
        ),
    )
    keeps_files = False

    def read(
        self, files: Sequence[Given], params: Mapping[str, Any], *, by: Actor, progress: Progress
    ) -> Reading:
        done = read_uploads([Upload(file.filename, file.content) for file in files])
        progress(40, "Joining the years")
        findings = list(_findings(done.findings))
        if done.returns is None:
            return Reading(findings, Preview(lead=_read_so_far(done)))
        episodes = episodes_of(done.returns, lambda post: stands_for(post, by=by))
        years = sorted({episode.year for episode in episodes})
        with acting_as(by):
            kept = episodes_kept(by, without=years)
            replaced = {e.year for e in episodes_kept(by)} & set(years)
            placements = placements_of([*kept, *episodes])
            same = children_same(by, placements)
        progress(55, "Counting")
        return Reading(findings, _preview(done, episodes, placements, same, replaced), data=episodes)

    def apply(self, made: Import, reading: Reading, *, by: Actor, at: datetime) -> None:
        keep_returns(made=made, episodes=reading.data, by=by)

    def undo(self, made: Import, *, by: Actor, at: datetime) -> None:
        take_returns_back(made=made, by=by)


def _findings(findings: Findings) -> Iterable[Finding]:
    for found in findings.listed:
        rule = RULES[found.rule]
        tail = " The row is left out." if rule.effect is Effect.LEAVES_OUT else ""
        yield Finding(
            found.file,
            rule.code,
            f"{found.message}{tail}",
            row=found.row,
            column=found.column,
            blocks=rule.effect is Effect.STOPS,
        )
    for code, more in findings.unlisted().items():
        says = f"{RULES[code].says}: broken by {more:,} more cells or rows than are listed."
        yield Finding("All files", code, says, blocks=RULES[code].effect is Effect.STOPS)


def _read_so_far(done: ReadUploads) -> str:
    return f"Files that could be read: {', '.join(done.files)}." if done.files else ""


def _preview(
    done: ReadUploads,
    episodes: Sequence[Episode],
    placements: Sequence[Returned],
    same: Mapping[str, str],
    replaced: set[int],
) -> Preview:
    years = sorted({episode.year for episode in episodes})
    codes = {episode.child_code for episode in episodes}
    return Preview(
        lead=f"Returns of {formats.listed([year_name(year) for year in years])}, {len(done.files)} files.",
        counts={
            "Returns": len(years),
            "Returns that replace one loaded before": len(replaced),
            "Episodes read": done.read,
            "Episodes left out": done.left_out,
            "Children": len(codes),
            "Children who are known from our own placements": len(codes & set(same)),
            "Placements of all returns, each once": len(placements),
        },
        columns=COLUMNS,
        sample=[_year_row(year, episodes, placements) for year in years],
    )


def _year_row(year: int, episodes: Sequence[Episode], placements: Sequence[Returned]) -> list[str]:
    of_year = Counter(episode.child_code for episode in episodes if episode.year == year)
    first, last = date(year - 1, 4, 1), date(year, 3, 31)
    begun = sum(first <= row.starts_on <= last for row in placements)
    there = {
        row.child_code
        for row in placements
        if row.starts_on <= last and (row.ends_on is None or row.ends_on > last)
    }
    counts = (len(of_year), of_year.total(), begun, len(there))
    return [year_name(year), *(f"{count:,}" for count in counts)]


RETURNS = ReturnsKind()
