"""``foreland fetch``: bring publishers' files into the inbox, each whole, none written over.

One source's failure ends no other. Ingests nothing: what came is read by ``foreland ingest``.
"""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import polars as pl

from foreland.jobs.folder import Folder
from foreland.model.problems import ForelandError, Problem
from foreland.sources.fetching.asking import Asker, Manners, NotThere
from foreland.sources.fetching.download import Fetched, Wanted, download
from foreland.sources.fetching.kept import alone
from foreland.sources.fetching.sources import Source, chosen, known
from foreland.sources.fetching.wanted import questions, wanted

#: An area's own sources, or packaged ones changed.
FILE = "fetch.yaml"

#: The answer's columns. ``outcome`` is ``new``, ``unchanged``, ``failed`` or ``would-ask``.
FETCH_SCHEMA: dict[str, type[pl.DataType]] = {
    "source": pl.String,
    "outcome": pl.String,
    "file": pl.String,
    "title": pl.String,
    "address": pl.String,
    "published": pl.Date,
    "bytes": pl.Int64,
    "digest": pl.String,
    "reason": pl.String,
}


def would_ask(folder: Folder, sources: Iterable[str] | None, today: date) -> pl.DataFrame:
    """What would be asked first, without asking: ``FETCH_SCHEMA``."""
    rows: list[dict[str, object]] = []
    for one in chosen(known(folder.path / FILE), sources):
        for address, what in questions(one, today):
            about = {"source": one.id, "title": one.title, "address": address}
            rows.append({**about, "outcome": "would-ask", "reason": what})
    return _table(rows)


def fetch(
    folder: Folder,
    sources: Iterable[str] | None,
    today: date,
    progress: Callable[[str], None] = lambda _: None,
    warn: Callable[[Problem], None] = lambda _: None,
    asker: Asker | None = None,
) -> pl.DataFrame:
    """A row a file, or a source that failed as a whole: ``FETCH_SCHEMA``.

    Files go to ``data/fetched/SOURCE/``. Raises ForelandError for an unknown source and for a
    faulty ``fetch.yaml``; what goes wrong with a publisher is told in its row.
    """
    wanted_sources = chosen(known(folder.path / FILE), sources)
    rows: list[dict[str, object]] = []
    with asker or Asker(Manners()) as asking:
        for one in wanted_sources:
            rows += _of_source(one, asking, folder.data / "fetched" / one.id, today, progress, warn)
    return _table(rows)


def _of_source(
    source: Source,
    asker: Asker,
    folder: Path,
    today: date,
    progress: Callable[[str], None],
    warn: Callable[[Problem], None],
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    try:
        with alone(folder):
            for tries in wanted(source, asker, today, warn):
                progress(f"{source.id}: {tries[0].name}")
                rows.append({"source": source.id, **_one(asker, tries, folder)})
    except ForelandError as fault:
        reason = "\n".join(map(str, fault.problems))
        failed: dict[str, object] = {"source": source.id, "outcome": "failed", "reason": reason}
        rows.append(failed | {"title": source.title, "address": source.address})
    return rows


def _one(asker: Asker, tries: tuple[Wanted, ...], folder: Path) -> dict[str, object]:
    """The first of the addresses that is there; the first one's fault where none is."""
    fault: ForelandError | None = None
    for place in tries:
        try:
            return _row(place, download(asker, place, folder))
        except ForelandError as told:
            fault = fault or told
            if not isinstance(told, NotThere):
                break
        except OSError as broken:
            said = f"{broken.strerror or broken}: {broken.filename or folder}"
            return {"outcome": "failed", "reason": said} | _about(place)
    reason = "\n".join(map(str, fault.problems)) if fault else None
    return {"outcome": "failed", "reason": reason} | _about(tries[0])


def _about(place: Wanted) -> dict[str, object]:
    return {"title": place.title, "address": place.address, "published": place.published}


def _row(place: Wanted, came: Fetched) -> dict[str, object]:
    return {
        **_about(place),
        "outcome": came.outcome,
        "file": came.path.name,
        "published": came.published,
        "bytes": came.size,
        "digest": came.digest,
        "reason": came.remark,
    }


def _table(rows: list[dict[str, object]]) -> pl.DataFrame:
    whole = [{**dict.fromkeys(FETCH_SCHEMA), **row} for row in rows]
    return pl.DataFrame(whole, schema=FETCH_SCHEMA, orient="row")
