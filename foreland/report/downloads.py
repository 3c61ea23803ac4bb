"""What can be taken away: the workbook, the ratings and every indicator's figures as CSV."""

import polars as pl

from foreland.report.material import Material
from foreland.report.pages.page import file_name
from foreland.report.pages.texts import Download
from foreland.report.workbook import write_workbook

#: The columns of an indicator's open data, in order.
COLUMNS = (
    "indicator", "area", "area_name", "dfe_number", "period", "published_period", "period_start",
    "period_end", "group", "value", "numerator", "denominator", "unit", "status", "symbol",
    "source_code", "release", "as_of", "in_latest", "id",
)  # fmt: skip

_ABOUT = {
    "downloads/scorecard.xlsx": (
        "The scorecard (Excel workbook)",
        "Every measure with its figure, target, floor, rating, direction and comparators, in the "
        "columns that committees use; the actions; and where each figure comes from.",
    ),
    "downloads/ratings.csv": ("The ratings (CSV)", "A row a measure, as foreland rate answers."),
    "downloads/targets.csv": (
        "Every target (CSV)",
        "A row a target, held to the figure of its own period.",
    ),
    "downloads/findings.csv": (
        "What to look at in the evidence (CSV)",
        "A row a finding, as foreland quality answers: what was found, expected, and to be done.",
    ),
    "downloads/reconciled.csv": (
        "Publications held against each other (CSV)",
        "A row a pair of series: how many figures are equal, and where they lie furthest apart.",
    ),
    "downloads/quarantine.csv": (
        "What could not be read (CSV)",
        "A row a fault: file, row, column, what was found and what was expected.",
    ),
}


def files(material: Material) -> dict[str, bytes]:
    """The files, by path."""
    made: dict[str, bytes] = {}
    if material.plan is not None:
        made["downloads/scorecard.xlsx"] = write_workbook(material)
        for name in ("ratings", "targets"):
            made[f"downloads/{name}.csv"] = _csv(material.tables.table(name))
    for name in ("findings", "reconciled"):
        frame = material.tables.table(name)
        if frame.height:
            made[f"downloads/{name}.csv"] = _csv(frame.drop("audience"))
    if material.quarantine:
        made["downloads/quarantine.csv"] = _csv(pl.DataFrame(material.quarantine))
    figures = material.tables.table("open_data").select(COLUMNS)
    order = ["group", "area", "period_start", "period_end"]
    by_indicator = figures.sort("indicator", *order).partition_by("indicator", as_dict=True)
    for indicator in material.shown:
        rows = by_indicator.get((indicator.id,), figures.clear())
        made[f"indicators/{file_name(indicator)}.csv"] = _csv(rows)
    return made


def _csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv().encode()


def listed(made: dict[str, bytes]) -> tuple[Download, ...]:
    """The files that are not an indicator's own, described."""
    return tuple(
        Download(path.removeprefix("downloads/"), *_ABOUT[path], _size(len(made[path])))
        for path in _ABOUT
        if path in made
    )


def _size(size: int) -> str:
    return f"{size / 1000:,.0f} kB" if size >= 1000 else f"{size} bytes"
