"""Read one tidy file of Explore Education Statistics by its mapping, column by column.

Refuses to guess: a row whose area, period or label the mapping and the register do not know goes
to the quarantine; a level below the authority is set aside and counted. Two records for one fact
that say different things are both quarantined, since nothing says which is right.
"""

import re
from collections.abc import Iterable

import polars as pl

from foreland.model.problems import ForelandError, Problem
from foreland.model.published_periods import Basis, parse_ees
from foreland.sources.ees import cells, labels, places
from foreland.sources.ees.schema import TIDY, Mapping, Measure
from foreland.sources.opening import Opened
from foreland.sources.reading import READING_SCHEMA, Context, Reading, quarantined
from foreland.sources.text import QUARANTINE_SCHEMA, ROW, no_quarantine

#: Goes up whenever the reading of an unchanged file by an unchanged mapping would change.
VERSION = 1

#: Columns that say where a row is, in any tidy file.
_WHERE = re.compile(
    r"(country|region|la|lad|old_la|new_la|old_la_code|local_authority|pcon|ward|lsip|lep|mca)"
    r"_(code|name)|old_la_code|new_la_code"
)


def recognises(mapping: Mapping, opened: Opened) -> bool:
    """Whether this is the mapping's file: by its columns, and by texts that must stand in them."""
    present = set(opened.columns)
    if opened.form != "text" or not {*TIDY, *mapping.recognised_by.columns} <= present:
        return False
    values = mapping.recognised_by.values
    if not set(values) <= present:
        return False
    rows = opened.table.rows if values else None
    return rows is None or all(
        set(texts) <= set(rows[column].unique().to_list()) for column, texts in values.items()
    )


def read(opened: Opened, context: Context, mapping: Mapping) -> Reading:
    """The file's figures: one observation a cell of each mapped column."""
    table = opened.table
    names = table.columns
    _check(opened, mapping)
    rows = labels.joined(places.placed(table.rows, context.register), mapping)
    rows = _dated(rows, "", None)
    rows, asides = _set_aside(rows)
    rows, faults = _known(rows, mapping)
    measures = {c: m for c, m in mapping.indicators.items() if c in names}
    registers = _answers(rows, mapping)
    rows, repeated = _once(rows, [*measures, *_words(mapping)])
    observations, unread = _melted(rows, measures, names, mapping)
    return Reading(
        source="ees",
        dataset=f"ees-{mapping.id}",
        title=mapping.title,
        observations=observations,
        quarantine=pl.concat(
            [table.quarantine, _absent(mapping, names), *faults, repeated, *unread]
        ).sort("row", "column", maintain_order=True),
        registers=registers,
        covers=mapping.covers,
        notes=(*asides, *_unnamed(mapping, names)),
        caveats=mapping.notes,
    )


def _check(opened: Opened, mapping: Mapping) -> None:
    """Raises ForelandError where a column is missing without which no row can be read."""
    names = opened.table.columns
    wanted = [column for column in TIDY if column not in names]
    wanted += [
        " or ".join(one.column) for one in mapping.filters if not set(one.column) & set(names)
    ]
    wanted += [one.topic for one in mapping.filters if one.topic and one.topic not in names]
    wanted += [column for column in mapping.rows if column not in names]
    problems = [
        Problem(
            opened.name,
            f"no column {column}",
            f"the columns of the mapping {mapping.id}",
            "Fetch the file again; if the publisher renamed the column, name it in the mapping.",
            row=1,
        )
        for column in wanted
    ]
    if problems:
        raise ForelandError(problems)


def _absent(mapping: Mapping, names: tuple[str, ...]) -> pl.DataFrame:
    """A mapped column that the file lacks is told once; its other columns are read."""
    wanted = [c for c, m in mapping.indicators.items() if not m.optional]
    faults = [
        (1, column, "no such column", f"the columns of the mapping {mapping.id}")
        for column in [*wanted, *_words(mapping)]
        if column not in names
    ]
    return pl.DataFrame(faults, schema=QUARANTINE_SCHEMA, orient="row")


def _words(mapping: Mapping) -> list[str]:
    return list(mapping.register_.columns) if mapping.register_ else []


_YEARLY = re.compile(r"\byear$", re.IGNORECASE)


