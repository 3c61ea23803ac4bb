"""Tidy files read by a mapping: areas, periods, groups, symbols, and what is set aside."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foreland.model.areas import Area, Register
from foreland.model.problems import ForelandError
from foreland.sources import registry
from foreland.sources.ees import reader
from foreland.sources.ees.mappings import MappingFile
from foreland.sources.opening import open_bytes
from foreland.sources.reading import READING_SCHEMA, Context, Reading

Read = Callable[..., Reading]
FIXTURES = Path(__file__).parents[2] / "fixtures/ees"
FIXTURE = FIXTURES / "timeliness.csv"

#: Two counts and a rate of plans, by sex and age, on the calendar year.
MAPPING = (FIXTURES / "plans.yaml").read_text()

REGISTER = Register(
    [
        Area("X92000001", "Foreland", "country"),
        Area("X12000001", "Near Region", "region"),
        Area("X13000001", "Inner Region", "sub-region"),
        Area("X10000001", "Aldershire", "county", dfe_number="901", other_codes=("X10000009",)),
        Area("X06000002", "Bexborough", "unitary authority", dfe_number="902"),
        Area("X07000001", "Alder Vale", "district", region="X10000001"),
    ]
)

HEADER = (
    "time_period,time_identifier,geographic_level,country_code,region_code,new_la_code,"
    "old_la_code,la_name,lad_code,topic,who,issued,in_time,rate"
)
ALDERSHIRE = "2024,Calendar year,Local authority,X92000001,X12000001,X10000001,901,Aldershire,"


@pytest.fixture
def read() -> Callable[..., Reading]:
    """Lines after the header, read by a mapping."""

    def _read(*lines: str, mapping: str = MAPPING, header: str = HEADER) -> Reading:
        text = "\n".join([header, *lines]) + "\n"
        file = MappingFile("plans", mapping, "plans.yaml")
        opened = open_bytes(text.encode(), "plans.csv")
        return reader.read(opened, Context(REGISTER), file.mapping)

    return _read


def facts(reading: Reading, *columns: str) -> list[tuple[object, ...]]:
    return reading.observations.select(columns).rows()


def test_each_mapped_cell_is_one_observation_with_its_row_and_column(read: Read) -> None:
    reading = read(f"{ALDERSHIRE},All,All,100,80,80.0")
    assert reading.observations.schema == pl.Schema(READING_SCHEMA)
    assert facts(reading, "code", "value", "numerator", "denominator", "unit", "row", "column") == [
        ("plans.issued", 100.0, None, None, "count", 2, 12),
        ("plans.in_time", 80.0, None, None, "count", 2, 13),
        ("plans.rate", 80.0, 80.0, 100.0, "percent", 2, 14),
    ]
    assert facts(reading, "area", "group", "status", "symbol")[0] == (
        "X10000001",
        "all",
        "final",
        None,
    )
    assert reading.dataset == "ees-plans"
    assert reading.quarantine.height == 0


def test_basis_of_the_mapping_wins_over_the_identifier(read: Read) -> None:
    line = ALDERSHIRE.replace("2024,Calendar", "202425,Academic") + ",All,All,1,1,100"
    reading = read(line, mapping=MAPPING.replace("basis: calendar", "basis: in-january"))
    assert set(facts(reading, "published_period", "period_kind", "period_start", "period_end")) == {
        ("202425", "snapshot", date(2025, 1, 1), date(2025, 1, 31))
    }


def test_basis_of_one_column_wins_over_that_of_the_mapping(read: Read) -> None:
    mapping = MAPPING.replace("in_time: count", "in_time: {unit: count, basis: at-31-march}")
    reading = read(f"{ALDERSHIRE},All,All,1,2,3", mapping=mapping)
    assert facts(reading, "code", "period_end") == [
        ("plans.issued", date(2024, 12, 31)),
        ("plans.in_time", date(2024, 3, 31)),
        ("plans.rate", date(2024, 12, 31)),
    ]


def test_basis_may_go_by_the_text_of_a_column(read: Read) -> None:
    by = "{basis: financial, by: {column: who, bases: {Male: at-31-march}}}"
    mapping = MAPPING.replace("{basis: calendar}", by)
    reading = read(
        f"{ALDERSHIRE},Sex,Male,1,1,1", f"{ALDERSHIRE},Sex,Female,1,1,1", mapping=mapping
    )
    kinds = facts(reading, "group", "period_kind")
    assert set(kinds) == {("sex=boys", "snapshot"), ("sex=girls", "financial")}


def test_week_keeps_both_halves_of_its_label(read: Read) -> None:
    line = ALDERSHIRE.replace("Calendar year", "Week 37") + ",All,All,1,1,1"
    assert set(facts(read(line), "published_period", "period_kind", "period_start")) == {
        ("2024 Week 37", "week", date(2024, 9, 9))
    }


def test_total_is_left_out_of_the_group_and_members_are_ours(read: Read) -> None:
    reading = read(
        f"{ALDERSHIRE},All,All,9,9,9",
        f"{ALDERSHIRE},Sex,Female,9,9,9",
        f"{ALDERSHIRE},Age,Aged 2 and under,9,9,9",
        f"{ALDERSHIRE},Age,age 12,9,9,9",
    )
    groups = [group for (group,) in facts(reading, "group")[:4]]
    assert groups == ["all", "sex=girls", "age=2-and-under", "age=12"]


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        (f"{ALDERSHIRE},Sex,Women,1,1,1", "who", "Women"),
        (f"{ALDERSHIRE},Religion,None,1,1,1", "topic", "Religion"),
        (ALDERSHIRE.replace("2024", "2024/Q1") + ",All,All,1,1,1", "time_period", "2024/Q1"),
        (
            ALDERSHIRE.replace("X10000001", "X10000007") + ",All,All,1,1,1",
            "new_la_code",
            "X10000007",
        ),
        (ALDERSHIRE.replace("Local a", "Loca a") + ",All,All,1,1,1", "geographic_level", "Loca"),
        (ALDERSHIRE.replace(",901,", ",902,") + ",All,All,1,1,1", "new_la_code", "Bexborough"),
        (f"{ALDERSHIRE},All,All,ten,1,1", "issued", "ten"),
        (f"{ALDERSHIRE},All,All,1,nan,1", "in_time", "nan"),
    ],
)
def test_what_is_not_known_is_quarantined_and_never_guessed(
    read: Read, line: str, column: str, found: str
) -> None:
    good = f"{ALDERSHIRE.replace('2024', '2023')},All,All,5,5,100"
    reading = read(line, good)
    (fault,) = reading.quarantine.rows(named=True)
    assert (fault["row"], fault["column"]) == (2, column)
    assert found in fault["found"]
    assert fault["expected"]
    assert reading.observations.filter(pl.col("row") == 3).height == 3


def test_other_cells_of_a_row_with_one_bad_cell_are_kept(read: Read) -> None:
    reading = read(f"{ALDERSHIRE},All,All,ten,8,80")
    assert facts(reading, "code", "denominator") == [("plans.in_time", None), ("plans.rate", None)]


def test_joint_row_of_several_authorities_is_told_as_such(read: Read) -> None:
    joint = ALDERSHIRE.replace("X10000001,901", "X10000001 / X06000002,901 / 902")
    reading = read(f"{joint},All,All,1,1,1")
    assert "several together" in reading.quarantine["expected"][0]
    assert reading.observations.height == 0


def test_former_code_answers_with_the_same_authority(read: Read) -> None:
    reading = read(f"{ALDERSHIRE.replace('X10000001', 'X10000009')},All,All,1,1,1")
    assert set(reading.observations["area"]) == {"X10000001"}


def test_old_number_serves_where_the_new_code_is_empty(read: Read) -> None:
    reading = read(f"{ALDERSHIRE.replace('X10000001', '')},All,All,1,1,1")
    assert set(reading.observations["area"]) == {"X10000001"}


@pytest.mark.parametrize(
    ("level", "area"),
    [
        ("National", "X92000001"),
        ("regional", "X12000001"),
        ("Local_authority", "X10000001"),
        ("LOCAL AUTHORITY", "X10000001"),
    ],
)
def test_levels_are_read_in_each_spelling(read: Read, level: str, area: str) -> None:
    reading = read(f"{ALDERSHIRE.replace('Local authority', level)},All,All,1,1,1")
    assert set(reading.observations["area"]) == {area}


def test_lower_tier_rows_are_counted_and_not_quarantined(read: Read) -> None:
    """Trap: also lower-tier rows: filter level. An authority's own district row repeats it."""
    district = ALDERSHIRE.replace("Local authority", "Local authority district")
    reading = read(
        f"{ALDERSHIRE},All,All,1,1,1",
        f"{district}X07000099,All,All,7,7,7",
        f"{district}X06000002,All,All,8,8,8",
    )
    assert set(reading.observations["value"]) == {1.0}
    assert reading.quarantine.height == 0
    assert reading.notes == ("2 rows set aside: geographic_level is 'Local authority district'",)


