"""What a type of school means: state-funded or not, its phase, and whose inspection counts.

Two vocabularies: of the list behind the performance tables and of Ofsted's file. Neither is
changed where it is kept; here they are understood.
"""

import polars as pl

#: As a new school: a sponsor-led academy replaces a school that had failed, a free school, studio
#: school or university technical college replaces none. By the rule until 2018 such a school
#: counted only by an inspection of its own; a converter carried its predecessor's grade even then.
NEW_SCHOOLS = frozenset(
    {
        "academy sponsor led mainstream",
        "academy - sponsor led special school",
        "free school - mainstream",
        "free school - special",
        "university technical college",
        "studio school",
        "academy sponsor led",
        "academy special sponsor led",
        "academy alternative provision sponsor led",
        "free school",
        "free school special",
        "free school - alternative provision",
    }
)

_OTHERS = frozenset(
    {
        "community school",
        "voluntary aided school",
        "voluntary controlled school",
        "foundation school",
        "academy - converter mainstream",
        "city technology college",
        "community special school",
        "foundation special school",
        "non-maintained special school",
        "academy - converter special school",
    }
)

#: The types that Ofsted's statistics of state-funded schools count. Colleges and 16 to 19
#: academies are inspected as further education and are not among them.
STATE_FUNDED = NEW_SCHOOLS | _OTHERS

SPECIAL = frozenset(
    {
        "community special school",
        "foundation special school",
        "non-maintained special school",
        "academy - converter special school",
        "academy - sponsor led special school",
        "free school - special",
    }
)

#: The phases as we call them, in the order in which they are printed.
PHASES = ("all", "nursery", "primary", "secondary", "special", "alternative-provision")

OFSTED_PHASES = {
    "nursery": "nursery",
    "primary": "primary",
    "secondary": "secondary",
    "special": "special",
    "pru": "alternative-provision",
}


def kind(column: str = "type") -> pl.Expr:
    return pl.col(column).str.to_lowercase().str.strip_chars()


def by_flags() -> pl.Expr:
    """The phase from the list's flags: all-through and middle schools count as secondary.

    So does Ofsted: of 249 schools with both flags that were still open in August 2025 it calls
    241 secondary.
    """
    return (
        pl.when(kind().is_in(SPECIAL))
        .then(pl.lit("special"))
        .when(pl.col("secondary"))
        .then(pl.lit("secondary"))
        .when(pl.col("primary"))
        .then(pl.lit("primary"))
    )


def by_ofsted() -> pl.Expr:
    return pl.col("phase").str.to_lowercase().replace_strict(OFSTED_PHASES, default=None)


def academies() -> pl.Expr:
    """Whether a school's type is one that belongs to an academy trust, in either vocabulary."""
    said = kind()
    return (
        said.str.contains("academy")
        | said.str.contains("free school")
        | said.str.contains("studio school")
        | said.is_in(["university technical college", "city technology college"])
    ).fill_null(False)


def colleges() -> pl.Expr:
    """16 to 19 academies: inspected as colleges, and in no list of schools here."""
    return kind().str.contains(r"16.?(?:to|-).?19").fill_null(False)
