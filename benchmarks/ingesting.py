"""Ingest of the LAIT file beside a bare DuckDB scan of it that writes the same table and bytes.

The scan gets everything ready-made: which label is which period, which number which area. It keeps
the file, writes the same columns with the same compression, and syncs them; it checks nothing. What
it writes is held against the release before anything is timed.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import duckdb
import polars as pl

from benchmarks.timing import side_by_side, told
from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.ingest import ingest

#: The release's columns that hang on the series and the label, and on the printed value.
_BY_LABEL = ("period_kind", "period_start", "period_end", "group", "unit")

#: Each column of the release as the scan makes it; a column that is not here is empty.
_COLUMNS = {
    "code": 's."Short Desc"',
    "area": "a.area",
    "published_period": 's."Years"',
    **{name: f'p."{name}"' for name in _BY_LABEL},
    "value": 'TRY_CAST(s."Values" AS DOUBLE)',
    "numerator": "NULL::DOUBLE",
    "denominator": "NULL::DOUBLE",
    "status": "COALESCE(m.status, p.valued)",
    "symbol": "m.symbol",
    "sheet": "0::USMALLINT",
    "row": "s.file_row_number::UINTEGER + 1",
    "column": "5::USMALLINT",
    "op": "'add'",
}

_SCAN = """
COPY (
  SELECT {columns}
  FROM read_parquet('{file}', file_row_number = true) s
  JOIN areas a ON s."LA Number" IS NOT DISTINCT FROM a.number
    AND s."LA and Regions" IS NOT DISTINCT FROM a.name
  JOIN labels p ON s."Short Desc" = p.code AND s."Years" = p.label
  LEFT JOIN missing m ON s."Values" IS NOT DISTINCT FROM m.said
  ORDER BY s.file_row_number
) TO '{out}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 65536)
"""


def run(published: Path) -> str:
    """The table to print, or why there is none."""
    file = published / "lait" / "bds_long_0.parquet"
    if not file.is_file():
        return f"\nIngest of LAIT: left out, for {file.name} is not there."
    with tempfile.TemporaryDirectory(prefix="foreland-bench-") as name:
        return _compared(file, Path(name))


def _compared(file: Path, room: Path) -> str:
    numbers = count()

    def ingested() -> Path:
        folder = room / f"area-{next(numbers)}"
        new_folder(folder, "Kent")
        ingest(Folder.open(folder), [file])
        return folder

    first = ingested()
    release = next(first.glob("store/releases/*/observations-*.parquet"))
    scan = _scan(file, pl.read_parquet(release), room)
    scanned = scan()
    same = _same(pl.read_parquet(release), pl.read_parquet(scanned))
    timed = side_by_side({"foreland ingest": ingested, "bare DuckDB scan": scan})
    rows = pl.scan_parquet(release).select(pl.len()).collect().item()
    return told(
        f"Ingest of LAIT ({rows:,} figures; writes {release.stat().st_size:,} bytes and the file, "
        f"the scan {scanned.stat().st_size:,} and the file; {same})",
        timed,
        "(aim: at most 3 times)",
    )


def _scan(file: Path, release: pl.DataFrame, room: Path) -> Callable[[], Path]:
    """The bare scan, with its look-ups made ready outside the time taken."""
    source = pl.read_parquet(file).with_row_index("at", offset=1)
    both = release.join(source.with_columns(pl.col("at").cast(pl.UInt32)), left_on="row",
                        right_on="at")  # fmt: skip
    lookups = {
        "areas": both.select("area", pl.col("LA Number").alias("number"),
                             pl.col("LA and Regions").alias("name")).unique(),
        "labels": both.group_by("code", pl.col("Years").alias("label"), *_BY_LABEL).agg(
            pl.col("status").filter(pl.col("value").is_not_null()).first().alias("valued")),
        "missing": both.filter(pl.col("value").is_null()).select(
            pl.col("Values").alias("said"), "status", "symbol").unique(),
    }  # fmt: skip
    engine = duckdb.connect(config={"threads": os.cpu_count() or 1})
    engine.execute("SET autoinstall_known_extensions = false")
    for name, frame in lookups.items():
        path = room / f"{name}.parquet"
        frame.write_parquet(path)
        engine.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{path}')")
    numbers = count()
    columns = ", ".join(
        f'{_COLUMNS.get(name, "NULL::VARCHAR")} AS "{name}"' for name in release.columns
    )

    def scan() -> Path:
        out = room / f"scan-{next(numbers)}.parquet"
        engine.execute(_SCAN.format(columns=columns, file=file, out=out))
        kept = shutil.copyfile(file, out.with_suffix(".raw"))
        for written in (out, kept):
            with open(written, "rb") as handle:
                os.fsync(handle.fileno())
        return out

    return scan


def _same(release: pl.DataFrame, scanned: pl.DataFrame) -> str:
    """How the two tables differ: what is compared must be the same work."""
    if release.height != scanned.height or release.columns != scanned.columns:
        return f"NOT THE SAME TABLE: {scanned.height:,} rows and {len(scanned.columns)} columns"
    differing = [
        name
        for name in release.columns
        if not release[name].equals(scanned[name].cast(release[name].dtype), null_equal=True)
    ]
    return f"NOT THE SAME: {', '.join(differing)}" if differing else "the same rows in order"
