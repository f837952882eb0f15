from datetime import date

import pytest

from authorities.geography import GridReference
from authorities.models import AdjoiningAuthority, Authority, Holiday
from authorities.selectors.calendars import holidays_for
from authorities.selectors.places import (
    adjoining_ids,
    authorities_by_name,
    authority_of,
    find_postcode,
    grid_reference,
)
from core.errors import DomainError

DAY = date(2024, 6, 3)


def adjoining_codes(code: str, on: date = DAY) -> set[str]:
    authority = Authority.objects.get(short_code=code)
    return set(
        Authority.objects.filter(pk__in=adjoining_ids(authority.pk, on=on)).values_list(
            "short_code", flat=True
        )
    )


def test_a_typed_postcode_is_found_with_its_authority(reference):
    postcode = find_postcode(" ng16aa ")
    assert grid_reference(postcode) == GridReference(456995, 339594)
    assert authority_of(postcode) == Authority.objects.get(short_code="NGM")


@pytest.mark.parametrize(
    "text, message", [("NG1", "full UK postcode"), ("ZZ9 9ZZ", "do not know the postcode")]
)
def test_an_unknown_postcode_says_what_to_do(reference, text, message):
    with pytest.raises(DomainError, match=message):
        find_postcode(text)


def test_every_published_spelling_finds_its_authority(reference):
    by_name = authorities_by_name()
    for key, code in [
        ("derbyshire", "DBS"),
        ("bournemouth christchurch and poole", "BCP"),
        ("kingston upon hull city of", "HUL"),
        ("e08000016", "BNS"),
        ("county durham", "DUR"),
    ]:
        assert by_name[key].short_code == code


def test_adjoining_applies_corrections(reference):
    assert adjoining_codes("IOW") == set()
    assert adjoining_codes("NGM") == {"NTT"}
    assert "SOS" not in adjoining_codes("MDW")


def test_a_correction_holds_only_for_its_period(reference):
    kent, essex = (Authority.objects.get(short_code=code) for code in ("KEN", "ESS"))
    AdjoiningAuthority.objects.create(
        authority=kent,
        neighbour=essex,
        source="correction",
        adjoins=True,
        starts_on=DAY,
        ends_on=date(2024, 6, 4),
    )
    assert "ESS" in adjoining_codes("KEN")
    assert "ESS" not in adjoining_codes("KEN", date(2024, 6, 4))
    assert "ESS" not in adjoining_codes("KEN", date(2024, 6, 2))


def test_holidays_are_englands_and_the_councils_own(reference):
    kent, derbyshire = (Authority.objects.get(short_code=code) for code in ("KEN", "DBS"))
    own = date(2026, 12, 24)
    Holiday.objects.create(on=own, name="Offices closed", authority=kent)
    assert own in holidays_for(kent)
    assert own not in holidays_for(derbyshire.pk)
    assert date(2022, 9, 19) in holidays_for(derbyshire)
