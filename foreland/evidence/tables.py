"""The store's Parquet tables: written whole, read back, a damaged one told by its name."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from foreland.evidence.files import new_file
from foreland.model.problems import ForelandError, Problem

_OS_ERROR = re.compile(r"\(os error (\d+)\)")


def save(path: Path, frame: pl.DataFrame) -> None:
    """Raises OSError where the disk does not take it, as for any other file."""
    with new_file(path) as temporary:
        try:
            frame.rechunk().write_parquet(
                temporary, compression="zstd", compression_level=1, row_group_size=65536
            )
        except pl.exceptions.PolarsError as fault:
            # Polars tells a full disk in words of its own, with the system's number at the end.
            number = _OS_ERROR.search(str(fault))
            if number is None:
                raise
            code = int(number[1])
            raise OSError(code, os.strerror(code), str(temporary)) from fault


def read(path: Path) -> pl.DataFrame:
    """A table. Raises ForelandError where it is damaged or gone."""
    with _told([path]):
        return pl.read_parquet(path)


def collect(frames: Sequence[pl.LazyFrame], paths: Sequence[Path]) -> pl.DataFrame:
    """Scans of ``paths``, one below the other. Raises ForelandError as ``read`` does."""
    with _told(paths):
        return pl.concat(frames, how="diagonal").collect()


@contextmanager
def _told(paths: Sequence[Path]) -> Iterator[None]:
    try:
        yield
    except BaseException as fault:
        if not _is_damage(fault):
            raise
        damaged = [path for path in paths if not _whole(path)] or list(paths)
    else:
        return
    raise ForelandError(
        [
            Problem(
                str(path),
                "a table of the store that is damaged or gone",
                "the table that foreland wrote",
                "Restore it from a backup, or move the store away and ingest the files again "
                "(store/raw keeps their bytes).",
            )
            for path in damaged
        ]
    )


def _is_damage(fault: BaseException) -> bool:
    # Polars' Rust reader panics on some damaged files; a panic is not an Exception.
    return (
        isinstance(fault, pl.exceptions.PolarsError | OSError)
        or type(fault).__name__ == "PanicException"
    )


def _whole(path: Path) -> bool:
    try:
        pl.read_parquet(path)
    except BaseException as fault:
        if not _is_damage(fault):
            raise
        return False
    return True
