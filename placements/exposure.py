"""Placing many children at once in few fresh places: pure."""

from collections.abc import Collection, Mapping


def places_for_all(wanted: Mapping[int, Collection[int]], free: Mapping[int, int]) -> dict[int, int]:
    """Which child could have a place in which home, for as many children as possible at a time.

    ``wanted`` is, by child, the homes that fit, best first; ``free`` the places free in each home. Children
    left out of the answer have no place when the others take theirs. Bipartite matching, by augmenting paths.
    """
    taken: dict[int, list[int]] = {home: [] for home in free}

    def seat(child: int, tried: set[int]) -> bool:
        for home in wanted[child]:
            if home in tried or not free.get(home):
                continue
            tried.add(home)
            if len(taken[home]) < free[home]:
                taken[home].append(child)
                return True
            for other in taken[home]:
                if seat(other, tried):
                    taken[home].remove(other)
                    taken[home].append(child)
                    return True
        return False

    for child in sorted(wanted, key=lambda child: (len(wanted[child]), child)):
        seat(child, set())
    return {child: home for home, children in taken.items() for child in children}
