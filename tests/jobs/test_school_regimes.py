"""``foreland schools`` after November 2025: report cards beside the grades that are left."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny_cards as cards
import tiny_schools as made
import tiny_similar as similar
from command import Cli

from foreland.sources.ofsted.report_cards import AREAS

Write = Callable[[str, bytes], Path]


@pytest.fixture
def schools(cli: Cli, write: Write) -> Cli:
    """100001 kept its grade, 100002 had its report card in November, 100003 joined since."""
    was = made.ofsted(
        [
            made.school(
                100001, made.inspected(100001, "2", "05/03/2019", "20/09/2025"), phase="Secondary"
            ),
            made.school(100002, made.inspected(100002, "2", "05/03/2022")),
            made.school(100004, made.inspected(100004, "4", "05/03/2022")),
        ]
    )
    now = cards.cards(
        [
            cards.school(
                100001, cards.before(100001, "2", "05/03/2019"), **{"Ofsted phase": "Secondary"}
            ),
            cards.school(
                100002,
                cards.card(100002, "18/11/2025", inclusion="Needs attention"),
                cards.before(100002, "2", "05/03/2022"),
            ),
            cards.school(100003, **{"School open date": "01/10/2025"}),
        ]
    )
    table = similar.schools({"URN": "100001", "school_capacity": "900"})
    told = cli(
        "ingest",
        write("ofsted.parquet", was),
        write(cards.NAME, now),
        write("england_secondary_schools_2026-03.csv", table),
    )
    assert "3 read" in told.err
    return cli


def share(cli: Cli, day: str, weight: str = "schools", phase: str = "all") -> dict[str, object]:
    rows = cli("schools", "quality", "--on", day, "--format", "json").json
    found: dict[str, object] = next(r for r in rows if (r["phase"], r["weight"]) == (phase, weight))
    return found


def test_each_day_has_the_first_list_from_it_on(schools: Cli) -> None:
    august = share(schools, "2025-08-31")
    assert (august["numerator"], august["denominator"], august["status"]) == (2, 3, "final")
    october = share(schools, "2025-10-15")
    assert (october["numerator"], october["denominator"], october["open"]) == (2, 2, 3)
    assert october["schools_of"] == "schools open on 2026-01-31"
    assert "what closed before is missing" in str(october["note"])


def test_a_report_card_takes_a_school_out_of_the_share_and_into_no_grade(schools: Cli) -> None:
    january = share(schools, "2026-01-31")
    assert (january["numerator"], january["denominator"]) == (1, 1)
    assert (january["not_graded"], january["not_judged"], january["open"]) == (2, 1, 3)
    assert january["regime"] == "report card"
    assert "not comparable with earlier days" in str(january["note"])
    listed = schools("schools", "list", "--on", "2026-01-31", "--format", "json").json
    assert [(r["urn"], r["grade"], r["regime"]) for r in listed] == [
        ("100001", "Good", "overall effectiveness"),
        ("100002", "Not judged", "report card"),
        ("100003", None, None),
    ]


def test_places_are_given_where_capacity_is_known_and_nowhere_else(schools: Cli) -> None:
    known = share(schools, "2026-01-31", "places", "secondary")
    assert (known["value"], known["denominator"], known["status"]) == (100, 900, "estimated")
    assert "capacities of 2026-03-01, known of 1 of 1" in str(known["note"])
    early = share(schools, "2019-12-31", "places", "secondary")
    assert (early["value"], early["status"]) == (None, "not-available")
    assert "of a year around" in str(early["note"])
    every = share(schools, "2025-08-31", "places")
    assert (every["value"], every["status"]) == (None, "not-available")
    assert "known of 1 of 3 graded schools" in str(every["note"])


def test_judgements_are_counted_by_area_and_word(schools: Cli) -> None:
    rows = schools("schools", "judgements", "--on", "2026-01-31", "--format", "json").json
    found = {(r["phase"], r["judged"], r["judgement"]): r for r in rows}
    assert found["all", "Inclusion", "Needs attention"]["numerator"] == 1
    assert found["all", "Achievement", "Expected standard"]["value"] == 100
    assert found["all", "Safeguarding", "Met"]["denominator"] == 1
    assert {r["regime"] for r in rows} == {"report card"}
    assert not any("overall" in r["judged"].lower() for r in rows)
    before = schools("schools", "judgements", "--on", "2025-08-31", "--format", "json")
    assert (before.json, before.status) == ([], 0)
    assert "No school of that area" in before.err


def test_a_day_beyond_every_list_says_which_is_the_newest(schools: Cli) -> None:
    told = schools("schools", "quality", "--on", "2026-02-01", "--format", "json")
    assert told.json == []
    assert "newest list of schools in the store is of 2026-01-31" in told.err


def test_a_later_months_file_takes_no_day_from_an_earlier_one(schools: Cli, write: Write) -> None:
    before = schools("schools", "list", "--on", "2026-01-31", "--format", "json").json
    again = {AREAS["Inclusion"][0]: "Expected standard", AREAS["Inclusion"][1]: "20/02/2026"}
    later = cards.cards(
        [
            cards.school(100001, cards.card(100001, "03/03/2026")),
            cards.school(100002, cards.card(100002, "18/11/2025"), again),
        ]
    )
    told = schools("ingest", write(cards.NAME.replace("31_Jan", "31_Mar"), later))
    assert "1 read" in told.err
    assert schools("schools", "list", "--on", "2026-01-31", "--format", "json").json == before
    march = schools("schools", "list", "--format", "json").json
    assert [(r["urn"], r["grade"], r["on"]) for r in march] == [
        ("100001", "Not judged", "2026-03-31"),
        ("100002", "Not judged", "2026-03-31"),
    ]

    def inclusion(day: str) -> dict[str, int]:
        rows = schools("schools", "judgements", "--on", day, "--format", "json").json
        return {
            r["judgement"]: r["numerator"]
            for r in rows
            if (r["phase"], r["judged"]) == ("all", "Inclusion") and r["numerator"]
        }

    assert inclusion("2026-01-31") == {"Needs attention": 1}
    assert inclusion("2026-03-31") == {"Expected standard": 2}


def test_the_site_shows_a_report_card_in_its_own_words(schools: Cli, tmp_path: Path) -> None:
    told = schools("build", "--out", tmp_path / "site")
    assert told.status == 0, told.err
    page = (tmp_path / "site/current/schools/100002.html").read_text(encoding="utf-8")
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for said in ("Inclusion Needs attention", "Achievement Expected standard", "Safeguarding Met"):
        assert said in words
    assert "Report card" in words
    assert "no total is made of them" in words


def test_the_bridge_says_what_compares(cli: Cli) -> None:
    def rows(*days: str) -> list[dict[str, object]]:
        told = cli("schools", "regimes", *days, "--format", "json")
        found: list[dict[str, object]] = told.json
        return found

    assert [r["regime"] for r in rows()] == [
        "overall effectiveness",
        "four judgements",
        "report card",
    ]
    assert rows("--since", "2017-03-31", "--until", "2024-08-31")[0]["comparable"] is True
    across = rows("--since", "2017-03-31", "--until", "2025-12-31")[0]
    assert across["comparable"] is False
    assert "no change may be read" in str(across["note"])
