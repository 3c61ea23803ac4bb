"""``foreland schools similar`` as a user meets it, on eight schools of an invented county."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tiny_similar as made
from command import Cli

Write = Callable[[str, bytes], Path]

#: URN: prior attainment, Progress 8. 100007 is a grammar school with too few like it.
SCHOOLS = {
    "100001": ("104", "0.0", "Beech School"),
    "100002": ("104.5", "0.9", "ash school"),
    "100003": ("103", "0.1", "Cedar School"),
    "100004": ("102", "0.0", "Dogwood School"),
    "100005": ("101", "0.0", "Elm School"),
    "100006": ("100", "0.0", "Fir School"),
    "100007": ("112", "0.3", "Grammar School"),
    "100008": ("z", "", "Hazel School"),
}


@pytest.fixture
def similar(cli: Cli, write: Write) -> Cli:
    rows = [
        {
            "URN": urn,
            "establishment_name": name,
            "admissions_policy": "Selective" if "Grammar" in name else "Non-selective",
            "ks4_progress8": progress,
            "ks4_p8_lower_ci": str(float(progress) - 0.2) if progress else "",
            "ks4_p8_upper_ci": str(float(progress) + 0.2) if progress else "",
            "easting": str(500000 + 1000 * int(urn[-1])),
            "northing": "150000",
        }
        for urn, (_, progress, name) in SCHOOLS.items()
    ]
    cohorts = [
        {"school_urn": urn, "avg_ks2_scaledscore": prior} for urn, (prior, *_) in SCHOOLS.items()
    ]
    files = {"schools.csv": made.schools(*rows), "cohorts.csv": made.cohort(*cohorts)}
    told = cli("ingest", *[write(name, data) for name, data in files.items()])
    assert told.status == 0
    return cli


def answered(cli: Cli, *arguments: Any) -> list[dict[str, Any]]:
    return cli("schools", "similar", *arguments, "--neighbours", 5, "--format", "json").json


def test_each_school_of_the_area_stands_once_by_name_matched_or_not(similar: Cli) -> None:
    rows = answered(similar, "--area", "Ashmere")
    names = [row["name"] for row in rows]
    assert names == sorted(names, key=str.lower)
    assert len(rows) == 8
    by = {row["urn"]: row for row in rows}
    assert by["100001"]["neighbours"] == 5
    assert by["100001"]["status"] == "final"
    assert by["100001"]["group_progress8"] == pytest.approx(0.2)
    assert by["100008"]["status"] == "not-available"
    assert by["100008"]["note"] == "not known: prior attainment"
    assert by["100008"]["group_attainment8"] is None


def test_a_grammar_school_without_others_has_no_group(similar: Cli) -> None:
    by = {row["urn"]: row for row in answered(similar, "--area", "Ashmere")}
    assert by["100007"]["stratum"] == "selective"
    assert by["100007"]["neighbours"] is None
    assert by["100007"]["status"] == "not-available"
    assert "too few" in by["100007"]["note"]


def test_a_schools_group_is_by_name_with_its_rank(similar: Cli) -> None:
    rows = answered(similar, "--urn", "100001")
    assert [row["name"] for row in rows] == [
        "ash school",
        "Cedar School",
        "Dogwood School",
        "Elm School",
        "Fir School",
    ]
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0]["km"] == 1


def test_balance_names_every_input(similar: Cli) -> None:
    rows = answered(similar, "--urn", "100001", "--show", "balance")
    assert len(rows) == 8
    assert {"value", "group_mean", "all_mean", "before", "after"} <= rows[0].keys()


def test_pairs_are_internal_and_say_so(similar: Cli) -> None:
    told = similar("schools", "similar", "--show", "pairs", "--neighbours", 5, "--format", "json")
    assert {row["other_urn"] for row in told.json} == {"100002"}
    assert {row["audience"] for row in told.json} == {"internal"}
    assert "not to be published" in told.err


def test_no_public_answer_has_a_word_for_a_weak_school(similar: Cli) -> None:
    said = similar("schools", "similar", "--area", "Ashmere", "--neighbours", 5).out.lower()
    assert not {"weak", "poor", "failing", "worse", "underperform"} & set(said.split())


def test_an_unknown_school_is_told_with_what_to_do(similar: Cli) -> None:
    told = similar("schools", "similar", "--urn", "999999")
    assert told.status == 1
    assert "foreland schools list" in told.err


def test_too_few_neighbours_are_refused(similar: Cli) -> None:
    assert similar("schools", "similar", "--neighbours", 4).status == 1


def test_an_empty_store_answers_nothing(cli: Cli) -> None:
    for show in ("schools", "balance", "pairs", "published", "check"):
        told = cli("schools", "similar", "--show", show, "--format", "json")
        assert (told.status, told.json) == (0, [])


def test_by_dfe_matches_on_its_own_inputs_where_they_are_published(
    similar: Cli, write: Write
) -> None:
    known = [
        {"URN": urn, "KS2MRP": str(100 + place)} for place, urn in enumerate(list(SCHOOLS)[:6])
    ]
    values, spread = made.secondary_values(*known), made.spreads(KS2MRP="2")
    told = similar("ingest", write("v.json", values), write("s.json", spread))
    assert "2 read" in told.err
    group = answered(similar, "--urn", "100001", "--by", "dfe")
    by_rank = sorted(group, key=lambda row: row["rank"])
    assert [row["urn"] for row in by_rank] == list(SCHOOLS)[1:6]
    weight = 0.470 / 1.006  # of prior attainment, of all weights together
    assert by_rank[0]["distance"] == pytest.approx((weight * 0.5**2) ** 0.5, abs=1e-6)
    assert by_rank[0]["polar4"] == 1
    rows = {row["urn"]: row for row in answered(similar, "--by", "dfe")}
    assert rows["100007"]["neighbours"] is None
    assert "polar4" in rows["100007"]["note"]
    inputs = {row["input"] for row in answered(similar, "--by", "dfe", "--show", "balance")}
    assert {"polar4", "stability", "idaci"} <= inputs
    check = answered(similar, "--by", "dfe", "--show", "check")
    assert check == []