def test_district_that_is_a_locality_of_the_area_is_read(read: Read) -> None:
    district = ALDERSHIRE.replace("Local authority", "Local authority district")
    reading = read(f"{district}X07000001,All,All,7,7,7")
    assert set(reading.observations["area"]) == {"X07000001"}


def test_two_records_that_disagree_are_both_quarantined_and_named(read: Read) -> None:
    reading = read(
        f"{ALDERSHIRE},All,All,1,1,1",
        f"{ALDERSHIRE},All,All,2,1,1",
        f"{ALDERSHIRE},Sex,Male,3,3,3",
    )
    assert set(reading.observations["row"]) == {4}
    assert reading.quarantine["row"].to_list() == [2, 3]
    assert all("rows 2 and 3" in found for found in reading.quarantine["found"])


def test_record_that_repeats_another_is_kept_once(read: Read) -> None:
    reading = read(f"{ALDERSHIRE},All,All,1,1,1", f"{ALDERSHIRE},All,All,1,1,1")
    assert set(reading.observations["row"]) == {2}
    assert reading.quarantine["row"].to_list() == [3]
    assert "the first was kept" in reading.quarantine["expected"][0]


def test_missing_figure_column_is_told_and_the_others_are_read(read: Read) -> None:
    header = HEADER.replace(",in_time,", ",in_tiem,")
    reading = read(f"{ALDERSHIRE},All,All,4,3,75", header=header)
    assert reading.quarantine.rows(named=True) == [
        {
            "row": 1,
            "column": "in_time",
            "found": "no such column",
            "expected": "the columns of the mapping plans",
        }
    ]
    assert facts(reading, "code", "numerator") == [("plans.issued", None), ("plans.rate", None)]
    assert reading.notes == ("columns that the mapping does not name, not read: in_tiem",)


