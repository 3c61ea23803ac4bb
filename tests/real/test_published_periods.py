"""The period parser reads every label in the published files."""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from foreland.model.periods import Period
from foreland.model.published_periods import Basis, parse_ees, parse_published
from foreland.sources.lait.long import codes

pytestmark = pytest.mark.real


def test_each_of_laits_65_labels_is_read_on_its_indicators_basis(published: Path) -> None:
    labels = (
        pl.read_parquet(published / "lait" / "bds_long_0.parquet", columns=["Short Desc", "Years"])
        .unique()
        .join(codes(), left_on="Short Desc", right_on="code", how="left")
    )
    assert labels["Years"].n_unique() == 65
    assert labels["basis"].null_count() == 0
    for label, basis in labels.select("Years", "basis").unique().iter_rows():
        if label == "0":  # no period; all its values are missing
            continue
        period = parse_published(label, Basis(basis)).period
        assert Period.parse(period.label) == period
        last = label.split("(")[0].strip()[-2:]
        assert f"{period.end.year % 100:02d}" == last, label


def _tidy(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Each file's pairs of ``time_period`` and ``time_identifier``."""
    for path in sorted([*folder.rglob("*.csv"), *folder.rglob("*.csv.gz")]):
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
        text = data.decode("utf-8-sig", errors="replace")
        rows = csv.reader(io.StringIO(text))
        header = next(rows, [])
        if {"time_period", "time_identifier"} <= set(header):
            period, identifier = header.index("time_period"), header.index("time_identifier")
            pairs = {(row[period], row[identifier]) for row in rows if len(row) == len(header)}
            yield from ((path.name, *pair) for pair in sorted(pairs))


@pytest.mark.slow
def test_every_pair_of_the_open_data_files_is_read(published: Path) -> None:
    read = 0
    for _, time_period, identifier in _tidy(published):
        basis = Basis.AT_31_MARCH if identifier == "Reporting year" else None
        period = parse_ees(time_period, identifier, basis)
        assert Period.parse(period.label) == period
        read += 1
    assert read > 100


def test_every_label_of_ons_local_statistics_is_read(published: Path) -> None:
    labels = set()
    for path in sorted((published / "ons_local_indicators").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            named = [n for n in rows.fieldnames or () if n.lower() == "period"]
            labels |= {row[name] for row in rows for name in named}
    assert labels
    for label in labels:
        period = parse_published(label, Basis.CALENDAR).period
        assert period.start.isoformat() == label.split("/")[0]
