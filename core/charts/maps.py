"""Maps: areas shaded by a figure, drawn from their outlines. Nothing is asked of anybody else's server."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.charts import svg
from core.charts.frame import NUMBER, SIZE, WIDTH, Chart, ChartTable, Unit, Value, drawing, identity_of
from core.tables import Heading

# Light to dark; on the last two, lettering is white.
SHADES = ("#e3f0ee", "#b9dad7", "#7fbab9", "#2f868c", "#0a525a")
DARK = 3
TALLEST = 620.0
KEY = 164.0  # pixels kept at the right for the key
MARGIN = 0.05
LEAST_SPAN = 250  # units of an outline: no closer than 25 kilometres across
NAMED = 5


@dataclass(frozen=True)
class Area:
    """An area and its figure; None is not known. Each ring is east, north, east, north and so on, closed.

    ``picked`` areas are outlined firmly; those that are not ``told`` are ground for the others to stand on.
    """

    label: str
    rings: Sequence[Sequence[int]]
    value: Value | None = None
    picked: bool = False
    told: bool = True


@dataclass(frozen=True)
class Pin:
    """A named point, with a circle of ``reach`` round it, both in the units of the outlines."""

    label: str
    east: float
    north: float
    reach: float = 0.0


def area_map(
    *,
    title: str,
    areas: Sequence[Area],
    pins: Sequence[Pin] = (),
    unit: Unit = NUMBER,
    heading: str = "Area",
    value_heading: str = "Value",
    unknown: str = "Not known",
) -> Chart:
    """Each area told of in the shade of its class, with its figure where there is room for it.

    The frame is what is told of and the pins. The table has every area told of, in the order given.
    """
    told = [area for area in areas if area.told]
    if not told:
        raise ValueError("A map needs at least one area to tell of.")
    identity = identity_of("map", title, [(area.label, area.value, area.picked) for area in told], pins)
    frame = _Frame.round(told, pins)
    classes = _classes([area.value for area in told if area.value is not None])
    drawn = [area for area in areas if area.rings and frame.holds(area)]
    parts = [_defs(identity, frame)]
    ground = [_shape(frame, area, svg.MIST, svg.RULE) for area in drawn if not area.told]
    shaded = [_shape(frame, area, _fill(identity, area, classes), svg.PAPER) for area in drawn if area.told]
    picked = [_shape(frame, area, "none", svg.EMBER, width=2.2) for area in drawn if area.picked]
    circles = [_circle(frame, pin) for pin in pins if pin.reach]
    parts.append(svg.element("g", *ground, *shaded, *picked, *circles, clip_path=f"url(#{identity}-f)"))
    parts += [_figure(frame, area, classes, unit, pins) for area in drawn if area.told]
    parts += [_pin(frame, pin) for pin in pins]
    parts.append(_key(identity, classes, unit, unknown, told))
    alt = _alt(title, told, unit, unknown)
    table = ChartTable(
        [Heading(heading), Heading(value_heading, numeric=True)],
        [[area.label, unknown if area.value is None else unit.full(area.value)] for area in told],
    )
    height = max(frame.height, 30.0 + 24 * (len(classes) + 2))
    return Chart(drawing(identity, title, alt, height, *parts), table, alt)


@dataclass(frozen=True)
class _Frame:
    """The part of the country that is drawn, and where it falls on the picture."""

    west: float
    south: float
    east: float
    north: float
    scale: float

    @classmethod
    def round(cls, areas: Sequence[Area], pins: Sequence[Pin]) -> "_Frame":
        boxes = [_box(area) for area in areas if area.rings]
        boxes += [
            (pin.east - pin.reach, pin.north - pin.reach, pin.east + pin.reach, pin.north + pin.reach)
            for pin in pins
        ]
        if not boxes:
            raise ValueError("None of the areas has an outline.")
        west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
        east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
        across = max((east - west) * (1 + MARGIN), LEAST_SPAN)
        up = max((north - south) * (1 + MARGIN), LEAST_SPAN)
        scale = min((WIDTH - KEY) / across, TALLEST / up)
        # What room is left over shows more of the country round it.
        across, middle = (WIDTH - KEY) / scale, (west + east) / 2
        rise = (south + north) / 2
        return cls(middle - across / 2, rise - up / 2, middle + across / 2, rise + up / 2, scale)

    @property
    def width(self) -> float:
        return (self.east - self.west) * self.scale

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale

    def at(self, east: float, north: float) -> tuple[float, float]:
        return (east - self.west) * self.scale, (self.north - north) * self.scale

    def holds(self, area: Area) -> bool:
        west, south, east, north = _box(area)
        return west < self.east and east > self.west and south < self.north and north > self.south


def _box(area: Area) -> tuple[float, float, float, float]:
    easts = [east for ring in area.rings for east in ring[::2]]
    norths = [north for ring in area.rings for north in ring[1::2]]
    return min(easts), min(norths), max(easts), max(norths)


def _defs(identity: str, frame: _Frame) -> str:
    hatch = svg.line(0, 0, 0, 6, stroke=svg.MUTED, stroke_width=1, stroke_opacity="0.55")
    pattern = svg.element(
        "pattern",
        hatch,
        id=f"{identity}-u",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    clip = svg.element("clipPath", svg.rect(0, 0, frame.width, frame.height), id=f"{identity}-f")
    return svg.element("defs", pattern, clip)


def _shape(frame: _Frame, area: Area, fill: str, stroke: str, *, width: float = 0.8) -> str:
    written = []
    for ring in area.rings:
        # To half a pixel: what falls on the point before it says nothing more.
        points = [
            (round(x * 2) / 2, round(y * 2) / 2)
            for x, y in (frame.at(*point) for point in zip(ring[::2], ring[1::2], strict=True))
        ]
        kept = points[:1] + [after for before, after in pairwise(points) if after != before]
        if len(kept) > 2:
            written.append("M" + " ".join(f"{svg.number(x)} {svg.number(y)}" for x, y in kept) + "Z")
    return svg.element(
        "path",
        d="".join(written),
        fill=fill,
        fill_rule="evenodd",
        stroke=stroke,
        stroke_width=width,
        stroke_linejoin="round",
    )


def _classes(values: Sequence[Value]) -> list[tuple[Value, Value]]:
    """The lowest and highest value of each class: as many areas in each as the values allow."""
    different = sorted(set(values))
    count = min(len(SHADES), len(different))
    cuts = [round(len(different) * index / count) for index in range(count + 1)] if count else [0]
    return [(different[start], different[end - 1]) for start, end in pairwise(cuts)]


def _class_of(value: Value, classes: Sequence[tuple[Value, Value]]) -> int:
    """Its shade: few classes take the darker ends, so that they tell apart."""
    index = next(index for index, (_, highest) in enumerate(classes) if value <= highest)
    return _shade(index, len(classes))


def _shade(index: int, count: int) -> int:
    return index if count == len(SHADES) else (round(index * (len(SHADES) - 1) / max(count - 1, 1)))


def _fill(identity: str, area: Area, classes: Sequence[tuple[Value, Value]]) -> str:
    return f"url(#{identity}-u)" if area.value is None else SHADES[_class_of(area.value, classes)]


def _figure(
    frame: _Frame, area: Area, classes: Sequence[tuple[Value, Value]], unit: Unit, pins: Sequence[Pin]
) -> str:
    """The value in the middle of the area's largest piece, where it fits and no pin stands."""
    if area.value is None:
        return ""
    ring = max(area.rings, key=len)
    x, y = frame.at(*_middle(ring))
    words, size = unit.short(area.value), 12.0
    west, south, east, north = _box(Area(area.label, [ring]))
    roomy = (east - west) * frame.scale * 0.55 > svg.width_of(words, size)
    if not roomy or (north - south) * frame.scale < 26 or not (8 < x < frame.width - 8):
        return ""
    if any(abs(px - x) < 24 and abs(py - y) < 16 for px, py in (frame.at(p.east, p.north) for p in pins)):
        return ""
    ink = svg.PAPER if _class_of(area.value, classes) >= DARK else svg.INK
    return svg.text(words, x, y + 4, text_anchor="middle", font_size=size, font_weight=600, fill=ink)


