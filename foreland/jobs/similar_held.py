"""What the store has of similar schools, and what they are matched on: our inputs, or DfE's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from foreland.evidence.store import Store
from foreland.insight import similar_published as published
from foreland.insight import similar_schools as similar
from foreland.jobs.folder import Folder
from foreland.jobs.names import names_of_areas
from foreland.sources.schools_similar import cohorts, dfe_groups, secondary

#: What schools are matched on: their last cohort's intake, or DfE's inputs.
By = Literal["intake", "dfe"]

_INPUTS = list(dfe_groups.INPUTS)


@dataclass(frozen=True)
class Held:
    """``schools`` with their inputs and ``stratum``; DfE's printed ``groups``, ``values`` (inputs)
    and ``spreads``; ``weights`` of the inputs, and what each is divided by (``spread``; None: by
    its standard deviation among the schools of the same stratum)."""

    schools: pl.DataFrame
    groups: pl.DataFrame
    values: pl.DataFrame
    spreads: pl.DataFrame
    weights: Mapping[str, float]
    spread: Mapping[str, float] | None = None

    @classmethod
    def read(cls, folder: Folder, as_of: date | None, by: By = "intake") -> "Held":
        store = Store(folder.store)

        def of(name: str, schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
            found = store.register(name, as_of)
            return found.select(*schema) if found.width else pl.DataFrame(schema=schema)

        cohort = of(cohorts.REGISTER, cohorts.SCHEMA)
        cohort = cohort.filter(pl.col("year") == pl.col("year").max())
        schools = of(secondary.REGISTER, secondary.SCHEMA).drop("missing", "row", "as_at")
        joined = (
            schools.join(cohort.drop("pupils", "missing", "row"), on="urn", how="left")
            .join(names_of_areas(folder.register), on="area", how="left")
            .sort("urn")
        )
        values = of(dfe_groups.VALUES, dfe_groups.VALUES_SCHEMA)
        spreads = of(dfe_groups.SPREADS, dfe_groups.SPREADS_SCHEMA)
        weights, spread = similar.WEIGHTS, None
        if by == "dfe":
            weights = published.SECONDARY_ESTIMATE
            spread = spreads.select(_INPUTS).row(0, named=True) if spreads.height else None
            theirs = values.filter(pl.col("phase") == "secondary").select("urn", *_INPUTS)
            joined = joined.drop(set(_INPUTS) & set(joined.columns)).join(
                theirs, on="urn", how="left", maintain_order="left"
            )
        return cls(
            similar.with_strata(joined, list(weights)),
            of(dfe_groups.GROUPS, dfe_groups.GROUPS_SCHEMA),
            values,
            spreads,
            weights,
            spread,
        )
