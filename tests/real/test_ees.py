"""Explore Education Statistics: the published files, each trap by its name, each cell traced."""

import csv
import gzip
import io
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foreland.evidence.store import Store
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest
from foreland.jobs.tracing import trace
from foreland.model.areas import Register
from foreland.sources import childrens_services, registry, tribunal
from foreland.sources.lait import neighbours
from foreland.sources.opening import open_file
from foreland.sources.reading import Context, Reading

PUBLISHED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "published"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published data is not here"),
]

#: File: its mapping, its records, its observations, and the records that are quarantined.
FILES = {
    "ehc_plans_2025/timeliness_20_week.csv": ("ehc_timeliness", 12212, 170968, 0),
    "ehc_plans_2025/requests.csv": ("ehc_requests", 13170, 223890, 0),
    "ehc_plans_2025/assessments.csv": ("ehc_assessments", 12847, 244093, 0),
    "ehc_plans_2025/annual_reviews.csv": ("ehc_annual_reviews", 13290, 279090, 0),
    "ehc_plans_2025/sen_needs_all_plans.csv": ("ehc_needs", 13939, 376353, 0),
    "ehc_plans_2025/caseload.csv.gz": ("ehc_caseload", 25339, 1216272, 0),
    "ehc_plans_2025/newplans.csv.gz": ("ehc_new_plans", 17859, 857232, 0),
    "ehc_plans_2025/sen2_dmo_dco.csv": ("ehc_designated_officers", 1064, 0, 0),
    "attendance/EES_ytd_data_202223.csv": ("attendance_ytd", 493, 26129, 0),
    "attendance/EES_ytd_data_202324.csv": ("attendance_ytd", 494, 25194, 0),
    "attendance/EES_ytd_data_202425.csv": ("attendance_ytd", 494, 27664, 0),
    "attendance/EES_ytd_data_202526.csv": ("attendance_ytd", 647, 36232, 0),
    "csc_outcomes/b1_children_in_need_2013_to_2025.csv": ("cin_children_in_need", 2132, 17056, 0),
    "csc_outcomes/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv": (
        "cin_referrals",
        2132,
        21320,
        0,
    ),
    "csc_outcomes/c3_factors_identified_at_end_of_assessment_2018_to_2025.csv": (
        "cin_factors",
        1312,
        52480,
        0,
    ),
    "csc_outcomes/d3_cpps_subsequent_plan_2013_to_2025.csv": ("cpp_subsequent", 2132, 6396, 0),
    "csc_outcomes/d5_cpps_at31march_by_duration_2013_to_2025.csv": (
        "cpp_duration",
        2132,
        23452,
        0,
    ),
    "csc_outcomes/csww_indicators_2017_to_2025.csv": ("social_workers", 1463, 31878, 14),
    "csc_outcomes/cla_number_and_rate_per_10k_children.csv": ("cla_numbers", 2505, 7515, 0),
    "csc_outcomes/la_cla_placement_stability.csv": ("cla_placement_stability", 5010, 10020, 0),
    "csc_outcomes/la_cla_school_moves.csv": ("cla_school_moves", 6680, 13360, 0),
    "csc_outcomes/ks2_la.csv": ("social_care_ks2", 3444, 113652, 0),
    "csc_outcomes/ks4_la.csv": ("social_care_ks4", 3444, 55104, 0),
    "csc_outcomes/absence_la.csv": ("social_care_absence", 17220, 206640, 0),
    "csc_outcomes/ons_mid-year_population_estimates_2012_to_2024.csv": (
        "population_0_to_17",
        2132,
        2132,
        0,
    ),
    "finance/la_maintained_schools_revenue_reserve_final.csv": (
        "school_balances",
        5171,
        118933,
        0,
    ),
    "send_ap_inclusion/sen2_mi.csv": ("sen2_mi", 1456, 106288, 0),
    "send_ap_inclusion/1_eyfsp_headline_measures_2022.csv": ("eyfsp_headline", 12852, 96624, 0),
    "send_ap_inclusion/spc_school_ap_placement.csv": ("ap_placements", 3992, 3992, 0),
}