def _middle(ring: Sequence[int]) -> tuple[float, float]:
    """The centroid of a closed ring."""
    points = list(zip(ring[::2], ring[1::2], strict=True))
    twice = east = north = 0.0
    for (ax, ay), (bx, by) in pairwise(points):
        cross = ax * by - bx * ay
        twice += cross
        east += (ax + bx) * cross
        north += (ay + by) * cross
    return (east / (3 * twice), north / (3 * twice)) if twice else points[0]


def _circle(frame: _Frame, pin: Pin) -> str:
    x, y = frame.at(pin.east, pin.north)
    return svg.element(
        "circle",
        cx=x,
        cy=y,
        r=pin.reach * frame.scale,
        fill="none",
        stroke=svg.INK,
        stroke_width=1.4,
        stroke_dasharray="5 4",
    )


def _pin(frame: _Frame, pin: Pin) -> str:
    x, y = frame.at(pin.east, pin.north)
    width = svg.width_of(pin.label, SIZE) + 10
    # To the left of the point where the frame ends at its right.
    left = x + 9 if x + 9 + width < frame.width else x - 9 - width
    dot = svg.element("circle", cx=x, cy=y, r=5.5, fill=svg.EMBER, stroke=svg.PAPER, stroke_width=2)
    plate = svg.rect(left, y - 10, width, 20, fill=svg.PAPER, fill_opacity="0.9", rx=3)
    return dot + plate + svg.text(pin.label, left + 5, y + 4, font_weight=600)


def _key(identity: str, classes, unit: Unit, unknown: str, told: Sequence[Area]) -> str:
    left, y, parts = WIDTH - KEY + 22, 14.0, []
    for index, (lowest, highest) in reversed(list(enumerate(classes))):
        words = unit.short(lowest)
        if highest != lowest:
            words = f"{words} to {unit.short(highest)}"
        fill = SHADES[_shade(index, len(classes))]
        parts.append(svg.rect(left, y - 11, 18, 14, fill=fill, stroke=svg.RULE))
        parts.append(svg.text(words, left + 26, y))
        y += 24
    if any(area.value is None for area in told):
        parts.append(svg.rect(left, y - 11, 18, 14, fill=f"url(#{identity}-u)", stroke=svg.RULE))
        parts.append(svg.text(unknown, left + 26, y))
        y += 24
    picked = [area.label for area in told if area.picked]
    if picked:
        parts.append(svg.rect(left, y - 11, 18, 14, fill="none", stroke=svg.EMBER, stroke_width=2.2))
        parts.append(svg.text(picked[0] if len(picked) == 1 else "Picked out", left + 26, y))
    return "".join(parts)


def _alt(title: str, told: Sequence[Area], unit: Unit, unknown: str) -> str:
    known = [(area.value, area.label) for area in told if area.value is not None]
    ranked = sorted(known, key=lambda pair: (-pair[0], pair[1]))
    said = [f"{label}: {unit.full(value)}." for value, label in ranked[:NAMED]]
    if len(ranked) > NAMED:
        said.insert(0, f"The highest of {len(ranked)} areas.")
    missing = len(told) - len(known)
    if missing:
        said.append(f"{unknown}: {missing}.")
    return f"{title}. {' '.join(said)}".strip()
