"""Damage to cells, columns and rows, as people and programs do it."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mutating.oracle import Held
from mutating.samples import Sample

#: What a kind of damage makes of a sample: another sample, or None where it cannot be done.
Damage = Callable[[Sample, Held, random.Random], Sample | None]

#: What people and spreadsheets put where a number belongs. None of it is that number.
NOT_NUMBERS = {
    "text-for-number": ("twelve", "see note 3", "about 12", "1O2", "12.5.1", "--", "n.k.", "#REF!"),
    "date-for-number": ("2024-01-05", "01/02/2024", "5 Jan", "Jan-24", "2024-01-05 00:00:00"),
    "nan-and-inf": ("nan", "NaN", "inf", "-inf", "Infinity", "1e400", "-1e999"),
    "odd-digits": ("1_000", "\uff11\uff12", "0x1F", "1e", "12,5", "1.234,5", "(12)", "\u00a312"),
}  # fmt: skip

#: Numbers as people print them: the same number, or a plain fault.
PRINTED = ("1,234", "12,345.6", " 12.5 ", "1,23,4", "+7", "7.", ".5", "1E3", "12 %", "88%")


def _figure(before: Held, chance: random.Random) -> tuple[int, int, int] | None:
    """A cell in which a figure stands: the sheet, row and column, from 0."""
    places = [f for f in before.facts if f.column and f.value is not None]
    if not places:
        return None
    fact = chance.choice(places)
    return max(fact.sheet - 1, 0), fact.row - 1, fact.column - 1


def _row(before: Held, chance: random.Random) -> tuple[int, int] | None:
    """A row that gives something: the sheet and row, from 0."""
    places = sorted({(max(f.sheet - 1, 0), f.row - 1) for f in before.facts if f.row})
    return chance.choice(places) if places else None


def _put(sample: Sample, sheet: int, row: int, column: int, cell: Any) -> Sample:
    rows = [list(each) for each in sample.sheets[sheet]]
    rows[row][column] = cell
    return sample.having(sheet, rows)


def _for_number(texts: tuple[str, ...]) -> Damage:
    def damage(sample: Sample, before: Held, chance: random.Random) -> Sample | None:
        place = _figure(before, chance)
        return _put(sample, *place, chance.choice(texts)) if place else None

    return damage


def negative(sample: Sample, before: Held, chance: random.Random) -> Sample | None:
    place = _figure(before, chance)
    typed = place and sample.form == "parquet"
    return _put(sample, *place, -5.0 if typed else "-5") if place else None


def any_cell(sample: Sample, before: Held, chance: random.Random) -> Sample | None:
    """Nonsense in any cell of a row that gives something: a key as likely as a figure."""
    place = _row(before, chance)
    if place is None:
        return None
    row = sample.sheets[place[0]][place[1]]
    text = chance.choice(("twelve", "E10000999", "999", "", "Easter", "0", "-1", "??", "202413"))
    return _put(sample, *place, chance.randrange(len(row)), text)


def retired_code(sample: Sample, before: Held, chance: random.Random) -> Sample | None:
    """One area's code where another's belongs."""
    place = _row(before, chance)
    if place is None:
        return None
    row = sample.sheets[place[0]][place[1]]
    codes = [p for p, cell in enumerate(row) if str(cell)[:3] in ("E06", "E08", "E09", "E10")]
    return _put(sample, *place, chance.choice(codes), "E10000021") if codes else None


def swapped_cells(sample: Sample, before: Held, chance: random.Random) -> Sample | None:
    """Two neighbouring cells of a row change places."""
    place = _row(before, chance)
    if place is None or len(sample.sheets[place[0]][place[1]]) < 2:
        return None
    rows = [list(each) for each in sample.sheets[place[0]]]
    row = rows[place[1]]
    at = chance.randrange(len(row) - 1)
    row[at], row[at + 1] = row[at + 1], row[at]
    return sample.having(place[0], rows)


# -- rows ----------------------------------------------------------------------------------


def _rows(change: Callable[[list[Any], random.Random], list[Any]]) -> Damage:
    def damage(sample: Sample, before: Held, chance: random.Random) -> Sample | None:
        place = _row(before, chance)
        if place is None:
            return None
        if sample.names and sample.form != "workbook" and change is _ragged:
            return None  # neither form can hold a row of another length
        first = min(f.row for f in before.facts if f.row and max(f.sheet - 1, 0) == place[0]) - 1
        rows = sample.sheets[place[0]]
        return sample.having(place[0], [*rows[:first], *change(rows[first:], chance)])

    return damage


def _dropped(rows: list[Any], chance: random.Random) -> list[Any]:
    return [row for row in rows if chance.random() > 0.2] or rows[:1]


def _doubled(rows: list[Any], chance: random.Random) -> list[Any]:
    again = [list(chance.choice(rows)) for _ in range(3)]
    return [*rows[: len(rows) // 2], *again, *rows[len(rows) // 2 :]]


def _shuffled(rows: list[Any], chance: random.Random) -> list[Any]:
    return chance.sample(rows, len(rows))


def _ragged(rows: list[Any], chance: random.Random) -> list[Any]:
    place = chance.randrange(len(rows))
    other = [*rows[place], "1"] if chance.random() < 0.5 else rows[place][:-1]
    return [*rows[:place], other, *rows[place + 1 :]]


def _blank(rows: list[Any], chance: random.Random) -> list[Any]:
    place = chance.randrange(len(rows))
    return [*rows[:place], [""] * len(rows[place]), *rows[place:]]


# -- columns -------------------------------------------------------------------------------


def _column(
    sample: Sample, chance: random.Random, change: Callable[[list[Any], int], list[Any]]
) -> Sample | None:
    """The same change of every row, the header's too."""
    if sample.form == "workbook":
        return None
    width = len(sample.names or sample.sheets[0][0])
    place = chance.randrange(width)
    rows = [change(list(row), place) if len(row) == width else row for row in sample.sheets[0]]
    names = change(list(sample.names), place) if sample.names else []
    return replace(sample.having(0, rows), names=names)


