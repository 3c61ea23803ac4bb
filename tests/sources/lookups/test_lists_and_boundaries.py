"""Lists that are no figures: typed, each with its trap; and boundaries with their years."""

import json
from datetime import date

import pytest
import tiny

from foreland.model.areas import Register, _read
from foreland.model.problems import ForelandError
from foreland.sources.opening import open_bytes
from foreland.sources.reading import Context, Reading
from foreland.sources.registry import reader_of

CONTEXT = Context(Register(_read(tiny.REGISTER.splitlines(), "areas.csv")))


def read(text: str, reader: str) -> Reading:
    opened = open_bytes(text.encode(), "any.csv")
    found = reader_of(opened)
    assert found is not None
    assert found.name == reader
    return found.read(opened, CONTEXT)


def overview(*rows: str) -> Reading:
    head = (
        "urn,la_code,ltla23cd,inspection_link,inspection_framework,overall_effectiveness_grade,"
        "impact_of_leaders_grade,help_and_protection_grade,in_care_grade,care_leavers_grade,"
        "inspection_start_date,inspection_end_date,publication_date,local_link_to_all_inspections"
    )
    return read("\n".join([head, *rows, ""]), "list-childrens-services-overview")


def test_two_forms_of_days_in_one_row_are_both_read() -> None:
    told = overview(
        "1,801,E10000901,x,short,good,good,good,good,good,03/11/2025,07/11/2025,02/02/26,0"
    )
    row = told.registers["childrens_services_overview"].row(0, named=True)
    assert (row["started"], row["report_published"]) == (date(2025, 11, 3), date(2026, 2, 2))
    assert row["area"] == "E10000901"
    assert told.published == date(2026, 2, 2)


def test_0_is_a_missing_link_and_an_empty_grade_is_none() -> None:
    told = overview("1,801,E10000901,0,,,good,good,good,inspection_pre_dates_judgement,,,,0")
    row = told.registers["childrens_services_overview"].row(0, named=True)
    assert (row["link"], row["overall"], row["care_leavers"]) == (None, None, None)
    assert row["all_inspections"] is None


def send(previous: str, grade: str = "1.0") -> Reading:
    head = (
        "urn,la_code,ltla23cd,inspection_link,outcome_grade,previous_inspection_date,"
        "inspection_start_date,inspection_end_date,publication_date,next_inspection,"
        "next_inspection_by_date,local_link_to_all_inspections,inspection_outcome_text"
    )
    row = (
        f"1,801,E10000901,x,{grade},{previous},18/11/24,22/11/24,04/02/25,5 years,"
        "Next inspection time frame not found,0,Words"
    )
    return read(f"{head}\n{row}\n", "list-area-send-overview")


def test_1_january_1900_is_no_earlier_inspection() -> None:
    row = send("01/01/1900").registers["area_send_overview"].row(0, named=True)
    assert (row["previous"], row["outcome"], row["next_by"]) == (None, 1.0, None)
    row = send("27/05/2021", "").registers["area_send_overview"].row(0, named=True)
    assert (row["previous"], row["outcome"]) == (date(2021, 5, 27), None)


def test_a_day_that_is_none_sets_the_row_aside() -> None:
    told = send("31/02/2021")
    assert told.registers["area_send_overview"].height == 0
    assert told.quarantine.select("row", "column", "found").rows() == [
        (2, "previous_inspection_date", "31/02/2021")
    ]


def test_an_area_that_is_not_in_the_list_is_not_told_to_be_uninspected() -> None:
    assert any("need not be uninspected" in caveat for caveat in send("").caveats)


def test_changes_of_several_purposes_keep_their_kind() -> None:
    told = read(
        "oldcd,oldnm,newcd,newnm,type,start\nE06000903,Coldwater,E47000001,Both,new_geo,2018\n"
        "E10000905,Eastmoor,E06000906,North Eastmoor,merger,2021\n",
        "list-code-changes",
    )
    assert told.registers["code_changes"].select("kind", "year", "area").rows() == [
        ("new_geo", 2018.0, None),
        ("merger", 2021.0, "E06000906"),
    ]


def test_districts_and_counties_stand_together_and_their_kind_tells_them_apart() -> None:
    told = read(
        "local-authority-code,nice-name,gss-code,start-date,end-date,replaced-by,nation,"
        "local-authority-type-name,county-la,former-gss-codes,current-authority\n"
        "ASM,Ashmere,E10000901,1974-04-01,,,England,County,,,True\n"
        "OLD,Olddale,E07000001,1974-04-01,2021-03-31,ASM,England,District,ASM,,False\n",
        "list-councils",
    )
    assert told.registers["councils"].select("kind", "area", "current", "closed").rows() == [
        ("County", "E10000901", True, None),
        ("District", None, False, date(2021, 3, 31)),
    ]


TOPOLOGY = {
    "type": "Topology",
    "arcs": [[[0, 0], [10, 0], [0, 10], [-10, -10]], [[5, 5], [1, 1]]],
    "transform": {"scale": [0.1, 0.1], "translate": [-1, 50]},
    "objects": {
        "utla": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0]],
                 "properties": {"areacd": "E10000905", "areanm": "Eastmoor", "end": 2020}},
                {"type": "Polygon", "arcs": [[-1]],
                 "properties": {"areacd": "E06000906", "areanm": "North", "start": 2021}},
                {"type": "Polygon", "arcs": [[7]],
                 "properties": {"areacd": "E06000907", "areanm": "South"}},
            ],
        }
    },
}  # fmt: skip


def test_areas_of_all_years_stand_in_one_file_each_with_its_years() -> None:
    told = read(json.dumps(TOPOLOGY), "boundaries")
    assert told.registers["boundaries"].select("code", "first_year", "last_year").rows() == [
        ("E10000905", None, 2020),
        ("E06000906", 2021, None),
    ]
    lines = told.registers["boundary_lines"]
    assert json.loads(lines["points"][0]) == [[-1, 50], [0, 50], [0, 51], [-1, 50]]
    assert told.quarantine["found"].to_list() == ["E06000907 with a line that is not in the file"]


@pytest.mark.parametrize("text", ['{"type":"Topology","arcs":[[[1]]]}', '{"type":"Topology",'])
def test_a_map_cut_short_is_an_error(text: str) -> None:
    with pytest.raises(ForelandError, match="no whole TopoJSON"):
        read(text, "boundaries")
