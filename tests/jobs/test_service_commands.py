"""``foreland schools services`` as a user meets it, on schools of an invented county."""

from collections.abc import Callable
from pathlib import Path

import pytest
import tiny_schools as made
from command import Cli

Write = Callable[[str, bytes], Path]

SERVICES = """\
needs:
  - id: absence-high
    title: Pupils miss many sessions
    measure: absence
    phases: [primary]
    worse_than: 6
services:
  - id: advice
    title: Advice on attendance
    provider: Ashmere Education Services
    provider_kind: council-company
    measure: absence
    need: absence-high
    phases: [primary]
    cost: {amount: 400, per: days}
    since: 2023-09-01
"""

LOG = "service,urn,started,ended,amount,amount_unit,cost,need\n"
SCHOOLS = range(100001, 100051)
#: The first twenty had advice; in each pair of neighbours the second school had none.
SUPPORTED = SCHOOLS[0:40:2]


def absence(change: float) -> bytes:
    """Absence goes up by the school's number; supported schools end ``change`` points lower."""
    rows = ["LA,ESTAB,URN,PERCTOT,PPERSABS10"]
    for place, urn in enumerate(SCHOOLS):
        value = 5 + place // 2 * 0.1 + (change if urn in SUPPORTED else 0) + place % 3 * 0.01
        rows.append(f"801,{2001 + place},{urn},{value:.2f},10.0")
    rows.append("NAT,,NAT,7.0,20.0")
    return ("\n".join(rows) + "\n").encode()


@pytest.fixture
def area_with_schools(cli: Cli, write: Write, area: Path) -> Cli:
    # The day of Ofsted's file is read from the newest report in it.
    report = made.inspected(SCHOOLS[0], "2", "01/10/2019", "20/09/2025")
    rows = [
        made.school(urn, *([report] if urn == SCHOOLS[0] else []), opened="01/09/2000")
        for urn in SCHOOLS
    ]
    files = {
        "ofsted.parquet": made.ofsted(rows),
        "names.csv": made.dates(
            *[f"{u},01-09-2000," for u in SCHOOLS], "100099,01-09-2000,31-08-2022"
        ),
        "england_abs_2022-23.csv": absence(0.0),
        "england_abs_2023-24.csv": absence(-0.5),
    }
    assert "4 read" in cli("ingest", *[write(n, data) for n, data in files.items()]).err
    (area / "services.yaml").write_text(SERVICES)
    return cli


def send(cli: Cli, write: Write, *rows: str) -> None:
    good = [f"advice,{urn},2023-10-02,,2,days,," for urn in SUPPORTED]
    text = LOG + "\n".join([*good, *rows]) + "\n"
    assert "1 read" in cli("ingest", write("log.csv", text.encode())).err


def test_what_was_offered_and_given_with_its_cost(area_with_schools: Cli, write: Write) -> None:
    send(area_with_schools, write, f"advice,{SUPPORTED[0]},2024-01-08,,1,visits,,")
    told = area_with_schools("schools", "services", "--format", "json")
    row = told.json[0]
    assert (row["schools"], row["entries"], row["entries_with_cost"]) == (20, 21, 20)
    # Twenty times two days at 400 pounds; the visit has no price, and is not guessed.
    assert (row["spent"], row["line"], row["audience"]) == (16000.0, 8, "internal")
    assert "not to be published" in told.err


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("advise,100001,2023-10-03,,,,,", "column service: found the service advise"),
        ("advice,999998,2023-10-03,,,,,", "column urn: found the school 999998"),
        ("advice,100099,2023-10-03,,,,,", "for a school that closed on 2022-08-31"),
        ("advice,100001,1999-10-03,,,,,", "for a school that opened on 2000-09-01"),
        ("advice,100001,2023-08-31,,,,,", "expected a day from the service's since on"),
        ("advice,100001,2023-10-03,,,,,other", "column need: found the need other"),
    ],
)
def test_a_row_that_cannot_be_so_is_set_aside_with_its_place(
    area_with_schools: Cli, write: Write, row: str, said: str
) -> None:
    send(area_with_schools, write, row)
    told = area_with_schools("schools", "services", "--show", "log", "--format", "json")
    assert "warning: log.csv, row 22, " in told.err
    assert said in told.err
    aside = [r for r in told.json if r["status"] == "set-aside"]
    assert [r["row"] for r in aside] == [22]
    assert told.status == 0
    counted = area_with_schools("schools", "services", "--format", "json").json[0]
    assert counted["entries"] == 20


def test_rows_that_cannot_be_read_are_told_on_ingest(area_with_schools: Cli, write: Write) -> None:
    text = LOG + "advice,100001,2023-10-03,2023-10-01,,,-5,\n"
    told = area_with_schools("ingest", write("log.csv", text.encode()))
    assert "2 rows quarantined" in told.err  # two faults, one row
    found = area_with_schools("schools", "services", "--show", "log", "--format", "json")
    assert found.json == []


