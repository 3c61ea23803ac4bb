"""Keep tables that hang on the evidence alone beside the store, so that a build reads them.

Kept under the digest of exactly what they were made of: program, libraries, manifest, area and
register, catalogue, and what the maker names. Anything else gives another digest, so what is kept
can be missing or old but never wrong: it is then made anew. Losing the folder loses nothing.
"""

import hashlib
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import polars as pl

from foreland.evidence.files import sweep, write_bytes
from foreland.evidence.lock import writing
from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.jobs.folder import Folder
from foreland.jobs.inputs import program
from foreland.model.problems import ForelandError

#: Where, in the store.
PLACE = "kept"

#: Of one name so many stay, the newest: for several ``as_of`` or audiences in turn.
STAY = 3

#: Small enough that of a table sorted by indicator a few can be read by themselves.
_ROWS = 16_384

Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Kept:
    """Tables by name, as the bytes that were written: read when they are asked for."""

    _tables: Mapping[str, bytes]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._tables))

    def frame(self, name: str) -> pl.DataFrame:
        """A whole table."""
        return self.scan(name).collect()

    def scan(self, name: str) -> pl.LazyFrame:
        """A table to read a part of: filter and select before ``collect``."""
        return pl.scan_parquet(self._tables[name])


def kept(
    folder: Folder,
    name: str,
    inputs: object,
    make: Callable[[], Tables],
    *,
    store: Store,
    catalogue: Catalogue,
) -> Kept:
    """The tables of ``name``: those kept of the same inputs, else made now and kept.

    ``inputs`` (whatever JSON can write) is all that ``make`` depends on beside folder, store and
    catalogue: ``as_of``, names, options. What cannot be kept (a full disk, a folder that may
    not be written, another program at it) is made all the same. ``make`` must give the same
    tables for the same inputs, whatever the plan says.
    """
    evidence = _evidence(folder, store, catalogue)
    key = _digest([evidence, name, json.dumps(inputs, sort_keys=True)])
    place = folder.store / PLACE / name
    found = _read(place, key)
    if found is not None:
        return Kept(found)
    # Read back even where it was just made, so that no build differs from the next.
    made = {table: _bytes(frame) for table, frame in make().items()}
    if store.manifest.releases:
        try:
            with writing(folder.store / PLACE):
                _write(place, key, evidence, made)
        except (OSError, ForelandError):
            pass  # the tables are at hand; the next build makes them again
    return Kept(made)


#: The objects whose digest was asked last, and it: a build asks many times for the same.
_last: list[tuple[tuple[object, ...], str]] = []


def _evidence(folder: Folder, store: Store, catalogue: Catalogue) -> str:
    """The digest of what is at hand, not of files that may have changed since they were read."""
    asked = (folder, store.manifest, catalogue, program())
    for known, digest in _last:
        if all(a is b for a, b in zip(asked, known, strict=True)):
            return digest
    _last[:] = [(asked, found := _evidence_digest(folder, store, catalogue))]
    return found


def _evidence_digest(folder: Folder, store: Store, catalogue: Catalogue) -> str:
    return _digest(
        [
            program(),
            repr(store.manifest),
            repr(folder.register.areas),
            # All that was read from area.yaml but what the site says of itself.
            *(
                f"{field.name}={getattr(folder, field.name)!r}"
                for field in fields(folder)
                if field.name not in ("path", "register", "site")
            ),
            *(indicator.model_dump_json() for indicator in catalogue.indicators),
        ]
    )


def _digest(texts: list[str]) -> str:
    whole = hashlib.sha256()
    for text in texts:
        data = text.encode()
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.hexdigest()[:32]


def _read(place: Path, key: str) -> dict[str, bytes] | None:
    """The tables' bytes if all are there as they were written; None where one is to be made."""
    try:
        about = json.loads((place / f"{key}.json").read_text("utf-8"))
        found = {}
        for table, digest in about["tables"].items():
            data = (place / f"{key}.{table}.parquet").read_bytes()
            if hashlib.sha256(data).hexdigest() != digest:
                return None
            found[table] = data
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return found


def _write(place: Path, key: str, evidence: str, made: Mapping[str, bytes]) -> None:
    """The tables first; the list of them, without which they are not read, last."""
    sweep(place)
    digests = {}
    for table, data in made.items():
        digests[table] = hashlib.sha256(data).hexdigest()
        write_bytes(place / f"{key}.{table}.parquet", data)
    about = {"evidence": evidence, "tables": digests}
    write_bytes(place / f"{key}.json", json.dumps(about, sort_keys=True).encode() + b"\n")
    _forget(place.parent, evidence, key)


def _bytes(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.rechunk().write_parquet(
        out, compression="zstd", compression_level=1, row_group_size=_ROWS
    )
    return out.getvalue()


def _forget(folder: Path, evidence: str, newest: str) -> None:
    """Remove what was made of other evidence, what no list names, and the oldest of too many."""
    for place in sorted(p for p in folder.iterdir() if p.is_dir()):
        lists = sorted(place.glob("*.json"), key=lambda p: (p.stem == newest, p.stat().st_mtime))
        good = [p.stem for p in lists if _evidence_of(p) == evidence][-STAY:]
        for path in sorted(place.iterdir()):
            if path.name.partition(".")[0] not in good:
                path.unlink(missing_ok=True)


def _evidence_of(path: Path) -> str | None:
    try:
        found = json.loads(path.read_text("utf-8"))
        return str(found["evidence"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
