"""LAIT's change log of tiny versions, derived from whole ones: what a publisher's history is."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

#: One cell: LAIT's code, the label of the year, the area's number, the text.
Fact = tuple[str, str, int, str]

_SCHEMA = {
    "short_desc": pl.Categorical,
    "years": pl.Categorical,
    "la_number": pl.Int16,
    "vintage": pl.Int8,
    "op": pl.Categorical,
    "value": pl.String,
    "old_value": pl.String,
}


def log(versions: Sequence[Sequence[Fact]]) -> bytes:
    """The log of whole versions, by key and version as the published one is."""
    rows = []
    before: dict[tuple[str, str, int], str] = {}
    for number, version in enumerate(versions):
        now = {(code, label, area): text for code, label, area, text in version}
        for key in {*before, *now}:
            old, new = before.get(key), now.get(key)
            if old == new:
                continue
            op = "remove" if new is None else "base" if not number else "add" if old is None else ""
            rows.append((*key, number, op or "revise", new, old))
        before = now
    rows.sort(key=lambda row: row[:4])
    packed = io.BytesIO()
    pl.DataFrame(rows, schema=_SCHEMA, orient="row").write_parquet(packed)
    return packed.getvalue()


def listing(days: Sequence[date]) -> bytes:
    """``vintages.csv``: the day of each version."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(["vintage", "commit_date", "commit", "blob", "message"])
    for number, day in enumerate(days):
        write.writerow([number, f"{day}T23:30:00+01:00", "c", f"b{number}", "Data"])
    return out.getvalue().encode()


def both(versions: Mapping[date, Sequence[Fact]]) -> tuple[bytes, bytes]:
    """The log and its listing, of versions by day."""
    return log(list(versions.values())), listing(list(versions))