def test_missing_optional_column_is_no_fault(read: Read) -> None:
    mapping = MAPPING.replace("in_time: count", "in_time: {unit: count, optional: true}")
    reading = read(
        f"{ALDERSHIRE},All,All,4,3,75", mapping=mapping, header=HEADER.replace(",in_time,", ",new,")
    )
    assert reading.quarantine.height == 0


def test_missing_filter_column_stops_the_file(read: Read) -> None:
    with pytest.raises(ForelandError, match="no column topic"):
        read(f"{ALDERSHIRE},All,All,4,3,75", header=HEADER.replace(",topic,", ",subject,"))


def test_filter_column_may_have_several_names(read: Read) -> None:
    mapping = MAPPING.replace("column: who", "column: [who, whom]")
    for header in (HEADER, HEADER.replace(",who,", ",whom,")):
        reading = read(f"{ALDERSHIRE},Sex,Male,4,3,75", mapping=mapping, header=header)
        assert set(reading.observations["group"]) == {"sex=boys"}


def test_rows_of_other_texts_are_set_aside_and_counted(read: Read) -> None:
    mapping = MAPPING + "rows: {la_name: [Aldershire]}\n"
    reading = read(
        f"{ALDERSHIRE},All,All,1,1,1",
        f"{ALDERSHIRE.replace('Aldershire', 'Elsewhere')},All,All,2,2,2",
        mapping=mapping,
    )
    assert set(reading.observations["value"]) == {1.0}
    assert reading.notes == ("1 row set aside: la_name is 'Elsewhere'",)


def test_status_may_stand_in_a_column(read: Read) -> None:
    mapping = MAPPING + "status: {column: la_name, values: {Aldershire: revised}}\n"
    reading = read(f"{ALDERSHIRE},All,All,1,c,1", mapping=mapping)
    assert facts(reading, "status") == [("revised",), ("suppressed",), ("revised",)]


def test_symbol_means_what_the_mapping_says_until_its_year(read: Read) -> None:
    """Older files: x often meant suppressed."""
    mapping = MAPPING + 'symbols: [{symbol: x, means: suppressed, until: "2023"}]\n'
    reading = read(
        f"{ALDERSHIRE},All,All,x,1,1",
        f"{ALDERSHIRE.replace('2024', '2023')},All,All,x,1,1",
        mapping=mapping,
    )
    issued = reading.observations.filter(pl.col("code") == "plans.issued")
    assert issued["status"].to_list() == ["not-available", "suppressed"]
    assert issued["symbol"].to_list() == ["x", "x"]


