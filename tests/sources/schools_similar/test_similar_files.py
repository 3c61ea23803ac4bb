"""What similar schools are read from: what is kept, what is missing and why, what is set aside."""

import polars as pl
import pytest
import tiny
import tiny_similar as made

from foreland.model.areas import Register, _read
from foreland.model.problems import ForelandError
from foreland.sources.opening import open_bytes
from foreland.sources.reading import Context, Reading
from foreland.sources.registry import reader_of

CONTEXT = Context(Register(_read(tiny.REGISTER.splitlines(), "areas.csv")))


def reading(data: bytes, reader: str) -> Reading:
    opened = open_bytes(data, "any")
    found = reader_of(opened)
    assert found is not None
    assert found.name == reader
    return found.read(opened, CONTEXT)


def faults(read: Reading) -> list[tuple[int, str, str]]:
    return read.quarantine.select("row", "column", "found").rows()


def test_a_secondary_school_is_read_with_its_authority_and_numbers() -> None:
    read = reading(made.schools({"URN": "100001", "ks4_attainment8": "44.5"}), "secondary-schools")
    row = read.registers["secondary_schools"].row(0, named=True)
    assert row["urn"] == "100001"
    assert row["attainment8"] == 44.5
    assert CONTEXT.register.find("801").code == row["area"]
    assert row["missing"] is None
    assert faults(read) == []


def test_a_blank_number_is_null_and_said_and_never_nought() -> None:
    data = made.schools({"URN": "100001", "ks4_progress8": "", "percentage_fsm": "z"})
    row = reading(data, "secondary-schools").registers["secondary_schools"].row(0, named=True)
    assert row["progress8"] is None
    assert row["free_meals"] is None
    assert row["missing"] == "free_meals=z;progress8=-"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("number_of_pupils", "-3"),
        ("percentage_fsm", "101"),
        ("ks4_attainment8", "many"),
        ("la_code", "999"),
        ("URN", "12"),
    ],
)
def test_a_school_that_cannot_be_is_set_aside(column: str, cell: str) -> None:
    read = reading(made.schools({"URN": "100001"} | {column: cell}), "secondary-schools")
    assert faults(read) == [(2, column, cell)]
    assert read.registers["secondary_schools"].height == 0


def test_a_school_twice_is_kept_once() -> None:
    read = reading(made.schools({"URN": "100001"}, {"URN": "100001"}), "secondary-schools")
    assert faults(read) == [(3, "URN", "100001")]


def test_an_online_school_is_no_fault_and_counted_in_a_note() -> None:
    online = {"URN": "100001", "la_code": "0", "type_of_establishment": "Online provider"}
    read = reading(made.schools(online, {"URN": "100002"}), "secondary-schools")
    assert faults(read) == []
    assert read.registers["secondary_schools"]["urn"].to_list() == ["100002"]
    assert "1 online school" in read.notes[0]


def test_a_cohort_keeps_the_sign_of_what_is_not_applicable() -> None:
    data = made.cohort({"school_urn": "100001", "avg_ks2_scaledscore": "z"})
    row = reading(data, "ks4-cohorts").registers["ks4_cohorts"].row(0, named=True)
    assert (row["year"], row["prior_attainment"], row["missing"]) == (
        "2023-24",
        None,
        "prior_attainment=z",
    )


def test_a_group_keeps_distance_and_rank_and_sets_aside_what_cannot_be() -> None:
    data = made.group(
        "100001,100002,0.5,1",
        "100001,100001,0.0,1",
        "100001,100003,far,2",
        "100001,100002,0.6,3",
        "100001,100004,-1,4",
    )
    read = reading(data, "dfe-similar-groups")
    kept = read.registers["dfe_similar_groups"].select("urn", "neighbour", "distance", "rank")
    assert kept.rows() == [("100001", "100002", 0.5, 1)]
    assert sorted(row for row, _, _ in faults(read)) == [2, 3, 4, 5]


def test_an_input_that_is_na_is_null() -> None:
    data = made.primary({"URN": "100001", "PPPerc": "NA"}, {"URN": "100002", "PPPerc": "27.5"})
    found = reading(data, "dfe-similar-primary").registers["dfe_similar_values"]
    assert found.select("pupil_premium", "missing").rows() == [
        (None, "pupil_premium=NA"),
        (27.5, None),
    ]


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_list_cut_short_is_unreadable_or_nobodys_and_never_half_read(cut: int) -> None:
    opened = open_bytes(made.group(*[f"1000{n},100099,0.5,1" for n in range(10, 20)])[:-cut], "x")
    reader = reader_of(opened)
    if reader is not None:
        with pytest.raises(ForelandError, match="no JSON"):
            reader.read(opened, CONTEXT)


def test_other_json_is_nobodys() -> None:
    for data in (b"[]", b"[1, 2]", b'{"URN": "1"}', b'[{"URN": "100001"}]', b"[nonsense"):
        assert reader_of(open_bytes(data, "x")) is None


def test_a_missing_column_is_named() -> None:
    data = made.schools({"URN": "100001"}).replace(b"school_capacity", b"capacity_of_school")
    with pytest.raises(ForelandError, match="school_capacity"):
        reading(data, "secondary-schools")


def test_no_heads_name_is_kept() -> None:
    read = reading(made.schools({"URN": "100001", "head_last_name": "Ash"}), "secondary-schools")
    assert "Ash" not in read.registers["secondary_schools"].cast(pl.String).row(0)


def test_a_file_of_groups_has_the_phase_of_the_publishers_name() -> None:
    data = made.group("100001,100002,0.3,1")
    for name, phase in (
        ("SimilarSchoolsSecondaryGroupsEntry.json", "secondary"),
        ("SimilarSchoolsPrimaryGroupsEntry.json", "primary"),
    ):
        opened = open_bytes(data, name)
        reader = reader_of(opened)
        assert reader is not None
        read = reader.read(opened, CONTEXT)
        assert read.registers["dfe_similar_groups"]["phase"].to_list() == [phase]
        assert read.dataset == f"similar-schools-groups-{phase}"
