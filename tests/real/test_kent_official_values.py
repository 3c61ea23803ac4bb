"""The official values in the recovered Kent plan are those that LAIT still has."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
RECOVERED = ROOT.parent / "shared" / "kent-plan-2017.yaml"
LAIT = ROOT.parent / "shared" / "data" / "published" / "lait" / "bds_long_0.parquet"

#: The plan's own name: LAIT's code of the whole, or of the comparator and of the group.
CODES = {
    "gld": ("FSP_NEW_GOODDEV",),
    "ks2_rwm": ("KS2RWM_Expected_STD",),
    "attainment8": ("AVG_Attain8_Score",),
    "progress8": ("AVG_Prog8_Score",),
    "ehcp_20_weeks": ("SEN_EHC_Excpt_20wks",),
    "gld_fsm_gap": ("FSP_Gooddev_FSM_Other", "FSP_Gooddev_FSM"),
    "ks2_disadvantage_gap": ("NonDAP_NEW_KS2_RWM", "DAP_NEW_KS2_RWM"),
    "a8_fsm_gap": ("NonFSM_AVG_Attain8_Score", "FSM_AVG_Attain8_Score"),
}
AREAS = {"kent": "886", "england": "970"}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    if not RECOVERED.is_file() or not LAIT.is_file():
        pytest.skip("the recovered plan or LAIT's file is not beside the checkout")
    return dict(YAML(typ="safe", pure=True).load(RECOVERED.read_text("utf-8"))["indicators"])


@pytest.fixture(scope="module")
def published() -> dict[tuple[str, str, str], str]:
    codes = [code for pair in CODES.values() for code in pair]
    found = (
        pl.scan_parquet(LAIT)
        .select(
            pl.col("Short Desc").alias("code"),
            pl.col("Years").cast(pl.String).alias("years"),
            pl.col("LA Number").cast(pl.Int64).cast(pl.String).alias("number"),
            pl.col("Values").cast(pl.String).alias("value"),
        )
        .filter(pl.col("code").is_in(codes) & pl.col("number").is_in(list(AREAS.values())))
        .collect()
    )
    return {(c, y, n): v for c, y, n, v in found.iter_rows()}


@pytest.mark.parametrize("name", sorted(CODES))
def test_official_values_equal_lait(
    name: str, told: dict[str, Any], published: dict[tuple[str, str, str], str]
) -> None:
    compared = 0
    for value in told[name]["values"]:
        if value["status"] != "official":
            continue
        for column, number in AREAS.items():
            parts = [published.get((code, str(value["period"]), number)) for code in CODES[name]]
            if any(part in (None, "-") for part in parts):
                continue
            whole, *group = [float(str(part)) for part in parts]
            # Both are printed to the same places: nothing but the float may differ.
            assert round(whole - sum(group), 2) == pytest.approx(value[column], abs=0.0051)
            compared += 1
    assert compared