KENT = "E10000016"
ENGLAND = "E92000001"


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    """Each file read by the mapping that claims it; by the mapping's name, or the file's."""
    context, found = Context(Register.load()), {}
    for name in FILES:
        opened = open_file(PUBLISHED / name)
        reader = registry.reader_of(opened)
        assert reader is not None, name
        assert reader.name == f"ees/{FILES[name][0]}"
        found[name] = found[FILES[name][0]] = reader.read(opened, context)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("ees")
    (path / "area.yaml").write_text(f'area: "{KENT}"\n')
    opened = Folder.open(path)
    report = ingest(opened, [PUBLISHED / name for name in FILES])
    assert set(report["outcome"]) == {"read"}
    return opened


@pytest.fixture
def of(readings: dict[str, Reading]) -> Callable[..., pl.DataFrame]:
    """One column's observations, of one area and group where they are given."""

    def _of(code: str, area: str | None = None, group: str | None = None) -> pl.DataFrame:
        found = readings[code.split(".")[0]].observations.filter(pl.col("code") == code)
        if area is not None:
            found = found.filter(pl.col("area") == area)
        return found if group is None else found.filter(pl.col("group") == group)

    return _of


def texts(name: str) -> list[dict[str, str]]:
    """The file as the standard library reads it."""
    data = (PUBLISHED / name).read_bytes()
    data = gzip.decompress(data) if name.endswith(".gz") else data
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", FILES)
def test_file_is_read_whole(readings: dict[str, Reading], name: str) -> None:
    _, records, observations, quarantined = FILES[name]
    reading = readings[name]
    assert len(texts(name)) == records
    assert reading.observations.height == observations
    assert reading.quarantine.height == quarantined
    assert not any("does not name" in note for note in reading.notes)


@pytest.mark.parametrize(
    "name",
    [
        "ehc_plans_2025/timeliness_20_week.csv",
        "csc_outcomes/csww_indicators_2017_to_2025.csv",
        "csc_outcomes/absence_la.csv",
        "csc_outcomes/ks2_la.csv",
        "attendance/EES_ytd_data_202324.csv",
        "send_ap_inclusion/sen2_mi.csv",
    ],
)
def test_every_cell_equals_the_file(readings: dict[str, Reading], name: str) -> None:
    """All cells, against the standard library: a value is the number, the rest keeps its text."""
    rows = texts(name)
    columns = list(rows[0])
    found = readings[name].observations.select("row", "column", "value", "symbol", "status")
    for row, column, value, symbol, status in found.iter_rows():
        text = rows[row - 2][columns[column - 1]].strip()
        if value is None:
            assert symbol == text
            assert status in {"suppressed", "not-available", "not-applicable", "low"}
        else:
            assert value == float(text)
            assert symbol is None
            assert status in {"final", "revised", "provisional"}


def test_random_cells_are_traced_to_their_text(folder: Folder) -> None:
    facts_held = Store(folder.store).observations()
    chosen = random.Random(20250626).sample(facts_held["id"].to_list(), 500)
    walked = trace(folder, chosen)
    held = facts_held.filter(pl.col("id").is_in(chosen)).select("id", "value", "symbol")
    joined = walked.join(held, on="id", how="left")
    assert joined.height == 500
    for text, value, symbol in joined.select("text", "value", "symbol").iter_rows():
        assert (float(text) == value) if value is not None else (text.strip() == symbol)


def test_england_2019_with_and_without_exceptions(of: Callable[..., pl.DataFrame]) -> None:
    """31,313 of 53,327 is 58.7 %; without exceptions 29,895 of 49,519 is 60.4 %."""
    wanted = {
        "pc_plans_issued_within_20_weeks": (58.7, 31313.0, 53327.0),
        "PC_plans_issued_20_weeks_ex": (60.4, 29895.0, 49519.0),
    }
    for column, expected in wanted.items():
        found = of(f"ehc_timeliness.{column}", ENGLAND, "all").filter(
            pl.col("period_end") == date(2019, 12, 31)
        )
        assert found.select("value", "numerator", "denominator").rows() == [expected]
        assert round(100 * expected[1] / expected[2], 1) == expected[0]


def test_kent_2024_is_33_3(folder: Folder) -> None:
    found = facts(
        folder, "ees:ehc_timeliness.PC_plans_issued_20_weeks_ex", KENT, "2024", group="all"
    )
    assert found.select("value", "period_kind", "status").rows() == [(33.3, "calendar", "final")]


