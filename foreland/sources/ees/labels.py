"""What the words of a row mean: its group, its status, its basis; or why it is not read.

Works on the distinct combinations of a file's label columns, of which there are hundreds where
there are millions of cells.
"""

import re
from collections.abc import Mapping as Words
from dataclasses import dataclass

import polars as pl

from foreland.model.groups import Group
from foreland.sources.ees.schema import Filter, Mapping, Members, StatusColumn

#: The columns that ``joined`` adds.
LABEL_SCHEMA = {
    "group": pl.String,
    "row_status": pl.String,
    "basis": pl.String,
    "aside": pl.String,
    "fault_column": pl.String,
    "fault_text": pl.String,
    "fault_expected": pl.String,
}


@dataclass(frozen=True)
class Fault(Exception):
    column: str
    text: str
    expected: str


@dataclass(frozen=True)
class Aside(Exception):
    """A row that the mapping leaves out on purpose."""

    reason: str


def columns(mapping: Mapping, present: tuple[str, ...]) -> list[str]:
    """The label columns that this file has."""
    wanted = [*mapping.rows]
    for one in mapping.filters:
        wanted += [*one.column, *([one.topic] if one.topic else [])]
    if isinstance(mapping.status, StatusColumn):
        wanted.append(mapping.status.column)
    if mapping.period.by is not None:
        wanted.append(mapping.period.by.column)
    return [name for name in dict.fromkeys(wanted) if name in present]


def joined(rows: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """``rows`` with the columns of ``LABEL_SCHEMA``; the distinct combinations are read once."""
    names = columns(mapping, tuple(rows.columns))
    if not names:
        found = _read({}, mapping)
        return rows.with_columns(
            pl.lit(found[name], dtype).alias(name) for name, dtype in LABEL_SCHEMA.items()
        )
    distinct = rows.select(names).unique(maintain_order=True)
    read = pl.DataFrame(
        [_read(labels, mapping) for labels in distinct.iter_rows(named=True)],
        schema=LABEL_SCHEMA,
        orient="row",
    )
    return rows.join(
        pl.concat([distinct, read], how="horizontal"),
        on=names,
        how="left",
        maintain_order="left",
        nulls_equal=True,
    )


def _read(labels: Words[str, str], mapping: Mapping) -> dict[str, str | None]:
    found: dict[str, str | None] = dict.fromkeys(LABEL_SCHEMA)
    try:
        for column, kept in mapping.rows.items():
            if column in labels and labels[column].strip() not in kept:
                raise Aside(f"{column} is {labels[column].strip()!r}")
        pairs = [_pair(one, labels) for one in mapping.filters]
        found["group"] = str(Group(tuple(pair for pair in pairs if pair is not None)))
        found["row_status"] = _status(labels, mapping)
        found["basis"] = _basis(labels, mapping)
    except Aside as aside:
        found["aside"] = aside.reason
    except Fault as fault:
        found["fault_column"] = fault.column
        found["fault_text"] = fault.text
        found["fault_expected"] = fault.expected
    return found


def _pair(one: Filter, labels: Words[str, str]) -> tuple[str, str] | None:
    column = next((name for name in one.column if name in labels), None)
    if column is None:
        return None
    part: Members = one
    if one.topic is not None:
        if one.topic not in labels:
            return None
        topic = labels[one.topic].strip()
        if topic not in one.topics:
            raise Fault(one.topic, topic, _one_of(one.topics))
        part = one.topics[topic]
    text = labels[column].strip()
    if text in part.total:
        return None
    if text in part.set_aside:
        raise Aside(f"{column} is {text!r}")
    member = part.members.get(text)
    if member is None and part.others == "keep":
        member = spelled(text, part.strip)
    if not member or part.dimension is None:
        raise Fault(column, text or "nothing", _one_of((*part.total, *part.members)))
    return part.dimension, member


def spelled(text: str, strip: tuple[str, ...] = ()) -> str:
    """A publisher's text as a member: ``Aged 2 and under`` is ``2-and-under``."""
    words = re.sub(r"[^a-z0-9+%]+", "-", text.casefold().replace("&", " and ")).strip("-")
    for word in strip:
        words = words.removeprefix(f"{word}-")
    return words


def _status(labels: Words[str, str], mapping: Mapping) -> str:
    rule = mapping.status
    if not isinstance(rule, StatusColumn):
        return rule.value
    text = labels.get(rule.column, "").strip()
    if text not in rule.values:
        raise Fault(rule.column, text or "nothing", _one_of(rule.values))
    return rule.values[text].value


def _basis(labels: Words[str, str], mapping: Mapping) -> str | None:
    by = mapping.period.by
    if by is not None and (text := labels.get(by.column, "").strip()) in by.bases:
        return by.bases[text].value
    return mapping.period.basis.value if mapping.period.basis else None


def _one_of(texts: object) -> str:
    names = [str(text) for text in texts]  # type: ignore[attr-defined]
    shown = ", ".join(names[:8])
    return f"one of {shown}{', ...' if len(names) > 8 else ''}, or a line for it in the mapping"
