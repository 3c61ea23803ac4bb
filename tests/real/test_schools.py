"""Kent and England good or outstanding, from the published files: by the rule of 2017 and today's.

Exact: each number here is a count of schools that can be listed.
"""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foreland.insight.school_quality import Rule
from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.ingest import ingest
from foreland.jobs.school_facts import school_facts
from foreland.jobs.school_judgements import judgements
from foreland.jobs.schools import listing, quality
from foreland.jobs.trusts import trusts
from foreland.sources.ofsted.grades import KEY_JUDGEMENTS

DATA = Path(__file__).resolve().parents[2].parent / "shared/data/schools"
MARCH_2017, AUGUST_2024, AUGUST_2025 = date(2017, 3, 31), date(2024, 8, 31), date(2025, 8, 31)

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="no schools data beside the checkout"),
]


@pytest.fixture(scope="module")
def kent(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("schools") / "kent"
    new_folder(path, "Kent")
    ingest(
        Folder.open(path),
        [DATA / name for name in ("gias", "ofsted", "characteristics", "capacity", "similar")],
    )
    return Folder.open(path)


def counted(
    folder: Folder, area: str, day: date, rule: Rule, phase: str = "all", weight: str = "schools"
) -> tuple[int, int]:
    found = quality(folder, area, day, rule).filter(
        (pl.col("phase") == phase) & (pl.col("weight") == weight)
    )
    assert found.height == 1
    value, top, bottom = found.select("value", "numerator", "denominator").row(0)
    assert value == pytest.approx(100 * top / bottom, abs=1e-9)
    return top, bottom


@pytest.mark.parametrize(
    ("area", "rule", "expected", "percent"),
    [
        ("Kent", "own", (477, 522), 91.4),
        ("Kent", "predecessor", (478, 534), 89.5),
        ("England", "own", (17280, 19403), 89.1),
        ("England", "predecessor", (17340, 19755), 87.8),
    ],
)
def test_march_2017_by_either_rule(
    kent: Folder, area: str, rule: Rule, expected: tuple[int, int], percent: float
) -> None:
    assert counted(kent, area, MARCH_2017, rule) == expected
    assert round(100 * expected[0] / expected[1], 1) == percent


@pytest.mark.parametrize(("rule", "percent"), [("own", 90.3), ("predecessor", 88.9)])
def test_march_2017_by_pupils(kent: Folder, rule: Rule, percent: float) -> None:
    top, bottom = counted(kent, "Kent", MARCH_2017, rule, weight="pupils")
    assert round(100 * top / bottom, 1) == percent


@pytest.mark.parametrize(
    ("phase", "own", "predecessor"),
    [
        ("primary", (372, 405), (373, 416)),
        ("secondary", (82, 93), (82, 94)),
        ("special", (23, 24), (23, 24)),
    ],
)
def test_march_2017_by_phase_beside_the_letter(
    kent: Folder, phase: str, own: tuple[int, int], predecessor: tuple[int, int]
) -> None:
    """The letter of 28 March 2017: 91 % good; 9 % of primary, 14 % of secondary schools not.

    Ours are 8.1 % of primary schools and 11.8 % of secondary schools, on the 31st and by when an
    inspection began; a school inspected in March had no report when the letter was written.
    """
    assert counted(kent, "Kent", MARCH_2017, "own", phase) == own
    assert counted(kent, "Kent", MARCH_2017, "predecessor", phase) == predecessor


def test_august_2025_is_ofsteds_own_file_school_by_school(kent: Folder) -> None:
    file = pl.read_parquet(DATA / "ofsted/ofsted_state_funded_schools_2025-08-31.parquet")
    for area, rows in (
        ("Kent", file.filter(pl.col("Local authority") == "Kent")),
        ("England", file.filter(pl.col("URN").is_not_null())),
    ):
        grade = rows["Overall effectiveness"].cast(pl.Int8, strict=False)
        expected = (int((grade <= 2).sum()), grade.drop_nulls().len())
        assert counted(kent, area, AUGUST_2025, "predecessor") == expected
        found = quality(kent, area, AUGUST_2025).row(0, named=True)
        assert found["open"] == rows.height
        assert found["not_judged"] == (rows["Overall effectiveness"] == "Not judged").sum()
        assert found["status"] == "final"
        assert "neither good nor bad" in found["note"]


def test_august_2024_is_only_of_schools_that_are_still_open_and_says_so(kent: Folder) -> None:
    assert counted(kent, "Kent", AUGUST_2024, "predecessor") == (540, 592)
    assert counted(kent, "England", AUGUST_2024, "predecessor") == (19653, 21725)
    found = quality(kent, "England", AUGUST_2024).row(0, named=True)
    assert found["not_judged"] == 0
    assert "only schools open on 2025-08-31" in found["note"]
    assert found["status"] == "estimated"


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2018, 8, 31), 86),
        (date(2019, 8, 31), 86),
        (date(2022, 8, 31), 88),
        (date(2023, 8, 31), 89),
        (date(2024, 8, 31), 90),
    ],
)
def test_england_agrees_with_what_ofsted_published_for_the_day(
    kent: Folder, day: date, percent: int
) -> None:
    """Ofsted, State-funded schools inspections and outcomes, main findings of the year."""
    top, bottom = counted(kent, "England", day, "predecessor")
    assert round(100 * top / bottom) == percent


