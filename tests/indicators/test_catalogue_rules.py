"""Every rule of the catalogue refuses its bad entry, in words and with the line of the fault."""

from pathlib import Path

import pytest

from foreland.indicators.catalogue import Catalogue
from foreland.indicators.validations import RULES
from foreland.model.problems import ForelandError, Problem

#: Line 1 of the theme; an entry's own keys begin in line 4.
HEAD = """\
id: own
title: "Our own"
indicators:
"""
GOOD = {
    "id": "clubs",
    "title": '"Children in clubs"',
    "definition": '"Out of every 100 children, how many are in a club."',
    "unit": "percent",
    "polarity": "higher",
    "series": '[{source: local, code: "clubs"}]',
}


def entry(**keys: str) -> str:
    """An indicator as YAML, a key a line."""
    lines = [f"{key}: {value}" for key, value in (GOOD | keys).items()]
    return "  - " + "\n    ".join(lines) + "\n"


def faults(tmp_path: Path, text: str) -> list[Problem]:
    """What loading an area's file says."""
    (tmp_path / "own.yaml").write_text(text, "utf-8")
    with pytest.raises(ForelandError) as told:
        Catalogue.load(tmp_path)
    return told.value.problems


BOTH = '[{source: local, code: "a"}, {source: local, code: "b", group: fsm=eligible}]'

#: The rule, the keys that break it, the line, what is found, and the words of the repair.
BAD: list[tuple[str, dict[str, str], int, str, str]] = [
    (
        "one_series_a_group_and_code",
        {"series": '[{source: local, code: "a"}, {source: local, code: "a", group: sex=girls}]'},
        9,
        "local:a a second time",
        "Take one out",
    ),
    (
        "one_code_a_group_and_source",
        {"series": '[{source: lait, code: "PriTotAbs"}, {source: lait, code: "SecTotAbs"}]'},
        9,
        "'SecTotAbs' for the group all, which 'PriTotAbs' has already",
        "Give the group of the second",
    ),
    (
        "codes_are_spelt_as_published",
        {"series": '[{source: lait, code: "LAC_Fixed_Ex"}]'},
        9,
        "the code 'LAC_Fixed_Ex'",
        'code: "LAC_Fixed_ Ex"',
    ),
    (
        "codes_are_spelt_as_published",
        {"series": '[{source: lait, code: "pritotabs"}]'},
        9,
        "the code 'pritotabs'",
        'code: "PriTotAbs"',
    ),
    (
        "periods_are_of_its_kind",
        {"breaks": '[{from: "2021-22", reason: "a new form"}]'},
        10,
        "'2021-22', a period of kind financial",
        "as the facts print it",
    ),
    (
        "periods_are_of_its_kind",
        {"missing": '[{periods: ["2019/20", "2020"], reason: "closed"}]'},
        10,
        "'2020', a period of kind calendar",
        "as the facts print it",
    ),
    (
        "breaks_follow_each_other",
        {"breaks": '[{from: "2021/22", reason: "new"}, {from: "2017/18", reason: "newer"}]'},
        10,
        "'2017/18' after '2021/22'",
        "Put them in order",
    ),
    (
        "breaks_follow_each_other",
        {"breaks": '[{from: "2021/22", reason: "new"}, {from: "2021/22", reason: "again"}]'},
        10,
        "'2021/22' after '2021/22'",
        "Put them in order",
    ),
    (
        "a_period_is_missing_once",
        {"missing": '[{periods: ["2019/20"], reason: "a"}, {periods: ["2019/20"], reason: "b"}]'},
        10,
        "'2019/20' a second time",
        "Take one out",
    ),
    (
        "an_absence_is_read_from_the_area_alone",
        {
            "series": '[{source: lait, code: "PriTotAbs"}]',
            "absent": '{reason: "Nobody publishes it by area.", would_fill: "a count of ours"}',
        },
        9,
        "lait:PriTotAbs of an indicator that is absent",
        "Take absent out",
    ),
    (
        "gaps_have_both_sides",
        {"series": BOTH, "gaps": "[{group: fsm=eligible, comparator: fsm=not-eligible}]"},
        10,
        "the group 'fsm=not-eligible', which has no series",
        "Add a series for it",
    ),
    (
        "gaps_have_both_sides",
        {"series": BOTH, "gaps": "[{group: all, comparator: all}]"},
        10,
        "a gap of a group with itself",
        "Correct it",
    ),
    (
        "gaps_need_a_direction",
        {
            "polarity": "none",
            "series": BOTH,
            "gaps": "[{group: fsm=eligible, comparator: all}]",
        },
        10,
        "gaps of an indicator of polarity none",
        "Give the polarity",
    ),
    (
        "pupil_premium_is_no_group",
        {"series": '[{source: local, code: "a", group: "pupil-premium=yes"}]'},
        9,
        "'pupil-premium=yes'",
        "Pupil premium is money",
    ),
    (
        "pupil_premium_is_no_group",
        {
            "series": BOTH,
            "gaps": '[{group: fsm=eligible, comparator: all, name: "Pupil Premium pupils"}]',
        },
        10,
        "'Pupil Premium pupils'",
        "Pupil premium is money",
    ),
    (
        "percentages_are_no_counts",
        {"unit": "count", "precision": "1"},
        10,
        "a count with 1 decimals",
        "Print counts whole",
    ),
]


