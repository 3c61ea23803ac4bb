"""Findings: their ids, what is due, what is lacking, what was accepted."""

from datetime import date

import polars as pl
import pytest

from foreland.model.problems import ForelandError
from foreland.plan.completeness import lacking
from foreland.plan.freshness import Calendar, Newest, due_by, late, stale
from foreland.plan.quality import Finding, read_accepted, table, unmatched

TODAY = date(2026, 4, 8)
ONE = Finding("unclaimed", ("abc",), "not read", "a reader", "Add a mapping.", file="x.csv")


def accept(until: str = "2027-03-31", finding: str = ONE.id) -> str:
    return (
        f"accepted:\n  - finding: {finding}\n    reason: it holds no figures of ours\n"
        f"    by: head of data\n    until: {until}\n"
    )


# -- acceptance ----------------------------------------------------------------------------------


def test_an_accepted_finding_is_told_as_accepted_with_its_reason() -> None:
    told = table([ONE], read_accepted(accept(), "quality.yaml"), TODAY).row(0, named=True)
    assert (told["accepted"], told["reason"]) == (True, "it holds no figures of ours")
    assert (told["by"], told["until"]) == ("head of data", date(2027, 3, 31))


def test_an_acceptance_ends_after_its_day() -> None:
    accepted = read_accepted(accept("2026-04-08"), "quality.yaml")
    assert table([ONE], accepted, TODAY)["accepted"].to_list() == [True]
    told = table([ONE], accepted, date(2026, 4, 9)).row(0, named=True)
    assert told["accepted"] is False
    assert told["reason"].startswith("accepted until 2026-04-08, which has passed")


def test_a_finding_has_one_id_in_every_run_and_another_when_its_figure_changes() -> None:
    assert ONE.id == "unclaimed-" + ONE.id.removeprefix("unclaimed-")
    again = Finding("unclaimed", ("abc",), "said otherwise", "a reader", "Add.", file="y.csv")
    assert again.id == ONE.id
    assert Finding("unclaimed", ("abd",), "", "", "").id != ONE.id


def test_an_acceptance_that_nothing_answers_to_is_told() -> None:
    accepted = read_accepted(accept(finding="outlier-00000000"), "quality.yaml")
    (problem,) = unmatched(table([ONE], accepted, TODAY), accepted, "quality.yaml")
    assert problem.level == "warning"
    assert "outlier-00000000" in problem.found


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("accepted:\n  - finding: outlier-1\n    reason: long enough\n    by: us\n"
         "    until: 2027-01-01\n", 2, "outlier-1"),
        (accept().replace("    by: head of data\n", ""), 2, "no by"),
        (accept("soon"), 5, "soon"),
        (accept().replace("it holds no figures of ours", "no"), 3, "reason"),
        (accept() + accept().removeprefix("accepted:\n"), 6, "a second time"),
        ("acepted: []\n", 1, "acepted"),
    ],
)  # fmt: skip
def test_a_fault_of_quality_yaml_is_told_with_its_line(text: str, line: int, found: str) -> None:
    with pytest.raises(ForelandError) as told:
        read_accepted(text, "quality.yaml")
    (problem,) = told.value.problems
    assert problem.line == line
    assert found in problem.found


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ForelandError) as told:
        read_accepted(accept("soon").replace("head of data", "x"), "quality.yaml")
    assert [problem.line for problem in told.value.problems] == [4, 5]


# -- freshness -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("46113", date(2026, 4, 30)),  # the first of April: some day in April
        ("46232", date(2026, 7, 29)),
        ("TBC", None),
        ("Discontinued", None),
        (None, None),
    ],
)
def test_the_first_of_a_month_means_the_month(text: str | None, day: date | None) -> None:
    assert due_by(text) == day


def calendar(next_update: str | None, published: date | None = TODAY) -> Calendar:
    return Calendar("lait:X", "x", "lait", next_update, published)


def test_what_is_due_within_a_month_is_told_and_later_is_not() -> None:
    (told,) = late([calendar("46113")], TODAY)
    assert told.found == "due by 2026-04-30"
    assert list(late([calendar("46143")], TODAY)) == []  # by the end of May


def test_what_is_overdue_says_whether_to_fetch_it_or_to_wait() -> None:
    (fetch,) = late([calendar("46054", date(2025, 12, 1))], TODAY)  # by 28 February 2026
    assert fetch.found.startswith("overdue by 39 days")
    assert fetch.remedy.startswith("Fetch")
    (wait,) = late([calendar("46054", TODAY)], TODAY)
    assert "lacks it still" in wait.remedy


def test_what_has_ended_is_told_whatever_the_day() -> None:
    (told,) = late([calendar("Discontinued")], date(2000, 1, 1))
    assert "no more figures" in told.found


def test_words_without_a_day_are_no_finding() -> None:
    assert list(late([calendar("TBC"), calendar(None)], TODAY)) == []


def test_a_figure_older_than_two_years_is_told_where_no_calendar_speaks() -> None:
    newest = Newest(
        "x", "A", "2023", "2023", date(2023, 1, 1), date(2023, 12, 31), "ees", "ees:x", "i"
    )
    (told,) = stale([newest], set(), TODAY)
    assert "27 months before 2026-04-08" in told.found
    assert list(stale([newest], {"x"}, TODAY)) == []
    assert list(stale([newest], set(), date(2025, 12, 1))) == []


# -- completeness --------------------------------------------------------------------------------


def known(rows: list[tuple[str, int, float | None, str]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "id": f"{area}{year}",
                "indicator": "x",
                "group": "all",
                "source_code": "lait:X",
                "area": area,
                "period": str(year),
                "published_period": str(year),
                "period_kind": "calendar",
                "period_start": date(year, 1, 1),
                "period_end": date(year, 12, 31),
                "value": value,
                "status": status,
                "symbol": None if value is not None else "c",
            }
            for area, year, value, status in rows
        ],
        schema_overrides={"value": pl.Float64, "symbol": pl.String},
    )


def lacks(rows: list[tuple[str, int, float | None, str]]) -> list[str]:
    return [f.found for f in lacking(known(rows), [("x", "all")], ["A"], ["A", "B", "C"])]


def test_a_period_that_others_have_is_lacking_with_its_reason() -> None:
    others = [(area, year, 1.0, "final") for area in "BC" for year in (2021, 2022, 2023)]
    own = [("A", 2021, 1.0, "final"), ("A", 2022, None, "suppressed")]
    told = lacks([*others, *own])
    assert told[0].startswith("no figure for 2022: suppressed")
    assert told[1] == "no figure for 2023: no row"
    assert len(told) == 2


def test_a_period_that_nobody_has_is_not_lacking() -> None:
    rows = [(area, 2021, 1.0, "final") for area in "ABC"]
    rows += [(area, 2022, None, "not-available") for area in "ABC"]
    assert lacks(rows) == []  # type: ignore[arg-type]


def test_what_lies_before_the_areas_first_figure_is_not_lacking() -> None:
    others = [(area, year, 1.0, "final") for area in "BC" for year in (2020, 2021)]
    assert lacks([*others, ("A", 2021, 1.0, "final")]) == []


def test_an_indicator_without_any_figure_is_told_once() -> None:
    others = [(area, year, 1.0, "final") for area in "BC" for year in (2020, 2021)]
    assert lacks(others) == ["no figure in any period"]
