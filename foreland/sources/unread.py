"""Files that are known and not read, and why: so that none is left without a word."""

from collections.abc import Callable

from foreland.sources.opening import Opened

_COPY = (
    "a copy of the statistical neighbours, which are read from the workbooks of the Local "
    "Authority Interactive Tool (sn_may_2025.xlsx, sn_april_2021.xlsx)"
)


def _has(*columns: str) -> Callable[[Opened], bool]:
    return lambda opened: set(columns) <= set(opened.columns)


def _column_an_authority(opened: Opened) -> bool:
    """Ten neighbours' names under each authority's name."""
    return len(opened.columns) > 100 and {"Barnsley", "Birmingham"} <= set(opened.columns)


def _outturn(opened: Opened) -> bool:
    return any(name.startswith("RO3_LA_Data") for name in opened.sheet_names)


def _guidance(opened: Opened) -> bool:
    return (
        opened.form == "text"
        and "This document describes the data included in" in opened.head[:2000]
    )


_KNOWN: tuple[tuple[Callable[[Opened], bool], str], ...] = (
    (_has("old_la_code", "SN_1", "SN_1P", "SN_10"), _COPY),
    (_has("LA num", "LA Name", "SN1", "SNP", "SN10"), _COPY),
    (_column_an_authority, _COPY),
    (
        _outturn,
        "revenue outturn by service line in thousands of pounds, for which there is no unit; "
        "spending on children's services is read from the Local Authority Interactive Tool",
    ),
    (
        _has("OLD_URN", "LATEST_URN"),
        "each old school number's latest one, made by a third party from the links between "
        "schools, which are read instead",
    ),
    (
        _has("URN", "Inspect Date", "Other URN", "Date Closed"),
        "a third party's join of the list of schools and the inspection history, which are both "
        "read themselves",
    ),
    (
        _has("establishment-type-group-code", "type-of-establishment-code"),
        "codes of types of schools; the lists of schools carry the types' names",
    ),
    (_guidance, "the publisher's guidance to its files, in words; it has no figures"),
)


def why(opened: Opened) -> str | None:
    """Why this file is not read; None where it is not known."""
    return next((reason for known, reason in _KNOWN if known(opened)), None)
