"""``foreland trace``: the walk back to the cell, with the cell's own text."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from foreland.evidence.delta import letters
from foreland.evidence.manifest import Release
from foreland.evidence.store import Store
from foreland.jobs.folder import Folder
from foreland.model.observations import Cell
from foreland.model.problems import ForelandError, Problem
from foreland.sources.opening import Opened
from foreland.sources.text import ROW

TRACE_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "id": pl.String,
    "file": pl.String,
    "digest": pl.String,
    "release": pl.String,
    "published": pl.Date,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "cell": pl.String,
    "text": pl.String,
    "record": pl.String,
}


def trace(folder: Folder, ids: Iterable[str]) -> pl.DataFrame:
    """A row an id, in the order asked: ``TRACE_SCHEMA``. Each file is read once.

    Of a computed value (``calc:...``) a row for each figure that it was computed from.
    ``text`` is the cell's own text; ``record`` the whole row of the file, name by name. Raises
    ForelandError for what is no id, for a file that the store does not hold, and for a cell
    outside it.
    """
    store = Store(folder.store)
    opened: dict[str, Opened] = {}
    problems, rows = [], []
    for text in _unfolded(folder, [text.strip() for text in ids]):
        try:
            cell = Cell.parse(text)
            file = opened.get(cell.digest) or _raw(store, cell.digest)
            opened[cell.digest] = file
            rows.append(_walk(store, file, cell))
        except (ValueError, LookupError) as fault:
            problems.append(
                Problem(
                    "",
                    str(fault.args[0]),
                    "an id as foreland observations prints it",
                    "Copy the id column; the file must have been ingested into this folder.",
                )
            )
    if problems:
        raise ForelandError(problems)
    return pl.DataFrame(rows, schema=TRACE_SCHEMA, orient="row")


def _unfolded(folder: Folder, ids: list[str]) -> list[str]:
    """``ids`` with the inputs of computed values in their places."""
    computed = [text for text in ids if text.startswith("calc:")]
    if not computed:
        return ids
    from foreland.jobs.gapping import inputs_of

    inputs = inputs_of(folder, computed)
    if set(computed) - set(inputs):
        from foreland.jobs.succeeding import inputs_of as parts_of

        inputs |= parts_of(folder, computed)
    return [part for text in ids for part in inputs.get(text, [text])]


def _raw(store: Store, digest: str) -> Opened:
    file = store.open_raw(digest)
    if file is None:
        raise LookupError(f"no file in the store whose digest begins with {digest}")
    return file


def _walk(store: Store, file: Opened, cell: Cell) -> dict[str, Any]:
    record = _record(file, cell)
    names = list(record)
    if not 1 <= cell.column <= len(names):
        raise LookupError(f"{cell.id}: {file.name} has no column {cell.column}")
    name = names[cell.column - 1]
    release = _release(store, file, record)
    return {
        "id": cell.id,
        "file": file.name,
        "digest": file.digest,
        "release": release.id if release else None,
        "published": release.published if release else None,
        "sheet": file.sheet_names[cell.sheet - 1] if cell.sheet else None,
        "row": cell.row,
        "column": name,
        "cell": f"{letters(cell.column)}{cell.row}",
        "text": record[name],
        "record": "; ".join(f"{key}: {value}" for key, value in record.items()),
    }


def _release(store: Store, file: Opened, record: dict[str, str]) -> Release | None:
    """The release that the record made; of a file that tells several versions, its own."""
    made = store.manifest.releases_of(file.digest)
    said = {record.get("vintage"), record.get("release_date")} - {None}
    of_version = [r for r in made if said & {str(r.version), str(r.published)}]
    return next(iter(of_version or made), None)


def _record(file: Opened, cell: Cell) -> dict[str, str]:
    """The cells of the record, by the names of their columns."""
    if cell.sheet:
        if cell.sheet > len(file.sheet_names):
            raise LookupError(f"{cell.id}: {file.name} has no sheet {cell.sheet}")
        sheet = file.sheet(cell.sheet - 1)
        if not 1 <= cell.row <= len(sheet):
            raise LookupError(f"{cell.id}: {file.name} has no row {cell.row}")
        return {letters(i): _plain(value) for i, value in enumerate(sheet[cell.row - 1], start=1)}
    if file.form == "parquet":
        if not 1 <= cell.row <= file.frame.height:
            raise LookupError(f"{cell.id}: {file.name} has no row {cell.row}")
        return {k: _plain(v) for k, v in file.frame.row(cell.row - 1, named=True).items()}
    if file.objects:
        if not 1 <= cell.row <= len(file.objects):
            raise LookupError(f"{cell.id}: {file.name} has no row {cell.row}")
        return {k: _plain(v) for k, v in file.objects[cell.row - 1].items()}
    found = file.table.rows.filter(pl.col(ROW) == cell.row)
    if not found.height:
        raise LookupError(f"{cell.id}: {file.name} has no row {cell.row}")
    return {k: _plain(v) for k, v in found.row(0, named=True).items() if k != ROW}


def _plain(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
