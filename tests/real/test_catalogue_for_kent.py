"""What of the catalogue the published files can fill for Kent, and whether its notes are true."""

from pathlib import Path

import polars as pl
import pytest

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.ingest import ingest
from foreland.jobs.listing import indicators
from foreland.model.periods import Period, PeriodKind

pytestmark = pytest.mark.real

CATALOGUE = Catalogue.load()


def test_at_least_sixty_indicators_are_filled_for_kent_from_lait_alone(
    lait_folder: Folder,
) -> None:
    found = indicators(lait_folder)
    assert found["fillable"].sum() >= 170
    themes = set(found.filter(pl.col("fillable"))["theme"])
    assert themes == {theme.id for theme in CATALOGUE.themes} - {"school-quality"}
    assert found.filter("fillable", pl.col("periods") >= 8).height >= 60


def _told_missing(indicator: str) -> set[str]:
    return {p for m in CATALOGUE.get(indicator).missing for p in m.periods}


def test_years_in_which_nobody_has_a_figure_are_told_with_a_reason(lait_folder: Folder) -> None:
    """Every one between an indicator's first and last year, and no year with figures."""
    names = [i.id for i in CATALOGUE.indicators if any(s.source == "lait" for s in i.series)]
    found = facts(lait_folder, names, catalogue=CATALOGUE).filter(pl.col("group") == "all")
    by_period = found.group_by("indicator", "period_kind", "period_start", "period_end").agg(
        pl.col("value").is_not_null().any().alias("known")
    )
    untold, untrue = [], []
    for (name,), periods in by_period.sort("indicator", "period_end").group_by(
        ["indicator"], maintain_order=True
    ):
        missing = _told_missing(str(name))
        known = periods.filter("known")
        last = known["period_end"].max()
        for kind, start, end, has in periods.drop("indicator").iter_rows():
            label = Period(PeriodKind(kind), start, end).label
            if has and label in missing:
                untrue.append((name, label))
            if not has and last is not None and end < last and label not in missing:
                untold.append((name, label))
    assert untrue == []
    assert untold == []


@pytest.mark.parametrize("level", [2, 3])
def test_gap_at_19_is_how_far_behind_those_on_free_meals_are(
    lait_folder: Folder, level: int
) -> None:
    """LAIT's dictionary words it the other way round: the values decide."""
    names = [f"level{level}_at_19", f"level{level}_at_19_fsm_gap"]
    found = facts(lait_folder, names, "Kent")
    key = ["period_start", "period_end"]
    group = {
        text: found.filter(pl.col("indicator") == names[0], pl.col("group") == f"fsm={text}")
        .drop_nulls("value")
        .select(*key, pl.col("value").alias(text))
        for text in ("eligible", "not-eligible")
    }
    gap = found.filter(pl.col("indicator") == names[1]).drop_nulls("value")
    both = gap.join(group["eligible"], on=key).join(group["not-eligible"], on=key)
    assert both.height >= 8
    off = (both["value"] - (both["not-eligible"] - both["eligible"])).abs().max()
    assert isinstance(off, float)
    assert off <= 0.02
    if level == 3:
        newest = both.sort("period_end")["value"].to_list()[-1]
        assert newest == pytest.approx(31.83)


#: What is read of open data and scorecards, beside LAIT.
_OPEN = ("ees", "nccis", "places", "finance", "attendance")


@pytest.fixture(scope="module")
def several(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Kent with every source that the catalogue reads beside LAIT."""
    path = tmp_path_factory.mktemp("several") / "kent"
    new_folder(path, "Kent")
    social = published / "csc_outcomes"
    files = [
        published / "lait" / "bds_long_0.parquet",
        published / "lait" / "lait_data_dictionary.csv",
        published / "ehc_plans_2025" / "timeliness_20_week.csv",
        social / "csww_indicators_2017_to_2025.csv",
        social / "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv",
        *sorted((published / "nccis_neet").glob("*.csv")),
        *sorted((published / "attendance").glob("*")),
        *sorted((published / "school_places").glob("scorecard*.csv")),
        *sorted((published / "finance").glob("*.csv")),
        *sorted((published / "send_ap_inclusion").glob("*.xlsx")),
        *sorted((published / "send_ap_inclusion").glob("dedicated-schools-grant*.ods")),
    ]
    ingest(Folder.open(path), files)
    return Folder.open(path)


def test_two_sources_of_one_fact_agree_within_their_rounding(several: Folder) -> None:
    store = Store(several.store)
    key = ["area", "period_start", "period_end"]
    checked = 0
    for indicator in CATALOGUE.indicators:
        told = [
            s
            for s in indicator.series
            if s.group == "all" and s.source != "local" and s.level is None
        ]
        for other in [s for s in told[1:] if s.source != told[0].source]:
            one, two = (
                store.observations([f"{s.source}:{s.code}"])
                .filter(pl.col("group") == s.source_group)
                .drop_nulls("value")
                for s in (told[0], other)
            )
            both = one.join(two, on=key, suffix="_other")
            assert both.height > 700, indicator.id
            off = (both["value"] - both["value_other"]).abs().max()
            assert isinstance(off, float)
            assert off < 0.051, indicator.id  # one of the two prints one decimal
            checked += 1
    assert checked >= 10


def test_every_series_from_open_data_and_scorecards_is_filled_for_kent(several: Folder) -> None:
    store = Store(several.store)
    empty = []
    for indicator in CATALOGUE.indicators:
        for series in indicator.series:
            if series.source not in _OPEN or series.level is not None:
                continue
            found = store.observations([f"{series.source}:{series.code}"], ["E10000016"])
            found = found.filter(pl.col("group") == series.source_group).drop_nulls("value")
            if not found.height or set(found["period_kind"]) != {indicator.period.value}:
                empty.append((indicator.id, series.code, series.source_group))
    assert empty == []


def test_forecast_error_is_told_in_per_cent_too_high_being_positive(several: Folder) -> None:
    """Kent's primary forecast of one year was 1.2% too high in 2024/25 (DfE's scorecard)."""
    found = facts(several, "forecast_error_primary", "Kent", "2024/25")
    assert found["value"].round(1).to_list() == [1.2]
    assert found["unit"].to_list() == ["percent"]


def test_one_entry_has_one_share_of_first_choices(several: Folder) -> None:
    """A scorecard tells of two entries; the later file's own entry leads."""
    found = facts(several, "first_choice_secondary", "Kent")
    assert found.height == found["period"].n_unique()
    assert found["source_code"].to_list()[-1] == "places:Pref_S_1_NY"
    assert set(found["source_code"].to_list()[:-1]) == {"places:Pref_S_1_CY"}
