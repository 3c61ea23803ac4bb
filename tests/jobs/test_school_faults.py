"""``foreland schools check``: each kind of bad input is told, with where it stands."""

from collections.abc import Callable
from pathlib import Path

import tiny_cards as cards
import tiny_schools as made
from command import Cli

Write = Callable[[str, bytes], Path]


def test_each_kind_of_bad_input_is_told_and_counts_for_nothing(cli: Cli, write: Write) -> None:
    two_regimes = cards.school(
        100010,
        cards.card(100010, "18/11/2025"),
        cards.before(100010, "Not judged", "18/11/2025"),
    )
    members = (
        "URN,Group UID,Group Name,Companies House Number,Group Type,Closed Date,Group Status,"
        "Joined date,EstablishmentName"
    )
    row = "100001,{},{},00000001,Multi-academy trust,,Open,2017-09-01,School 100001"
    files = {
        "spine.xlsx": made.spine([made.listed(100001), made.listed(100001)]),
        "links.csv": made.links("100001,100002,Predecessor", "100002,100001,Predecessor"),
        "names.csv": made.dates("100001,01-09-2017,", "100002,,31-08-2017"),
        "history.csv": made.history("100001,Splendid,20180105", "100001,Good,20170105"),
        "england_census_2018-19.csv": made.census("100001,-5"),
        "ofsted.parquet": made.ofsted(
            [
                made.school(100001, made.inspected(100001, "2", "01/10/2016"), opened="01/09/2017"),
                made.school(100003, made.inspected(100003, "5", "01/10/2020"), pupils=-1.0),
            ]
        ),
        cards.NAME: cards.cards([two_regimes]),
        "members.csv": made.text(
            members, row.format("1", "Elm Trust"), row.format("2", "Oak Trust")
        ),
    }
    told = cli("ingest", *[write(name, data) for name, data in files.items()])
    assert (told.status, "Traceback" in told.err) == (0, False)
    found = cli("schools", "check", "--format", "json").json
    kept = [r for r in found if r["fault"] == "a row set aside"]
    assert all(r["row"] >= 1 for r in kept)
    assert {(r["file"], r["column"], r["found"]) for r in kept} == {
        ("spine.xlsx", "URN", "100001"),  # overlapping numbers: one school twice
        ("members.csv", "Group Name", "Oak Trust"),  # a school in two trusts
        ("history.csv", "Rating", "Splendid"),  # an unknown grade word
        (
            "ofsted.parquet",
            "Inspection start date",
            "01/10/2016",
        ),  # an inspection before the opening
        ("ofsted.parquet", "Overall effectiveness", "5"),  # an unknown grade
        ("ofsted.parquet", "Total number of pupils", "-1"),  # a negative roll
        ("england_census_2018-19.csv", "NOR", "-5"),
        (
            cards.NAME,
            "Inspection number of latest full inspection",
            "2100010 on 18/11/2025",  # two regimes for one visit
        ),
    }
    together = [(r["fault"], r["urn"]) for r in found if r["fault"] != "a row set aside"]
    assert together == [
        ("an inspection before the opening", "100001"),
        ("circular predecessors", "100001"),
        ("circular predecessors", "100002"),
    ]
    assert all(r["expected"] and r["done"] for r in found)
    quality = cli("schools", "quality", "--on", "2019-01-31", "--format", "json")
    assert quality.status == 0


def test_an_empty_store_has_no_faults(cli: Cli) -> None:
    told = cli("schools", "check", "--format", "json")
    assert (told.status, told.json) == (0, [])
