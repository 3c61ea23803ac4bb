"""``foreland schools services --show effect``: did supported schools change more than like ones?

Internal. Matched pairs and a difference in differences (``insight/support_effect``), one answer a
service and phase, with its balance and the warning that it is no trial.
"""

from datetime import date

import numpy as np
import polars as pl

from foreland.insight import school_measures as measures
from foreland.insight import support_effect as effects
from foreland.jobs.folder import Folder
from foreland.jobs.service_pairs import Supported, supported
from foreland.jobs.support_pools import Controls
from foreland.model.statuses import Status

WARNING = (
    "This is no trial. Who gets support is chosen, and what is not matched on (leaders, plans, "
    "other help) may be why a school changed. Read it beside what the schools say."
)

EFFECT: dict[str, type[pl.DataType]] = {
    "service": pl.String,
    "title": pl.String,
    "phase": pl.String,
    "measure": pl.String,
    "unit": pl.String,
    "polarity": pl.String,
    "before": pl.Int64,
    "after": pl.Int64,
    "supported": pl.Int64,
    "pairs": pl.Int64,
    "not_matched": pl.Int64,
    "left_out": pl.Int64,
    "estimate": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "p": pl.Float64,
    "level": pl.Float64,
    "worst_balance": pl.Float64,
    "worst_covariate": pl.String,
    "controls": pl.String,
    "method": pl.String,
    "warning": pl.String,
    "status": pl.String,
    "reason": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "dfe_number": pl.String,
    "audience": pl.String,
}

BALANCE: dict[str, type[pl.DataType]] = {
    "service": pl.String,
    "phase": pl.String,
    "measure": pl.String,
    "before": pl.Int64,
    "after": pl.Int64,
    "covariate": pl.String,
    "supported_mean": pl.Float64,
    "matched_mean": pl.Float64,
    "others_mean": pl.Float64,
    "standard_deviation": pl.Float64,
    "difference_before": pl.Float64,
    "difference_after": pl.Float64,
    "audience": pl.String,
}

_METHOD = "matched pairs, difference in differences, randomisation interval"
_LEVEL = 0.95


def effect(
    folder: Folder,
    service: str | None = None,
    measure: str | None = None,
    years: tuple[int, int] | None = None,
    controls: Controls = "region",
    as_of: date | None = None,
) -> pl.DataFrame:
    """A row a service and phase: ``EFFECT``. All services of ``services.yaml`` if none is named.

    ``estimate`` is how much more the measure changed in supported schools than in their matches,
    in the measure's unit (percentage points, for a percentage). ``years`` are the school years
    before and after; by default those around which most schools began. ``left_out`` counts schools
    that had the service before, or too late in the year after. Raises ForelandError for an unknown
    service or measure, and for years that may not be compared.
    """
    rows = [
        _row(folder, one, controls)
        for one in supported(folder, service, measure, years, controls, as_of)
    ]
    return pl.DataFrame(rows, schema=EFFECT, orient="row")


def balance(
    folder: Folder,
    service: str | None = None,
    measure: str | None = None,
    years: tuple[int, int] | None = None,
    controls: Controls = "region",
    as_of: date | None = None,
) -> pl.DataFrame:
    """A row a service, phase and covariate: ``BALANCE``.

    ``difference_before`` is the mean of supported schools less that of all others, in standard
    deviations; ``difference_after`` that of supported schools which were paired less that of their
    matches. Beyond a quarter, an estimate should not be read without a word about it.
    """
    rows: list[dict[str, object]] = []
    for found in supported(folder, service, measure, years, controls, as_of):
        rows += _balance(found)
    return pl.DataFrame(rows, schema=BALANCE, orient="row")


def _row(folder: Folder, found: Supported, controls: Controls) -> dict[str, object]:
    known = measures.MEASURES[found.measure]
    row: dict[str, object] = {
        "service": found.service.id,
        "title": found.service.title,
        "phase": found.phase,
        "measure": found.measure,
        "unit": "percentage points" if known.unit == "percent" else known.unit,
        "polarity": known.polarity,
        "before": found.years[0] if found.years else None,
        "after": found.years[1] if found.years else None,
        "supported": found.supported,
        "left_out": found.left_out,
        "level": _LEVEL,
        "controls": controls,
        "method": _METHOD,
        "warning": WARNING,
        "area": folder.area.code,
        "area_name": folder.area.name,
        "dfe_number": folder.area.dfe_number,
        "audience": "internal",
    }
    told = effects.Effect(0, None, None, None, None)
    if found.ready is not None and found.pairs is not None:
        told = effects.effect(effects.differences(found.ready.pool, found.pairs), _LEVEL)
    worst = max(
        _balance(found), key=lambda one: abs(_number(one["difference_after"])), default=None
    )
    few = f"{told.pairs} matched pairs: fewer than {effects.FEWEST_PAIRS} tell nothing from chance"
    none = told.estimate is None
    return row | {
        "pairs": told.pairs,
        "not_matched": found.supported - told.pairs,
        "estimate": told.estimate,
        "lower": told.lower,
        "upper": told.upper,
        "p": told.p,
        "worst_balance": worst["difference_after"] if worst else None,
        "worst_covariate": worst["covariate"] if worst else None,
        "status": (Status.NOT_AVAILABLE if none else Status.ESTIMATED).value,
        "reason": found.reason or (few if none else None),
    }


def _number(value: object) -> float:
    return value if isinstance(value, float) else 0.0


def _balance(found: Supported) -> list[dict[str, object]]:
    """``BALANCE`` of one service and phase; none where nothing was paired."""
    if found.ready is None or found.pairs is None or not found.pairs.treated.size:
        return []
    frame, names = found.ready.schools, found.ready.names
    values = frame.select(names).to_numpy().astype(np.float64)
    others = np.ones(frame.height, dtype=bool)
    others[found.pairs.treated] = False
    rows: list[dict[str, object]] = []
    for place, name in enumerate(names):
        column = values[:, place]
        spread = float(column.std(ddof=1))
        own = float(column[found.pairs.treated].mean())
        match = float(column[found.pairs.control].mean())
        rest = float(column[others].mean())
        rows.append(
            {
                "service": found.service.id,
                "phase": found.phase,
                "measure": found.measure,
                "before": found.years[0] if found.years else None,
                "after": found.years[1] if found.years else None,
                "covariate": found.measure + " before" if name == "before" else name,
                "supported_mean": own,
                "matched_mean": match,
                "others_mean": rest,
                "standard_deviation": spread,
                "difference_before": (own - rest) / spread if spread > 0 else 0.0,
                "difference_after": (own - match) / spread if spread > 0 else 0.0,
                "audience": "internal",
            }
        )
    return rows