def test_trap_filter_breakdown_topic_all_plans_is_970_of_12212_rows(
    of: Callable[..., pl.DataFrame],
) -> None:
    found = of("ehc_timeliness.plans_issued_den")
    assert found.height == 12212
    assert found.filter(pl.col("group") == "all").height == 970


def test_trap_breakdowns_exist_only_for_2023_and_2024(of: Callable[..., pl.DataFrame]) -> None:
    found = of("ehc_timeliness.plans_issued_den").filter(pl.col("group") != "all")
    assert set(found["published_period"]) == {"2023", "2024"}


def test_trap_many_x_in_the_early_years(of: Callable[..., pl.DataFrame]) -> None:
    """What was not asked before person-level returns is missing, never zero."""
    found = of("ehc_requests.request_outcome_six_weeks", group="all").filter(
        pl.col("period_end") < date(2023, 1, 1)
    )
    assert set(found["status"]) == {"not-available"}
    assert set(found["symbol"]) == {"x"}


def test_trap_academic_year_although_it_is_a_january_count(
    of: Callable[..., pl.DataFrame],
) -> None:
    for code in ("ehc_needs.ehc_plans", "ehc_caseload.ehcplans"):
        newest = of(code, KENT, "all").filter(pl.col("published_period") == "202425")
        assert newest.select("period_kind", "period_start", "period_end").rows() == [
            ("snapshot", date(2025, 1, 1), date(2025, 1, 31))
        ]


def test_trap_new_plans_are_of_a_calendar_year_unlike_the_caseload(
    of: Callable[..., pl.DataFrame],
) -> None:
    assert set(of("ehc_new_plans.new_ehc_plans")["period_kind"]) == {"calendar"}
    assert set(of("ehc_caseload.ehcplans")["period_kind"]) == {"snapshot"}


def test_trap_column_spelling_decsion(of: Callable[..., pl.DataFrame]) -> None:
    assert of("ehc_annual_reviews.number_decsion_4weeks", KENT, "all").height == 1


def test_trap_designated_officers_mostly_n_a(readings: dict[str, Reading]) -> None:
    register = readings["ehc_designated_officers"].registers["designated_officers"]
    social = register.filter(pl.col("item") == "social care officer")
    assert social.filter(pl.col("answer") == "n/a").height == 911
    assert register.height == 3 * 1064


def test_trap_attendance_total_for_an_authority_only_in_2025_26(
    readings: dict[str, Reading],
) -> None:
    for name, there in (("202223", 0), ("202324", 0), ("202425", 0), ("202526", 1)):
        found = readings[f"attendance/EES_ytd_data_{name}.csv"].observations.filter(
            (pl.col("code") == "attendance_ytd.attendance_perc")
            & (pl.col("area") == KENT)
            & (pl.col("group") == "all")
        )
        assert found.height == there


def test_trap_attendance_columns_differ_between_years(readings: dict[str, Reading]) -> None:
    """Codes of travellers became mobile children in 2024/25: each year has its own column."""
    codes = {
        name: set(readings[f"attendance/EES_ytd_data_{name}.csv"].observations["code"])
        for name in ("202223", "202324", "202425", "202526")
    }
    assert "attendance_ytd.auth_grt_perc" in codes["202324"] - codes["202425"]
    assert "attendance_ytd.auth_mob_perc" in codes["202425"] - codes["202324"]
    assert "attendance_ytd.covid_non_compulsory_perc" in codes["202223"] - codes["202324"]


def test_trap_attendance_percentages_are_in_the_perc_columns_and_counts_are_not_whole(
    of: Callable[..., pl.DataFrame],
) -> None:
    units = of("attendance_ytd.attendance_perc")["unit"].unique().to_list()
    assert units == ["percent"]
    assert of("attendance_ytd.overall_attendance")["unit"].unique().to_list() == ["count"]
    schools = of("attendance_ytd.num_schools")["value"].drop_nulls()
    assert (schools != schools.round()).any()


