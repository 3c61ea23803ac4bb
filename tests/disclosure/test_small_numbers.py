"""Counts of 1 to 5 people, and percentages that tell of so few, do not leave the area."""

from datetime import date

import polars as pl
import pytest
from county_figures import REGISTER, TODAY, counts, fact, shares, shown, table

from foreland.disclosure import Collected, Figure, Protected, protect
from foreland.disclosure.tables import LeftOut
from foreland.indicators.schema import Indicator
from foreland.model.problems import ForelandError


def safe(frame: pl.DataFrame, **options: object) -> Protected:
    return protect([Collected("own", frame)], register=REGISTER, today=TODAY, **options)  # type: ignore[arg-type]


def test_a_count_of_one_to_five_is_withheld_and_says_so() -> None:
    frame = safe(counts(C=40, D1=0, D2=31, D3=6, D4=3)).table("own")
    row = frame.row(by_predicate=pl.col("area") == "D4", named=True)
    assert (row["value"], row["status"], row["symbol"]) == (None, "suppressed", "c")


def test_a_true_nought_and_six_are_shown() -> None:
    assert shown(safe(counts(D1=0, D2=6)).table("own")) == {"D1": 0, "D2": 6}


@pytest.mark.parametrize(
    ("top", "bottom", "told"),
    [
        (3, 40, False),  # the numerator
        (37, 40, False),  # the complement
        (4, 4, False),  # all of four
        (0, 4, False),  # none of four: a nought that discloses
        (6, 40, True),
        (34, 40, True),
        (40, 40, True),
        (0, 40, True),
    ],
)
def test_a_percentage_of_few_is_withheld_with_its_counts(top: int, bottom: int, told: bool) -> None:
    row = safe(shares(D1=(top, bottom))).table("own").row(0, named=True)
    expected = (100 * top / bottom, top, bottom) if told else (None, None, None)
    assert (row["value"], row["numerator"], row["denominator"]) == expected


def test_a_percentage_and_its_denominator_give_the_numerator_away() -> None:
    """7.5 per cent of 40 is 3 people, though no numerator is printed."""
    frame = table([fact("D1", 7.5, unit="percent", denominator=40, source="ees")])
    assert shown(safe(frame).table("own")) == {"D1": None}


def test_a_percentage_and_its_numerator_give_the_denominator_away() -> None:
    """8 are 66.7 per cent of 12: of the others there are 4."""
    frame = table([fact("D1", 200 / 3, unit="percent", numerator=8, source="ees")])
    assert shown(safe(frame).table("own")) == {"D1": None}


def test_a_rate_of_few_is_withheld_and_its_complement_is_not_people_of_interest() -> None:
    frame = table(
        [
            fact("D1", 30, unit="per-10000", numerator=3, denominator=1000),
            fact("D3", 9960, unit="per-10000", numerator=996, denominator=1000),
        ]
    )
    assert shown(safe(frame).table("own")) == {"D1": None, "D3": 9960}


def test_a_mean_over_few_is_withheld() -> None:
    frame = table([fact("D1", 41.5, unit="score", denominator=4)])
    assert shown(safe(frame).table("own")) == {"D1": None}


def test_an_official_percentage_without_counts_is_shown() -> None:
    frame = table([fact("C", 2.5, unit="percent", source="lait")])
    assert shown(safe(frame).table("own")) == {"C": 2.5}


def test_an_official_count_of_few_is_withheld_too() -> None:
    frame = table([fact("C", 3, source="lait")])
    assert shown(safe(frame).table("own")) == {"C": None}


def test_what_the_area_printed_is_shown() -> None:
    frame = table([fact("C", 3, status="quoted")])
    assert shown(safe(frame).table("own")) == {"C": 3}


def test_places_are_not_people_where_the_catalogue_says_so() -> None:
    places = Indicator.model_construct(id="pupils", title="Places", disclosure="none")
    protected = safe(counts(C=8, D1=3), indicators=[places])
    assert shown(protected.table("own")) == {"C": 8, "D1": 3}


def test_own_percentages_without_counts_are_left_out_and_said() -> None:
    reach = Indicator.model_construct(id="reach", title="Reach of hubs", disclosure="small-numbers")
    frame = table(
        [
            fact("C", 50, unit="percent", indicator="reach"),
            fact("C", 40, indicator="pupils"),
        ]
    )
    protected = safe(frame, indicators=[reach])
    assert protected.table("own")["indicator"].to_list() == ["pupils"]
    assert [o.table for o in protected.left_out] == ["Reach of hubs"]


def test_a_withheld_figure_of_the_publisher_keeps_its_symbol_and_loses_its_counts() -> None:
    frame = table(
        [
            fact("D1", None, unit="percent", numerator=2, denominator=50, status="suppressed",
                 symbol="*"),
        ]
    )  # fmt: skip
    row = safe(frame).table("own").row(0, named=True)
    assert (row["numerator"], row["denominator"], row["symbol"]) == (None, None, "*")


# -- who may see what --------------------------------------------------------------------------


def test_the_area_itself_sees_small_numbers() -> None:
    assert shown(safe(counts(D1=3), audience="internal").table("own")) == {"D1": 3}


def test_to_a_partner_small_numbers_leave_the_area_as_well() -> None:
    assert shown(safe(counts(D1=3), audience="partner:heads").table("own")) == {"D1": None}


@pytest.mark.parametrize(
    ("asked", "meant", "seen"),
    [
        ("public", "public", True),
        ("public", "internal", False),
        ("public", "partner:heads", False),
        ("partner:heads", "partner:heads", True),
        ("partner:heads", "partner:police", False),
        ("internal", "partner:heads", True),
    ],
)
def test_a_table_beyond_the_audience_is_left_out_and_named(
    asked: str, meant: str, seen: bool
) -> None:
    protected = protect(
        [Collected("plans", counts(C=40), audience=meant)],
        register=REGISTER,
        today=TODAY,
        audience=asked,
    )
    assert protected.table("plans").height == int(seen)
    assert [o.table for o in protected.left_out] == ([] if seen else ["plans"])


