"""The reference files that ship with this room (``authorities/data``; their sources are in its README)."""

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


def read(name: str) -> list[dict[str, str]]:
    """The rows of ``data/<name>.csv``."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def upper_tier_codes() -> dict[str, str]:
    """ONS code of each district of a two-tier area: ONS code of its county. Others stand for themselves."""
    counties = {row["short_code"]: row["code"] for row in read("authorities")}
    return {row["code"]: counties[row["authority"]] for row in read("districts")}
