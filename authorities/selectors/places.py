"""Where a postcode is, whose area that is, and which areas adjoin."""

from datetime import date

from authorities.geography import GridReference, name_key, normalise_postcode
from authorities.models import AdjoiningAuthority, Authority, AuthorityAlias, Postcode
from core.errors import DomainError


def find_postcode(text: str) -> Postcode:
    """The postcode a person typed; DomainError when it is not one, or not one we know."""
    code = normalise_postcode(text)
    found = Postcode.objects.filter(code=code.replace(" ", "")).first()
    if found is None:
        raise DomainError(f"We do not know the postcode {code}. Check it and try again.", field="postcode")
    return found


def grid_reference(postcode: Postcode) -> GridReference:
    return GridReference(postcode.easting, postcode.northing)


def authority_of(postcode: Postcode) -> Authority | None:
    """The English upper-tier authority the postcode lies in; None in Wales and Scotland."""
    return Authority.objects.filter(code=postcode.authority_code).first()


def authorities_by_name() -> dict[str, Authority]:
    """Every authority by ``name_key`` of each name and code that published files use for it."""
    authorities = list(Authority.objects.all())
    by_name = {name_key(name): a for a in authorities for name in (a.name, a.code)}
    for alias in AuthorityAlias.objects.select_related("authority"):
        by_name[name_key(alias.name)] = alias.authority
    return by_name


def adjoining_ids(authority_id: int, *, on: date) -> frozenset[int]:
    """Ids of the authorities that adjoin one on a day; a correction by hand beats what was derived."""
    rows = AdjoiningAuthority.objects.filter(authority_id=authority_id).in_force_on(on)
    verdicts: dict[int, bool] = {}
    # "derived" sorts after "correction", so read backwards: the correction has the last word.
    for neighbour_id, adjoins in rows.order_by("-source").values_list("neighbour_id", "adjoins"):
        verdicts[neighbour_id] = adjoins
    return frozenset(neighbour_id for neighbour_id, adjoins in verdicts.items() if adjoins)
