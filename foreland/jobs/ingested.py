"""What ``foreland ingest`` says of a file: its figures, and what a person should know."""

from foreland.evidence.manifest import Release
from foreland.sources.reading import Reading

#: How many faults of an area's own file are listed in one answer.
_MOST_FAULTS = 100


def said_of(reading: Reading, release: Release) -> str | None:
    """What a person should know: the first fault of a publisher's file; all of the area's own,
    which the area will mend."""
    own = reading.source == "local"
    said = []
    for fault in reading.quarantine.head(_MOST_FAULTS if own else 1).iter_rows(named=True):
        column = f", column {fault['column']}" if fault["column"] else ""
        place = f"row {fault['row']}{column}"
        said.append(f"{place}: found {fault['found']}; expected {fault['expected']}")
    if said and not own:
        said = [f"first quarantined: {said[0]}"]
    elif reading.quarantine.height > len(said):
        said.append(f"and {reading.quarantine.height - len(said)} more")
    said += reading.notes
    if release.withdrawn:
        said.append(f"{release.withdrawn:,} figures of earlier releases stand in it no more")
    if own and release.published is None:
        said.append(
            "no day of publication: a later correction cannot be told from this file; "
            "add the column published, or --published DATE"
        )
    return "\n".join(said) or None


def said_of_versions(releases: list[Release]) -> str:
    """What a person should know of a file that told several dated versions."""
    days = [release.published.isoformat() for release in releases if release.published]
    return f"{len(releases)} dated versions, {days[0]} to {days[-1]}; the figures are the newest's"


def figures(release: Release) -> dict[str, object]:
    """The release's own columns of the answer."""
    return {
        "source": release.source,
        "dataset": release.dataset,
        "release": release.id,
        "published": release.published,
        "observations": release.observations,
        "missing": release.missing,
        "quarantined": release.quarantined,
    }
