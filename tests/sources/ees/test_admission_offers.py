"""Applications and offers: shares of applications, suppressed counts, and the year of entry."""

from datetime import date

import polars as pl
import tiny

from foreland.model.areas import Register, _read
from foreland.sources.opening import open_bytes
from foreland.sources.reading import Context
from foreland.sources.registry import reader_of

TEXT = (
    "time_period,time_identifier,geographic_level,country_code,region_code,new_la_code,"
    "old_la_code,school_phase,NC_year_admission,applications_received,first_preference_offers,"
    "first_preference_offers_percent,no_of_preferences\n"
    "202122,Academic year,Local authority,E92000001,E12000901,E10000901,801,Secondary,7,"
    "200,140,70,6\n"
    "202122,Academic year,Local authority,E92000001,E12000901,E06000902,802,Secondary,9,"
    "100,c,c,:\n"
)


def test_offers_are_a_share_of_applications_and_c_is_suppressed() -> None:
    opened = open_bytes(TEXT.encode("utf-8-sig"), "offers.csv")
    found = reader_of(opened)
    assert found is not None
    assert found.name == "ees/admission_offers"
    read = found.read(opened, Context(Register(_read(tiny.REGISTER.splitlines(), "areas.csv"))))
    shares = read.observations.filter(
        pl.col("code") == "admission_offers.first_preference_offers_percent"
    )
    assert shares.select("value", "numerator", "denominator", "status", "group").rows() == [
        (70.0, 140.0, 200.0, "final", "phase=secondary"),
        (None, None, 100.0, "suppressed", "phase=secondary"),
    ]
    assert shares["period_end"].unique().to_list() == [date(2022, 8, 31)]
