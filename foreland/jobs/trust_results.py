"""``foreland schools trusts --show results``: results of a trust's schools beside matched ones."""

from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight.trust_results import beside_matched
from foreland.jobs.folder import Folder
from foreland.jobs.school_registers import Registers
from foreland.jobs.similar_held import Held
from foreland.jobs.trust_members import Memberships
from foreland.jobs.trusts import members, trusts
from foreland.model.statuses import Status
from foreland.sources.school_tables.tables import TRUSTS

RESULTS: dict[str, type[pl.DataType]] = {
    "uid": pl.String,
    "trust": pl.String,
    "phase": pl.String,
    "schools": pl.Int64,
    "matched": pl.Int64,
    "results_of": pl.String,
    "attainment8_difference": pl.Float64,
    "progress8_difference": pl.Float64,
    "progress8_difference_lower": pl.Float64,
    "progress8_difference_upper": pl.Float64,
    "published_of": pl.Date,
    "published_schools": pl.Int64,
    "published_progress8": pl.Float64,
    "published_progress8_lower": pl.Float64,
    "published_progress8_upper": pl.Float64,
    "status": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "on": pl.Date,
    "note": pl.String,
}

_PRIMARY = "no results of primary schools since 2018-19 are in any file read"
_NONE = "none of its schools has both results and a matched group"
_LATER = "the results read are of a later year"
_WHAT = (
    "a difference from matched schools is no effect of the trust; its schools are those of the "
    "day, wherever they were when the results were made"
)


def results(
    folder: Folder,
    area: str | None = None,
    on: date | None = None,
    as_of: date | None = None,
) -> pl.DataFrame:
    """A row a trust with a school in the area and a phase, by name: ``RESULTS``.

    All the trust's schools count, in the area or not. ``published_*`` are DfE's own figures of the
    trust for the year that ends on ``published_of``, of schools three years or more in it.
    """
    listed = trusts(folder, area, on, as_of)
    if not listed.height:
        return pl.DataFrame(schema=RESULTS)
    belongs = members(folder, area, on, None, as_of)
    held = Held.read(folder, as_of)
    year = held.schools["year"].drop_nulls().max() if held.schools.height else None
    later = year is not None and _ends(str(year)) > listed["on"][0]
    found = beside_matched(held.schools, belongs) if held.schools.height and not later else None
    heads = listed.select("uid", "trust", "area", "area_name", "dfe_number", "on")
    counts = belongs.group_by("uid", "phase").agg(pl.len().cast(pl.Int64).alias("schools"))
    secondary = heads.join(counts.filter(pl.col("phase") == "secondary"), on="uid")
    if found is not None:
        secondary = secondary.join(found.drop("schools"), on="uid", how="left")
    published = _published(folder, as_of).filter(pl.col("published_of") <= listed["on"][0])
    secondary = secondary.join(published, on="uid", how="left")
    primary = heads.join(counts.filter(pl.col("phase") == "primary"), on="uid")
    every = pl.concat([secondary, primary], how="diagonal")
    for name, dtype in RESULTS.items():
        if name not in every.columns:
            every = every.with_columns(pl.lit(None, dtype).alias(name))
    known = pl.col("attainment8_difference").is_not_null()
    return (
        every.with_columns(
            pl.when(known).then(pl.lit(str(year) if year else None, pl.String)).alias("results_of"),
            pl.col("matched").fill_null(0),
            pl.when(known)
            .then(pl.lit(Status.FINAL.value))
            .otherwise(pl.lit(Status.NOT_AVAILABLE.value))
            .alias("status"),
            pl.when(known)
            .then(pl.lit(_WHAT))
            .when(pl.col("phase") == "primary")
            .then(pl.lit(_PRIMARY))
            .otherwise(pl.lit(_LATER if later else _NONE))
            .alias("note"),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in RESULTS.items())
        .sort(pl.col("trust").str.to_lowercase(), "uid", "phase", descending=[False, False, True])
    )


def _ends(year: str) -> date:
    """The last day of a school year such as ``2023-24``."""
    return date(int(year[:4]) + 1, 8, 31)


_MEASURES = {
    "schools": "published_schools",
    "progress_8": "published_progress8",
    "progress_8_lower": "published_progress8_lower",
    "progress_8_upper": "published_progress8_upper",
}


def _published(folder: Folder, as_of: date | None) -> pl.DataFrame:
    """DfE's newest figures of trusts, under the trusts' newest numbers."""
    schema: dict[str, type[pl.DataType]] = {"uid": pl.String, "published_of": pl.Date}
    schema |= dict.fromkeys(_MEASURES.values(), pl.Float64)
    store = Store(folder.store)
    figures = store.register(TRUSTS, as_of)
    if not figures.height:
        return pl.DataFrame(schema=schema)
    same = Memberships.read(Registers.read(store, as_of)).same
    newest = figures.filter(
        (pl.col("period_end") == pl.col("period_end").max())
        & (pl.col("group") == "all")
        & pl.col("measure").is_in(list(_MEASURES))
    )
    wide = newest.pivot("measure", index=["trust", "period_end"], values="value")
    for name in _MEASURES:
        if name not in wide.columns:
            wide = wide.with_columns(pl.lit(None, pl.Float64).alias(name))
    renamed = wide.rename({"trust": "uid", "period_end": "published_of", **_MEASURES})
    if same:
        renamed = renamed.with_columns(pl.col("uid").replace(same))
    return (
        renamed.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
        .sort("uid")
        .unique("uid", keep="first", maintain_order=True)
    )
