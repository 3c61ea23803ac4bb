"""Which area a row of a tidy file is about, by its level and that level's code.

Names are never used to find an area: two Dorsets and three spellings of St Helens are why the
files carry codes. A row of a level that the register does not hold is set aside and counted.
"""

import polars as pl

from foreland.model.areas import AUTHORITY_KINDS, Register

#: Level: the column of its code, and the kinds of area that it can be.
_LEVELS = {
    "national": ("country_code", ("country",)),
    "country": ("country_code", ("country",)),
    "regional": ("region_code", ("region", "sub-region")),
    "region": ("region_code", ("region", "sub-region")),
    "local authority": ("new_la_code", tuple(sorted(AUTHORITY_KINDS))),
    "la": ("new_la_code", tuple(sorted(AUTHORITY_KINDS))),
}

#: Levels of Explore Education Statistics below or beside the authority. A district's row is read
#: where it is a locality of the area; that of an authority which is its own district repeats it.
_DISTRICT = "local authority district"
_OTHERS = (
    _DISTRICT,
    "school",
    "provider",
    "institution",
    "ward",
    "parliamentary constituency",
    "local skills improvement plan area",
    "local enterprise partnership",
    "english devolved area",
    "mayoral combined authority",
    "multi-academy trust",
    "mat",
    "opportunity area",
    "planning area",
    "police force area",
    "rsc region",
    "sponsor",
)

PLACE_COLUMNS = tuple(dict.fromkeys(column for column, _ in _LEVELS.values()))


def placed(rows: pl.DataFrame, register: Register) -> pl.DataFrame:
    """``rows`` with ``area``, ``place_aside`` and ``place_column, place_text, place_expected``."""
    absent = [c for c in (*PLACE_COLUMNS, "old_la_code", "lad_code") if c not in rows.columns]
    names = ["geographic_level", *PLACE_COLUMNS, "old_la_code", "lad_code"]
    keyed = rows.with_columns(pl.lit("").alias(name) for name in absent)
    distinct = keyed.select(names).unique(maintain_order=True)
    found = pl.DataFrame(
        [_place(one, register) for one in distinct.iter_rows(named=True)],
        schema=dict.fromkeys(
            ("area", "place_aside", "place_column", "place_text", "place_expected"), pl.String
        ),
        orient="row",
    )
    return keyed.join(
        pl.concat([distinct, found], how="horizontal"),
        on=names,
        how="left",
        maintain_order="left",
        nulls_equal=True,
    ).drop(absent)


_NONE = ("", "z", "x", "na", "null")


def _place(
    row: dict[str, str], register: Register
) -> tuple[str | None, str | None, str | None, str | None, str | None]:
    shown = row["geographic_level"].strip()
    level = " ".join(shown.lower().replace("_", " ").split())
    if level in _OTHERS:
        district = register.code(row["lad_code"].strip()) if level == _DISTRICT else None
        if district is not None and not district.is_authority:
            return district.code, None, None, None, None
        return None, f"geographic_level is {shown!r}", None, None, None
    if level not in _LEVELS:
        expected = "National, Regional or Local authority"
        return None, None, "geographic_level", shown or "nothing", expected
    column, kinds = _LEVELS[level]
    code, old = row[column].strip(), row["old_la_code"].strip()
    area = register.code(code)
    if column == "new_la_code":
        by_number = register.dfe(old)
        if code.lower() in _NONE:
            area = by_number
        elif area is not None and by_number is not None and by_number is not area:
            found = f"{code} ({area.name}) with old_la_code {old} ({by_number.name})"
            return None, None, column, found, "two codes of one authority"
    if area is None or area.kind not in kinds:
        text = code or old or "nothing"
        expected = (
            "one authority; this row is about several together, and cannot be told apart"
            if "/" in text
            else f"the code of {'an authority' if column == 'new_la_code' else 'a ' + kinds[0]}"
            " that the register knows"
        )
        return None, None, column, text, expected
    return area.code, None, None, None, None
