"""The published figures of LAIT in an area folder made for this run, and the panel of them."""

import csv
import hashlib
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from foreland.evidence.store import Store
from foreland.indicators.catalogue import Catalogue
from foreland.insight.change import BREAKS_SCHEMA
from foreland.insight.outlook import Neighbours, neighbours_of
from foreland.insight.panel import Array, Panel, panel
from foreland.jobs.comparing import sound
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.folders import new_folder
from foreland.jobs.ingest import ingest
from foreland.jobs.panels import SIGN
from foreland.model.periods import Period


def read(published: Path, folder: Path) -> Folder:
    """An area folder with all that LAIT published, its dated versions too."""
    new_folder(folder, "Kent")
    opened = Folder.open(folder)
    ingest(opened, [published / "lait"], None, lambda *_: None)
    return opened


def known(folder: Folder, as_of: date | None = None) -> pl.DataFrame:
    """All that LAIT said of all areas by a day, by its own codes."""
    found = facts(folder, None, as_of=as_of)
    return sound(found.filter(pl.col("source") == "lait"))


def panel_of(folder: Folder, figures: pl.DataFrame) -> tuple[Panel, tuple[Neighbours, ...]]:
    """The panel, and the editions of the statistical neighbours."""
    authorities = [area.code for area in folder.register.authorities]
    made = panel(figures, breaks_by_code(folder), authorities)
    return made, neighbours_of(Store(folder.store).register("neighbours"), made.areas)


def breaks_by_code(folder: Folder) -> pl.DataFrame:
    """The catalogue's breaks at the codes that its indicators are read from."""
    catalogue = Catalogue.load(folder.indicators)
    rows = {
        (f"{series.source}:{series.code}", Period.parse(gone.start).start, gone.reason)
        for entry in catalogue.indicators
        for series in entry.series
        for gone in entry.breaks
    }
    return pl.DataFrame(sorted(rows), schema=BREAKS_SCHEMA, orient="row").unique(
        ["indicator", "break_start"], maintain_order=True
    )


def polarity_of(folder: Folder) -> dict[str, str]:
    """By LAIT's dictionary: higher, lower or none."""
    dictionary = Store(folder.store).register("dictionary")
    first = dictionary.group_by("code", maintain_order=True).agg(pl.col("polarity").first())
    return {f"lait:{code}": word for code, word in first.iter_rows()}


def signs(folder: Folder, made: Panel) -> Array:
    """1 where higher is better by LAIT's dictionary, -1 where lower is, 0 where neither."""
    polarity = polarity_of(folder)
    names = made.series["indicator"]
    return np.array([float(SIGN.get(polarity.get(name, ""), 0)) for name in names])


def held_out(made: Panel) -> list[bool]:
    """The quarter of the indicators on which nothing was chosen: sha1 of the code, mod 4, is 3."""
    return [
        int(hashlib.sha1(name.partition(":")[2].encode()).hexdigest(), 16) % 4 == 3
        for name in made.series["indicator"]
    ]


def themes(published: Path, made: Panel) -> list[str]:
    """By the profile that lies beside LAIT's file, where it does."""
    file = published / "lait" / "indicator_profile.csv"
    theme: dict[str, str] = {}
    if file.is_file():
        with file.open(encoding="utf-8", newline="") as handle:
            theme = {f"lait:{row['short_desc']}": row["theme"] for row in csv.DictReader(handle)}
    return [theme.get(name, "other") for name in made.series["indicator"]]
