"""The log of fortnightly attendance: each release dated, a year to date, and its traps."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import tiny
from command import Cli

from foreland.evidence.store import Store
from foreland.model.areas import Register, _read
from foreland.model.problems import ForelandError
from foreland.sources.attendance.releases import READER, read, versions
from foreland.sources.opening import Opened, open_bytes
from foreland.sources.reading import READING_SCHEMA, Context
from foreland.sources.registry import reader_of

CONTEXT = Context(Register(_read(tiny.REGISTER.splitlines(), "areas.csv")))
COLUMNS = ("release_date", "time_period", "geographic_level", "region_code", "new_la_code",
           "education_phase", "num_schools", "possible_sessions", "attendance_perc",
           "pa_perc")  # fmt: skip

LA, ALL = "Local authority", "National"
#: Two school years; Birchford stands in the first release of the second year only.
ROWS: list[tuple[Any, ...]] = [
    ("2024-10-03", "202425", LA, "", "E10000901", "Primary", 80.5, 1000.0, 94.0, None),
    ("2025-07-31", "202425", LA, "", "E10000901", "Primary", 99.25, 9000.0, 93.5, 17.5),
    ("2025-10-02", "202526", LA, "", "E10000901", "Primary", 100.0, 1100.0, 95.0, None),
    ("2025-10-02", "202526", LA, "", "E06000902", "Primary", 10.0, 100.0, 90.0, None),
    ("2026-02-05", "202526", LA, "", "E10000901", "Primary", 100.0, 5000.0, 95.0, 16.0),
    ("2026-02-05", "202526", ALL, None, "", "Total", 9.5, 90000.0, 93.0, 18.0),
]


def packed(rows: list[tuple[Any, ...]] = ROWS) -> bytes:
    out = io.BytesIO()
    types = [pl.String] * 6 + [pl.Float64] * 4
    pl.DataFrame(rows, schema=dict(zip(COLUMNS, types, strict=True)), orient="row").write_parquet(
        out
    )
    return out.getvalue()


def opened(rows: list[tuple[Any, ...]] = ROWS) -> Opened:
    found = open_bytes(packed(rows), "any.parquet")
    assert reader_of(found) is READER
    return found


def test_each_release_is_a_version_dated_by_the_file_itself() -> None:
    told = versions(opened(), CONTEXT)
    assert [(v.number, v.published) for v in told] == [
        (0, date(2024, 10, 3)), (1, date(2025, 7, 31)), (2, date(2025, 10, 2)),
        (3, date(2026, 2, 5)),
    ]  # fmt: skip
    assert dict(told[0].whole().observations.schema) == READING_SCHEMA


def test_persistent_absence_before_january_is_not_available_and_never_zero() -> None:
    first = versions(opened(), CONTEXT)[0].whole().observations
    found = first.row(by_predicate=pl.col("code") == "pa_perc", named=True)
    assert (found["value"], found["status"], found["symbol"]) == (None, "not-available", "")


def test_the_number_of_schools_is_fractional_and_kept_so_with_schools_joining() -> None:
    told = versions(opened(), CONTEXT)
    numbers = [
        v.whole().observations.filter(
            (pl.col("code") == "num_schools") & (pl.col("area") == "E10000901")
        )["value"][-1]
        for v in told
    ]
    assert numbers == [80.5, 99.25, 100.0, 100.0]
    assert any("schools joined" in caveat for caveat in told[0].whole().caveats)


def test_an_earlier_school_year_stays_as_its_last_release_left_it() -> None:
    last = read(opened(), CONTEXT)
    assert last.published == date(2026, 2, 5)
    year = last.observations.filter(
        (pl.col("code") == "attendance_perc") & (pl.col("area") == "E10000901")
    )
    assert year.select("period_end", "value", "denominator", "status").rows() == [
        (date(2025, 8, 31), 93.5, 9000.0, "provisional"),
        (date(2026, 8, 31), 95.0, 5000.0, "provisional"),
    ]


def test_what_a_release_of_the_same_year_no_longer_has_is_withdrawn() -> None:
    told = versions(opened(), CONTEXT)
    gone = told[3].changes.filter(pl.col("op") == "withdraw")
    assert set(gone["area"]) == {"E06000902"}
    assert set(gone["told"]) == {2}
    assert "E06000902" not in set(told[3].whole().observations["area"])


def test_a_version_tells_how_many_figures_are_in_force_and_missing() -> None:
    for version in versions(opened(), CONTEXT):
        whole = version.whole().observations
        assert version.observations == whole.height
        assert version.missing == whole["value"].null_count()


def test_only_what_changed_is_told_again() -> None:
    changes = versions(opened(), CONTEXT)[3].changes
    told = changes.filter((pl.col("op") == "add") & (pl.col("area") == "E10000901"))
    assert "num_schools" not in set(told["code"])


def test_a_row_that_cannot_be_read_is_set_aside_and_none_is_lost() -> None:
    bad = [
        ("soon", "202425", LA, "", "E10000901", "Primary", 1.0, 1.0, 1.0, 1.0),
        ("2024-10-03", "2024", LA, "", "E10000901", "Special", 1.0, 1.0, 1.0, 1.0),
        ("2024-10-03", "202425", LA, "", "E99", "Primary", 1.0, 1.0, 1.0, 1.0),
        ("2024-10-03", "202425", LA, "", "E10000901", "Nursery", 1.0, 1.0, 1.0, 1.0),
        ROWS[0],
    ]
    told = pl.concat([v.quarantine for v in versions(opened([*ROWS, *bad]), CONTEXT)])
    assert sorted(told.select("row", "column").rows()) == [
        (7, "release_date"), (8, "time_period"), (9, "new_la_code"), (10, "education_phase"),
        (11, "geographic_level"),
    ]  # fmt: skip


def test_a_log_without_a_release_is_an_error() -> None:
    with pytest.raises(ForelandError, match="no release that can be read"):
        versions(opened([]), CONTEXT)


def test_as_of_answers_with_the_release_of_that_day_and_trace_with_its_row(
    cli: Cli, write: Any, area: Path
) -> None:
    assert cli("ingest", write("log.parquet", packed())).status == 0
    (kept,) = Store(area / "store").manifest.files
    assert any("schools joined" in note for note in kept.notes)
    asked = ("observations", "--indicator", "attendance:attendance_perc", "--area", "Ashmere",
             "--format", "json", "--as-of")  # fmt: skip
    assert cli(*asked, "2024-10-02").json == []
    assert [r["value"] for r in cli(*asked, "2025-01-01").json] == [94.0]
    rows = cli(*asked, "2025-12-31").json
    assert [r["value"] for r in rows] == [93.5, 95.0]
    walked = cli("trace", rows[0]["id"], "--format", "json").json[0]
    assert (walked["text"], walked["published"]) == ("93.5", "2025-07-31")
