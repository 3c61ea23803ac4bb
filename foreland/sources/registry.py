"""All readers, and the one that claims a file. A file is known by its content, never by its name.

A reader module is added by naming it here; a data set of Explore Education Statistics by a
mapping, which is a reader too.
"""

import hashlib
from pathlib import Path

from foreland.model.problems import ForelandError, Problem
from foreland.sources import childrens_services, exclusion_reasons, tribunal, unread
from foreland.sources.attainment19 import dashboard as attainment19
from foreland.sources.attendance import releases as attendance
from foreland.sources.deprivation import districts as deprivation
from foreland.sources.ees import registered
from foreland.sources.finance import balance, grant, high_needs, outturn
from foreland.sources.gias import groups as gias_groups
from foreland.sources.gias import links as gias_links
from foreland.sources.gias import names as gias_names
from foreland.sources.gias import rolls as school_rolls
from foreland.sources.gias import spine as school_list
from foreland.sources.lait import dictionary, long, neighbours, vintages
from foreland.sources.local import reader as local
from foreland.sources.local import table_reader as local_tables
from foreland.sources.lookups import boundaries, declared
from foreland.sources.nccis import scorecard
from foreland.sources.ofsted import area_send, report_cards
from foreland.sources.ofsted import history as ofsted_history
from foreland.sources.ofsted import state_funded as ofsted_schools
from foreland.sources.ons import local_indicators as ons
from foreland.sources.opening import Opened
from foreland.sources.places import names as places_names
from foreland.sources.places import scorecard as places
from foreland.sources.reading import Reader
from foreland.sources.school_tables import declared as school_tables
from foreland.sources.school_tables import sixth_forms
from foreland.sources.schools_similar import cohorts, dfe_groups
from foreland.sources.schools_similar import secondary as secondary_schools
from foreland.sources.smapey import table as smapey

READERS: tuple[Reader, ...] = (
    dictionary.READER,
    neighbours.READER,
    long.READER,
    vintages.READER,
    scorecard.READER,
    local.READER,
    *local_tables.READERS,
    places_names.READER,
    places.READER,
    attainment19.READER,
    attendance.READER,
    ons.READER,
    exclusion_reasons.READER,
    tribunal.READER,
    *grant.READERS,
    balance.READER,
    outturn.READER,
    high_needs.READER,
    childrens_services.READER,
    school_list.READER,
    gias_links.READER,
    gias_names.READER,
    *gias_groups.READERS,
    school_rolls.READER,
    ofsted_history.READER,
    ofsted_schools.READER,
    report_cards.READER,
    area_send.READER,
    deprivation.READER,
    smapey.READER,
    *school_tables.READERS,
    sixth_forms.READER,
    boundaries.READER,
    *declared.READERS,
    secondary_schools.READER,
    cohorts.READER,
    *dfe_groups.READERS,
)


def readers(mappings: Path | None = None) -> tuple[Reader, ...]:
    """All readers: those named here, and the mappings, with an area's own in ``mappings``.

    Raises ForelandError with every fault of the area's mappings.
    """
    return (*READERS, *(registered.with_own(mappings) if mappings else registered.readers()))


def signature(known: tuple[Reader, ...]) -> str:
    """Changes whenever a reader is added or reads differently: unclaimed files are tried again."""
    said = ";".join(f"{reader.name}:{reader.version}" for reader in known)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def reader_of(opened: Opened, known: tuple[Reader, ...] | None = None) -> Reader | None:
    """The reader whose file this is; None where no reader claims it."""
    claims = [reader for reader in known or readers() if reader.claims(opened)]
    if len(claims) > 1:
        raise ForelandError(
            Problem(
                opened.name,
                f"a file that {' and '.join(reader.name for reader in claims)} both claim",
                "a file of one publisher's layout",
                "Tell us: the readers must be told apart.",
            )
        )
    return claims[0] if claims else None


def why_unclaimed(opened: Opened, mappings: Path | None = None) -> str:
    """Why no reader claims the file."""
    reason = registered.why_unclaimed(opened, mappings) or unread.why(opened)
    return reason or "no reader knows this layout"


def named(name: str, known: tuple[Reader, ...]) -> Reader | None:
    return next((reader for reader in known if reader.name == name), None)