def _dated(rows: pl.DataFrame, suffix: str, basis: Basis | None) -> pl.DataFrame:
    """``rows`` with their periods: on ``basis``, or on the row's own."""
    own = pl.col("basis") if basis is None else pl.lit(basis.value)
    keyed = rows.with_columns(own.alias("on_basis"))
    found: list[tuple[object, ...]] = []
    for label, identifier, on in keyed.select(*TIDY[:2], "on_basis").unique().iter_rows():
        # A year's identifier adds nothing to its label; a week's or a term's is half of it.
        named = identifier.strip()
        shown = label.strip() if _YEARLY.search(named) else f"{label.strip()} {named}"
        try:
            period = parse_ees(label, identifier, Basis(on) if on else None)
        except ValueError as fault:
            found.append((label, identifier, on, shown, None, None, None, str(fault)))
            continue
        found.append(
            (label, identifier, on, shown, period.kind.value, period.start, period.end, None)
        )
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        TIDY[0]: pl.String,
        TIDY[1]: pl.String,
        "on_basis": pl.String,
        f"published_period{suffix}": pl.String,
        f"period_kind{suffix}": pl.String,
        f"period_start{suffix}": pl.Date,
        f"period_end{suffix}": pl.Date,
        f"period_fault{suffix}": pl.String,
    }
    return keyed.join(
        pl.DataFrame(found, schema=schema, orient="row"),
        on=[*TIDY[:2], "on_basis"],
        how="left",
        maintain_order="left",
        nulls_equal=True,
    ).drop("on_basis")


