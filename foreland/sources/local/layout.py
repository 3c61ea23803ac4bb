"""The tidy layout of an area's own figures: its columns, levels and symbols. Reads nothing."""

from foreland.model.statuses import Status
from foreland.model.units import Unit

REQUIRED = (
    "time_period",
    "time_identifier",
    "geographic_level",
    "new_la_code",
    "indicator",
    "value",
    "unit",
)

#: Columns that may be given. Those that are names are for people and are not read.
OPTIONAL = (
    "old_la_code",
    "la_name",
    "region_code",
    "region_name",
    "country_code",
    "country_name",
    "locality_code",
    "locality_name",
    "group",
    "numerator",
    "denominator",
    "status",
    "document",
    "document_date",
    "published",
    "audience",
)

COLUMNS = REQUIRED + OPTIONAL

LEVELS = {
    "national": "National",
    "regional": "Regional",
    "local authority": "Local authority",
    "locality": "Locality",
}

#: Signs for a value that is not there. A status beside it may say the reason more exactly.
SYMBOLS = {
    "c": Status.SUPPRESSED,
    "z": Status.NOT_APPLICABLE,
    ".": Status.NOT_APPLICABLE,
    "x": Status.NOT_AVAILABLE,
    ":": Status.NOT_AVAILABLE,
    "..": Status.NOT_AVAILABLE,
    "-": Status.NOT_AVAILABLE,
    "–": Status.NOT_AVAILABLE,
    "—": Status.NOT_AVAILABLE,
    "low": Status.LOW,
    "k": Status.LOW,
    "~": Status.LOW,
}

#: What a numerator over a denominator is multiplied by, to be a value of this unit.
TIMES = {
    Unit.PERCENT: 100,
    Unit.PER_100: 100,
    Unit.PER_1000: 1000,
    Unit.PER_10000: 10_000,
    Unit.PER_100000: 100_000,
    Unit.RATIO: 1,
}

AUDIENCES = ("public", "internal")


def folded(name: str) -> str:
    """A column's name as the layout writes it: ``New LA code`` is ``new_la_code``."""
    return "_".join(name.strip().lower().split())
