"""Tables of schools: what is no school, what stands for no number, and which year it is."""

import io
from datetime import date

import polars as pl
import pytest
import tiny

from foreland.model.areas import Register, _read
from foreland.model.problems import ForelandError
from foreland.sources.opening import open_bytes
from foreland.sources.reading import Context, Reading
from foreland.sources.registry import reader_of
from foreland.sources.school_tables.declared import READERS
from foreland.sources.school_tables.tables import SCHEMA, SYMBOLS

CONTEXT = Context(Register(_read(tiny.REGISTER.splitlines(), "areas.csv")))


def reading(text: str, reader: str, name: str = "any.csv") -> Reading:
    opened = open_bytes(text.encode(), name)
    found = reader_of(opened)
    assert found is not None
    assert found.name == reader
    return found.read(opened, CONTEXT)


def absence(*rows: str, name: str = "england_abs_2022-23.csv") -> Reading:
    text = "\n".join(["LA,ESTAB,URN,PERCTOT,PPERSABS10", *rows, ""])
    return reading(text, "schools-absence", name)


def test_nat_rows_are_summaries_and_no_schools() -> None:
    read = absence("801,2000,100001,5.2,9.8", "NAT,PRI,,6,17", "801,2001,100002,4,SUPP")
    figures = read.registers["school_figures"]
    assert dict(figures.schema) == SCHEMA
    assert figures["urn"].unique().sort().to_list() == ["100001", "100002"]
    assert "1 summary rows" in read.notes[0]
    assert read.quarantine.height == 0


def test_a_suppressed_figure_keeps_its_sign_and_is_not_zero() -> None:
    row = absence("801,2001,100002,4,SUPP").registers["school_figures"].row(1, named=True)
    assert (row["value"], row["status"], row["symbol"]) == (None, "suppressed", "SUPP")
    assert (row["row"], row["column"], row["measure"]) == (2, 5, "persistent_absence")


@pytest.mark.parametrize("sign", [*SYMBOLS, "LOWCOV", "NE", "NP", "NEW", "SUPPMAT"])
def test_no_sign_for_a_missing_number_is_zero(sign: str) -> None:
    row = absence(f"801,2001,100002,{sign},1").registers["school_figures"].row(0, named=True)
    assert row["value"] is None
    assert row["symbol"] == sign


def test_a_cell_that_is_neither_number_nor_sign_is_set_aside_alone() -> None:
    read = absence("801,2001,100002,lots,1.5")
    assert read.quarantine.select("row", "column", "found").rows() == [(2, "PERCTOT", "lots")]
    assert read.registers["school_figures"]["value"].to_list() == [1.5]


def test_a_school_twice_and_a_number_that_is_none_are_set_aside() -> None:
    read = absence("801,1,100001,1,1", "801,1,100001,2,2", "801,1,abc,3,3")
    assert read.quarantine.select("row", "found").rows() == [(3, "100001"), (4, "abc")]


def test_the_year_is_in_the_publishers_name_of_the_file_else_it_is_an_error() -> None:
    figures = absence("801,1,100001,1,1").registers["school_figures"]
    assert figures["period_end"].unique().to_list() == [date(2023, 8, 31)]
    with pytest.raises(ForelandError, match="no school year"):
        absence("801,1,100001,1,1", name="absence.csv")


KS2 = "URN,KS2 Pupils,Reading Progress,Overall Meet Std,Academic Year"


def test_percent_signs_live_inside_numbers_and_2018_is_the_year_2017_18() -> None:
    read = reading(f"{KS2}\n100001,28,-2.7,89%,2018\n", "schools-ks2")
    figures = read.registers["school_figures"].select("measure", "value", "unit", "period_start")
    assert figures.rows() == [
        ("pupils", 28.0, "count", date(2017, 9, 1)),
        ("reading_progress", -2.7, "score", date(2017, 9, 1)),
        ("reading_writing_maths_expected", 89.0, "percent", date(2017, 9, 1)),
    ]


def test_a_percent_sign_where_no_percentage_is_meant_is_a_fault() -> None:
    read = reading(f"{KS2}\n100001,28,3%,89%,2018\n", "schools-ks2")
    assert read.quarantine.select("column", "found").rows() == [("Reading Progress", "3%")]


def test_two_years_in_one_table_are_an_error() -> None:
    with pytest.raises(ForelandError, match="2017, 2018 in Academic Year"):
        reading(f"{KS2}\n100001,1,1,1,2018\n100002,1,1,1,2017\n", "schools-ks2")


def test_record_types_that_sum_over_schools_are_left_out() -> None:
    head = "RECTYPE,URN,TPUP,P8MEA_ORIG,PTL2BASICS_94,P8MEA"
    rows = ["1,100001,90,0,88.8%,0.7", "2,100002,9,0,NE,NE", "4,,900,0,60%,0", "5,,9,9,9,9",
            "7,,9,9,9,9"]  # fmt: skip
    read = reading("\n".join([head, *rows, ""]), "schools-ks4-provisional", "ks4_2018-19.csv")
    figures = read.registers["school_figures"]
    assert figures["urn"].unique().sort().to_list() == ["100001", "100002"]
    assert figures.filter(pl.col("value").is_not_null())["status"].unique().to_list() == [
        "provisional"
    ]
    assert "3 summary rows" in read.notes[0]


