"""Collecting what the rules find."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sufficiency.ssda903.checks.rules import RULES, Effect
from sufficiency.ssda903.reading import Problem, Table

# Of one rule as many are listed; the rest are counted.
LISTED = 300


@dataclass
class Findings:
    """What was found, in the order of the checks; ``counts`` also counts what is not listed."""

    listed: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    # File and row of every episode that is left out.
    left_out: set[tuple[str, int]] = field(default_factory=set)

    def rows(
        self, rule: str, table: Table, wrong: np.ndarray, column: str, says: str | Callable[[int], str]
    ) -> None:
        """Rows of ``table`` where ``wrong`` (a mask) holds; ``says`` may look at the row's place."""
        places = np.flatnonzero(wrong)
        if RULES[rule].effect is Effect.LEAVES_OUT and table.kind == "episodes":
            files, numbers = table.file[places].tolist(), table.row[places].tolist()
            self.left_out |= {(table.files[f], n) for f, n in zip(files, numbers, strict=True)}
        room = max(LISTED - self.counts[rule], 0)
        self.counts[rule] += len(places)
        for place in places[:room].tolist():
            text = says if isinstance(says, str) else says(place)
            self.listed.append(
                Problem(table.files[table.file[place]], int(table.row[place]), column, rule, text)
            )

    def file(self, rule: str, name: str, says: str, *, row: int = 0, column: str = "") -> None:
        self.problem(Problem(name, row, column, rule, says))

    def problem(self, problem: Problem) -> None:
        if self.counts[problem.rule] < LISTED:
            self.listed.append(problem)
        self.counts[problem.rule] += 1

    @property
    def stops(self) -> bool:
        return any(n and RULES[rule].effect is Effect.STOPS for rule, n in self.counts.items())

    def unlisted(self) -> dict[str, int]:
        """By rule, how many more were found than are listed."""
        listed = Counter(problem.rule for problem in self.listed)
        return {rule: n - listed[rule] for rule, n in self.counts.items() if n > listed[rule]}
