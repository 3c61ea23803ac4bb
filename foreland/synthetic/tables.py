"""Publishers' CSV files: the columns that say where, and bytes that are the same on any machine."""

import csv
import io
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from foreland.synthetic.places import Place, places, text


@cache
def layout(name: str) -> list[str]:
    """The columns of a publisher's file, in its order (``data/layouts.csv``)."""
    return next(row[1:] for row in csv.reader(text("layouts.csv").splitlines()) if row[0] == name)


def write_csv(
    path: Path,
    columns: Iterable[str],
    rows: Iterable[Mapping[str, object]],
    *,
    quoted: bool = False,
    mark: bool = False,
) -> None:
    """Write UTF-8 with line feeds; ``mark`` puts the byte order mark before it, as some do."""
    out = io.StringIO()
    style: Literal[0, 2] = csv.QUOTE_NONNUMERIC if quoted else csv.QUOTE_MINIMAL
    writer = csv.DictWriter(out, list(columns), quoting=style, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes((b"\xef\xbb\xbf" if mark else b"") + out.getvalue().encode())


def where(area: Place, seed: int) -> dict[str, str]:
    """The geography of one row, as Explore Education Statistics writes it."""
    everywhere = {place.code: place for place in places(seed)}
    country = next(place for place in everywhere.values() if place.kind == "country")
    region = everywhere.get(area.region) if area.is_authority else None
    if area.kind == "region":
        region = area
    local = area.is_authority
    level = "Local authority" if local else "Regional" if area.kind == "region" else "National"
    return {
        "geographic_level": level,
        "country_code": country.code,
        "country_name": country.name,
        "region_code": region.code if region else "",
        "region_name": region.name if region else "",
        "old_la_code": str(area.number) if local else "",
        "new_la_code": area.code if local else "",
        "la_name": area.name if local else "",
    }


def plain(value: float, decimals: int = 1) -> str:
    """A rounded number without a useless ``.0``, as the newer files print it."""
    # Adding 0.0 turns minus zero into zero.
    return repr(round(value, decimals) + 0.0).removesuffix(".0")