def test_trap_attendance_is_year_to_date_with_schools_joining(readings: dict[str, Reading]) -> None:
    """The period is the school year so far; the reading says so, and that coverage grew."""

    def coverage(name: str) -> float:
        found = readings[f"attendance/EES_ytd_data_{name}.csv"].observations.filter(
            (pl.col("area") == KENT) & (pl.col("group") == "phase=secondary")
        )
        counts = dict(found.select("code", "value").iter_rows())
        return counts["attendance_ytd.num_schools"] / counts["attendance_ytd.total_num_schools"]

    newest = readings["attendance/EES_ytd_data_202526.csv"]
    assert "year to date" in newest.caveats[0]
    assert "schools joined" in newest.caveats[1]
    assert set(newest.observations["period_kind"]) == {"academic"}
    assert set(newest.observations["status"]) <= {
        "provisional",
        "suppressed",
        "not-available",
    }
    assert coverage("202223") < 0.85 < coverage("202526")


def test_trap_reporting_year_ends_31_march(of: Callable[..., pl.DataFrame]) -> None:
    started = of("cin_children_in_need.Started_child", KENT).filter(
        pl.col("published_period") == "2025"
    )
    assert started.select("period_start", "period_end").rows() == [
        (date(2024, 4, 1), date(2025, 3, 31))
    ]
    at_end = of("cin_children_in_need.At31_episodes", KENT)
    assert set(at_end["period_kind"]) == {"snapshot"}


def test_trap_rows_run_newest_first(of: Callable[..., pl.DataFrame]) -> None:
    """The order of rows means nothing: each keeps its own period, that ends on 30 September."""
    found = of("social_workers.turnover_rate_fte", KENT)
    assert found.select("published_period", "period_end").sort("period_end").rows() == [
        (str(year), date(year, 9, 30)) for year in range(2017, 2026)
    ]
    assert set(found["period_kind"]) == {"rolling-12"}
    assert set(of("social_workers.inpost_fte", KENT)["period_kind"]) == {"snapshot"}


def test_trap_joint_rows_are_no_authority(readings: dict[str, Reading]) -> None:
    faults = readings["social_workers"].quarantine
    assert dict(faults.group_by("found").len().iter_rows()) == {
        "E09000021 / E09000027": 9,
        "E06000061 / E06000062": 5,
    }


def test_trap_mid_year_population_is_the_denominator_of_the_reporting_year_after(
    of: Callable[..., pl.DataFrame],
) -> None:
    middle = of("population_0_to_17.population_estimate", KENT).filter(
        pl.col("period_end") == date(2024, 6, 30)
    )
    used = of("cla_numbers.rate_per_10000", KENT, "looked-after=on-31-march").filter(
        pl.col("period_end") == date(2025, 3, 31)
    )
    assert middle["value"].to_list() == used["denominator"].to_list()


def test_trap_heavy_suppression_is_2957_cells(readings: dict[str, Reading]) -> None:
    name = "csc_outcomes/d5_cpps_at31march_by_duration_2013_to_2025.csv"
    hidden = readings[name].observations.filter(pl.col("status") == "suppressed")
    assert hidden.height == 2957
    assert hidden["value"].null_count() == 2957


def test_trap_absence_has_44743_suppressed_cells(readings: dict[str, Reading]) -> None:
    found = readings["social_care_absence"].observations
    assert found.filter(pl.col("status") == "suppressed").height == 44743


def test_trap_key_stage_2_of_2020_and_2021_is_all_x(readings: dict[str, Reading]) -> None:
    found = readings["social_care_ks2"].observations.filter(
        pl.col("published_period").is_in(["201920", "202021"])
    )
    assert found.height > 0
    assert set(found["status"]) == {"not-available"}
    assert found["value"].null_count() == found.height


def test_trap_reading_writing_and_maths_is_c_in_a_third_of_each_other_year(
    of: Callable[..., pl.DataFrame],
) -> None:
    found = of("social_care_ks2.pt_rwm_met_expected_standard").filter(
        ~pl.col("published_period").is_in(["201920", "202021"])
    )
    hidden = found.filter(pl.col("status") == "suppressed").height / found.height
    assert 0.25 < hidden < 0.45


def test_trap_progress_8_is_all_x_where_there_is_none(of: Callable[..., pl.DataFrame]) -> None:
    found = of("social_care_ks4.avg_p8score").filter(
        pl.col("published_period").is_in(["201920", "202021", "202425"])
    )
    assert found["value"].null_count() == found.height > 0
    assert set(found["symbol"]) == {"x"}


