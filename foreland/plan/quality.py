"""What to mend in the evidence: findings, each with what to do, and those that were accepted.

A finding's id comes from what was found, so the same finding has the same id in every run, and one
whose figure has changed is a new one. An area accepts a finding in ``quality.yaml``, with the
reason, in which role, and until when; it is then told as accepted, never hidden.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from foreland.model.documents import Document
from foreland.model.problems import ForelandError, Problem

Kind = Literal[
    "freshness",
    "completeness",
    "outlier",
    "quarantine",
    "unclaimed",
    "undated",
    "reconciliation",
]
KINDS: tuple[Kind, ...] = (
    "freshness",
    "completeness",
    "outlier",
    "reconciliation",
    "quarantine",
    "unclaimed",
    "undated",
)


@dataclass(frozen=True)
class Finding:
    """One thing that a person should look at. ``key`` is what makes it this finding."""

    kind: Kind
    key: tuple[str, ...]
    found: str
    expected: str
    remedy: str
    indicator: str | None = None
    source: str | None = None
    source_code: str | None = None
    file: str | None = None
    area: str | None = None
    period: str | None = None
    published_period: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    group: str | None = None
    value: float | None = None
    observation: str | None = None
    #: The ids of other figures that ``found`` and ``expected`` tell of, parted by spaces.
    beside: str | None = None

    @property
    def id(self) -> str:
        said = "\x1f".join((self.kind, *self.key))
        return f"{self.kind}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"


#: The columns of the answer, in order; ``area_name`` and ``dfe_number`` are joined on by the job.
FINDING_SCHEMA: dict[str, type[pl.DataType]] = {
    "id": pl.String,
    "kind": pl.String,
    "indicator": pl.String,
    "source": pl.String,
    "source_code": pl.String,
    "file": pl.String,
    "area": pl.String,
    "period": pl.String,
    "published_period": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "group": pl.String,
    "value": pl.Float64,
    "found": pl.String,
    "expected": pl.String,
    "remedy": pl.String,
    "accepted": pl.Boolean,
    "reason": pl.String,
    "by": pl.String,
    "until": pl.Date,
    "observation": pl.String,
    "beside": pl.String,
}


#: The day of an acceptance that foreland itself makes: it knows the value to be wrong.
FOR_GOOD = date.max


class Acceptance(BaseModel):
    """One finding that the area lives with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    finding: str = Field(pattern=r"^[a-z]+-[0-9a-f]{8}$", strict=True)
    reason: str = Field(min_length=10)
    #: A role, such as "head of data": never a person's name.
    by: str = Field(min_length=2)
    #: The last day on which it is accepted; then a person looks again.
    until: date


class Accepted(BaseModel):
    """``quality.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    accepted: tuple[Acceptance, ...] = ()


def read_accepted(text: str, file: str) -> tuple[Acceptance, ...]:
    """The acceptances of a ``quality.yaml``. Raises ForelandError with every fault, by line."""
    document = Document(text, file)
    found, problems = document.checked(Accepted)
    seen: set[str] = set()
    for place, one in enumerate(found.accepted if found else ()):
        if one.finding in seen:
            problems.append(
                document.problem(
                    ("accepted", place, "finding"),
                    f"the finding {one.finding} a second time",
                    "each finding once",
                    "Keep the one that holds.",
                )
            )
        seen.add(one.finding)
    if problems or found is None:
        raise ForelandError(problems)
    return found.accepted


def table(findings: Iterable[Finding], accepted: Sequence[Acceptance], today: date) -> pl.DataFrame:
    """Findings as ``FINDING_SCHEMA``, by kind, source, indicator and id; the accepted ones marked.

    An acceptance whose day has passed accepts no more; its reason still says so.
    """
    known = {one.finding: one for one in accepted}
    rows = []
    for finding in {finding.id: finding for finding in findings}.values():
        row = asdict(finding)
        del row["key"]
        one = known.get(finding.id)
        holds = one is not None and today <= one.until
        reason = one.reason if one else None
        if one and not holds:
            reason = f"accepted until {one.until}, which has passed: {one.reason}"
        rows.append(
            row
            | {"id": finding.id, "accepted": holds, "reason": reason}
            | {"by": one.by if one else None}
            | {"until": one.until if one and one.until != FOR_GOOD else None}
        )
    frame = pl.DataFrame(rows, schema=FINDING_SCHEMA, orient="row")
    order = pl.col("kind").replace_strict({k: n for n, k in enumerate(KINDS)}, default=len(KINDS))
    return frame.sort(
        order,
        *("source", "file", "indicator", "area", "group", "period_end", "id"),
        maintain_order=True,
    )


def unmatched(findings: pl.DataFrame, accepted: Iterable[Acceptance], file: str) -> list[Problem]:
    """Warnings of acceptances that nothing answers to any more."""
    ids = set(findings["id"])
    return [
        Problem(
            file,
            f"{one.finding}, which is found no more",
            "a finding that foreland quality tells",
            "Take it out: it was mended, or the figure has changed and needs another look.",
            level="warning",
        )
        for one in accepted
        if one.finding not in ids
    ]
