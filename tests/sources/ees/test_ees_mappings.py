"""Mapping files: those that ship are sound, and each mistake in one is told with its line."""

import re
from pathlib import Path

import polars as pl
import pytest

from foreland.jobs.folder import Folder
from foreland.model.areas import Register
from foreland.model.problems import ForelandError, Problem
from foreland.model.published_periods import Basis
from foreland.sources import registry
from foreland.sources.ees import reader
from foreland.sources.ees.labels import spelled
from foreland.sources.ees.mappings import MappingFile, own, packaged
from foreland.sources.ees.schema import Mapping
from foreland.sources.opening import open_bytes, open_file
from foreland.sources.reading import Context
from foreland.synthetic import write

MAPPING = (Path(__file__).parents[2] / "fixtures/ees/plans.yaml").read_text()


def faults(text: str, name: str = "plans") -> list[Problem]:
    with pytest.raises(ForelandError) as raised:
        _ = MappingFile(name, text, "mappings/plans.yaml").mapping
    return raised.value.problems


@pytest.mark.parametrize("file", packaged(), ids=lambda file: file.name)
def test_mapping_that_ships_is_sound(file: MappingFile) -> None:
    assert file.mapping.id == file.name


@pytest.mark.parametrize("file", packaged(), ids=lambda file: file.name)
def test_columns_that_recognise_a_file_are_named_in_it(file: MappingFile) -> None:
    mapping = file.mapping
    named = {*mapping.indicators, *mapping.not_read, *mapping.rows}
    named |= set(mapping.register_.columns) if mapping.register_ else set()
    for one in mapping.filters:
        named |= {*one.column, *([one.topic] if one.topic else [])}
    if hasattr(mapping.status, "column"):
        named.add(mapping.status.column)
    assert mapping.refused or set(mapping.recognised_by.columns) <= named


@pytest.mark.parametrize("file", packaged(), ids=lambda file: file.name)
def test_parts_of_a_percentage_are_columns_of_the_file(file: MappingFile) -> None:
    columns = file.mapping.indicators
    for name, measure in columns.items():
        for part in (measure.numerator, measure.denominator):
            assert part is None or part in columns, (name, part)
            assert part != name


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("title:", "titel:", 3, "Did you mean title?"),
        ("basis: calendar", "basis: calender", 5, "'calender'"),
        ("rate: {unit: percent", "rate: {unit: percentage", 16, "'percentage'"),
        (
            "rate: {unit: percent, numerator",
            "rate: {unit: percent, numerater",
            16,
            "Did you mean num",
        ),
        ("  issued: count", "  who: count", 14, "under filters and under indicators"),
        ("id: plans", "id: plan", 2, "a file named plans"),
        ("id: plans", "id: 2024", 2, "Quote it"),
        ("column: who", "column: []", 7, "at least one"),
        ("members: {Female: girls", "members: {Female: 'a=b'", 11, "cannot name"),
    ],
)
def test_mistake_is_told_with_its_line(old: str, new: str, line: int, words: str) -> None:
    assert old in MAPPING
    found = faults(MAPPING.replace(old, new))
    assert any(words in str(p) and p.line == line for p in found), [str(p) for p in found]
    assert all(p.file == "mappings/plans.yaml" for p in found)


def test_all_mistakes_are_told_at_once() -> None:
    text = MAPPING.replace("basis: calendar", "basis: never").replace(
        "in_time: count", "in_time: 5"
    )
    assert len(faults(text)) >= 2


def test_yaml_that_does_not_parse_is_told_with_its_line() -> None:
    (problem,) = faults("id: plans\ntitle: [unclosed\n")
    assert problem.line is not None


def test_one_dimension_in_two_filters_is_refused() -> None:
    more = "  - {column: other, dimension: sex, others: keep}\nindicators:"
    (problem,) = faults(MAPPING.replace("indicators:", more))
    assert "the dimension sex in two filters" in problem.found