def test_trap_revised_rows_keep_their_status(of: Callable[..., pl.DataFrame]) -> None:
    newest = of("social_care_ks2.t_rwm_eligible_pupils").filter(
        (pl.col("published_period") == "202425") & pl.col("value").is_not_null()
    )
    assert set(newest["status"]) == {"revised"}


def test_trap_numbers_with_a_leading_blank_in_2022(of: Callable[..., pl.DataFrame]) -> None:
    found = of("sen2_mi.no_exc_20week_rate", KENT).filter(pl.col("published_period") == "2022")
    assert found["value"].to_list() == [41.128]


def test_trap_overlap_is_joined_on_definition(of: Callable[..., pl.DataFrame]) -> None:
    """``no_exc_20week_rate`` is without exceptions: Kent 2019 to 2022 agrees with timeliness."""
    older = of("sen2_mi.no_exc_20week_rate", KENT)
    newer = of("ehc_timeliness.PC_plans_issued_20_weeks_ex", KENT, "all")
    both = older.join(newer, on=["period_start", "period_end"])
    assert both["published_period"].sort().to_list() == ["2019", "2020", "2021", "2022"]
    assert ((both["value"] - both["value_right"]).abs() < 0.06).all()
    assert both["denominator"].to_list() == both["denominator_right"].to_list()


def test_trap_lower_tier_rows_are_districts_and_never_repeat_an_authority(
    readings: dict[str, Reading],
) -> None:
    reading = readings["eyfsp_headline"]
    assert reading.notes == ("774 rows set aside: geographic_level is 'Local authority district'",)
    counts = reading.observations.filter(
        (pl.col("code") == "eyfsp_headline.gld_number") & (pl.col("group") == "all")
    )
    districts = counts.filter(pl.col("area").is_between(pl.lit("E07000105"), pl.lit("E07000116")))
    # Kent's twelve districts are a child short of the county: one could not be placed.
    assert districts.height == 12
    assert districts["value"].sum() == 11_950
    assert counts.filter(pl.col("area") == KENT)["value"].to_list() == [11_951]
    assert reading.quarantine.height == 0
    kent = reading.observations.filter(
        (pl.col("code") == "eyfsp_headline.gld_percentage") & (pl.col("area") == KENT)
    )
    assert {"all", "fsm=eligible", "fsm=not-eligible", "sen=support", "sex=girls"} <= set(
        kent["group"]
    )


def test_trap_absent_rows_are_zero_or_unknown_not_stated(readings: dict[str, Reading]) -> None:
    reading = readings["ap_placements"]
    assert "zero or unknown" in reading.caveats[0]
    assert reading.observations["value"].null_count() == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ees_shapes/SEN2_MI.zip", "not to be shown as fact"),
        ("ees_shapes/ees_weekly_data.data.csv.gz", "from a mock"),
        ("ees_shapes/ees_weekly_data.meta.csv", "describes the columns"),
        ("ees_shapes/spc_pupils_fsm_ethnicity_yrgp.meta.csv", "describes the columns"),
    ],
)
def test_what_is_not_read_is_told_why(folder: Folder, name: str, words: str) -> None:
    report = ingest(folder, [PUBLISHED / name])
    assert report["outcome"].to_list() == ["unclaimed"]
    assert words in report["reason"][0]


WEEKLY = """
id: attendance_weekly
title: Pupil attendance in schools by week
recognised_by:
  columns: [num_schools, attendance_perc, school_type]
  values: {time_identifier: [Week 37]}
covers: periods
filters:
  - column: school_type
    dimension: phase
    total: [Total]
    members: {Primary: primary, Secondary: secondary, Special: special}
indicators:
  attendance_perc: {unit: percent, numerator: overall_attendance, denominator: possible_sessions}
"""


