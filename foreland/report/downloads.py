"""What can be taken away: the workbook, the ratings and every indicator's figures as CSV."""

import hashlib
import io
from functools import cache

import polars as pl

from foreland.report.anew import Maker, anew
from foreland.report.material import Material
from foreland.report.pages.page import file_name
from foreland.report.pages.texts import Download
from foreland.report.workbook import sheets, write_workbook

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


def files(material: Material, maker: Maker = anew) -> dict[str, bytes]:
    """The files, by path."""
    made: dict[str, bytes] = {}
    if material.plan is not None:
        path, book = "downloads/scorecard.xlsx", sheets(material)
        made[path] = maker(path, (material.about, book), lambda: write_workbook(material, book))
        for name in ("ratings", "targets"):
            made[f"downloads/{name}.csv"] = _csv(material.tables.table(name))
    for name in ("findings", "reconciled"):
        frame = material.tables.table(name)
        if frame.height:
            made[f"downloads/{name}.csv"] = _csv(frame.drop("audience"))
    if material.quarantine:
        made["downloads/quarantine.csv"] = _csv(pl.DataFrame(material.quarantine))
    return made | _open_data(material, maker)


def _open_data(material: Material, maker: Maker) -> dict[str, bytes]:
    """A file an indicator. They come from one table: where it is the same they all are."""
    figures = material.tables.table("open_data").select(COLUMNS)
    whole = io.BytesIO()
    figures.rechunk().write_ipc(whole)
    digest = hashlib.sha256(whole.getvalue()).hexdigest()

    @cache
    def parts() -> dict[tuple[object, ...], pl.DataFrame]:
        order = ["group", "area", "period_start", "period_end"]
        return figures.sort("indicator", *order).partition_by("indicator", as_dict=True)

    made = {}
    for indicator in material.shown:

        def rows(name: str = indicator.id) -> bytes:
            return _csv(parts().get((name,), figures.clear()))

        path = f"indicators/{file_name(indicator)}.csv"
        made[path] = maker(path, (indicator.id, digest), rows)
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