def test_destinations_use_la_and_nat_and_are_of_pupils_who_left_two_years_before() -> None:
    head = "RECTYPE,URN,COHORT,OVERALL_DESTPER,COHORT_NONDIS,OVERALL_DESTPER_DIS"
    rows = ["1,100001,161,94%,75,93%", "LA,,900,94%,1,1%", "NAT,,9000,94%,1,1%"]
    read = reading("\n".join([head, *rows, ""]), "schools-ks4-destinations",
                   "england_ks4-pupdest_2018-19_tables.csv")  # fmt: skip
    figures = read.registers["school_figures"]
    assert figures["period_end"].unique().to_list() == [date(2017, 8, 31)]
    sustained = figures.filter(pl.col("measure") == "sustained").select("group", "value")
    assert sustained.rows() == [("all", 94.0), ("disadvantage=disadvantaged", 93.0)]


def test_a_trust_is_no_school() -> None:
    read = reading(
        "TIME_PERIOD,TRUST_UID,ATT8SCR_WGTAVG,P8MEA_WGTAVG\n202223,15710,40.4,SUPPMAT\n",
        "schools-ks4-trusts",
    )
    assert set(read.registers) == {"trust_figures"}
    assert read.registers["trust_figures"].select("trust", "status").rows() == [
        ("15710", "final"),
        ("15710", "suppressed"),
    ]


def test_no_two_tables_claim_one_file() -> None:
    names = [reader.name for reader in READERS]
    assert len(set(names)) == len(names)


def test_the_capacity_survey_keeps_the_planning_area_and_x_is_not_zero() -> None:
    out = io.BytesIO()
    base = {"new_la_code": "E10000901", "secondary_planning_area_code": 8010001,
            "total_school_places": 1200, "total_pupils_on_roll": 1100}  # fmt: skip
    pl.DataFrame([
        {**base, "time_period": 202324, "school_urn": 100001, "reported_sixth_form_places": "x",
         "sixth_form_pupils_on_roll": 150},
        {**base, "time_period": 2024, "school_urn": 100002, "reported_sixth_form_places": "9",
         "sixth_form_pupils_on_roll": 9},
    ]).write_parquet(out)  # fmt: skip
    opened = open_bytes(out.getvalue(), "scap.parquet")
    found = reader_of(opened)
    assert found is not None
    read = found.read(opened, CONTEXT)
    frame = read.registers["sixth_form_capacity"]
    assert frame.select(
        "year", "planning_area", "sixth_form_places", "sixth_form_pupils"
    ).rows() == [(2024, "8010001", None, 150)]
    assert read.quarantine.select("row", "found").rows() == [(2, "2024")]
    assert any("not a measure of an area's places" in caveat for caveat in read.caveats)


KS2_2019 = "RECTYPE,URN,READPROG,WRITPROG,MATPROG,LATITUDE,LONGITUDE"


def test_a_place_outside_great_britain_costs_the_place_and_not_the_results() -> None:
    read = reading(
        f"{KS2_2019}\n1,100001,1,1,1,51.5,0.5\n1,100002,2,2,2,0,0\n1,100003,3,3,3,,\n",
        "schools-ks2-progress",
        "england_ks2_selected_2018-19.csv",
    )
    points = read.registers["school_points"]
    assert points.select("urn", "latitude", "longitude", "easting", "year").rows() == [
        ("100001", 51.5, 0.5, None, 2019)
    ]
    assert read.registers["school_figures"]["urn"].n_unique() == 3
    assert read.quarantine.select("row", "column", "found").rows() == [
        (3, "LONGITUDE, LATITUDE", "0, 0")
    ]


MONEY = "URN,Income,Expenditure,Balance,Academic Year"


def test_an_academic_year_of_money_is_the_financial_year_that_ends_in_march() -> None:
    read = reading(f"{MONEY}\n100001,1000.5,900.25,100.25,2016\n", "schools-income-and-spending")
    figures = read.registers["school_figures"]
    assert figures.select("period_start", "period_end").unique().rows() == [
        (date(2015, 4, 1), date(2016, 3, 31))
    ]
    assert dict(figures.select("measure", "value").rows()) == {
        "income": 1000.5,
        "expenditure": 900.25,
        "in_year_balance": 100.25,
    }
    assert set(figures["unit"]) == {"pounds"}


def test_more_spent_than_came_in_is_a_negative_balance_of_the_year() -> None:
    """A deficit is negative here; in the grant's balance a column has it the other way round."""
    read = reading(f"{MONEY}\n100001,900,1000,-100,2016\n", "schools-income-and-spending")
    balance = read.registers["school_figures"].filter(pl.col("measure") == "in_year_balance")
    assert balance["value"].to_list() == [-100]
    assert any("not what the school has in reserve" in said for said in read.caveats)
