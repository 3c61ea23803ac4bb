"""``trace`` finds the cell of every figure, and the cell's text is the figure.

Drawn over all files that give observations, in every form (text, gzip, zip, workbook,
OpenDocument, Parquet), and read again by a parser of the tests' own (``raw_cells``).
"""

import random
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import raw_cells

from foreland.evidence.answer import ANSWER_SCHEMA
from foreland.evidence.store import Store
from foreland.jobs import tracing
from foreland.jobs.facts import facts
from foreland.jobs.folder import Folder
from foreland.jobs.planning import load
from foreland.jobs.tracing import trace
from foreland.sources.ees import mappings
from foreland.sources.opening import Opened

pytestmark = [pytest.mark.real, pytest.mark.slow]

DRAWN = 2_000
_SEED = 20261125
_EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "kent" / "2024"


@pytest.fixture(scope="module")
def held(everything_folder: Folder) -> pl.DataFrame:
    """All facts of England and of twenty areas drawn at random."""
    codes = sorted(area.code for area in everything_folder.register)
    chance = random.Random(_SEED)
    areas = {"E92000001", "E10000016", *chance.sample(codes, 20)}
    return Store(everything_folder.store).observations(areas=sorted(areas))


@pytest.fixture(scope="module")
def drawn(held: pl.DataFrame) -> pl.DataFrame:
    """At least ``DRAWN`` facts: as many of each file, and of each status that it has."""
    chance = random.Random(_SEED)
    parts = [part for _, part in sorted(held.group_by("file", "status"))]
    each = DRAWN // len(parts) + 1
    few = [part[chance.sample(range(part.height), min(each, part.height))] for part in parts]
    found = pl.concat(few)
    more = held.join(found, on="id", how="anti")
    lacking = max(0, DRAWN - found.height)
    return pl.concat([found, more[chance.sample(range(more.height), lacking)]])


def _wrong(folder: Folder, asked: pl.DataFrame) -> list[str]:
    """Each fact whose traced cell, or whose text by a parser of our own, is another."""
    store = folder.store / "raw"
    raws: dict[str, raw_cells.Raw] = {}
    wrong = []
    walked = trace(folder, asked["id"])
    assert walked["id"].to_list() == asked["id"].to_list()
    for fact, cell in zip(asked.iter_rows(named=True), walked.iter_rows(named=True), strict=True):
        if cell["digest"] not in raws:
            raws[cell["digest"]] = raw_cells.read(store / cell["digest"])
        sheet, row, column = (int(part) for part in fact["id"].split(".")[1:])
        raw = raws[cell["digest"]]
        text = raw.cell(sheet, row, column).strip()
        number = raw_cells.number(text)
        if cell["text"].strip() != text and raw_cells.number(cell["text"]) != number:
            wrong.append(f"{fact['id']} of {fact['file']}: traced {cell['text']!r}, is {text!r}")
        elif fact["value"] is not None and fact["value"] != number:
            wrong.append(f"{fact['id']} of {fact['file']}: {fact['value']}, the cell {text!r}")
        elif fact["value"] is None and not _missing(fact, text, raw, row):
            wrong.append(f"{fact['id']} of {fact['file']}: {fact['symbol']!r}, the cell {text!r}")
    return wrong


def _missing(fact: dict[str, Any], text: str, raw: raw_cells.Raw, row: int) -> bool:
    """Whether the cell has no figure and the sign: in the cell, or (ONS) in the column beside."""
    symbol, names = fact["symbol"], raw.sheets[0][0]
    if fact["source"] == "attainment19" and text == symbol == "0":
        return True  # the publisher's filling of cohorts that are not yet 19
    if text == "" and "observation" in names:
        return (symbol or "") == raw.sheets[0][row - 1][names.index("status")].strip()
    return raw_cells.number(text) is None and (symbol or "") == text


