"""Kent's brief, and what its NEET figure of 2025 is made of, on the published files."""

from datetime import date

import polars as pl
import pytest

from foreland.jobs.briefing import brief
from foreland.jobs.explaining import explained
from foreland.jobs.folder import Folder


def test_kents_neet_figure_is_mostly_lost_records(lait_folder: Folder) -> None:
    found, _ = explained(lait_folder, "neet_or_not_known", "Kent")
    effects = dict(found.select("part", "effect").rows())
    assert effects["all"] == pytest.approx(2.8)
    assert effects["not_known"] == pytest.approx(2.29)
    assert effects["neet"] == pytest.approx(0.4)
    assert effects["rounding"] == pytest.approx(0.11)
    parts = found.filter(pl.col("split") == "parts")
    assert parts["sentence"][-1].endswith("each published figure was rounded by itself.")


def test_kents_brief_tells_neet_and_counts_noise(lait_folder: Folder) -> None:
    found, page = brief(lait_folder, "Kent", today=date(2026, 4, 8))
    worse = found.filter(pl.col("section") == "worse")
    assert "neet_or_not_known" in worse["indicator"].to_list()
    noise = found.filter(pl.col("section") == "noise")
    assert noise["count"][0] > 0.8 * noise["of"][0]
    assert noise["of"][0] >= 60
    assert "although nothing changed" in noise["sentence"][1]
    best = found.filter(pl.col("section") == "quarter").row(0, named=True)
    assert 0 < best["count"] < best["of"]
    assert "Kent: brief of 8 April 2026" in page