def test_places_are_given_where_capacity_is_known_alone(kent: Folder) -> None:
    """Of secondary schools in March 2026, hence for August 2025; of no other phase or time."""

    def by_places(day: date) -> dict[str, tuple[int | None, int | None, str]]:
        found = quality(kent, "Kent", day).filter(pl.col("weight") == "places")
        return {
            phase: (top, bottom, status)
            for phase, top, bottom, status in found.select(
                "phase", "numerator", "denominator", "status"
            ).iter_rows()
        }

    now = by_places(AUGUST_2025)
    assert now.pop("secondary") == (85170, 97255, "estimated")
    assert set(now.values()) == {(None, None, "not-available")}
    for day in (MARCH_2017, AUGUST_2024):
        assert set(by_places(day).values()) == {(None, None, "not-available")}


def test_a_day_that_no_list_reaches_has_no_answer(kent: Folder) -> None:
    assert quality(kent, "Kent", date(2026, 1, 31)).height == 0


def test_an_authority_that_ended_answers_for_its_time(kent: Folder) -> None:
    assert quality(kent, "Cumbria", MARCH_2017).height > 0
    assert quality(kent, "Cumbria", AUGUST_2025).height == 0
    assert quality(kent, "Westmorland and Furness", AUGUST_2025).height > 0


def test_authorities_add_up_to_england(kent: Folder) -> None:
    for day in (MARCH_2017, AUGUST_2025):
        whole = quality(kent, "England", day).row(0, named=True)
        parts = [
            quality(kent, area.code, day).head(1)
            for area in kent.register
            if area.kind == "region" and area.region == "E92000001"
        ]
        total = pl.concat(parts).select("numerator", "denominator", "open").sum().row(0)
        assert total == (whole["numerator"], whole["denominator"], whole["open"])


def test_the_list_names_each_school_once_sorted_by_name(kent: Folder) -> None:
    found = listing(kent, "Kent", MARCH_2017)
    assert found.height == 572
    assert found["urn"].n_unique() == 572
    folded = found["name"].str.to_lowercase().to_list()
    assert folded == sorted(folded)
    graded = found.filter(pl.col("grade").is_not_null())
    assert graded.height == 534
    assert (graded["inspected"] <= MARCH_2017).all()


def test_a_schools_predecessor_is_found_under_its_number_of_the_day(kent: Folder) -> None:
    """Dartford Grammar School for Girls became an academy on 1 June 2017."""
    on_the_day = listing(kent, "Kent", MARCH_2017).filter(pl.col("school") == "144100")
    assert on_the_day.select("urn", "grade").row(0) == ("118883", "Outstanding")
    later = listing(kent, "Kent", date(2018, 3, 31)).filter(pl.col("school") == "144100")
    assert later.select("urn", "predecessor").row(0) == ("144100", "118883")


