"""The brief says only what passed the rule; what did not is counted as noise."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from foreland.insight.change import (
    BEYOND_CHANCE,
    BREAKS_SCHEMA,
    LESS_THAN_ENGLAND,
    MORE_THAN_USUAL,
    SIZE_ONLY,
    USUAL,
    WITH_ENGLAND,
    WITHIN_CHANCE,
)
from foreland.model.areas import Area
from foreland.plan.brief import (
    BRIEF_SCHEMA,
    LOOK_COLUMNS,
    brief_rows,
    figure,
    quarters,
)

ASHMERE = Area("E10000901", "Ashmere", "county", "801")
BETTER, WORSE, UNCLEAR = "better", "worse", "no clear change"
_TYPES: dict[str, Any] = {n: BRIEF_SCHEMA.get(n, pl.String) for n in LOOK_COLUMNS} | {
    "precision": pl.Int64,
    "change_lower": pl.Float64,
    "change_upper": pl.Float64,
}


def look(name: str, change: float, direction: str, certainty: str, **more: Any) -> dict[str, Any]:
    """An invented measure in per cent, of which more is better; 2 points are usual."""
    return {
        "indicator": name, "title": name.capitalize(), "theme": name, "precision": 1,
        "group": "all", "period": "2024/25", "period_start": date(2024, 9, 1),
        "period_end": date(2025, 8, 31), "value": 60 + change, "unit": "percent",
        "change": change, "change_from": "2023/24", "direction": direction,
        "certainty": certainty, "usual_change": 2.0, "national_change": 0.0,
    } | more  # fmt: skip


def looks(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{n: r.get(n) for n in _TYPES} for r in rows], schema=_TYPES, orient="row")


def told(found: pl.DataFrame, section: str) -> list[str]:
    return list(found.filter(pl.col("section") == section)["sentence"])


def test_what_passed_is_said_with_its_size_and_how_sure_it_is() -> None:
    found = brief_rows(ASHMERE, looks(look("reading", 3.0, BETTER, MORE_THAN_USUAL)))
    assert told(found, "better") == [
        "Reading: 63.0% in 2024/25, up 3.0 percentage points since 2023/24, which is better: more "
        "than usual movement, of which about a third may fade."
    ]
    row = found.row(0, named=True)
    assert (row["value"], row["change"], row["change_unit"]) == (63.0, 3.0, "percentage-points")
    assert (row["area"], row["area_name"], row["dfe_number"]) == ("E10000901", "Ashmere", "801")
    assert row["place"] == 1
    assert found.columns == list(BRIEF_SCHEMA)


def test_none_is_an_answer() -> None:
    found = brief_rows(ASHMERE, looks(look("reading", 1.0, UNCLEAR, USUAL)))
    assert told(found, "better") == ["None. No measure passed the rule."]
    assert told(found, "worse") == ["None. No measure passed the rule."]
    assert told(brief_rows(ASHMERE, looks()), "better") == ["None. There is no figure to look at."]


@pytest.mark.parametrize("certainty", [SIZE_ONLY])
def test_a_size_of_which_nobody_knows_what_is_usual_passes_nothing(certainty: str) -> None:
    found = brief_rows(ASHMERE, looks(look("reading", 30.0, BETTER, certainty, usual_change=None)))
    assert told(found, "better") == ["None. No measure passed the rule."]
    assert told(found, "noise")[0].endswith(
        "1 more cannot be judged: no earlier figure, a break, or too few areas."
    )


def test_noise_is_counted_and_false_alarms_are_expected() -> None:
    rows = [look(f"m{n:02}", 0.5, UNCLEAR, USUAL) for n in range(57)]
    rows += [look("few", 0.5, UNCLEAR, WITHIN_CHANCE)]
    rows += [look("up", 3.0, BETTER, MORE_THAN_USUAL), look("down", -3.0, WORSE, BEYOND_CHANCE)]
    noise = brief_rows(ASHMERE, looks(*rows)).filter(pl.col("section") == "noise")
    assert [(r["count"], r["of"]) for r in noise.iter_rows(named=True)] == [(58, 60), (2, 60)]
    assert noise["sentence"][1] == (
        "With 60 looks the rule flags up to about 3 although nothing changed; it flagged 2. All "
        "that is called better or worse here may be such."
    )


def test_a_list_has_five_lines_and_two_of_a_theme_lead() -> None:
    rows = [
        look(f"absence{n}", 9.0 - n, BETTER, MORE_THAN_USUAL, theme="absence") for n in range(4)
    ]
    rows += [look("reading", 3.0, BETTER, MORE_THAN_USUAL)]
    rows += [look("maths", 2.5, BETTER, MORE_THAN_USUAL)]
    found = brief_rows(ASHMERE, looks(*rows)).filter(pl.col("section") == "better")
    assert found["indicator"].to_list() == [
        "absence0", "absence1", "absence2", "reading", "maths", None,
    ]  # fmt: skip
    assert found["sentence"][-1] == "Passed too: Absence3."


def test_the_plans_own_measures_come_first() -> None:
    rows = [look("a", 9.0, BETTER, MORE_THAN_USUAL)]
    rows += [look("b", 3.0, BETTER, MORE_THAN_USUAL, measure="b1")]
    found = brief_rows(ASHMERE, looks(*rows)).filter(pl.col("section") == "better")
    assert found["indicator"].to_list() == ["b", "a"]


def test_what_moved_with_england_is_said_to_be_englands() -> None:
    rows = [look("a", 3.0, BETTER, WITH_ENGLAND, national_change=3.0)]
    rows += [look("b", 2.5, BETTER, LESS_THAN_ENGLAND, national_change=3.9)]
    assert told(brief_rows(ASHMERE, looks(*rows)), "better")[-1].startswith(
        "All 2 moved with England"
    )
    rows += [look("c", 3.0, BETTER, MORE_THAN_USUAL)]
    assert not any(
        "moved with England:" in s for s in told(brief_rows(ASHMERE, looks(*rows)), "better")
    )


def test_where_england_leapt_the_figure_is_looked_at_before_it_is_believed() -> None:
    leap = look("cautions", 23.7, WORSE, WITH_ENGLAND, national_change=21.9, usual_change=4.1)
    found = brief_rows(ASHMERE, looks(leap))
    assert told(found, "worse") == ["None. No measure passed the rule."]
    assert told(found, "watch")[0].startswith(
        "Cautions: England itself went up by 21.9 percentage points since 2023/24"
    )


def test_neighbours_who_moved_clearly_are_named_where_we_did_not() -> None:
    ours = [look("reading", -0.2, UNCLEAR, USUAL, measure="reading")]
    ours += [look("maths", 3.0, BETTER, MORE_THAN_USUAL, measure="maths")]
    near = [
        look("reading", 4.0, BETTER, MORE_THAN_USUAL) | {"area_name": "Birchford", "nearness": 2},
        look("reading", 9.0, BETTER, SIZE_ONLY) | {"area_name": "Coldwater", "nearness": 1},
        look("reading", 1.0, UNCLEAR, USUAL) | {"area_name": "Dunholm", "nearness": 3},
        look("maths", 9.0, BETTER, MORE_THAN_USUAL) | {"area_name": "Dunholm", "nearness": 3},
    ]
    types = _TYPES | {"area": pl.String, "area_name": pl.String, "nearness": pl.UInt8}
    peers = pl.DataFrame([{n: r.get(n) for n in types} for r in near], schema=types, orient="row")
    found = brief_rows(ASHMERE, looks(*ours), peers=peers)
    assert told(found, "neighbours") == [
        "Reading, 2024/25: Birchford (up 4.0 percentage points) got clearly better, of 3 "
        "neighbours with a figure; here it is down 0.2 percentage points, no clear change."
    ]
    none = brief_rows(ASHMERE, looks(*ours), peers=peers.filter(pl.col("area_name") == "Dunholm"))
    assert told(none, "neighbours")[0].startswith("None: no neighbour")


def compared(*rows: tuple[str, int, str | None]) -> pl.DataFrame:
    """Indicator, the year in which the period ends, the band."""
    return pl.DataFrame(
        [
            {
                "indicator": name, "group": "all", "period": f"{year - 1}/{year % 100:02}",
                "period_kind": "academic", "period_start": date(year - 1, 9, 1),
                "period_end": date(year, 8, 31), "band": band,
            }
            for name, year, band in rows
        ]
    )  # fmt: skip


def test_the_best_quarter_is_counted_among_what_was_ranked_in_both_years() -> None:
    rows = [("a", 2025, "A"), ("a", 2022, "B"), ("b", 2025, "C"), ("b", 2022, "A")]
    rows += [("only now", 2025, "A"), ("gap", 2025, "A"), ("gap", 2021, "A")]
    rows += [("old", 2019, "A"), ("old", 2016, "A"), ("broken", 2025, "A"), ("broken", 2022, "A")]
    breaks = pl.DataFrame([("broken", date(2023, 9, 1), "new")], schema=BREAKS_SCHEMA, orient="row")
    found = quarters(compared(*rows), breaks, date(2026, 4, 8))
    assert found.select("indicator", "band", "band_before").rows() == [
        ("a", "A", "B"), ("b", "C", "A"),
    ]  # fmt: skip
    said = told(brief_rows(ASHMERE, looks(), found), "quarter")
    assert said[0] == (
        "1 of 2 measures (50%) stand in England's best quarter by their newest figures; three "
        "years before it was 1 (50%)."
    )


def test_a_figure_of_a_period_that_has_not_ended_is_not_now() -> None:
    rows = [("a", 2027, "A"), ("a", 2024, "A")]
    assert not quarters(
        compared(*rows), pl.DataFrame(schema=BREAKS_SCHEMA), date(2026, 4, 8)
    ).height


def test_a_figure_that_was_withheld_is_not_said() -> None:
    hidden = look("reading", 3.0, BETTER, MORE_THAN_USUAL) | {"value": None, "change": None}
    found = brief_rows(ASHMERE, looks(hidden))
    assert told(found, "better") == ["None. There is no figure to look at."]


def test_figures_are_printed_with_their_unit() -> None:
    assert figure(68.94, "percent", 1) == "68.9%"
    assert figure(-0.14, "score", 2) == "−0.14"
    assert figure(-0.04, "percent", 1) == "0.0%"
    assert figure(1200.0, "pounds", 0) == "£1,200"
