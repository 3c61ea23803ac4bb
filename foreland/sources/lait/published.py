"""When a LAIT file was published: its bytes' own name in the tool's public history.

LAIT's files carry no date. The tool is developed in public; a version of the long file is the
git blob of its bytes, and ``vintages.csv`` beside the file lists the blob of each dated version.
"""

import csv
import hashlib
from datetime import date
from pathlib import Path

_COLUMNS = {"vintage", "commit_date", "blob"}


def blob(data: bytes) -> str:
    """The name that git gives these bytes."""
    return hashlib.sha1(b"blob %d\x00" % len(data) + data, usedforsecurity=False).hexdigest()


def from_vintages(path: Path, data: bytes) -> date | None:
    """The day on which these bytes were published, if a ``vintages.csv`` beside them says."""
    listing = path.parent / "vintages.csv"
    try:
        with listing.open(encoding="utf-8-sig", newline="") as handle:
            rows = csv.DictReader(handle)
            if not set(rows.fieldnames or ()) >= _COLUMNS:
                return None
            name = blob(data)
            days = [row["commit_date"][:10] for row in rows if row["blob"] == name]
        # The same bytes may have been published twice; the last time is what is in force.
        return date.fromisoformat(max(days)) if days else None
    except (OSError, ValueError):
        return None


def days_of_versions(listing: Path) -> dict[int, date]:
    """The day of each version that ``vintages.csv`` lists; empty where there is no such list."""
    try:
        with listing.open(encoding="utf-8-sig", newline="") as handle:
            rows = csv.DictReader(handle)
            if not set(rows.fieldnames or ()) >= _COLUMNS:
                return {}
            return {
                int(row["vintage"]): date.fromisoformat(row["commit_date"][:10]) for row in rows
            }
    except (OSError, ValueError):
        return {}
