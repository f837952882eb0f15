"""Flows between kinds: who came from where, and went where, as ribbons between two columns."""

from collections.abc import Mapping, Sequence

from core.charts import svg
from core.charts.frame import SIZE, WIDTH, Chart, ChartTable, drawing, identity_of, wrapped
from core.tables import Heading

PLOT = 360.0
# Room for a name of two lines beside a bar that is a hair.
GAP = 32.0
BAR = 14.0
LABEL = 190.0
TOP = 26.0


def flow_chart(
    *,
    title: str,
    kinds: Sequence[str],
    flows: Mapping[tuple[str, str], int],
    from_heading: str = "From",
    to_heading: str = "To",
) -> Chart:
    """``flows`` counts by (from, to), each one of ``kinds``, drawn in their order; ribbons are as wide as
    their counts."""
    if any(kind not in kinds for pair in flows for kind in pair):
        raise ValueError("Every flow is between two of the kinds given.")
    if not any(flows.values()):
        raise ValueError("A flow chart needs at least one flow.")
    identity = identity_of("flows", title, kinds, sorted(flows.items()))
    out = {kind: sum(n for (start, _), n in flows.items() if start == kind) for kind in kinds}
    into = {kind: sum(n for (_, end), n in flows.items() if end == kind) for kind in kinds}
    most = max(sum(1 for n in column.values() if n) for column in (out, into))
    scale = (PLOT - GAP * (most - 1)) / sum(out.values())
    left, right = LABEL, WIDTH - LABEL
    from_tops, to_tops = _tops(kinds, out, scale), _tops(kinds, into, scale)
    parts = [
        svg.text(from_heading, left, 14, text_anchor="end", fill=svg.MUTED),
        svg.text(to_heading, right, 14, fill=svg.MUTED),
    ]
    started, ended = dict(from_tops), dict(to_tops)
    for start_place, start in enumerate(kinds):
        for end in kinds:
            number = flows.get((start, end), 0)
            if number:
                height = number * scale
                parts.append(_ribbon(left, started[start], right, ended[end], height, start_place))
                started[start] += height
                ended[end] += height
    for place, kind in enumerate(kinds):
        parts += _node(kind, out[kind], left - BAR, from_tops[kind], scale, place, at_left=True)
        parts += _node(kind, into[kind], right, to_tops[kind], scale, place, at_left=False)
    said = [f"{start} to {end}: {n:,}." for (start, end), n in sorted(flows.items()) if n]
    alt = f"{title}. " + " ".join(said)
    columns = [Heading(from_heading), Heading(to_heading), Heading("Number", numeric=True)]
    table = ChartTable(columns, _rows(kinds, flows))
    return Chart(drawing(identity, title, alt, TOP + PLOT + 14, *parts), table, alt)


def _tops(kinds: Sequence[str], sizes: Mapping[str, int], scale: float) -> dict[str, float]:
    """Where each kind's bar begins, down from the top; a kind without a flow takes no room."""
    tops, at = {}, TOP
    for kind in kinds:
        tops[kind] = at
        if sizes[kind]:
            at += sizes[kind] * scale + GAP
    return tops


def _ribbon(x1: float, y1: float, x2: float, y2: float, height: float, place: int) -> str:
    corners = [(x1, y1), (x2, y2), (x2, y2 + height), (x1, y1 + height)]
    colour = svg.SERIES[place % len(svg.SERIES)]
    return svg.path(corners, close=True, fill=colour, fill_opacity="0.45", stroke=svg.PAPER, stroke_width=0.8)


def _node(
    kind: str, size: int, x: float, top: float, scale: float, place: int, *, at_left: bool
) -> list[str]:
    if not size:
        return []
    height = size * scale
    at = x - 8 if at_left else x + BAR + 8
    anchor = "end" if at_left else "start"
    lines = wrapped(f"{kind} {size:,}", LABEL - BAR - 8)
    middle = top + height / 2 + 4 - (len(lines) - 1) * 7.5
    words = [
        svg.text(line, at, middle + 15 * row, text_anchor=anchor, font_size=SIZE)
        for row, line in enumerate(lines)
    ]
    return [svg.rect(x, top, BAR, max(height, 1.0), fill=svg.SERIES[place % len(svg.SERIES)]), *words]


def _rows(kinds: Sequence[str], flows: Mapping[tuple[str, str], int]) -> list[list[str]]:
    """One row a flow, in the order drawn."""
    pairs = [(start, end) for start in kinds for end in kinds if flows.get((start, end))]
    return [[start, end, f"{flows[start, end]:,}"] for start, end in pairs]
