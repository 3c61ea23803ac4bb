"""The invented schools: read without a fault, in one piece, and never mistaken for real ones."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from foreland.insight.outlines import inside, outline
from foreland.model.areas import Register
from foreland.sources import registry
from foreland.sources.opening import open_file
from foreland.sources.reading import Context, Reading
from foreland.synthetic import SEED
from foreland.synthetic.places import text
from foreland.synthetic.school_facts import AS_AT, PRU, TRUSTS, county_schools, schools
from foreland.synthetic.school_places import write_boundaries
from foreland.synthetic.school_results import write_results
from foreland.synthetic.schools import write_schools


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    folder = tmp_path_factory.mktemp("schools")
    register = folder / "areas.csv"
    register.write_text(text("areas.csv"), encoding="utf-8")
    context = Context(Register.load(register))
    found = {}
    for write in (write_schools, write_results, write_boundaries):
        for path, _, title in write(folder, SEED):
            assert title.startswith("Synthetic: ")
            found[path.stem] = _read(path, context)
    return found


def _read(path: Path, context: Context) -> Reading:
    opened = open_file(path)
    reader = registry.reader_of(opened, registry.readers())
    assert reader is not None, f"no reader claims {path.name}"
    return reader.read(opened, context)


def test_every_file_is_read_and_nothing_set_aside(read: dict[str, Reading]) -> None:
    assert {name for name, found in read.items() if found.quarantine.height} == set()
    assert {name for name, found in read.items() if not found.registers} == set()


def test_numbers_are_no_schools_or_trusts_of_the_register() -> None:
    for school in schools(SEED):
        assert school.urn.startswith("90")
        assert school.former is None or school.former.startswith("91")
    assert all(uid.startswith("9000") for uid in TRUSTS)


def test_names_tell_the_schools_apart() -> None:
    names = [s.name for s in schools(SEED)]
    assert len(set(names)) == len(names)


def test_a_visit_stands_under_the_number_of_its_day() -> None:
    for school in schools(SEED):
        for visit in school.visits:
            assert visit.urn == school.urn_on(visit.day), school.name
            assert (visit.grade is None) == (visit.day >= date(2024, 9, 1))


def test_the_day_of_the_inspectorates_file_is_that_of_the_story(read: dict[str, Reading]) -> None:
    listed = read["inspections_2025-08"].registers["ofsted_schools"]
    assert listed["as_at"].unique().to_list() == [AS_AT]


def test_what_pages_must_tell_apart_is_there() -> None:
    here = county_schools(SEED)
    assert {len(s.visits) == 0 for s in here} == {True, False}
    assert any(s.visits and s.visits[-1].grade is None for s in here)
    assert any(s.visits and s.visits[-1].grade in (3, 4) for s in here)
    assert any(1 <= s.rolls[2025] <= 5 for s in here if s.phase == PRU)
    assert {s.trust for s in here} == {None, *TRUSTS}
    assert any(s.trust_before for s in here)


def test_every_school_lies_in_its_own_district_alone(read: dict[str, Reading]) -> None:
    registers = read["boundaries.topo"].registers
    lines = {
        row["line"]: np.array(json.loads(row["points"]))
        for row in registers["boundary_lines"].iter_rows(named=True)
    }
    areas = {
        row["code"]: outline(row["code"], row["name"], json.loads(row["lines"]), lines)
        for row in registers["boundaries"].iter_rows(named=True)
    }
    here = county_schools(SEED)
    places = np.array([[s.longitude, s.latitude] for s in here])
    for code, area in areas.items():
        found = {s.urn for s, is_in in zip(here, inside(area, places), strict=True) if is_in}
        own = {s.urn for s in here if s.district == code}
        assert found == (own or {s.urn for s in here}), code