def test_coverage_is_of_schools_with_the_need(area_with_schools: Cli, write: Write) -> None:
    send(area_with_schools, write)
    told = area_with_schools("schools", "services", "--show", "coverage", "--format", "json")
    row = told.json[0]
    # Of 50 schools, absence goes from 5.0 to 7.4 by a tenth every two: 29 are above 6.
    reach = area_with_schools("schools", "services", "--show", "reach", "--format", "json").json
    need = [r for r in reach if r["has_need"]]
    got = [r for r in need if r["services"]]
    assert (row["schools"], row["known"], row["with_need"], row["reached"]) == (
        50,
        50,
        len(need),
        len(got),
    )
    assert row["year"] == 2023
    assert row["with_need"] == sum(r["value"] > 6 for r in reach)
    assert row["reached_percent"] == pytest.approx(100 * len(got) / len(need))
    assert row["reached_without_need"] == 20 - len(got)
    names = [r["name"].lower() for r in reach]
    assert names == sorted(names)


def test_the_effect_is_beside_the_school_of_the_pair(area_with_schools: Cli, write: Write) -> None:
    send(area_with_schools, write)
    told = area_with_schools("schools", "services", "--show", "effect", "--format", "json")
    row = told.json[0]
    assert (row["before"], row["after"], row["supported"], row["pairs"]) == (2023, 2024, 20, 20)
    assert row["estimate"] == pytest.approx(-0.5, abs=1e-9)
    assert row["lower"] <= -0.5 <= row["upper"] < 0
    assert row["p"] < 0.01
    assert row["unit"] == "percentage points"
    assert "no trial" in row["warning"]
    assert "no trial" in told.err
    balance = area_with_schools("schools", "services", "--show", "balance", "--format", "json").json
    prior = next(r for r in balance if r["covariate"] == "absence before")
    assert abs(prior["difference_after"]) < 0.1


def test_who_had_it_before_is_left_out(area_with_schools: Cli, write: Write, area: Path) -> None:
    (area / "services.yaml").write_text(SERVICES.replace("    since: 2023-09-01\n", ""))
    send(area_with_schools, write, f"advice,{SUPPORTED[0]},2021-10-02,,,,,")
    told = area_with_schools("schools", "services", "--show", "effect", "--format", "json").json[0]
    assert (told["supported"], told["left_out"]) == (19, 1)


def test_few_schools_have_no_estimate(area_with_schools: Cli, write: Write) -> None:
    text = LOG + "".join(f"advice,{u},2023-10-02,,,,,\n" for u in SUPPORTED[:5])
    area_with_schools("ingest", write("log.csv", text.encode()))
    row = area_with_schools("schools", "services", "--show", "effect", "--format", "json").json[0]
    assert (row["estimate"], row["status"]) == (None, "not-available")
    assert "fewer than 8" in row["reason"]


def test_placebo_draws_schools_of_the_area(area_with_schools: Cli) -> None:
    told = area_with_schools(
        "schools", "services", "--show", "placebo", "--draws", "40", "--format", "json"
    )
    row = told.json[0]
    assert (row["chosen_from"], row["supported"], row["draws"]) == (50, 10, 40)
    assert 0 <= row["shown"] <= 40
    again = area_with_schools(
        "schools", "services", "--show", "placebo", "--draws", "40", "--format", "json"
    )
    assert again.json == told.json


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--service", "advise"), "Did you mean advice?"),
        (("--measure", "absense"), "the measure 'absense'"),
        (("--before", "2024", "--after", "2023"), "a year before and a later year after"),
        (("--before", "2023"), "--before and --after together"),
        (
            ("--measure", "attainment_8", "--before", "2016", "--after", "2018"),
            "two years that may be compared",
        ),
    ],
)
def test_a_wrong_question_is_told(
    area_with_schools: Cli, write: Write, words: tuple[str, ...], said: str
) -> None:
    send(area_with_schools, write)
    told = area_with_schools("schools", "services", "--show", "effect", *words)
    assert told.status == 1
    assert said in told.err


def test_a_fault_of_services_yaml_is_told_with_its_line(area_with_schools: Cli, area: Path) -> None:
    (area / "services.yaml").write_text(SERVICES.replace("amount: 400", "amount: -400"))
    told = area_with_schools("schools", "services")
    assert told.status == 1
    assert "services.yaml, line 15" in told.err


@pytest.mark.parametrize("show", ["services", "log", "coverage", "reach", "effect", "balance"])
def test_without_services_there_is_no_answer_and_it_is_said_how(cli: Cli, show: str) -> None:
    told = cli("schools", "services", "--show", show, "--format", "json")
    assert (told.status, told.json) == (0, [])
    assert "no services.yaml" in told.err
