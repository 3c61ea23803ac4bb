"""The nouns refuse what cannot be: a value whose status denies it, a dimension given twice."""

from datetime import date

import pytest
import tiny
from hypothesis import given
from hypothesis import strategies as st

from foreland.model.areas import Area, Register
from foreland.model.groups import Group
from foreland.model.observations import Cell, Observation
from foreland.model.periods import Period
from foreland.model.problems import ForelandError, Problem
from foreland.model.statuses import MEANING, Status
from foreland.model.units import Unit

NAMES = st.text(min_size=1, max_size=8).filter(
    lambda text: text == text.strip() and not set("=;") & set(text) and text != "all"
)


@pytest.fixture
def register(tmp_path: object) -> Register:
    folder = tiny.folder(tmp_path)  # type: ignore[arg-type]
    return Register.load(folder / "areas.csv")


# -- groups --------------------------------------------------------------------------------


@given(st.dictionaries(NAMES, NAMES, max_size=4))
def test_a_printed_group_reads_back_to_itself(pairs: dict[str, str]) -> None:
    group = Group(tuple(pairs.items()))
    assert Group.parse(str(group)) == group


def test_equal_groups_print_alike_whatever_their_order() -> None:
    assert str(Group.parse("sex=girls;fsm=yes")) == str(Group.parse("fsm=yes; sex=girls"))
    assert str(Group()) == "all"
    assert Group.parse("") == Group.parse("all") == Group()


@pytest.mark.parametrize("text", ["fsm", "fsm=", "=yes", "fsm=yes;fsm=no", "a=b=c"])
def test_what_is_no_group_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"group|dimension"):
        Group.parse(text)


# -- units and statuses --------------------------------------------------------------------


def test_a_change_of_a_percentage_is_in_percentage_points() -> None:
    assert Unit.PERCENT.of_change is Unit.PERCENTAGE_POINTS
    assert Unit.PER_10000.of_change is Unit.PER_10000


def test_every_status_says_what_it_means() -> None:
    assert set(MEANING) == set(Status)
    missing = {status for status in Status if not status.has_value}
    assert missing == {"suppressed", "low", "not-applicable", "not-available", "not-collected"}


@pytest.mark.parametrize(("value", "status"), [(None, Status.FINAL), (0.0, Status.SUPPRESSED)])
def test_a_value_is_missing_exactly_when_its_status_says_why(
    value: float | None, status: Status
) -> None:
    with pytest.raises(ValueError, match="has value"):
        Observation(
            indicator="absence",
            area="E10000901",
            period=Period.academic(2025),
            group=Group(),
            value=value,
            unit=Unit.PERCENT,
            status=status,
            source="lait",
            release="lait-1",
            cell=Cell("0" * 64, 0, 1, 1),
        )


# -- cells ---------------------------------------------------------------------------------


@given(st.integers(0, 9), st.integers(1, 10**6), st.integers(1, 99))
def test_an_id_is_derived_from_the_cell_and_read_back(sheet: int, row: int, column: int) -> None:
    cell = Cell("0123456789abcdef" * 4, sheet, row, column)
    assert cell.id == f"0123456789ab.{sheet}.{row}.{column}"
    assert Cell.parse(cell.id) == Cell("0123456789ab", sheet, row, column)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.b",
        "0123456789ab.0.1",
        "0123456789ab.0.x.1",
        "0123456789ab.0.-1.2",
        ".0.1.5",
        "0123.0.1.5",
        "0123456789aB.0.1.5",
        "0123456789ab.0.1²3.5",
    ],
)
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an id"):
        Cell.parse(text)


# -- areas ---------------------------------------------------------------------------------


def test_an_area_is_found_by_code_number_or_name(register: Register) -> None:
    for text in ("E10000901", "801", "Ashmere", " ashmere ", "ASHMERE"):
        assert register.find(text).code == "E10000901"


def test_an_unknown_area_is_an_error_that_suggests_the_nearest(register: Register) -> None:
    with pytest.raises(ForelandError, match=r"Did you mean Birchford\?"):
        register.find("Birchfrd")


def test_an_authority_existed_from_its_first_day_to_its_last(register: Register) -> None:
    old, new = register.find("Eastmoor"), register.find("North Eastmoor")
    assert old.existed(date(2021, 3, 31), date(2022, 3, 31))
    assert not old.existed(date(2021, 4, 1), date(2022, 3, 31))
    assert not new.existed(date(2020, 4, 1), date(2021, 3, 31))
    assert new.existed(date(2020, 9, 1), date(2021, 8, 31))
    assert old.successors == ("E06000906", "E06000907")


def test_the_packaged_register_holds_the_codes_that_others_print() -> None:
    register = Register.load()
    assert len([a for a in register.authorities if a.closed is None]) == 153
    for code, number, name in [
        ("E10000016", "886", "Kent"),
        ("E06000035", "887", "Medway"),
        ("E10000030", "936", "Surrey"),
        ("E06000065", "815", "North Yorkshire"),
        ("E06000066", "933", "Somerset"),
        ("E06000060", "825", "Buckinghamshire"),
    ]:
        area = register.find(code)
        assert (area.dfe_number, area.name) == (number, name)
        assert register.find(number) is area


@pytest.mark.parametrize(
    ("former", "today"),
    [("E10000023", "E06000065"), ("E10000027", "E06000066"), ("E10000002", "E06000060")],
)
def test_a_former_code_of_one_authority_answers_with_it(former: str, today: str) -> None:
    register = Register.load()
    assert register.find(former) is register.find(today)


@pytest.mark.parametrize(
    ("retired", "closed", "successors"),
    [
        ("928", date(2021, 3, 31), {"940", "941"}),
        ("909", date(2023, 3, 31), {"942", "943"}),
        ("836", date(2019, 3, 31), {"839"}),
        ("837", date(2019, 3, 31), {"839"}),
        ("835", date(2019, 3, 31), {"838", "839"}),
    ],
)
def test_retired_authorities_name_their_successors(
    retired: str, closed: date, successors: set[str]
) -> None:
    register = Register.load()
    area = register.find(retired)
    assert area.closed == closed
    found = [register.find(code) for code in area.successors]
    assert {a.dfe_number for a in found} == successors
    assert all(a.opened == date(closed.year, 4, 1) for a in found)


def test_dorset_today_is_not_dorset_before_2019() -> None:
    register = Register.load()
    assert register.find("Dorset").dfe_number == "838"
    assert register.find("835").name == "Dorset (to 2019)"


def test_localities_join_the_register() -> None:
    district = Area("E07000901", "Northway", "district", region="E10000016")
    register = Register.load().with_localities([district])
    assert register.find("northway") is district
    assert not district.is_authority


# -- problems ------------------------------------------------------------------------------


def test_a_problem_says_where_what_was_found_and_expected_and_what_to_do() -> None:
    told = str(Problem("plan.yaml", "a tab", "spaces", "Use spaces.", line=3, column="title"))
    assert (
        told == "error: plan.yaml, line 3, column title: found a tab; expected spaces. Use spaces."
    )


def test_an_error_tells_all_its_problems() -> None:
    error = ForelandError([Problem("a", "b", "c", "d."), Problem("e", "f", "g", "h.")])
    assert str(error).count("error:") == 2
