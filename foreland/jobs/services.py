"""``foreland schools services``: what is offered to schools, and the log of what was given.

The log's rows are held against the services, the schools and their days: a row that cannot be so is
set aside from all that follows, and told with its file and row. Internal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.jobs.folder import Folder
from foreland.jobs.names import names_of_areas
from foreland.jobs.school_registers import Registers
from foreland.jobs.trust_members import areas_of, lives
from foreland.model.problems import Problem
from foreland.plan.services import Service, Services, read_services
from foreland.sources.local.declared_tables import local_table

SERVICES: dict[str, type[pl.DataType]] = {
    "service": pl.String,
    "title": pl.String,
    "provider": pl.String,
    "provider_kind": pl.String,
    "measure": pl.String,
    "need": pl.String,
    "phases": pl.String,
    "cost": pl.Float64,
    "cost_per": pl.String,
    "price_year": pl.String,
    "schools": pl.Int64,
    "entries": pl.Int64,
    "spent": pl.Float64,
    "entries_with_cost": pl.Int64,
    "audience": pl.String,
    "line": pl.Int64,
}

LOG: dict[str, type[pl.DataType]] = {
    "service": pl.String,
    "urn": pl.String,
    "name": pl.String,
    "started": pl.Date,
    "ended": pl.Date,
    "amount": pl.Float64,
    "amount_unit": pl.String,
    "cost": pl.Float64,
    "cost_from": pl.String,
    "need": pl.String,
    "document": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "file": pl.String,
    "row": pl.UInt32,
    "status": pl.String,
    "reason": pl.String,
    "column": pl.String,
    "audience": pl.String,
}

GOOD, ASIDE = "good", "set-aside"


@dataclass(frozen=True)
class Logged:
    """What is offered, and the log (``LOG``); ``good`` are the rows that stand."""

    services: Services
    rows: pl.DataFrame

    @property
    def good(self) -> pl.DataFrame:
        return self.rows.filter(pl.col("status") == GOOD)

    def problems(self) -> list[Problem]:
        """The rows that were set aside, as faults told to a person."""
        return [
            Problem(
                str(row["file"]),
                str(row["reason"]).partition("; expected ")[0],
                str(row["reason"]).partition("; expected ")[2],
                "Correct the log and ingest it again.",
                row=row["row"],
                column=row["column"],
                level="warning",
            )
            for row in self.rows.filter(pl.col("status") == ASIDE).iter_rows(named=True)
        ]


def logged(folder: Folder, as_of: date | None = None) -> Logged:
    """The services and their log. Raises ForelandError with every fault of ``services.yaml``."""
    services = read_services(folder.path)
    table = local_table("service-log")
    store = Store(folder.store)
    kept = store.register(table.register, as_of)
    if not kept.height:
        return Logged(services, pl.DataFrame(schema=LOG))
    held = Registers.read(store, as_of)
    schools = lives(held)
    area = areas_of(held).unique("urn", keep="first", maintain_order=True)
    rows = (
        kept.join(schools, on="urn", how="left", maintain_order="left")
        .join(area, on="urn", how="left", maintain_order="left")
        .join(names_of_areas(folder.register).select("area", "area_name"), on="area", how="left")
        .with_columns(*_judged(folder, services))
        .with_columns(
            pl.when(pl.col("reason").is_null())
            .then(pl.lit(GOOD))
            .otherwise(pl.lit(ASIDE))
            .alias("status"),
            pl.lit("internal").alias("audience"),
        )
    )
    return Logged(services, _costed(rows, services).sort("file", "sheet", "row").select(LOG.keys()))


def _judged(folder: Folder, services: Services) -> list[pl.Expr]:
    """``reason``, why a row cannot be so (the first that holds), and its ``column``."""
    known = [one.id for one in services.services]
    needs = [one.id for one in services.needs]
    own = [folder.area.code, *folder.area.other_codes]
    since = {one.id: one.since for one in services.services if one.since}
    until = {one.id: one.until for one in services.services if one.until}
    begun, over = (_days(found, "service") for found in (since, until))
    day = pl.col("started")
    rules = [
        (
            "service",
            ~pl.col("service").is_in(known),
            pl.format("the service {}; expected a service in services.yaml", "service"),
        ),
        (
            "urn",
            pl.col("name").is_null(),
            pl.format("the school {}; expected the number of a school in the register", "urn"),
        ),
        (
            "started",
            day >= pl.col("closed"),
            pl.format(
                "support from {} for a school that closed on {}; expected a day when it was open",
                "started",
                "closed",
            ),
        ),
        (
            "started",
            day < pl.col("opened"),
            pl.format(
                "support from {} for a school that opened on {}; expected a day when it was open",
                "started",
                "opened",
            ),
        ),
        (
            "urn",
            ~pl.col("area").is_in(own),
            pl.format("a school of {}; expected a school of " + folder.area.name, "area_name"),
        ),
        (
            "started",
            day < begun,
            pl.format("support from {}; expected a day from the service's since on", "started"),
        ),
        (
            "started",
            day > over,
            pl.format("support from {}; expected a day up to the service's until", "started"),
        ),
        (
            "need",
            pl.col("need").is_not_null() & ~pl.col("need").is_in(needs),
            pl.format("the need {}; expected a need in services.yaml", "need"),
        ),
    ]
    reason = column = pl.lit(None, pl.String)
    for name, bad, words in reversed(rules):
        bad = bad.fill_null(False)
        reason = pl.when(bad).then(words).otherwise(reason)
        column = pl.when(bad).then(pl.lit(name)).otherwise(column)
    return [reason.alias("reason"), column.alias("column")]


def _days(days: Mapping[str, date], of: str) -> pl.Expr:
    if not days:
        return pl.lit(None, pl.Date)
    return pl.col(of).replace_strict(dict(days), default=None, return_dtype=pl.Date)


def _costed(rows: pl.DataFrame, services: Services) -> pl.DataFrame:
    """``cost`` of each row, and ``cost_from``: the log's own, or the price times the amount."""
    prices = {one.id: one.cost for one in services.services if one.cost is not None}
    table = pl.DataFrame(
        [(name, cost.amount, cost.per) for name, cost in sorted(prices.items())],
        schema={"service": pl.String, "price": pl.Float64, "per": pl.String},
        orient="row",
    )
    by_amount = pl.col("price") * pl.col("amount")
    once = pl.when(pl.col("per") == "school").then("price")
    priced = pl.when(pl.col("per") == pl.col("amount_unit")).then(by_amount).otherwise(once)
    return (
        rows.join(table, on="service", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("cost").is_not_null())
            .then(pl.lit("log"))
            .when(priced.is_not_null())
            .then(pl.lit("price"))
            .alias("cost_from"),
            pl.coalesce("cost", priced).alias("cost"),
        )
        .drop("price", "per")
    )


