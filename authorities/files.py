"""The reference files that ship with this room (``authorities/data``; their sources are in its README)."""

import csv
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypedDict

from authorities.outlines import Outline

DATA = Path(__file__).parent / "data"
OUTLINES = "outlines.json"


class DrawnArea(TypedDict):
    """An ``Outline`` as it is written: each ring as east, north, east, north and so on."""

    centre: list[int]
    rings: list[list[int]]


def read(name: str) -> list[dict[str, str]]:
    """The rows of ``data/<name>.csv``."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_outlines() -> dict[str, DrawnArea]:
    """The outline of each authority by short code."""
    return json.loads((DATA / OUTLINES).read_text(encoding="utf-8"))


def write_outlines(file: Path, outlines: Mapping[str, Outline]) -> None:
    """``outlines`` by short code, an authority a line."""
    lines = []
    for code, outline in sorted(outlines.items()):
        rings = [[number for point in ring for number in point] for ring in outline.rings]
        drawn = json.dumps({"centre": outline.centre, "rings": rings}, separators=(",", ":"))
        lines.append(f'"{code}":{drawn}')
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


@cache
def upper_tier_codes() -> dict[str, str]:
    """ONS code of each district of a two-tier area: ONS code of its county. Others stand for themselves."""
    counties = {row["short_code"]: row["code"] for row in read("authorities")}
    return {row["code"]: counties[row["authority"]] for row in read("districts")}
