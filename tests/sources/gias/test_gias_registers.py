"""Lists, links, days, trusts and rolls of schools: what is kept, and what is set aside."""

from datetime import date

import polars as pl
import pytest
import tiny
import tiny_schools as made

from foreland.model.areas import Register, _read
from foreland.model.problems import ForelandError
from foreland.sources.opening import open_bytes
from foreland.sources.reading import Context, Reading
from foreland.sources.registry import reader_of

CONTEXT = Context(Register(_read(tiny.REGISTER.splitlines(), "areas.csv")))
MEMBERS = (
    '"URN","Linked UID","Group Name","Companies House Number","Group Type","Closed Date",'
    '"Group Status","FederationType","Joined date","EstablishmentName",'
    '"TypeOfEstablishment (code)","TypeOfEstablishment (name)","PhaseOfEducation (code)",'
    '"PhaseOfEducation (name)","LA (code)","LA (name)","HasSharedHT"'
)


def member(urn: int, uid: int, name: str, kind: str = "Multi-academy trust") -> str:
    return (
        f'{urn},{uid},"{name}","012","{kind}","","Open","","01-09-2016","School {urn}",'
        '"28","Academy","2","Primary","801","Ashmere"'
    )


def reading(data: bytes, reader: str, name: str = "any.csv") -> Reading:
    opened = open_bytes(data, name)
    found = reader_of(opened)
    assert found is not None
    assert found.name == reader
    return found.read(opened, CONTEXT)


def faults(read: Reading) -> list[tuple[int, str, str]]:
    return list(read.quarantine.select("row", "column", "found").iter_rows())


def test_the_list_keeps_types_flags_and_days_and_no_telephone() -> None:
    read = reading(
        made.spine(
            [
                made.listed(100001, TELNUM="01234", CLOSEDATE=date(2018, 8, 31)),
                made.listed(100002, ISPRIMARY="0", ISSECONDARY="1", OPENDATE=date(2018, 9, 1)),
            ]
        ),
        "gias-school-list",
    )
    frame = read.registers["school_list"]
    assert frame.select("urn", "area", "primary", "secondary", "closed", "opened").rows() == [
        ("100001", "E10000901", True, False, date(2018, 8, 31), None),
        ("100002", "E10000901", False, True, None, date(2018, 9, 1)),
    ]
    assert frame["as_at"].unique().to_list() == [date(2018, 9, 1)]
    assert frame["row"].to_list() == [2, 3]
    assert "01234" not in str(frame.rows())
    assert read.observations.height == 0


def test_a_school_twice_and_an_unknown_authority_are_set_aside() -> None:
    rows = [made.listed(100001), made.listed(100001), made.listed(100003, la=999)]
    read = reading(made.spine(rows), "gias-school-list")
    assert read.registers["school_list"]["urn"].to_list() == ["100001"]
    assert faults(read) == [(3, "URN", "100001"), (4, "LA", "999")]


def test_schools_of_the_armed_forces_abroad_are_left_out_and_told() -> None:
    rows = [made.listed(100001), made.listed(100002, la=702)]
    read = reading(made.spine(rows), "gias-school-list")
    assert read.quarantine.height == 0
    assert "1 schools of the armed forces abroad" in read.notes[0]


def test_a_link_to_itself_and_a_number_that_is_none_are_set_aside() -> None:
    read = reading(
        made.links("100002,100001,Predecessor", "100003,100003,Predecessor", "x,100001,Successor"),
        "gias-links",
    )
    assert read.registers["school_links"].select("urn", "other", "link", "since").rows() == [
        ("100002", "100001", "Predecessor", date(2016, 9, 1))
    ]
    assert faults(read) == [(4, "URN", "x"), (3, "LinkURN", "100003")]


def test_two_schools_each_before_the_other_are_told() -> None:
    read = reading(
        made.links("100002,100001,Predecessor", "100001,100002,Predecessor"), "gias-links"
    )
    assert "2 links say of two schools that each came before the other" in read.notes[0]


def test_a_school_that_closed_before_it_opened_is_set_aside() -> None:
    read = reading(
        made.dates("100001,,31-08-2016", "100002,01-09-2016,31-08-2015", "100003,soon,"),
        "gias-names",
    )
    assert read.registers["school_dates"].select("urn", "opened", "closed").rows() == [
        ("100001", None, date(2016, 8, 31))
    ]
    assert faults(read) == [(4, "open_date", "soon"), (3, "close_date", "31-08-2015")]


def test_membership_is_read_though_no_row_fills_the_last_named_column() -> None:
    read = reading(
        made.text(
            MEMBERS, member(100001, 7, "Ash Trust"), member(100001, 8, "A", "School sponsor")
        ),
        "gias-members",
    )
    assert read.registers["trust_members"].select("urn", "uid", "trust", "joined").rows() == [
        ("100001", "7", "Ash Trust", date(2016, 9, 1))
    ]
    assert read.quarantine.height == 0


def test_a_school_in_two_trusts_keeps_the_first() -> None:
    read = reading(
        made.text(MEMBERS, member(100001, 7, "Ash Trust"), member(100001, 9, "Elm Trust")),
        "gias-members",
    )
    assert read.registers["trust_members"]["trust"].to_list() == ["Ash Trust"]
    assert faults(read) == [(3, "Group Name", "Elm Trust")]


def test_heads_of_groups_are_not_read() -> None:
    header = (
        "Group UID,Group ID,Group Name,Companies House Number,Group Type,Closed Date,Open date,"
        "Incorporated on (open date),Group Status,Head of Group (First Name),UKPRN"
    )
    read = reading(
        made.text(header, "7,TR7,Ash Trust,12345.0,Multi-academy trust,,,2012-01-31,Open,Nemo,"),
        "gias-groups",
    )
    frame = read.registers["trusts"]
    assert frame.select("uid", "company", "opened").rows() == [("7", "00012345", date(2012, 1, 31))]
    assert "Nemo" not in str(frame.rows())


def test_rolls_leave_out_summaries_and_what_is_no_number() -> None:
    read = reading(
        made.census("100001,285", "NAT,8000000", "100002,NA", "100003,-5"),
        "school-census-rolls",
        "england_census_2018-19.csv",
    )
    frame = read.registers["school_rolls"]
    assert frame.select("urn", pl.col("census").dt.year(), "pupils").rows() == [
        ("100001", 2019, 285)
    ]
    assert faults(read) == [(5, "NOR", "-5")]


@pytest.mark.parametrize("name", ["census.csv", "england_census_2018-20.csv"])
def test_a_census_without_its_year_is_refused(name: str) -> None:
    with pytest.raises(ForelandError, match="no school year"):
        reading(made.census("100001,285"), "school-census-rolls", name)