def test_a_table_is_left_out_until_its_day() -> None:
    def on(day: date) -> tuple[int, tuple[LeftOut, ...]]:
        made = protect(
            [Collected("results", counts(C=40), publish_from=date(2026, 4, 9))],
            register=REGISTER,
            today=day,
        )
        return made.table("results").height, made.left_out

    assert on(date(2026, 4, 8)) == (
        0,
        (LeftOut("results", "not to be published before 2026-04-09"),),
    )
    assert on(date(2026, 4, 9)) == (1, ())


def test_facts_of_an_internal_release_are_left_out_but_for_printed_ones() -> None:
    frame = table([fact("C", 40), fact("D1", 8, status="quoted"), fact("D2", 32, release="x")])
    protected = safe(frame, releases={"local-1": "internal", "x": "public"})
    assert shown(protected.table("own")) == {"D1": 8, "D2": 32}
    assert protected.left_out == (
        LeftOut("1 of the area's own figures", "for internal, which is beyond public"),
    )


def test_an_audience_that_is_none_is_told() -> None:
    with pytest.raises(ForelandError, match="public, internal, or partner:ID"):
        safe(counts(C=40), audience="everyone")


# -- nothing else makes a protected table ------------------------------------------------------


def test_protected_tables_are_made_by_protect_alone() -> None:
    with pytest.raises(TypeError, match="only foreland"):
        Protected({"own": counts(D1=3)}, "public", (), 0)
    with pytest.raises(TypeError):
        Protected({"own": counts(D1=3)}, "public", (), 0, token=object())


def test_protected_tables_do_not_change() -> None:
    protected = safe(counts(D1=3))
    with pytest.raises(AttributeError):
        protected.audience = "internal"
    with pytest.raises(TypeError):
        protected._tables["own"] = counts(D1=3)  # type: ignore[index]


def test_a_table_that_is_not_there_has_no_columns() -> None:
    assert safe(counts(D1=3)).table("other").width == 0


def test_figures_fall_with_what_they_were_made_of() -> None:
    """A rating keeps its row; a comparison loses what was made of a withheld neighbour."""
    facts = table([fact("C", 3, source="lait"), fact("U", 9, source="lait")])
    compared = pl.DataFrame(
        {
            "value": [9.0],
            "id": ["pupils.all.U"],
            "neighbours_mean": [3.0],
            "neighbours_median": [3.0],
            "neighbours_ids": ["pupils.all.X pupils.all.C"],
        }
    )
    ratings = pl.DataFrame(
        {
            "measure": ["a", "b"],
            "value": [3.0, 9.0],
            "observation": ["pupils.all.C", "pupils.all.U"],
            "rating": ["met", "met"],
            "distance": [-1.0, 5.0],
        }
    )
    rating = Figure(ids=("observation",), derived=("distance",), says={"rating": "not-rated"})
    made = protect(
        [
            Collected("facts", facts, shown=False),
            Collected(
                "compared",
                compared,
                (
                    Figure(unit=None, derived=("rank",)),
                    Figure("neighbours_mean", None, None, None, None, None,
                           ids=("neighbours_ids",), by="ids", derived=("neighbours_median",)),
                ),
            ),
            Collected(
                "ratings",
                ratings,
                (rating,),
                keeps_rows=True,
            ),
        ],
        register=REGISTER,
        today=TODAY,
    )  # fmt: skip
    compared = made.table("compared").drop("id", "neighbours_ids")
    assert compared.rows() == [(9.0, None, None)]
    assert made.names == ("compared", "ratings")


def test_a_change_falls_with_any_figure_of_its_series() -> None:
    before = {"period_start": date(2023, 9, 1), "period_end": date(2024, 8, 31)}
    facts = table([fact("C", 3, **before), fact("C", 9)])
    changes = pl.DataFrame(
        {"indicator": ["pupils"], "area": ["C"], "group": ["all"], "change": [6.0]}
    )
    change = Figure("change", None, None, None, None, None, by="series")
    made = protect(
        [Collected("own", facts), Collected("changes", changes, (change,))],
        register=REGISTER,
        today=TODAY,
    )
    assert made.table("own")["value"].to_list() == [None, 9]
    assert made.table("changes")["change"].to_list() == [None]


def test_a_ranked_table_loses_the_rows_whose_order_would_tell() -> None:
    frame = counts(D3=2, D1=3, D2=31).sort("value")
    made = protect([Collected("ranked", frame, ranked=True)], register=REGISTER, today=TODAY)
    assert shown(made.table("ranked")) == {"D2": 31}


def test_a_rating_on_an_internal_figure_says_that_it_is_kept_back() -> None:
    rating = Figure(
        ids=("observation",),
        says={"reason": "too few people"},
        says_beyond={"reason": "not for this audience"},
    )
    ratings = pl.DataFrame(
        {"value": [40.0, 3.0], "observation": ["pupils.all.C", "pupils.all.U"], "reason": ["", ""]}
    )
    facts = table([fact("C", 40), fact("U", 3, release="x")])
    made = protect(
        [
            Collected("facts", facts, shown=False),
            Collected("ratings", ratings, (rating,), keeps_rows=True),
        ],
        register=REGISTER,
        today=TODAY,
        releases={"local-1": "internal"},
    )
    assert made.table("ratings").select("value", "reason").rows() == [
        (None, "not for this audience"),
        (None, "too few people"),
    ]
