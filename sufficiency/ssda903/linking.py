"""Which child of the returns is which child of our own records.

A code of the returns is the council's own and no key of ours, so the two are matched by what both say: the
month of birth, and placements that began or ended together. Two children are the same when each is the
other's best match and no other comes as near; a doubt links nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# In the same home a placement is recorded within about a fortnight; otherwise the very day must agree.
NEAR = 14
FOREVER = date(9999, 1, 1)


@dataclass(frozen=True, slots=True)
class Lived:
    """One placement of one child; ``category`` is the kind of care, ``urn`` "" where unknown.

    ``starts_known`` is false where it may have begun before ``starts_on``.
    """

    child: str
    birth_month: date
    category: str
    urn: str
    starts_on: date
    ends_on: date | None = None
    starts_known: bool = True


def link(returned: Iterable[Lived], own: Iterable[Lived]) -> dict[str, str]:
    """Our reference by code of the returns, of the children that are the same."""
    of_birth: dict[date, list[Lived]] = defaultdict(list)
    references = set()
    for lived in own:
        of_birth[lived.birth_month].append(lived)
        references.add(lived.child)
    points: Counter[tuple[str, str]] = Counter()
    sure = {}
    for theirs in returned:
        if theirs.child in references:
            sure[theirs.child] = theirs.child
        for ours in of_birth.get(theirs.birth_month, ()):
            points[theirs.child, ours.child] += _agreement(theirs, ours)
    best_ours, best_theirs = _best(points, of=0), _best(points, of=1)
    found = {
        code: reference
        for code, reference in best_ours.items()
        if reference is not None and best_theirs.get(reference) == code and reference not in sure
    }
    return {**found, **sure}


def _agreement(theirs: Lived, ours: Lived) -> int:
    """Two points for the same home at the same time, one each for the very day of start and of end."""
    near = abs((theirs.starts_on - ours.starts_on).days) <= NEAR
    within = ours.starts_on <= theirs.starts_on < (ours.ends_on or FOREVER) and not theirs.starts_known
    same_home = bool(theirs.urn) and theirs.urn == ours.urn and (near or within)
    same_kind = theirs.category == ours.category
    starts = same_kind and theirs.starts_known and theirs.starts_on == ours.starts_on
    ends = same_kind and theirs.ends_on is not None and theirs.ends_on == ours.ends_on
    return 2 * same_home + starts + ends


def _best(points: Counter[tuple[str, str]], *, of: int) -> dict[str, str | None]:
    """For each child of one side the best of the other; None where two are as good."""
    best: dict[str, tuple[int, str | None]] = {}
    for pair, n in points.items():
        if not n:
            continue
        mine, other = pair[of], pair[1 - of]
        before = best.get(mine, (0, None))
        if n > before[0]:
            best[mine] = (n, other)
        elif n == before[0]:
            best[mine] = (n, None)
    return {mine: other for mine, (_, other) in best.items()}