@pytest.mark.parametrize(("rule", "keys", "line", "found", "remedy"), BAD)
def test_bad_entry_is_told_with_its_line_and_its_repair(
    tmp_path: Path, rule: str, keys: dict[str, str], line: int, found: str, remedy: str
) -> None:
    told = faults(tmp_path, HEAD + entry(**keys))
    assert len(told) == 1, rule
    assert told[0].file == str(tmp_path / "own.yaml")
    assert told[0].line == line
    assert found in told[0].found
    assert remedy in told[0].remedy


def test_every_rule_has_a_bad_entry_here() -> None:
    assert {rule.__name__ for rule in RULES} == {rule for rule, *_ in BAD}


def test_good_entry_is_taken(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(HEAD + entry(), "utf-8")
    found = Catalogue.load(tmp_path).get("clubs")
    assert (found.theme, found.period, found.groups) == ("own", "academic", ("all",))


def test_code_that_resembles_none_is_let_through(tmp_path: Path) -> None:
    """A newer dictionary of LAIT may list it."""
    series = '[{source: lait, code: "Brand_New_2027"}]'
    (tmp_path / "own.yaml").write_text(HEAD + entry(series=series), "utf-8")
    assert Catalogue.load(tmp_path).get("clubs").series[0].code == "Brand_New_2027"


def test_all_faults_of_all_files_are_told_at_once_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        HEAD + entry(unit="percnt", polarity="high") + entry(id="b", precision="9"), "utf-8"
    )
    (tmp_path / "b.yml").write_text("id: own\nid: again\n", "utf-8")
    (tmp_path / "c.yaml").write_bytes(HEAD.encode() + b"# caf\xe9\n")
    with pytest.raises(ForelandError) as told:
        Catalogue.load(tmp_path)
    where = [(Path(p.file).name, p.line) for p in told.value.problems]
    assert where == [("a.yaml", 7), ("a.yaml", 8), ("a.yaml", 16), ("b.yml", 2), ("c.yaml", None)]


#: One line of YAML for another, and what is said of it.
SLIPS: list[tuple[str, str, str]] = [
    ("titel: Clubs", "unknown key 'titel'", "Did you mean title?"),
    ("sereis: []", "unknown key 'sereis'", "Did you mean series?"),
    ("xyzzy: other", "unknown key 'xyzzy'", "Take it out."),
    ("unit: percnt", "unit: 'percnt'", "Did you mean percent?"),
    ("polarity: high", "polarity: 'high'", "Did you mean higher?"),
    ("title: 2024", "title: 2024, which YAML reads as a number", 'Quote it, as "2024"'),
    ("title: true", "title: True, which YAML reads as true or false", "Quote it"),
    ("precision: 9", "precision: 9", "Correct the value."),
    ("definition: short", "definition: 'short'", "Correct the value."),
    ("series: []", "series: []", "Correct the value."),
    ("series: {}", "series: {}", "Correct the value."),
    (
        "series: [{source: local, code: 012345}]",
        "code: 12345, which YAML reads as a number",
        "a leading zero",
    ),
    ("series: [{source: lat, code: a}]", "source: 'lat'", "Did you mean lait?"),
    ("series: [{source: lait, kode: a}]", "unknown key 'kode'", "Did you mean code?"),
    ("breaks: [{form: '2021/22', reason: r}]", "unknown key 'form'", "Did you mean from?"),
    ("breaks: [{start: '2021/22', reason: r}]", "unknown key 'start'", "Take it out."),
    ("breaks: [{from: 2021, reason: r}]", "from: 2021, which YAML reads as a number", "Quote it"),
    ("breaks: [{from: 2021-09-01, reason: r}]", "which YAML reads as a date", "Quote it"),
    ("breaks: [{from: '2021/23', reason: r}]", "from: '2021/23'", "Correct the value."),
    ("breaks: [{from: 'last year', reason: r}]", "from: 'last year'", "Correct the value."),
    ("missing: [{periods: [2020], reason: r}]", "periods: 2020, which YAML", "Quote it"),
    ("gaps: [{group: fsm, comparator: all}]", "group: 'fsm'", "Correct the value."),
]


@pytest.mark.parametrize(("line", "found", "remedy"), SLIPS)
def test_slip_of_the_pen_is_told_with_what_was_meant(
    tmp_path: Path, line: str, found: str, remedy: str
) -> None:
    key = line.partition(":")[0]
    others = "".join(f"    {k}: {v}\n" for k, v in GOOD.items() if k not in ("id", key))
    told = faults(tmp_path, f"{HEAD}  - id: clubs\n    {line}\n{others}")
    problem = next(p for p in told if found in p.found)
    assert problem.line == 5
    assert remedy in problem.remedy
    assert "Input" not in problem.expected
    assert len(told) <= 2  # one slip: the fault, and at most the key that is now missing


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("", 1, "no id"),
        ("- a\n- b\n", 1, "['a', 'b']"),
        ("just words\n", 1, "'just words'"),
        ("id: own\n\ttitle: x\n", 2, "character"),
        ('id: own\ntitle: "open\n', None, ""),
        ("id: own\ntitle: T\nindicators:\n", 3, "indicators: None"),
        ("id: own\ntitle: T\nindicators:\n  clubs: {}\n", 3, "indicators: {'clubs': {}}"),
        ("id: Own Theme\ntitle: T\n", 1, "id: 'Own Theme'"),
        ("id: own\ntitle: T\ntitle: U\n", 3, 'duplicate key "title"'),
    ],
)
def test_file_that_is_no_theme_is_told_without_a_trace(
    tmp_path: Path, text: str, line: int | None, found: str
) -> None:
    told = faults(tmp_path, text)
    assert any(found in p.found and (line is None or p.line == line) for p in told)
    assert all(p.file.endswith("own.yaml") for p in told)
