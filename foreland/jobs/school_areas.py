"""Which authorities a question about schools is of: schools are known by authority."""

from foreland.jobs.folder import Folder
from foreland.model.areas import Area
from foreland.model.problems import ForelandError, Problem


def place_and_codes(folder: Folder, area: str | None) -> tuple[Area, list[str]]:
    """The area asked for (the folder's own by default), and the codes of its authorities.

    Raises ForelandError for an unknown area, and for one smaller than an authority.
    """
    place = folder.area if area is None else folder.register.find(area)
    if place.is_authority:
        return place, [place.code, *place.other_codes]
    authorities = folder.register.authorities
    if place.kind == "country":
        return place, [a.code for a in authorities]
    within = [a.code for a in authorities if place.code in (a.region, a.sub_region)]
    if not within:
        raise ForelandError(
            Problem(
                "",
                f"the area {place.name}, a {place.kind}",
                "an authority, a region or England",
                "Schools are known by authority: ask for the authority.",
            )
        )
    return place, within