def test_words_become_a_register_and_no_observation(read: Read) -> None:
    mapping = MAPPING.split("indicators:")[0] + "register: {name: answers, columns: {rate: lead}}\n"
    reading = read(f"{ALDERSHIRE},All,All,1,1,n/a", mapping=mapping)
    assert reading.observations.height == 0
    assert reading.registers["answers"].select("area", "item", "answer", "row").rows() == [
        ("X10000001", "lead", "n/a", 2)
    ]


def test_byte_order_mark_and_old_spelling_of_lines_change_nothing() -> None:
    """Trap: files begin with a byte-order mark."""
    data = FIXTURE.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    context = Context(Register.load())
    for text in (data, data[3:], data.replace(b"\n", b"\r\n")):
        opened = open_bytes(text, "timeliness.csv")
        found = registry.reader_of(opened)
        assert found is not None
        assert found.read(opened, context).observations.height == 5 * 14


def test_file_is_known_by_its_content_and_not_by_its_name() -> None:
    opened = open_bytes(FIXTURE.read_bytes(), "holiday-photos.txt")
    found = registry.reader_of(opened)
    assert found is not None
    assert found.name == "ees/ehc_timeliness"
    headline = found.read(opened, Context(Register.load())).observations.filter(
        pl.col("code") == "ehc_timeliness.PC_plans_issued_20_weeks_ex"
    )
    assert headline.select("area", "group", "value", "numerator", "denominator").rows() == [
        ("E92000001", "all", 60.4, 29895.0, 49519.0),
        ("E12000008", "all", 50.0, 450.0, 900.0),
        ("E10000016", "all", 25.0, 20.0, 80.0),
        ("E10000016", "sex=girls", 20.0, 6.0, 30.0),
        ("E10000016", "age=2-and-under", 100.0, 4.0, 4.0),
    ]


def test_tidy_file_without_a_mapping_is_told_what_to_write() -> None:
    text = "time_period,time_identifier,geographic_level,country_code,strange\n"
    opened = open_bytes(text.encode(), "strange.csv")
    assert registry.reader_of(opened) is None
    assert "write mappings/NAME.yaml, see docs/how-to/add-a-publication.md" in (
        registry.why_unclaimed(opened)
    )


def test_test_file_is_recognised_and_refused() -> None:
    """Trap: a test file: do not show as fact."""
    header = (
        "time_period,time_identifier,geographic_level,country_code,statement_assessed_no_plan,"
        "ehc_initial_requests_youth_accomodation"
    )
    opened = open_bytes(f"{header}\n2018,Calendar year,National,E92000001,1,2\n".encode(), "x.csv")
    assert registry.reader_of(opened) is None
    assert "not to be shown as fact" in registry.why_unclaimed(opened)


def test_description_of_columns_is_told_as_such() -> None:
    opened = open_bytes(b"col_name,col_type,label\nschool_type,Filter,School type\n", "m.csv")
    assert "describes the columns" in registry.why_unclaimed(opened)


def test_attendance_by_week_is_not_taken_for_the_year_to_date() -> None:
    start = "time_period,time_identifier,geographic_level,country_code,school_type,num_schools,"
    header = start + "enrolments,possible_sessions,attendance_perc,pa_perc"
    line = "{},{},National,E92000001,Primary,1.5,100.5,200,95,z"
    week = open_bytes(f"{header}\n{line.format('2022', 'Week 37')}\n".encode(), "w.csv")
    year = open_bytes(f"{header}\n{line.format('202223', 'Academic year')}\n".encode(), "y.csv")
    assert registry.reader_of(week) is None
    found = registry.reader_of(year)
    assert found is not None
    assert found.name == "ees/attendance_ytd"


def test_new_mapping_text_makes_a_reader_of_another_version(tmp_path: Path) -> None:
    """So that an unchanged file is read again when its mapping has changed."""
    folder = tmp_path / "mappings"
    folder.mkdir()

    def version() -> int:
        found = registry.named("ees/plans", registry.readers(folder))
        assert found is not None
        return found.version

    (folder / "plans.yaml").write_text(MAPPING)
    before = version()
    (folder / "plans.yaml").write_text(MAPPING.replace("calendar", "financial"))
    assert version() != before
    assert reader.VERSION >= 1
