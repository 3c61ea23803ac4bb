"""The districts of the counties: areas of their own, never taken for an authority."""

import pytest

from foreland.insight.successors import predecessors
from foreland.model.areas import AUTHORITY_KINDS, DISTRICT, Register


def test_every_district_lies_in_a_county_or_what_it_became() -> None:
    register = Register.load()
    districts = [a for a in register if a.kind == DISTRICT]
    assert len(districts) == 204
    for district in districts:
        above = register.code(district.region or "")
        assert above is not None, district.name
        assert above.kind in AUTHORITY_KINDS, district.name
        assert not district.is_authority
        assert all(register.code(code) for code in district.successors)
        # A district that ended has a successor, and one in force has none.
        assert bool(district.successors) == (district.closed is not None)


def test_kent_has_twelve_districts() -> None:
    names = sorted(a.name for a in Register.load() if a.region == "E10000016")
    assert names == [
        "Ashford", "Canterbury", "Dartford", "Dover", "Folkestone and Hythe", "Gravesham",
        "Maidstone", "Sevenoaks", "Swale", "Thanet", "Tonbridge and Malling", "Tunbridge Wells",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Dover", "E07000108"),
        ("Shepway", "E07000112"),  # the former name
        ("E07000100", "E07000240"),  # a code that was renewed: St Albans
        ("King's Lynn & West Norfolk", "E07000146"),
        ("St Helens", "E08000013"),
        ("e10000016", "E10000016"),
        ("Southend on Sea", "E06000033"),
        ("Bristol", "E06000023"),
        ("Kingston upon Hull", "E06000010"),
        ("Kent County Council", "E10000016"),
        ("Durham", "E06000047"),
        ("City of London", "E09000001"),
        ("London", "E12000007"),
    ],
)
def test_an_area_is_found_as_people_write_it(said: str, code: str) -> None:
    assert Register.load().find(said).code == code


def test_a_districts_end_is_no_past_of_the_unitary_that_took_it_over() -> None:
    # North Northamptonshire's past is the county's, which was divided: not its districts'.
    register = Register.load()
    assert [a.code for a in predecessors(register)["E06000061"]] == ["E10000021"]
    assert "E06000060" not in predecessors(register)
