"""The early-years table: each authority stands eleven times, under its neighbours' names."""

from datetime import date

import polars as pl
import tiny

from foreland.model.areas import Register, _read
from foreland.sources.opening import open_bytes
from foreland.sources.reading import Context, Reading
from foreland.sources.registry import reader_of

CONTEXT = Context(Register(_read(tiny.REGISTER.splitlines(), "areas.csv")))
HEAD = (
    "LEA_Number,LEA_NAME,SN,LA_Number,LA_Code,All_Percent_GLD_2018_LA,FSM_Percent_GLD_2018_LA,"
    "SEN_Percent_GLD_2018_LA,All_Rank_GLD_2018_LA,All_Percent_GLD_2018_National,"
    "two_year_olds_Percent_2019"
)
ASHMERE = "801,E10000901,75.1,60,NA,9,71.5,64"


def reading(*rows: str) -> Reading:
    opened = open_bytes("\n".join([HEAD, *rows, ""]).encode("cp1252"), "any.csv")
    found = reader_of(opened)
    assert found is not None
    assert found.name == "smapey-2019"
    return found.read(opened, CONTEXT)


def test_values_that_repeat_for_each_neighbour_are_read_once() -> None:
    read = reading(f"802,Birchford,SN01,{ASHMERE}", f"801,Ashmere,SN00,{ASHMERE}")
    assert read.quarantine.height == 0
    facts = read.observations.select("area", "code", "group", "value", "period_end", "row")
    assert facts.rows() == [
        ("E10000901", "gld_percent", "all", 75.1, date(2018, 8, 31), 2),
        ("E10000901", "gld_percent", "fsm=eligible", 60.0, date(2018, 8, 31), 2),
        ("E10000901", "gld_percent", "sen=any", None, date(2018, 8, 31), 2),
        ("E10000901", "two_year_olds_percent", "all", 64.0, date(2019, 1, 31), 2),
    ]
    assert read.observations.filter(pl.col("value").is_null())["symbol"].to_list() == ["NA"]


def test_copies_that_differ_are_all_set_aside() -> None:
    other = ASHMERE.replace("75.1", "75.2")
    read = reading(f"802,Birchford,SN01,{ASHMERE}", f"801,Ashmere,SN00,{other}")
    assert read.observations.height == 0
    assert read.quarantine["row"].to_list() == [2, 3]


def test_ranks_gaps_and_englands_figures_are_not_read() -> None:
    codes = set(reading(f"801,Ashmere,SN00,{ASHMERE}").observations["code"])
    assert codes == {"gld_percent", "two_year_olds_percent"}
