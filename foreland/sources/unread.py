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


def _guidance(opened: Opened) -> bool:
    """The publisher's guidance: a title, a year, and a description in words."""
    if opened.form != "text":
        return False
    head = opened.head[:3000]
    lines = [line.strip() for line in head.splitlines()[:5]]
    titled = len(lines) > 3 and " year 20" in lines[1] and lines[3] == "Description"
    return titled or "This document describes the data included in" in head


def _only(*columns: str) -> Callable[[Opened], bool]:
    return lambda opened: opened.columns == columns


def _sheet_head(*columns: str) -> Callable[[Opened], bool]:
    """A workbook whose first sheet begins with these names."""

    def known(opened: Opened) -> bool:
        rows = opened.sheet() if opened.sheet_names else []
        return bool(rows) and [str(cell).strip() for cell in rows[0][: len(columns)]] == [*columns]

    return known


def _text(*words: str) -> Callable[[Opened], bool]:
    """A text that is no table, such as JSON, with these words in it near the beginning."""
    return lambda opened: opened.form == "text" and all(w in opened.head[:2000] for w in words)


_KNOWN: tuple[tuple[Callable[[Opened], bool], str], ...] = (
    (_has("old_la_code", "SN_1", "SN_1P", "SN_10"), _COPY),
    (_has("LA num", "LA Name", "SN1", "SNP", "SN10"), _COPY),
    (_column_an_authority, _COPY),
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
    (
        _has("local-authority-code", "la-deprivation-score", "la-imd-pop-decile"),
        "a third party's own score of deprivation over the United Kingdom, not the official one; "
        "the official indices are read by district",
    ),
    (
        _has("stat_neighbours", "stat_neighbours_la_code", "ofsted_ilacs_scrape_la_name"),
        "a third party's join of codes, neighbours and populations; the codes are those of the "
        "register, the neighbours are read from the workbooks they were copied from",
    ),
    (
        _has("vintage", "commit_date", "measure_short", "field", "old", "new"),
        "derived by a third party: what changed in LAIT's dictionary between versions; the "
        "dictionary itself is read",
    ),
    (
        _has("short_desc", "theme", "kent_years", "missing_share"),
        "derived by a third party: a profile of LAIT's indicators, with themes and groups of its "
        "own; LAIT's figures themselves are read",
    ),
    (
        _has("vintage", "commit_date", "commit", "blob"),
        "lists the days of LAIT's versions: it dates the files that lie beside it, and is read "
        "with them",
    ),
    (
        _sheet_head("LA Number", "LA Name", "Region", "Type"),
        "LAIT's numbers, names and regions of authorities, which the register has",
    ),
    (
        _sheet_head("Old LA Code", "New LA Code", "LA Name"),
        "numbers and codes of authorities in 2011, which the register has",
    ),
    (
        _has("LEA", "LA Name", "REGION", "REGION NAME"),
        "DfE numbers of authorities and regions, which the register has",
    ),
    (
        _text("LAId", "Abs_Persistent_Est_Current_Pct"),
        "a subset of 1,912 schools' absence whose file does not name its years; the current and "
        "the previous one equal 2023-24 and 2022-23, which are read of all schools",
    ),
    (
        _text("LAId", "Workforce_PupTeaRatio_Est_Current_Num"),
        "a subset of 1,924 schools' pupils per teacher whose year is called current, without "
        "saying which; the table of secondary schools has it for a named year",
    ),
    (
        _has("LAId", "LAESTAB", "EstablishmentStatusId", "PhaseOfEducationId"),
        "the register's rows of a subset of 1,924 schools, of which none is needed that the lists "
        "of schools do not have",
    ),
    (
        _has("Outcomes for legacy monitoring inspections", "Inclusion", "Safeguarding standards"),
        "inspections of the year to date, several of a school; each school's latest are read from "
        "the monthly file of latest inspections",
    ),
    (
        _has("Metafile heading", "Metafile description"),
        "describes the columns of a performance table; it has no figures",
    ),
    (
        _sheet_head("Column", "Metafile heading", "Metafile description"),
        "describes the columns of a performance table; it has no figures",
    ),
    (
        _has("Variable", "Label", "Type", "Description"),
        "describes the columns of a performance table; it has no figures",
    ),
    (
        _has("Field Number", "Field Reference", "Field Name"),
        "describes the columns of the school census table; it has no figures",
    ),
    (
        _only("Column", "Field Name", "Description"),
        "describes the columns of the list of schools; it has no figures",
    ),
    (_guidance, "the publisher's guidance to its files, in words; it has no figures"),
)


def is_known(reason: str | None) -> bool:
    """Whether ``reason`` is that of a published file which is known and not read."""
    return any(reason == of_known for _, of_known in _KNOWN)


def why(opened: Opened) -> str | None:
    """Why this file is not read; None where it is not known."""
    return next((reason for known, reason in _KNOWN if known(opened)), None)