def dropped_column(sample: Sample, before: Held, chance: random.Random) -> Sample | None:  # noqa: ARG001
    return _column(sample, chance, lambda row, at: row[:at] + row[at + 1 :])


def moved_column(sample: Sample, before: Held, chance: random.Random) -> Sample | None:  # noqa: ARG001
    return _column(sample, chance, lambda row, at: [row[at], *row[:at], *row[at + 1 :]])


def doubled_column(sample: Sample, before: Held, chance: random.Random) -> Sample | None:  # noqa: ARG001
    if sample.names:
        return None  # neither form can hold a name twice
    return _column(sample, chance, lambda row, at: [*row, row[at]])


def renamed_column(sample: Sample, before: Held, chance: random.Random) -> Sample | None:  # noqa: ARG001
    names = sample.names or (sample.sheets[0][0] if sample.form != "workbook" else [])
    if not names:
        return None
    place, word = chance.randrange(len(names)), chance.choice(("new_name", "", "{} (2)", "{}x"))
    other = [*names]
    other[place] = word.format(names[place])
    if sample.names:
        return replace(sample, names=other, types={}, whole=b"") if word else None
    return sample.having(0, [other, *sample.sheets[0][1:]])


def swapped_columns(sample: Sample, before: Held, chance: random.Random) -> Sample | None:  # noqa: ARG001
    """The cells of two columns change places and their names do not: types are swapped."""
    if sample.form == "workbook":
        return None
    header = 0 if sample.names else 1
    width = len(sample.names or sample.sheets[0][0])
    one, two = chance.sample(range(width), 2)

    def swapped(row: list[Any]) -> list[Any]:
        if len(row) == width:
            row[one], row[two] = row[two], row[one]
        return row

    rows = sample.sheets[0]
    mixed = replace(sample, types={}) if sample.form == "parquet" else sample
    return mixed.having(0, [*rows[:header], *(swapped(list(row)) for row in rows[header:])])


KINDS: dict[str, Damage] = {
    **{name: _for_number(texts) for name, texts in NOT_NUMBERS.items()},
    "thousands-and-signs": _for_number(PRINTED),
    "negative-count": negative,
    "any-cell": any_cell,
    "another-areas-code": retired_code,
    "swapped-cells": swapped_cells,
    "rows-dropped": _rows(_dropped),
    "rows-doubled": _rows(_doubled),
    "rows-shuffled": _rows(_shuffled),
    "row-ragged": _rows(_ragged),
    "row-blank": _rows(_blank),
    "column-dropped": dropped_column,
    "column-moved": moved_column,
    "column-doubled": doubled_column,
    "column-renamed": renamed_column,
    "columns-swapped": swapped_columns,
}
