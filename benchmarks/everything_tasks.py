"""The tasks of ``everything``, each in a process of its own: prints what it measured as JSON."""

import csv
import gzip
import io
import json
import resource
import shutil
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl


def ingested(out: Path, paths: list[Path]) -> dict[str, float]:
    """Read files into a new area folder."""
    from foreland.jobs.folder import Folder
    from foreland.jobs.folders import new_folder
    from foreland.jobs.ingest import ingest

    shutil.rmtree(out, ignore_errors=True)
    new_folder(out, "Kent")
    start = time.perf_counter()
    report = ingest(Folder.open(out), paths)
    seconds = time.perf_counter() - start
    figures = report["observations"].sum() or 0
    if not (report["outcome"] == "read").any() or report["seconds"].null_count():
        raise SystemExit(f"nothing read: {report['reason'].to_list()}")
    return {"seconds": seconds, "files": report.height, "figures": figures}


def scanned(_: Path, folders: list[Path]) -> dict[str, float]:
    """Read every file with the engine and keep nothing."""
    import duckdb

    engine = duckdb.connect()
    start, total, files = time.perf_counter(), 0, 0
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.is_file()):
        total += _scan(engine.execute, path)
        files += 1
    return {"seconds": time.perf_counter() - start, "files": files, "bytes": total}


def _scan(execute: Callable[..., object], path: Path) -> int:
    """Read one file; how many bytes it unpacked to."""
    data = path.read_bytes()
    if data[:4] == b"PAR1":
        execute(f"SELECT * FROM read_parquet('{path}')").fetchall()  # type: ignore[attr-defined]
        return len(data)
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if data[:2] == b"PK" and path.suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    elif data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0":
        return _sheets(data)
    if ".csv" not in path.name or path.suffix == ".zip":
        return len(data)
    # As texts, as foreland reads them; the engine would guess types otherwise.
    pl.read_csv(data, infer_schema=False, truncate_ragged_lines=True, encoding="utf8-lossy",
                has_header=False, skip_rows=1)  # fmt: skip
    return len(data)


def _sheets(data: bytes) -> int:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    except Exception:
        return len(data)  # one workbook lacks an entry that foreland mends
    return len(data)


def copied(out: Path, words: list[Path]) -> dict[str, float]:
    """Ingest a file whose rows stand several times, each copy of other periods."""
    path, copies, years = words[0], int(str(words[1])), int(str(words[2]))
    made = out / "inbox" / path.name.removesuffix(".gz")
    made.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        rows = _of_parquet(path, copies, made)
    else:
        rows = _of_text(path, copies, years, made)
    return {**ingested(out / "area", [made.parent]), "rows": rows}


#: Which columns hold the year, in the files that are copied.
_YEARS = ("time_period",)


def _later(label: str, years: int) -> str:
    """The same label so many years later, so that no key stands twice."""
    first = int(label[:4]) + years
    return f"{first}{(first + 1) % 100:02d}" if len(label) == 6 else f"{first}{label[4:]}"


def _of_text(path: Path, copies: int, years: int, made: Path) -> int:
    data = path.read_bytes()
    text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    at = next(header.index(name) for name in _YEARS if name in header)
    with made.open("w", encoding="utf-8", newline="") as handle:
        write = csv.writer(handle, lineterminator="\n")
        write.writerow(header)
        for copy in range(copies):
            write.writerows([*r[:at], _later(r[at], copy * years), *r[at + 1 :]] for r in rows)
    return len(rows) * copies


def _of_parquet(path: Path, copies: int, made: Path) -> int:
    """LAIT's labels are of many forms: the copies are of other codes, which a dictionary lists."""
    frame = pl.read_parquet(path)
    parts = [frame]
    listed = frame["Short Desc"].unique().sort()
    for copy in range(1, copies):
        suffix = pl.format("{}~{}", "Short Desc", pl.lit(copy)).alias("Short Desc")
        parts.append(frame.with_columns(suffix))
    pl.concat(parts).write_parquet(made)
    _dictionary(path.with_name("lait_data_dictionary.csv"), set(listed), copies, made.parent)
    return frame.height * copies


def _dictionary(path: Path, codes: set[str], copies: int, room: Path) -> None:
    header, *rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    at = header.index("Measure_short")
    with (room / "dictionary.csv").open("w", encoding="utf-8", newline="") as handle:
        write = csv.writer(handle, lineterminator="\n")
        write.writerow(header)
        for copy in range(copies):
            for row in rows:
                if row[at] in codes:
                    code = f"{row[at]}~{copy}" if copy else row[at]
                    write.writerow([*row[:at], code, *row[at + 1 :]])


TASKS = {"ingest": ingested, "scan": scanned, "copies": copied}

if __name__ == "__main__":
    task, out, *given = sys.argv[1:]
    measured = TASKS[task](Path(out), [Path(word) for word in given])
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({**measured, "mib": used / 1024}))