def test_trusts_count_the_areas_schools_and_all_of_theirs(kent: Folder) -> None:
    found = trusts(kent, "Kent", AUGUST_2025)
    assert (found["schools"] >= found["schools_in_area"]).all()
    phases = found.select("nursery", "primary", "secondary", "special", "alternative_provision")
    assert phases.sum_horizontal().to_list() == found["schools_in_area"].to_list()


def test_authorities_made_anew_share_out_the_schools_of_those_before(kent: Folder) -> None:
    def open_in(area: str, day: date) -> int:
        found = quality(kent, area, day)
        return int(found["open"][0]) if found.height else 0

    old = [open_in(a, MARCH_2017) for a in ("E10000009", "Bournemouth", "Poole")]
    new = [open_in(a, MARCH_2017) for a in ("E06000058", "E06000059")]
    assert (old, new) == ([170, 40, 42], [97, 155])
    assert sum(old) == sum(new)
    february = date(2020, 2, 29)
    parts = [open_in(a, february) for a in ("E06000061", "E06000062")]
    assert open_in("Northamptonshire", february) == sum(parts) == 323
    assert open_in("E06000061", MARCH_2017) == 0
    said = quality(kent, "E06000059", MARCH_2017)["note"][0]
    assert "began on 2019-04-01" in said


def test_before_any_inspection_there_is_no_share_and_no_nought(kent: Folder) -> None:
    found = quality(kent, "Kent", date(2000, 1, 1))
    assert found["value"].null_count() == found.height > 0
    assert found["status"].unique().to_list() == ["not-available"]
    by_schools = found.filter(pl.col("weight") == "schools")
    assert (by_schools["open"] == by_schools["not_graded"]).all()


def test_england_by_key_judgement_agrees_with_what_ofsted_published(kent: Folder) -> None:
    """Ofsted, main findings as at 31 August 2025: good or outstanding at a graded inspection of
    2024/25, in whole per cent. Ours are of schools whose latest inspection that was."""
    found = judgements(kent, "England", AUGUST_2025).filter(pl.col("phase") == "all")
    good = found.filter(pl.col("judgement").is_in(["Outstanding", "Good"]))
    share = dict(good.group_by("judged").agg(pl.col("value").sum()).iter_rows())
    assert {name: round(share[name]) for name in list(KEY_JUDGEMENTS.values())[:4]} == {
        "Quality of education": 83,
        "Behaviour and attitudes": 94,
        "Personal development": 96,
        "Leadership and management": 88,
    }


def test_facts_of_a_school_agree_with_the_list(kent: Folder) -> None:
    facts = school_facts(kent)
    assert facts.day == AUGUST_2025
    assert facts.schools["urn"].to_list() == listing(kent, "Kent")["urn"].to_list()
    assert facts.schools["grade"].to_list() == listing(kent, "Kent")["grade"].to_list()
    latest = facts.inspections.unique("school", keep="first", maintain_order=True)
    both = facts.schools.join(latest, left_on="urn", right_on="school", suffix="_of")
    assert (both["inspected"] == both["inspected_of"]).all()
    assert facts.judgements["school"].n_unique() == 96


def test_the_letters_fourteen_per_cent_school_by_school(kent: Folder) -> None:
    """The letter prints the county's figures of December 2016: 86 % of secondary schools good.

    Two schools that were not good then became sponsor-led academies on 1 March 2017, and by the
    rule of the time count no more; one of them is known to us, the other's inspections are in no
    file (``docs/decisions/2026-11-24-school-quality.md``).
    """
    december = date(2016, 12, 6)
    top, bottom = counted(kent, "Kent", december, "own", "secondary")
    assert (top, bottom) == (81, 92)
    assert round(100 * top / (bottom + 2)) == 86
    then = listing(kent, "Kent", december)
    two = then.filter(pl.col("urn").is_in(["118793", "118910"])).sort("urn")
    assert two.select("name", "grade", "school").rows() == [
        ("Swadelands School", "Inadequate", "143954"),
        ("The Charles Dickens School", None, "144015"),
    ]
    later = listing(kent, "Kent", MARCH_2017).filter(pl.col("urn").is_in(["143954", "144015"]))
    assert later["opened"].to_list() == [date(2017, 3, 1)] * 2