def test_the_draw_is_over_every_source_form_and_status(
    everything_folder: Folder, drawn: pl.DataFrame
) -> None:
    assert drawn.height >= DRAWN
    assert drawn.columns == list(ANSWER_SCHEMA)
    with_facts = {
        r.source for r in Store(everything_folder.store).manifest.releases if r.observations
    }
    assert set(drawn["source"]) == with_facts
    assert len(with_facts) >= 11
    ends = {Path(name).suffix for name in drawn["file"]}
    assert ends >= {".csv", ".gz", ".zip", ".xlsx", ".ods", ".parquet"}
    assert {"final", "provisional", "suppressed", "not-available", "not-applicable", "low"} <= set(
        drawn["status"]
    )


def test_the_cell_of_each_drawn_figure_says_the_figure(
    everything_folder: Folder, drawn: pl.DataFrame
) -> None:
    assert _wrong(everything_folder, drawn) == []


def test_each_figure_of_each_measure_of_the_plan_is_in_its_cell(
    everything_folder: Folder, tmp_path: Path
) -> None:
    shutil.copytree(_EXAMPLE, tmp_path / "kent", dirs_exist_ok=True)
    (tmp_path / "kent" / "store").symlink_to(everything_folder.store)
    kent = Folder.open(tmp_path / "kent")
    plan = load(kent)
    asked = sorted({measure.indicator for measure in plan.plan.measures})
    found = facts(kent, asked, kent.area.code)
    told = found.filter(~pl.col("id").str.starts_with("calc:") & (pl.col("status") != "quoted"))
    without = set(asked) - set(found["indicator"])
    assert told.height > 100
    # What Kent has printed itself comes from its own folder and not from a publisher.
    assert all(indicator.startswith("kent_") for indicator in without), sorted(without)
    assert _wrong(kent, told) == []


def test_many_ids_of_a_file_read_it_once(
    everything_folder: Folder, drawn: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, taken, parsed = Store.open_raw, [], []
    read = Path.read_bytes

    def counted(store: Store, digest: str) -> Opened | None:
        taken.append(digest)
        return raw(store, digest)

    def opened(path: Path) -> bytes:
        if path.parent.name == "raw":
            parsed.append(path.name)
        return read(path)

    monkeypatch.setattr(tracing.Store, "open_raw", counted)
    monkeypatch.setattr(Path, "read_bytes", opened)
    shuffled = drawn.sample(fraction=1, shuffle=True, seed=_SEED)
    assert trace(everything_folder, shuffled["id"]).height == drawn.height
    files = {name.partition(".")[0] for name in drawn["id"]}
    assert len(taken) == len(parsed) == len(files)
    assert len(files) >= 60


def test_a_file_of_json_is_traced_object_by_object(everything_folder: Folder) -> None:
    """It gives no observations but a register, whose rows are its objects."""
    store = Store(everything_folder.store)
    release = next(
        r for r in store.manifest.releases if r.dataset == "similar-schools-groups-primary"
    )
    raw = raw_cells.read(store.path / "raw" / release.digest)
    column = raw.names.index("Dist") + 1
    chance = random.Random(_SEED)
    rows = sorted(chance.sample(range(1, len(raw.sheets[0]) + 1), 20))
    walked = trace(everything_folder, [f"{release.digest[:12]}.0.{row}.{column}" for row in rows])
    assert walked["text"].to_list() == [raw.cell(0, row, column) for row in rows]
    held = store.register("dfe_similar_groups").filter(pl.col("row").is_in(rows)).sort("row")
    assert held["distance"].to_list() == [raw_cells.number(text) for text in walked["text"]]


def test_only_mapped_columns_become_figures(everything_folder: Folder, held: pl.DataFrame) -> None:
    """A file of these statistics has ten number-like columns for each that anyone asks for."""
    mapped = {
        f"ees:{file.mapping.id}.{column}": column
        for file in mappings.packaged()
        for column in file.mapping.indicators
    }
    tidy = held.filter((pl.col("source") == "ees") & ~pl.col("source_code").str.contains("tribun"))
    codes = set(tidy["source_code"])
    assert codes <= set(mapped)
    one_each = tidy.unique("source_code", keep="any")
    columns = trace(everything_folder, one_each["id"])["column"]
    assert columns.to_list() == [mapped[code] for code in one_each["source_code"]]
    releases = Store(everything_folder.store).manifest.releases
    # A log of versions tells several: its newest counts.
    assert sum({r.digest: r.observations for r in releases}.values()) < 12_000_000
