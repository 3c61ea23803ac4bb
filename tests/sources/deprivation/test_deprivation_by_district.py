"""Deprivation by district: ranks run the other way than scores, and no county is made."""

from datetime import date

import tiny

from foreland.model.areas import Register, _read
from foreland.sources.opening import open_bytes
from foreland.sources.reading import Context, Reading
from foreland.sources.registry import reader_of

CONTEXT = Context(Register(_read(tiny.REGISTER.splitlines(), "areas.csv")))
IMD = "Index of Multiple Deprivation"
TEXT = f"""\
lad19cd,lad19nm,index_domain,average_rank,rank_average_rank,average_score,rank_average_score,\
proportion_bottom_decile,rank_proportion_bottom_decile,year
E06000902,Birchford,{IMD},900.5,1,40.25,2,0.5,1,2019
E06000902,Birchford,Income,800,2,0.2,3,0.25,2,2019
E07000001,Olddale,{IMD},100,317,5,317,0,200,2019
E06000903,Coldwater,Weather,1,1,1,1,1,1,2019
E06000904,Dunholm,{IMD},many,1,1,1,1,1,2019
E06000902,Birchford,{IMD},1,1,1,1,1,1,2019
"""


def reading() -> Reading:
    opened = open_bytes(TEXT.encode(), "any.csv")
    found = reader_of(opened)
    assert found is not None
    assert found.name == "deprivation-districts"
    return found.read(opened, CONTEXT)


def test_rank_1_is_the_most_deprived_while_a_higher_score_is_so_ranks_are_no_observations() -> None:
    read = reading()
    assert set(read.observations["code"]) == {
        "average_rank", "average_score", "proportion_bottom_decile",
    }  # fmt: skip
    register = read.registers["deprivation"].row(0, named=True)
    assert (register["rank_average_score"], register["average_score"]) == (2, 40.25)
    assert "rank 1 is the most deprived" in read.caveats[0]


def test_districts_are_in_the_register_and_no_county_is_made_of_them() -> None:
    read = reading()
    assert read.registers["deprivation"].select("code", "area").rows() == [
        ("E06000902", "E06000902"), ("E06000902", "E06000902"), ("E07000001", None),
    ]  # fmt: skip
    assert set(read.observations["area"]) == {"E06000902"}
    assert any("no row of a county" in note for note in read.notes)


def test_a_domain_is_a_group_and_the_whole_index_is_all() -> None:
    facts = reading().observations
    scores = facts.filter(facts["code"] == "average_score")
    assert scores.select("group", "value", "period_end").rows() == [
        ("all", 40.25, date(2019, 12, 31)),
        ("domain=income", 0.2, date(2019, 12, 31)),
    ]


def test_what_cannot_be_read_is_set_aside() -> None:
    assert sorted(reading().quarantine.select("row", "column").rows()) == [
        (5, "index_domain"), (6, "average_rank"), (7, "lad19cd"),
    ]  # fmt: skip
