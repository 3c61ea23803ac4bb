"""The schools of an area on a day: of which list, and of the authorities of that day.

Authorities have been made anew (2019 to 2023) since one list, and before the other. An authority
that stood on the day is answered for by the schools that were its own then; one that had not yet
begun by the schools that were to be its own, where the list knows them all, and says so.
"""

from dataclasses import replace
from datetime import date

import polars as pl

from foreland.evidence.store import Store
from foreland.insight.school_authorities import on_day, to_become
from foreland.jobs.folder import Folder
from foreland.jobs.school_areas import place_and_codes
from foreland.jobs.school_registers import Registers, Standing, standing_on
from foreland.model.areas import Area, Register


def standing_in(
    folder: Folder, held: Registers, area: str | None, day: date
) -> tuple[Area, Standing]:
    """The area asked for, and the schools that stood in it on ``day``. Raises ForelandError.

    The schools' ``area`` is the authority of the day, where that is known.
    """
    place, codes = place_and_codes(folder, area)
    standing = standing_on(held, day)
    if not standing.schools.height:
        return place, standing
    schools = _of_the_day(folder, held, standing.schools, day)
    if not place.is_authority:
        # No authority made anew lies across two regions: the list's own serves where the day's
        # is not known.
        shown = pl.coalesce("area_on_day", "area")
        schools = schools.filter(shown.is_in(codes)).with_columns(shown.alias("area"))
        return place, replace(standing, schools=schools.drop("area_on_day"))
    if place.opened and day < place.opened:
        return place, _before_it_began(held, standing, place)
    if place.closed and day > place.closed:
        return place, replace(standing, schools=standing.schools.clear())
    heirs = _heirs(folder.register, place)
    schools = schools.filter(pl.col("area_on_day").is_in(codes)).with_columns(
        pl.col("area_on_day").alias("area")
    )
    schools = schools.drop("area_on_day")
    if not schools.height and heirs:
        names = " and ".join(a.name for a in heirs)
        schools = standing.schools.filter(pl.col("area").is_in([a.code for a in heirs]))
        schools = schools.with_columns(pl.lit(place.code).alias("area"))
        return place, _saying(
            replace(standing, schools=schools),
            f"the schools are those of {names}, made of it since",
        )
    return place, replace(standing, schools=schools)


def why_none(folder: Folder, area: str | None, on: date | None, as_of: date | None = None) -> str:
    """Why no school of an area is known on a day, and what to ask for instead."""
    held = Registers.read(Store(folder.store), as_of)
    newest = held.newest_day
    if newest is None:
        return "No list of schools is in the store: foreland ingest reads them."
    day = on or newest
    if day > newest:
        return (
            f"The newest list of schools in the store is of {newest}; nothing is known of {day}. "
            "Read in a later monthly file of Ofsted's, with its report cards."
        )
    place, _ = place_and_codes(folder, area)
    if place.opened and day < place.opened:
        was = [a.name for a in folder.register.authorities if place.code in a.successors]
        ask = f"; ask for {' or '.join(was)}" if was else ""
        return f"{place.name} began on {place.opened}{ask}."
    if place.closed and day > place.closed:
        now = [a.name for a in folder.register.authorities if a.code in place.successors]
        return f"{place.name} ended on {place.closed}; ask for {' or '.join(now)}."
    return "No list of schools in the store has schools of that area on that day."


def _of_the_day(folder: Folder, held: Registers, schools: pl.DataFrame, day: date) -> pl.DataFrame:
    """``schools`` with ``area_on_day``."""
    began = {a.code: a.opened for a in folder.register.authorities if a.opened}
    if all(start <= day for start in began.values()):
        return schools.with_columns(pl.col("area").alias("area_on_day"))
    return on_day(schools, began, held.lived, held.before, day)


def _before_it_began(held: Registers, standing: Standing, place: Area) -> Standing:
    """The schools that were to be an authority's own; none where the list cannot tell them."""
    schools = standing.schools
    if not schools.filter(pl.col("area") == place.code).height:
        return _saying(
            replace(standing, schools=schools.clear()),
            f"{place.name} began on {place.opened}, and the list does not know its schools",
        )
    if standing.told is None:
        # The list of 2017-18 has a school that closed before the change under the authority of
        # then; what it became stands under the new one.
        listed = held.listed.select("urn", "area")
        schools = to_become(schools, listed, held.before)
        schools = schools.with_columns(pl.col("area_to_be").alias("area")).drop("area_to_be")
    return _saying(
        replace(standing, schools=schools.filter(pl.col("area") == place.code)),
        f"{place.name} began on {place.opened}: these are the schools that were to be its own",
    )


def _heirs(register: Register, place: Area) -> list[Area]:
    """The authorities made of ``place`` alone; none where one of them is of others too."""
    heirs = [a for a in register.authorities if a.code in place.successors]
    others = [
        a
        for a in register.authorities
        if a.code != place.code and set(a.successors) & set(place.successors)
    ]
    return [] if others else heirs


def _saying(standing: Standing, also: str) -> Standing:
    return replace(standing, note="; ".join(n for n in (standing.note, also) if n))
