"""Layouts to be filled in: filled in, each is read without a fault."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest
import tiny
import xlsxwriter
from python_calamine import CalamineWorkbook

from foreland.indicators.catalogue import Catalogue
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest
from foreland.jobs.templates import Template, packed, template, write
from foreland.model.problems import ForelandError
from foreland.sources.local.layout import TIMES
from foreland.sources.local.templates import example_period, layouts

NAMES = [layout.name for layout in layouts()]

#: What a person writes: 3 of 4 where something is counted.
VALUES = {"percent": "75", "count": "12", "score": "42.5"}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    path = tiny.folder(tmp_path / "ashmere")
    with (path / "area.yaml").open("a") as settings:
        settings.write("localities: localities.csv\n")
    (path / "localities.csv").write_text(
        "code,name,kind,parent\nD1,Northway,district,E10000901\nD2,Southway,district,E10000901\n"
    )
    (path / "data").mkdir()
    return Folder.open(path)


def filled(made: Template) -> list[dict[str, str]]:
    rows = []
    for cells in made.rows:
        row = dict(zip(made.header, cells, strict=True))
        row["time_period"] = example_period(row["time_identifier"])
        row["value"] = VALUES.get(row["unit"], "10")
        if row["unit"] == "percent" and row["unit"] in {unit.value for unit in TIMES}:
            row |= {"numerator": "3", "denominator": "4"}
        rows.append(row)
    return rows


def fill_csv(path: Path, made: Template) -> None:
    text = packed(made, "csv").decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text))) == list(made.header)
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, made.header)
        writer.writeheader()
        writer.writerows(filled(made))


def fill_xlsx(path: Path, made: Template) -> None:
    """The workbook that was written, its first sheet filled in, all others as they are."""
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(packed(made, "xlsx")))
    with xlsxwriter.Workbook(path) as book:
        for number, name in enumerate(sheets.sheet_names):
            page = book.add_worksheet(name)
            cells = sheets.get_sheet_by_index(number).to_python(skip_empty_area=False)
            if number == 0:
                assert cells[0] == list(made.header)
                rows = [list(made.header), *(list(row.values()) for row in filled(made))]
                for place, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        number_like = made.header[column] in ("value", "numerator", "denominator")
                        if cell and place and number_like:
                            page.write_number(place, column, float(cell))
                        else:
                            page.write_string(place, column, cell)
            else:
                for place, row in enumerate(cells):
                    page.write_row(place, 0, row)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", NAMES)
def test_a_layout_that_is_filled_in_is_read_without_a_fault(
    folder: Folder, name: str, form: str
) -> None:
    made = template(folder, name)
    path = folder.data / f"{name}.{form}"
    (fill_csv if form == "csv" else fill_xlsx)(path, made)
    told = ingest(folder, [path], None).row(0, named=True)
    assert (told["outcome"], told["source"]) == ("read", "local")
    assert (told["observations"], told["missing"], told["quarantined"]) == (len(made.rows), 0, 0)
    assert "not read" not in told["reason"]
    assert "out of their range" not in told["reason"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", NAMES)
def test_a_layout_that_is_not_filled_in_gives_no_figure(
    folder: Folder, name: str, form: str
) -> None:
    made = template(folder, name)
    path = folder.data / f"{name}.{form}"
    write(made, form, path)
    told = ingest(folder, [path]).row(0, named=True)
    assert (told["source"], told["observations"]) == ("local", 0)
    # Every row is told, for its period and its value; the sheet of instructions is no row of it.
    assert told["quarantined"] == 2 * len(made.rows)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_same_layout_gives_the_same_bytes(folder: Folder, form: str) -> None:
    assert packed(template(folder, "vacancies"), form) == packed(
        template(folder, "vacancies"), form
    )


def test_a_file_that_is_there_is_never_overwritten(folder: Folder) -> None:
    path = folder.data / "mine.csv"
    path.write_text("what somebody filled in")
    with pytest.raises(ForelandError, match="already"):
        write(template(folder, "early-help"), "csv", path)
    assert path.read_text() == "what somebody filled in"


def test_districts_have_a_row_each_where_the_layout_asks_for_them(folder: Folder) -> None:
    made = template(folder, "early-help")
    at = made.header.index("locality_code")
    assert {row[at] for row in made.rows} == {"", "D1", "D2"}
    assert "locality_code" not in template(folder, "early-results").header


def test_a_code_of_the_catalogue_has_its_unit() -> None:
    catalogue = Catalogue.load()
    wrong = [
        (layout.name, row.code)
        for layout in layouts()
        for row in layout.rows
        if row.code in catalogue and catalogue.get(row.code).unit != row.unit
    ]
    assert wrong == []


def test_an_unknown_name_suggests_the_nearest(folder: Folder) -> None:
    with pytest.raises(ForelandError, match="Did you mean vacancies"):
        template(folder, "vacancy")


# -- early results, and districts' figures, in the place of what no publisher has ----------------

HEADER = (
    "time_period,time_identifier,geographic_level,new_la_code,locality_code,"
    "indicator,value,unit,status,published\n"
)


def send(folder: Folder, row: str) -> None:
    path = folder.data / "early.csv"
    path.write_text(HEADER + row + "\n")
    assert ingest(folder, [path])["quarantined"].sum() == 0


def gld(folder: Folder) -> list[tuple[str, str, float | None, str]]:
    found = facts(folder, "gld", group="all")
    return list(found.select("area", "published_period", "value", "source").iter_rows())


def test_an_early_result_gives_way_to_the_published_one(folder: Folder) -> None:
    send(
        folder,
        "202425,Academic year,Local authority,E10000901,,gld,70,percent,provisional,2025-07-20",
    )
    assert gld(folder) == [("E10000901", "202425", 70, "local")]
    code = Catalogue.load().get("gld").series[0].code
    (folder.data / "lait.csv").write_bytes(tiny.long_csv([(code, "2025", 801, "68.4")]))
    ingest(folder, [folder.data / "lait.csv"])
    assert gld(folder) == [("E10000901", "2025", 68.4, "lait")]


def test_a_districts_figure_fills_the_indicator_for_the_district(folder: Folder) -> None:
    send(folder, "202425,Academic year,Locality,E10000901,D1,gld,70,percent,,2025-07-20")
    assert gld(folder) == [("D1", "202425", 70, "local")]


@pytest.mark.parametrize(
    "row",
    [
        "202425,Academic year,Local authority,E10000901,,gld,70,count,,2025-07-20",
        "202425,Academic year,Local authority,E10000901,,phonix,70,percent,,2025-07-20",
    ],
)
def test_a_figure_in_another_unit_or_of_another_code_fills_nothing(
    folder: Folder, row: str
) -> None:
    send(folder, row)
    assert isinstance(facts(folder, "gld"), pl.DataFrame)
    assert gld(folder) == []


def test_the_command_lists_writes_and_refuses(cli, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert "early-help" in cli("template").out
    out = tmp_path / "early.xlsx"
    assert cli("template", "early-help", "--format", "xlsx", "--out", out).status == 0
    assert out.read_bytes()[:2] == b"PK"
    assert cli("template", "early-help", "--out", out).status == 1
    assert cli("template", "early-help", "--format", "xlsx").status == 2
    printed = cli("template", "early-help").out.splitlines()
    assert printed[0].removeprefix("\ufeff").startswith("time_period,time_identifier")