def test_mapping_without_anything_to_read_is_refused() -> None:
    (problem,) = faults(MAPPING.split("indicators:")[0])
    assert "no indicators" in problem.found


def test_symbol_cannot_stand_for_a_value() -> None:
    found = faults(MAPPING + "symbols: [{symbol: x, means: final}]\n")
    assert "a symbol stands for no value" in str(found[0])


def test_faults_of_all_own_mappings_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("id: one\n")
    (tmp_path / "two.yaml").write_text("id: two\ntitle: Two\n")
    with pytest.raises(ForelandError) as raised:
        own(tmp_path)
    assert {Path(p.file).name for p in raised.value.problems} == {"one.yaml", "two.yaml"}


def test_own_mapping_takes_the_place_of_a_packaged_one_of_its_name(tmp_path: Path) -> None:
    text = MAPPING.replace("id: plans", "id: ehc_timeliness")
    (tmp_path / "ehc_timeliness.yaml").write_text(text)
    names = [one.name for one in registry.readers(tmp_path)]
    assert names.count("ees/ehc_timeliness") == 1
    assert len(names) == len(registry.readers())


def test_area_without_mappings_has_those_that_ship(tmp_path: Path) -> None:
    assert own(tmp_path / "none") == ()


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("age 12", "12"),
        ("Aged 20 and over", "20-and-over"),
        ("Age unknown", "unknown"),
        ("under 3", "under-3"),
        ("White - Gypsy/Roma", "white-gypsy-roma"),
        ("12 or more", "12-or-more"),
    ],
)
def test_member_is_spelled_in_lower_case_with_hyphens(text: str, member: str) -> None:
    assert spelled(text, ("age", "aged")) == member


def test_mapping_of_the_manual_reads_the_file_of_the_manual() -> None:
    manual = Path(__file__).parents[3] / "docs/how-to/add-a-publication.md"
    blocks = re.findall(r"```(\w+)\n(.*?)```", manual.read_text(encoding="utf-8"), re.DOTALL)
    lines = next(text for kind, text in blocks if kind == "csv")
    mapping = next(text for kind, text in blocks if kind == "yaml")
    file = MappingFile("after_school_clubs", mapping, "after_school_clubs.yaml")
    opened = open_bytes(lines.encode(), "clubs.csv")
    assert reader.recognises(file.mapping, opened)
    reading = reader.read(opened, Context(Register.load()), file.mapping)
    rate = reading.observations.filter(pl.col("code") == "after_school_clubs.club_percent")
    assert rate.select("area", "group", "value", "status").rows() == [
        ("E92000001", "all", 25.0, "final"),
        ("E10000016", "all", 20.0, "final"),
        ("E10000016", "fsm=eligible;sex=girls", None, "suppressed"),
    ]
    assert reading.quarantine.height == 0


def test_manual_names_every_key_of_a_mapping() -> None:
    manual = Path(__file__).parents[3] / "docs/how-to/add-a-publication.md"
    text = manual.read_text(encoding="utf-8")
    keys = [field.alias or name for name, field in Mapping.model_fields.items()]
    assert [key for key in keys if f"`{key}`" not in text] == []
    assert [basis for basis in Basis if f"`{basis}`" not in text] == []


def test_demo_county_files_are_read_whole(tmp_path: Path) -> None:
    write(tmp_path)
    folder = Folder.open(tmp_path)
    context = Context(folder.register)
    attendance = sorted(folder.data.glob("attendance_ytd_*"))
    for path in (*attendance, folder.data / "ehc_timeliness_20_week.csv"):
        opened = open_file(path)
        found = registry.reader_of(opened)
        assert found is not None
        assert found.name in {"ees/attendance_ytd", "ees/ehc_timeliness"}
        reading = found.read(opened, context)
        assert reading.observations.height > 0
        assert reading.quarantine.height == 0
        assert reading.notes == ()
