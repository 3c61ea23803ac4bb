"""``services.yaml``: what it may say, and every fault with its line, all at once."""

from pathlib import Path

import pytest

from foreland.insight.school_measures import MEASURES
from foreland.model.problems import ForelandError
from foreland.plan.services import Services, phases_of, read_services

GOOD = """\
needs:
  - id: high-absence
    title: Pupils miss many sessions
    measure: absence
    phases: [primary, secondary]
    worse_than: 7.5
services:
  - id: attendance-advice
    title: Advice on attendance
    provider: Ashmere Education Services
    provider_kind: council-company
    measure: persistent_absence
    need: high-absence
    phases: [primary]
    cost: {amount: 450, per: days, price_year: "2024-25"}
  - id: reading-visits
    title: Visits by a reading adviser
    provider: Ashmere County Council
    provider_kind: council
    measure: reading_progress
"""


def read(folder: Path, text: str) -> Services:
    (folder / "services.yaml").write_text(text)
    return read_services(folder)


def test_a_folder_without_the_file_offers_nothing(tmp_path: Path) -> None:
    assert read_services(tmp_path) == Services()


def test_services_are_read_with_their_lines(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert [one.id for one in found.services] == ["attendance-advice", "reading-visits"]
    assert found.lines["services:reading-visits"] == 16
    advice, visits = found.services
    assert advice.cost is not None
    assert (advice.cost.amount, advice.cost.per, advice.audience) == (450, "days", "internal")
    assert (visits.cost, phases_of(visits), phases_of(advice)) == (None, ("primary",), ("primary",))


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("amount: 450", "amount: -450", 15, "nought or more"),
        ("amount: 450", "amount: £450", 15, "a number of pounds"),
        ("amount: 450", "amount: .inf", 15, "finite"),
        ("per: days", "per: day", 15, "Did you mean days?"),
        ("measure: absence", "measure: absense", 4, "Did you mean absence?"),
        ("need: high-absence", "need: hi-absence", 13, "Did you mean high-absence?"),
        ("id: reading-visits", "id: attendance-advice", 16, "each id once"),
        ("    worse_than: 7.5\n", "", 2, "neither worse_than nor worst_percent"),
        ("worse_than: 7.5", "worse_than: 7.5\n    worst_percent: 25", 2, "both worse_than"),
        ("worse_than: 7.5", "worst_percent: 100", 6, "less than 100"),
        ("worse_than: 7.5", "worse_than: .nan", 6, "finite"),
        ("provider_kind: council\n", "provider_kind: counsel\n", 19, "Did you mean council?"),
        ("    provider: Ashmere County Council\n", "", 16, "no provider"),
        (
            "measure: reading_progress",
            "measure: reading_progress\n    nott: x",
            21,
            "Did you mean note?",
        ),
        (
            "phases: [primary]",
            "phases: [primary]\n    since: 2024-09-01\n    until: 2024-08-01",
            16,
            "not before since",
        ),
        (
            "measure: reading_progress",
            "measure: reading_progress\n    phases: [secondary]",
            21,
            "phases that have it: primary",
        ),
        ("title: Advice on attendance", "title: 2024", 9, "Quote it"),
    ],
)
def test_each_fault_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in GOOD
    with pytest.raises(ForelandError) as told:
        read(tmp_path, GOOD.replace(old, new))
    assert [problem.line for problem in told.value.problems] == [line]
    assert said in str(told.value)
    assert "services.yaml" in str(told.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("measure: absence", "measure: absense").replace(
        "need: high-absence", "need: other"
    )
    with pytest.raises(ForelandError) as told:
        read(tmp_path, text)
    assert [problem.line for problem in told.value.problems] == [4, 13]


@pytest.mark.parametrize("data", [b"services: [", b"\xff\xfe\x00x", b"- a\n- b\n"])
def test_what_is_no_yaml_of_services_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "services.yaml").write_bytes(data)
    with pytest.raises(ForelandError, match=r"services\.yaml"):
        read_services(tmp_path)


def test_an_unknown_service_suggests_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ForelandError, match="Did you mean reading-visits"):
        read(tmp_path, GOOD).service("reading-visit")


MANUAL = Path(__file__).parents[2] / "docs/how-to/services-to-schools.md"


def test_the_manuals_example_can_be_read_and_names_every_measure(tmp_path: Path) -> None:
    text = MANUAL.read_text("utf-8")
    example = text.split("```yaml\n")[1].split("```")[0]
    found = read(tmp_path, example)
    assert [one.id for one in found.services] == ["attendance-advice"]
    row = next(line for line in text.splitlines() if line.startswith("| `measure` |"))
    assert {name.strip(" `") for name in row.split("|")[2].split(",")} == set(MEASURES)
