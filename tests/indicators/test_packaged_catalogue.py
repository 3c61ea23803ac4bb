"""The packaged catalogue: whole, joined to sources that exist, on their periods and units."""

import csv
import json
from importlib import resources

import pytest

from foreland.indicators import catalogue as module
from foreland.indicators import compiled
from foreland.indicators.catalogue import THEMES, Catalogue
from foreland.indicators.schema import Indicator, Series
from foreland.model.documents import Document
from foreland.model.periods import PeriodKind
from foreland.model.published_periods import Basis, parse_published
from foreland.model.units import Unit
from foreland.sources.ees.mappings import packaged as mappings
from foreland.sources.nccis.scorecard import measures
from foreland.sources.places.scorecard import measures as place_measures
from foreland.synthetic.series import all_series

CATALOGUE = Catalogue.load()


def _lait_codes() -> dict[str, dict[str, str]]:
    text = resources.files("foreland.sources.lait").joinpath("codes.csv").read_text("utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


LAIT = _lait_codes()


def _read(source: str) -> list[tuple[Indicator, Series]]:
    return [(i, s) for i in CATALOGUE.indicators for s in i.series if s.source == source]


def test_it_holds_sixteen_themes_in_the_readers_order_none_of_them_empty() -> None:
    assert tuple(theme.id for theme in CATALOGUE.themes) == THEMES
    assert len(THEMES) == 16
    assert all(len(theme.indicators) >= 3 for theme in CATALOGUE.themes)
    assert len(CATALOGUE.indicators) >= 100


def test_every_file_beside_it_is_one_of_the_themes() -> None:
    files = {entry.name for entry in compiled.folder().iterdir()}
    assert files == {f"{name}.yaml" for name in THEMES} | {compiled.NAME}


def test_what_is_compiled_equals_the_yaml() -> None:
    text = compiled.folder().joinpath(compiled.NAME).read_text("utf-8")
    assert text == compiled.compile_all(), "Run: python -m foreland.indicators.compiled"


def test_loading_reads_no_yaml_where_what_is_compiled_is_new(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> Document:
        raise AssertionError("YAML was read")

    monkeypatch.setattr(module, "Document", refuse)
    module._packaged.cache_clear()
    assert len(Catalogue.load().indicators) == len(CATALOGUE.indicators)


def test_old_or_missing_compiled_catalogue_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A theme whose YAML has changed is read from its YAML."""
    text = compiled.folder().joinpath(compiled.NAME).read_text("utf-8")
    stale = {
        digest if data["id"] != "finance" else compiled.digest("another text"): data
        | {"title": "X"}
        if data["id"] == "finance"
        else data
        for digest, data in json.loads(text).items()
    }
    monkeypatch.setattr(module, "compiled", lambda: stale)
    module._packaged.cache_clear()
    assert Catalogue.load().theme("finance").title == "Finance"
    monkeypatch.setattr(module, "compiled", dict)
    module._packaged.cache_clear()
    assert Catalogue.load().indicators == CATALOGUE.indicators
    module._packaged.cache_clear()


def test_every_code_of_lait_exists_letter_for_letter() -> None:
    assert [s.code for _, s in _read("lait") if s.code not in LAIT] == []


def test_a_code_of_lait_is_read_by_one_indicator_and_group_only() -> None:
    codes = [s.code for _, s in _read("lait")]
    assert sorted(codes) == sorted(set(codes))


def _kind(basis: str) -> PeriodKind:
    return parse_published("2025", Basis(basis)).period.kind


def test_periods_are_of_the_kind_that_lait_publishes() -> None:
    wrong = [(i.id, s.code) for i, s in _read("lait") if _kind(LAIT[s.code]["basis"]) != i.period]
    assert wrong == []


def test_units_are_those_that_lait_publishes() -> None:
    wrong = [(i.id, s.code) for i, s in _read("lait") if LAIT[s.code]["unit"] != i.unit]
    assert wrong == []


def test_columns_of_the_scorecards_exist_with_their_group_kind_and_unit() -> None:
    known = {measure.code: measure for measure in measures()}
    for indicator, series in _read("nccis"):
        measure = known[series.code]
        assert measure.group == series.source_group, series.code
        assert measure.unit == indicator.unit, series.code
        assert measure.basis is not None
        assert _kind(measure.basis) == indicator.period, series.code


def test_columns_of_the_places_scorecards_exist_with_their_unit() -> None:
    """A fraction that is printed as a percentage needs a factor of 100."""
    known = {measure.code: measure.unit for measure in place_measures()}
    for indicator, series in _read("places"):
        unit = known[series.code]
        fraction = unit is Unit.RATIO and indicator.unit is Unit.PERCENT
        assert series.factor == (100 if fraction else 1), series.code
        assert fraction or unit == indicator.unit, series.code


def test_columns_of_open_data_exist_with_their_unit() -> None:
    known = {file.name: file.mapping for file in mappings()}
    for indicator, series in _read("ees"):
        dataset, _, column = series.code.partition(".")
        assert known[dataset].indicators[column].unit == indicator.unit, series.code


def test_neet_is_told_of_december_to_february_and_participation_of_march() -> None:
    for name in ("neet_or_not_known", "neet", "not_known"):
        assert CATALOGUE.get(name).period is PeriodKind.THREE_MONTH
    assert CATALOGUE.get("participation").period is PeriodKind.SNAPSHOT


def test_first_of_the_neet_theme_is_neet_and_not_known_together() -> None:
    assert CATALOGUE.theme("neet-participation").indicators[0].id == "neet_or_not_known"


def test_progress_8_has_no_score_where_there_was_no_examination_or_no_starting_point() -> None:
    missing = [p for m in CATALOGUE.get("progress8").missing for p in m.periods]
    assert missing == ["2019/20", "2020/21", "2024/25"]


@pytest.mark.parametrize(
    "name", ["gld", "phonics", "ks2_rwm", "ks2_reading", "ks2_maths", "all_early_goals"]
)
def test_nothing_was_assessed_below_gcse_in_the_two_pandemic_summers(name: str) -> None:
    missing = {p for m in CATALOGUE.get(name).missing for p in m.periods}
    assert {"2019/20", "2020/21"} <= missing


@pytest.mark.parametrize(
    ("name", "first"),
    [("gld", "2021/22"), ("ks2_rwm", "2017/18"), ("overall_absence", "2020/21")],
)
def test_a_new_definition_breaks_the_line(name: str, first: str) -> None:
    assert CATALOGUE.get(name).breaks[0].start == first


def test_full_year_absence_of_2019_20_is_missing() -> None:
    for indicator in CATALOGUE.theme("attendance-exclusion").indicators:
        if indicator.publisher == "DfE, pupil absence in schools":
            assert [p for m in indicator.missing for p in m.periods] == ["2019/20"], indicator.id


def test_first_time_entrants_are_not_compared_with_the_publishers_row_for_england() -> None:
    assert "england" not in CATALOGUE.get("first_time_entrants").comparators


def test_exclusions_and_suspensions_have_a_unit_that_fits() -> None:
    """Suspensions can pass 100 for every 100 pupils; pupils suspended cannot."""
    assert CATALOGUE.get("suspension_rate").unit is Unit.PER_100
    assert CATALOGUE.get("pupils_suspended").unit is Unit.PERCENT


def test_no_group_or_gap_is_called_pupil_premium() -> None:
    texts = [g for i in CATALOGUE.indicators for g in i.groups]
    texts += [gap.name or "" for i in CATALOGUE.indicators for gap in i.gaps]
    assert not [text for text in texts if "premium" in text.lower()]


def test_groups_are_named_in_one_way() -> None:
    members = {
        "fsm": {"eligible", "not-eligible"},
        "disadvantaged": {"yes", "no"},
        "sen": {"none", "support", "ehc-plan"},
        "care": {"looked-after", "in-need", "protection-plan"},
        "sex": {"girls", "boys"},
        "phase": {"primary", "secondary", "special"},
        "ethnicity": {"white", "mixed", "asian", "black", "chinese"},
        "vulnerable": {"yes"},
        "level": {"entry", "1", "2", "3"},
    }
    for indicator in CATALOGUE.indicators:
        for group in indicator.groups:
            if group != "all":
                dimension, _, member = group.partition("=")
                assert member in members[dimension], indicator.id


def test_titles_and_short_titles_tell_indicators_apart() -> None:
    for texts in ([i.title for i in CATALOGUE.indicators], [i.short for i in CATALOGUE.indicators]):
        assert sorted(texts) == sorted(set(texts))
    assert max(len(i.short) for i in CATALOGUE.indicators) <= 60


#: Those that the Kent example and the demo county are held to.
RESTED_ON = """
gld ks2_rwm attainment8 progress8 permanent_exclusion_rate permanent_exclusions suspension_rate
overall_absence persistent_absence primary_absence secondary_absence first_time_entrants
ehc_20_weeks tribunal_appeals neet_or_not_known neet not_known participation september_guarantee
neet_16_18 surplus_places good_schools good_primary good_secondary good_early_years
social_worker_vacancies social_worker_turnover care_leavers_eet looked_after_rate re_referrals
level3_at_19 child_poverty
"""


def test_indicators_that_plans_rest_on_are_there() -> None:
    assert [name for name in RESTED_ON.split() if name not in CATALOGUE] == []


def test_demo_has_invented_figures_for_every_code_of_lait() -> None:
    invented = {series.code for series in all_series()}
    assert {s.code for _, s in _read("lait")} - invented == set()


def test_demo_moves_the_groups_of_an_indicator_together() -> None:
    ours = {s.code: i.id for i, s in _read("lait")}
    wrong = [s.code for s in all_series() if s.code in ours and s.family != ours[s.code]]
    assert wrong == []
