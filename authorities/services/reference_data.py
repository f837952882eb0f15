"""Authorities, their other names and neighbours, holidays and postcodes, kept in step with their files."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from authorities import files
from authorities.models import AdjoiningAuthority, Authority, AuthorityAlias, AuthorityOutline, Holiday
from authorities.services.postcodes import SAMPLE, load_postcodes
from core.reference_data import ReferenceRun, keep_rows, reference_loader


@reference_loader("Authorities")
def load_authorities(run: ReferenceRun) -> int:
    rows = [
        {
            **row,
            "starts_on": date.fromisoformat(row["starts_on"]),
            "ends_on": date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
        }
        for row in files.read("authorities")
    ]
    return keep_rows(Authority, ("code",), rows)


@reference_loader("Names of authorities in published files")
def load_aliases(run: ReferenceRun) -> int:
    authorities = _authorities()
    rows = [
        {"name": row["name"], "authority_id": authorities[row["authority"]].pk}
        for row in files.read("aliases")
    ]
    return keep_rows(AuthorityAlias, ("name",), rows)


@reference_loader("Adjoining authorities")
def load_adjoining(run: ReferenceRun) -> int:
    """Each pair both ways, from the day the younger of the two began."""
    return keep_rows(
        AdjoiningAuthority, ("authority_id", "neighbour_id", "source", "starts_on"), _adjoining_rows()
    )


@reference_loader("Outlines of authorities")
def load_outlines(run: ReferenceRun) -> int:
    authorities = _authorities()
    rows = [
        {
            "authority_id": authorities[code].pk,
            "easting": drawn["centre"][0],
            "northing": drawn["centre"][1],
            "rings": drawn["rings"],
        }
        for code, drawn in files.read_outlines().items()
    ]
    return keep_rows(AuthorityOutline, ("authority_id",), rows)


@reference_loader("Bank holidays")
def load_holidays(run: ReferenceRun) -> int:
    """England's, 2015 to 2032, with those moved or added for one year only."""
    rows = [
        {"on": date.fromisoformat(row["on"]), "name": row["name"], "authority_id": None}
        for row in files.read("holidays")
    ]
    return keep_rows(Holiday, ("on", "authority_id"), rows)


@reference_loader("Postcodes")
def load_all_postcodes(run: ReferenceRun) -> int:
    return load_postcodes(every=SAMPLE if run.sample else 1, at=run.at, report=run.report)


def _adjoining_rows() -> Iterator[dict[str, Any]]:
    authorities = _authorities()
    derived = [(row, AdjoiningAuthority.Source.DERIVED, True) for row in files.read("adjoining")]
    corrected = [
        (row, AdjoiningAuthority.Source.CORRECTION, row["adjoins"] == "yes")
        for row in files.read("adjoining_corrections")
    ]
    for row, source, adjoins in derived + corrected:
        one, other = authorities[row["one"]], authorities[row["other"]]
        for authority, neighbour in ((one, other), (other, one)):
            yield {
                "authority_id": authority.pk,
                "neighbour_id": neighbour.pk,
                "source": source.value,
                "adjoins": adjoins,
                "starts_on": max(one.starts_on, other.starts_on),
            }


def _authorities() -> dict[str, Authority]:
    return {authority.short_code: authority for authority in Authority.objects.all()}
