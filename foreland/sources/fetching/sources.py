"""Whom to ask: the packaged sources and an area's own ``fetch.yaml``, checked, all faults at once.

An address must be ``https``; plain ``http`` is for this machine alone (a mirror, a test).
"""

import difflib
import re
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from foreland.model.documents import Document
from foreland.model.problems import ForelandError, Problem

_HERE = ("127.0.0.1", "localhost", "::1")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Entry):
    """One publisher's offer. What the fields mean for each ``kind`` stands in ``sources.yaml``."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$", strict=True)
    kind: Literal["ees", "gov-uk", "github", "dated"]
    title: str
    address: str
    raw: str | None = None
    files: tuple[str, ...] = ()
    publications: tuple[str, ...] = ()
    #: Of ``ees``: only data sets with one of these titles; without any, all.
    data_sets: tuple[str, ...] = ()
    #: Of ``dated``: how many days back a file is looked for.
    days: int = Field(default=3, ge=1, le=31)

    @field_validator("address", "raw")
    @classmethod
    def _safe(cls, text: str | None) -> str | None:
        if text is not None and not is_safe(text):
            raise ValueError("an address that begins with https://")
        return text.rstrip("/") if text else text

    @model_validator(mode="after")
    def _whole(self) -> "Source":
        if self.kind == "ees" and not self.publications:
            raise ValueError("publications: the titles of at least one")
        if self.kind != "ees" and not self.files:
            raise ValueError("files: at least one")
        if self.kind == "github" and self.raw is None:
            raise ValueError("raw: where the repository's files are")
        if self.kind == "dated" and any("DATE" not in name for name in self.files):
            raise ValueError("files whose names hold DATE")
        if self.kind == "gov-uk":
            for pattern in self.files:
                try:
                    re.compile(pattern)
                except re.error:
                    raise ValueError(f"a pattern; {pattern!r} is none") from None
        return self


class Sources(_Entry):
    sources: tuple[Source, ...] = ()


def is_safe(address: str) -> bool:
    """Whether an address may be asked: by ``https``, or on this machine."""
    parts = urlsplit(address)
    if parts.username or parts.password:
        return False
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    )


def known(own: Path | None = None) -> tuple[Source, ...]:
    """The packaged sources, and those of ``own`` (``fetch.yaml``) added or in their place."""
    packaged = resources.files("foreland.sources.fetching").joinpath("sources.yaml")
    found = {one.id: one for one in _read(packaged.read_text("utf-8"), "sources.yaml")}
    if own is not None and own.is_file():
        try:
            text = own.read_text("utf-8-sig")
        except UnicodeDecodeError:
            raise ForelandError(
                Problem(str(own), "text that is not UTF-8", "UTF-8", "Save it again as UTF-8.")
            ) from None
        found |= {one.id: one for one in _read(text, str(own))}
    return tuple(found.values())


def _read(text: str, file: str) -> tuple[Source, ...]:
    document = Document(text, file)
    found, problems = document.checked(Sources)
    seen: set[str] = set()
    for place, one in enumerate(found.sources if found else ()):
        if one.id in seen:
            where = ("sources", place, "id")
            remedy = "Give it another id, or take one out."
            problems.append(
                document.problem(where, f"the source {one.id!r} twice", "each id once", remedy)
            )
        seen.add(one.id)
    if problems or found is None:
        raise ForelandError(problems)
    return found.sources


def chosen(sources: Iterable[Source], names: Iterable[str] | None) -> tuple[Source, ...]:
    """The named ones, or all. Raises ForelandError for each name of none, with the nearest."""
    by_id = {one.id: one for one in sources}
    wanted = list(dict.fromkeys(names or by_id))
    problems = []
    for name in wanted:
        if name not in by_id:
            near = difflib.get_close_matches(name, list(by_id), n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else "Name one of them."
            problems.append(Problem("", f"no source {name!r}", f"one of {', '.join(by_id)}", hint))
    if problems:
        raise ForelandError(problems)
    return tuple(by_id[name] for name in wanted)