def test_area_reads_a_file_of_its_own_choice_by_a_mapping_and_no_code(tmp_path: Path) -> None:
    (tmp_path / "area.yaml").write_text(f'area: "{KENT}"\n')
    weekly = PUBLISHED / "ees_shapes/ees_weekly_data.data.csv.gz"
    folder = Folder.open(tmp_path)
    assert ingest(folder, [weekly])["outcome"].to_list() == ["unclaimed"]
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings/attendance_weekly.yaml").write_text(WEEKLY)
    assert ingest(folder, [weekly])["outcome"].to_list() == ["read"]
    found = facts(folder, "ees:attendance_weekly.attendance_perc", KENT, group="phase=primary")
    assert found["published_period"].to_list()[:2] == ["2022 Week 37", "2022 Week 38"]
    assert found["value"].null_count() == 0
    assert ingest(folder, [weekly])["outcome"].to_list() == ["unchanged"]


def test_trap_appeals_are_a_spreadsheet_saved_as_csv() -> None:
    """Three title rows, two header rows, footnote numbers glued to words."""
    name = "ehc_plans_2025/SEND Tribunals and appeal rate 2014-2024.csv"
    reading = tribunal.read(open_file(PUBLISHED / name), Context(Register.load()))
    found = reading.observations
    kent = found.filter((pl.col("area") == KENT) & (pl.col("published_period") == "2024"))
    assert kent.select("code", "value").rows() == [
        ("ehc_tribunals.appeals_registered", 1559.0),
        ("ehc_tribunals.appealable_decisions", 23692.0),
        ("ehc_tribunals.appeal_rate", 6.6),
        ("ehc_tribunals.appealable_decisions_in_development", 14675.0),
        ("ehc_tribunals.appeal_rate_in_development", 10.6),
    ]
    assert found.height == 35 * found.select("row").n_unique() == 5355
    assert reading.quarantine["row"].to_list() == [68, 69, 70, 90, 91]


def test_appeals_and_decisions_make_the_published_rate() -> None:
    name = "ehc_plans_2025/SEND Tribunals and appeal rate 2014-2024.csv"
    found = tribunal.read(open_file(PUBLISHED / name), Context(Register.load())).observations
    rates = found.filter(pl.col("unit") == "percent").drop_nulls(["numerator", "denominator"])
    made = 100 * rates["numerator"] / rates["denominator"]
    assert rates.height > 1500
    assert ((made - rates["value"]).abs() < 0.0501).mean() > 0.99  # type: ignore[operator]


def test_judgements_on_childrens_services_are_a_register() -> None:
    name = "csc_outcomes/LA_Inspection_Outcomes_as_at_31_March_2025.ods"
    reading = childrens_services.read(open_file(PUBLISHED / name), Context(Register.load()))
    register = reading.registers[childrens_services.REGISTER]
    assert reading.published == date(2025, 9, 25)
    assert reading.quarantine.height == 0
    lists = dict(register.group_by("list").len().iter_rows())
    assert lists == {"newest": 153, "in-year": 112, "history": 271}
    assert register["inspected"].null_count() == 0


def test_copies_of_the_neighbours_equal_the_workbook_that_is_read() -> None:
    """So that leaving them out loses nothing."""
    context = Context(Register.load())
    workbook = neighbours.read(open_file(PUBLISHED / "lait/sn_may_2025.xlsx"), context)
    known = {
        (area, rank): other
        for area, rank, other in workbook.registers["neighbours"]
        .select("area", "rank", "neighbour")
        .iter_rows()
    }
    rows = texts("csc_outcomes/sn_model_2025_wide.csv")
    assert len(rows) == 153
    for row in rows:
        area = context.register.dfe(row["old_la_code"])
        assert area is not None
        for rank in range(1, 11):
            other = context.register.dfe(row[f"SN_{rank}"])
            assert other is not None
            assert known[area.code, rank] == other.code


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("csc_outcomes/sn_model_2025_wide.csv", "a copy of the statistical neighbours"),
        (
            "csc_outcomes/New_Statistical_Neighbour_Groupings_April_2021.csv",
            "a copy of the statistical neighbours",
        ),
        ("ehc_plans_2025/stat neighbours.csv", "a copy of the statistical neighbours"),
        ("ehc_plans_2025/data-guidance.txt", "has no figures"),
    ],
)
def test_what_is_known_and_not_read_is_named(name: str, words: str) -> None:
    opened = open_file(PUBLISHED / name)
    assert registry.reader_of(opened) is None
    assert words in registry.why_unclaimed(opened)