def _set_aside(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The rows that are to be read, and in words how many are not and why."""
    why = pl.coalesce("place_aside", "aside")
    aside = rows.filter(why.is_not_null()).group_by(why.alias("why")).len().sort("why")
    told = [
        f"{count:,} row{'s' if count > 1 else ''} set aside: {reason}"
        for reason, count in aside.iter_rows()
    ]
    return rows.filter(why.is_null()), told


def _known(rows: pl.DataFrame, mapping: Mapping) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The rows whose area, labels and period are known; a quarantine line for each other."""
    checks = (
        ("place_text", pl.col("place_column"), pl.col("place_text"), pl.col("place_expected")),
        ("fault_text", pl.col("fault_column"), pl.col("fault_text"), pl.col("fault_expected")),
        (
            "period_fault",
            pl.lit(TIDY[0]),
            pl.concat_str(TIDY[0], TIDY[1], separator=", "),
            pl.lit(f"a period of the mapping {mapping.id}"),
        ),
    )
    faults = []
    for test, column, found, expected in checks:
        bad = rows.filter(pl.col(test).is_not_null())
        faults.append(
            bad.select(
                pl.col(ROW).cast(pl.UInt32).alias("row"),
                column.alias("column"),
                found.alias("found"),
                expected.alias("expected"),
            )
        )
        rows = rows.filter(pl.col(test).is_null())
    return rows, faults


_FACT = ("area", "period_start", "period_end", "group")


def _once(rows: pl.DataFrame, figures: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Each fact once; of records that repeat one the first is kept where they say the same."""
    twice = rows.select(pl.struct(_FACT).is_duplicated().alias("twice"))["twice"]
    if not twice.any():
        return rows, no_quarantine()
    held = [name for name in figures if name in rows.columns]
    shared = rows.filter(twice).with_columns(
        pl.struct(held).n_unique().over(_FACT).alias("versions"),
        pl.col(ROW).min().over(_FACT).alias("first"),
        pl.col(ROW).cast(pl.String).str.join(" and ").over(_FACT).alias("rows"),
    )
    same, first = pl.col("versions") == 1, pl.col(ROW) == pl.col("first")
    told = pl.format("rows {} are about one fact: {}, {}, {}", "rows", "area", TIDY[0], "group")
    outcome = pl.when(same).then(pl.lit("the first was kept")).otherwise(pl.lit("none was kept"))
    set_aside = shared.filter(~(same & first))
    faults = set_aside.select(
        pl.col(ROW).cast(pl.UInt32).alias("row"),
        pl.lit(TIDY[0]).alias("column"),
        told.alias("found"),
        pl.format("one row for an area, period and group; {}", outcome).alias("expected"),
    )
    return rows.join(set_aside.select(ROW), on=ROW, how="anti", maintain_order="left"), faults


def _melted(
    rows: pl.DataFrame, measures: dict[str, Measure], names: tuple[str, ...], mapping: Mapping
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The observations and the cells that are neither number nor symbol.

    In the order of the columns, each in the order of the file: a question is about few codes,
    and so finds its rows together.
    """
    for basis in sorted({m.basis for m in measures.values() if m.basis}):
        rows = _dated(rows, f"_{basis}", basis)
    needed = {c: measure.unit for c, measure in measures.items()}
    for measure in measures.values():
        for part in (measure.numerator, measure.denominator):
            if part is not None and part in names:
                needed.setdefault(part, measure.unit)
    texts = rows.select(pl.col(name).str.strip_chars() for name in needed)
    values = {name: cells.numbers(texts[name], unit) for name, unit in needed.items()}
    parts, faults = [], []
    for column, measure in measures.items():
        cell = _column(rows, column, measure, texts, values, mapping, names.index(column) + 1)
        for test, found, expected in (
            ("period_start", "published_period", f"a period of the mapping {mapping.id}"),
            ("status", "symbol", "a number, or a symbol of these statistics"),
        ):
            bad = cell.filter(pl.col(test).is_null())
            if bad.height:
                faults.append(quarantined(bad, column, pl.col(found), expected))
                cell = cell.filter(pl.col(test).is_not_null())
        parts.append(cell)
    if not parts:
        return pl.DataFrame(schema=READING_SCHEMA), faults
    return pl.concat(parts), faults


def _column(
    rows: pl.DataFrame,
    column: str,
    measure: Measure,
    texts: pl.DataFrame,
    values: dict[str, pl.Series],
    mapping: Mapping,
    number: int,
) -> pl.DataFrame:
    on = f"_{measure.basis}" if measure.basis else ""
    text, value = pl.lit(texts[column]), pl.lit(values[column])
    end = pl.col(f"period_end{on}")

    def of(name: str | None) -> pl.Expr:
        return pl.lit(values[name]) if name in values else pl.lit(None, pl.Float64)

    none = value.is_null()
    return rows.select(
        pl.lit(f"{mapping.id}.{column}").alias("code"),
        pl.col("area"),
        pl.col(f"published_period{on}").alias("published_period"),
        pl.col(f"period_kind{on}").alias("period_kind"),
        pl.col(f"period_start{on}").alias("period_start"),
        end.alias("period_end"),
        pl.col("group"),
        value.alias("value"),
        of(measure.numerator).alias("numerator"),
        of(measure.denominator).alias("denominator"),
        pl.lit(measure.unit.value).alias("unit"),
        pl.when(none)
        .then(cells.missing(text, end, column, mapping.symbols))
        .otherwise("row_status")
        .alias("status"),
        pl.when(none).then(text).alias("symbol"),
        pl.lit(0, pl.UInt16).alias("sheet"),
        pl.col(ROW).cast(pl.UInt32).alias("row"),
        pl.lit(number, pl.UInt16).alias("column"),
    )


def _answers(rows: pl.DataFrame, mapping: Mapping) -> dict[str, pl.DataFrame]:
    """Columns of words as a register: an area, period and question a row."""
    if mapping.register_ is None:
        return {}
    parts = [
        rows.select(
            "area",
            "published_period",
            "period_start",
            "period_end",
            pl.lit(item).alias("item"),
            pl.col(column).str.strip_chars().alias("answer"),
            pl.col(ROW).cast(pl.UInt32).alias("row"),
        )
        for column, item in mapping.register_.columns.items()
        if column in rows.columns
    ]
    return {mapping.register_.name: pl.concat(parts)} if parts else {}


def _unnamed(mapping: Mapping, names: Iterable[str]) -> list[str]:
    """Columns that the mapping says nothing of: the publisher may have added them."""
    known = {*TIDY, *mapping.indicators, *_words(mapping), *mapping.not_read}
    known |= set(labels.columns(mapping, tuple(names)))
    unnamed = [name for name in names if name not in known and not _WHERE.fullmatch(name)]
    if not unnamed:
        return []
    return [f"columns that the mapping does not name, not read: {', '.join(unnamed)}"]
