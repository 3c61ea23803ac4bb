"""``foreland schools trusts`` as a user meets it: the area's notes, movement, refusals."""

from collections.abc import Callable
from pathlib import Path

import pytest
import tiny_schools as made
from command import Cli

Write = Callable[[str, bytes], Path]

MEMBERS = (
    "URN,Linked UID,Group Name,Companies House Number,Group Type,Closed Date,Group Status,"
    "FederationType,Joined date,EstablishmentName,TypeOfEstablishment (code),"
    "TypeOfEstablishment (name),PhaseOfEducation (code),PhaseOfEducation (name),LA (code),LA (name)"
)


def member(urn: int, uid: int, trust: str, joined: str, type_: str = "Academy converter") -> str:
    return (
        f"{urn},{uid},{trust},012,Multi-academy trust,,Open,,{joined},School {urn},34,{type_},"
        "2,Primary,801,Ashmere"
    )


@pytest.fixture
def trusts(cli: Cli, write: Write) -> Cli:
    """Two extracts: 100001 moves from Ash to Elm on 1 September 2020, 100004 joins Elm."""
    early = [
        member(100001, 7001, "Ash Trust", "01-09-2016"),
        member(100002, 7001, "Ash Trust", "01-09-2017"),
        member(100009, 7001, "Ash Trust", "01-09-2016", "Academy 16-19 converter"),
    ]
    late = [
        member(100001, 7002, "Elm Trust", "01-09-2020"),
        member(100002, 7001, "Ash Trust", "01-09-2017"),
        member(100004, 7002, "Elm Trust", "01-09-2021"),
    ]
    # The day of Ofsted's file is read from the newest report in it; it names no trust here.
    report = made.inspected(100001, "2", "01/10/2019", "20/09/2025")
    rows = [
        made.school(100001, report, type="Academy Converter", opened="01/09/2016"),
        made.school(100002, type="Academy Converter", opened="01/09/2016"),
    ]
    files = {
        "early.csv": made.text(MEMBERS, *early),
        "late.csv": made.text(MEMBERS, *late),
        "names.csv": made.dates("100001,,", "100002,,", "100003,,31-08-2021", "100004,01-09-2021,"),
        "links.csv": made.links("100004,100003,Predecessor"),
        "ofsted.parquet": made.ofsted(rows),
    }
    assert "5 read" in cli("ingest", *[write(n, data) for n, data in files.items()]).err
    return cli


def test_movement_adds_up_and_leaves_colleges_out(trusts: Cli) -> None:
    told = trusts(
        "schools",
        "trusts",
        "--show",
        "movement",
        "--since",
        "2018-09-01",
        "--on",
        "2021-09-01",
        "--format",
        "json",
    )
    names = ("trust", "at_start", "opened", "joined", "left", "closed", "at_end", "net", "churn")
    assert [tuple(row[name] for name in names) for row in told.json] == [
        ("Ash Trust", 2, 0, 0, 1, 0, 1, -1, 1),
        ("Elm Trust", 0, 0, 2, 0, 0, 2, 2, 2),
    ]
    which = trusts(
        "schools",
        "trusts",
        "--show",
        "moves",
        "--since",
        "2018-09-01",
        "--on",
        "2021-09-01",
        "--format",
        "json",
    ).json
    assert [(r["urn"], r["move"], r["other_trust"], r["day"], r["day_certain"]) for r in which] == [
        ("100001", "left", "Elm Trust", "2020-09-01", True),
        ("100001", "joined", "Ash Trust", "2020-09-01", True),
        ("100004", "joined", None, "2021-09-01", True),
    ]


def test_days_in_the_wrong_order_and_an_unknown_trust_are_told(trusts: Cli) -> None:
    told = trusts(
        "schools", "trusts", "--show", "movement", "--since", "2021-09-01", "--on", "2020-09-01"
    )
    assert told.status == 1
    assert "a first day that is not after the last" in told.err
    told = trusts("schools", "trusts", "--show", "members", "--uid", "9", "--on", "2025-08-31")
    assert told.status == 1
    assert "the trust 9" in told.err


def test_notes_are_the_areas_own_and_say_which_trust_is_unknown(trusts: Cli, write: Write) -> None:
    rows = (
        "uid,trust,noted_on,supported,about,note\n"
        "7002,,2021-10-01,yes,governance,Two seats are vacant.\n"
        "7002,,2022-10-01,no,,\n"
        "6999,,2021-10-01,,leadership,A new chief.\n"
    )
    assert "1 read" in trusts("ingest", write("notes.csv", rows.encode())).err
    told = trusts("schools", "trusts", "--show", "notes", "--format", "json")
    assert "not to be published" in told.err
    names = ("trust", "supported", "noted_on", "status", "audience", "row")
    assert [tuple(row[name] for name in names) for row in told.json] == [
        ("Elm Trust", "yes", "2021-10-01", None, "internal", 2),
        ("Elm Trust", "no", "2022-10-01", None, "internal", 3),
        (None, None, "2021-10-01", "no extract has a trust of that number", "internal", 4),
    ]


def test_the_flag_of_support_stands_beside_each_trust(trusts: Cli, write: Write) -> None:
    rows = (
        "uid,trust,noted_on,supported,about,note\n"
        "7002,,2021-10-01,yes,,\n"
        "7001,,2020-01-01,,other,Met.\n"
    )
    assert "1 read" in trusts("ingest", write("notes.csv", rows.encode())).err
    told = trusts(
        "schools", "trusts", "--show", "supported", "--on", "2022-07-01", "--format", "json"
    )
    assert "not to be published" in told.err
    names = ("trust", "supported", "supported_since", "notes", "audience")
    assert [tuple(row[name] for name in names) for row in told.json] == [
        ("Ash Trust", None, None, 1, "internal"),
        ("Elm Trust", "yes", "2021-10-01", 0, "internal"),
    ]


@pytest.mark.parametrize("show", ["trusts", "members", "without", "movement", "moves", "results"])
def test_an_empty_store_has_no_answer(cli: Cli, show: str) -> None:
    told = cli("schools", "trusts", "--show", show, "--format", "json")
    assert (told.status, told.json) == (0, [])
    assert "Nothing in the store" in told.err
