"""Files of the return with few rows, to be put wrong one thing at a time."""

from collections.abc import Sequence

from sufficiency.ssda903.layout import FILES
from sufficiency.ssda903.uploads import ReadUploads, Upload, read_uploads

Row = Sequence[str]
HEADER: list[Row] = [("A1", "M", "15/06/2010", "WBRI"), ("A2", "F", "01/02/2015", "WBRI")]
EPISODES: list[Row] = [
    # child, DECOM, RNE, LS, CIN, PLACE, provider, DEC, REC, reason, home post, place post, URN
    ("A1", "01/05/2024", "S", "C1", "N1", "U6", "PR4", "01/09/2024", "X1", "", "", "AA1 1AA", "SC000001"),
    (
        "A1",
        "01/09/2024",
        "L",
        "C2",
        "N1",
        "U6",
        "PR4",
        "10/12/2024",
        "X1",
        "CARPL",
        "",
        "AA1 1AA",
        "SC000001",
    ),
    ("A1", "10/12/2024", "P", "C2", "N1", "K2", "PR4", "", "", "", "", "BB1 1BB", "SC000002"),
    ("A2", "20/01/2025", "S", "V2", "N1", "U6", "PR1", "", "", "", "", "CC1 1CC", "1234567"),
]


def csv_of(kind: str, rows: Sequence[Row], *, delimiter: str = ",") -> bytes:
    """The file in the Department's form."""
    width = len(FILES[kind])
    lines = [FILES[kind], *((*row, *[""] * (width - len(row))) for row in rows)]
    return "\r\n".join(delimiter.join(line) for line in lines).encode()


def uploads(
    header: Sequence[Row] = HEADER,
    episodes: Sequence[Row] = EPISODES,
    *,
    year: str = "2024-25",
    **others: list[Row],
) -> list[Upload]:
    """One year's files."""
    files = {"header": header, "episodes": episodes, **others}
    return [Upload(f"{kind}-{year}.csv", csv_of(kind, rows)) for kind, rows in files.items()]


def reading(**changed: list[Row]) -> ReadUploads:
    return read_uploads(uploads(**changed))


def changed(row: int, **cells: str) -> list[Row]:
    """The episodes with some cells of one row (0 the first) written over."""
    places = {FILES["episodes"].index(name): text for name, text in cells.items()}
    return [
        tuple(places.get(n, cell) for n, cell in enumerate(cells_)) if number == row else cells_
        for number, cells_ in enumerate(EPISODES)
    ]


def rules(done: ReadUploads) -> set[str]:
    return {rule for rule, count in done.findings.counts.items() if count}