def services(folder: Folder, as_of: date | None = None) -> pl.DataFrame:
    """A row a service in the order of ``services.yaml``: ``SERVICES``.

    ``spent`` is what the log's ``entries_with_cost`` cost, of all ``entries``; null where none has
    a cost. ``line`` is where the service stands in the file.
    """
    found = logged(folder, as_of)
    counts = {
        row["service"]: row
        for row in found.good.group_by("service")
        .agg(
            pl.col("urn").n_unique().alias("schools"),
            pl.len().alias("entries"),
            # In pence, which add up the same in any order.
            ((pl.col("cost") * 100).round().cast(pl.Int64).sum() / 100).alias("spent"),
            pl.col("cost").count().alias("with_cost"),
        )
        .iter_rows(named=True)
    }
    return pl.DataFrame(
        [_service(one, counts.get(one.id), found.services) for one in found.services.services],
        schema=SERVICES,
        orient="row",
    )


def _service(
    one: Service, counts: Mapping[str, float] | None, services: Services
) -> tuple[object, ...]:
    told = counts or {}
    cost = one.cost
    return (
        one.id,
        one.title,
        one.provider,
        one.provider_kind,
        one.measure,
        one.need,
        ", ".join(one.phases) or None,
        cost.amount if cost else None,
        cost.per if cost else None,
        cost.price_year if cost else None,
        told.get("schools", 0),
        told.get("entries", 0),
        told["spent"] if told.get("with_cost") else None,
        told.get("with_cost", 0),
        one.audience,
        services.lines.get(f"services:{one.id}"),
    )
