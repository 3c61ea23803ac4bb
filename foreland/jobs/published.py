"""When a file was published: from its content, else from what lies beside it, else as given.

A day beside a file stands in ``releases.csv`` (digest, published, title, address), by the file's
digest; of LAIT's long file also in ``vintages.csv``, by the name that git gives its bytes.
"""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from foreland.model.problems import ForelandError, Problem
from foreland.sources.lait.published import days_of_versions, from_vintages
from foreland.sources.opening import Opened

LISTING = "releases.csv"
#: What lists LAIT's dated versions.
VERSIONS = "vintages.csv"

#: What a folder's listing says: a digest's day.
Listings = dict[Path, dict[str, date]]


def listings(files: Iterable[Path]) -> Listings:
    """The listings beside the files, by folder. Raises ForelandError with every faulty row."""
    found: Listings = {}
    problems: list[Problem] = []
    for folder in dict.fromkeys(path.parent for path in files):
        found[folder] = _listing(folder / LISTING, problems)
    if problems:
        raise ForelandError(problems)
    return found


def beside(path: Path, opened: Opened, known: Listings) -> date | None:
    """The day that a listing beside the file gives it."""
    return known.get(path.parent, {}).get(opened.digest) or from_vintages(path, opened.data)


def of_versions(path: Path) -> dict[int, date]:
    """The days of the versions that the file tells, by number; empty where nothing says them."""
    return days_of_versions(path.parent / VERSIONS)


def _listing(path: Path, problems: list[Problem]) -> dict[str, date]:
    if not path.is_file():
        return {}
    expected = "columns digest, published (a date such as 2026-04-08), title, address"
    found: dict[str, date] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = csv.DictReader(handle)
            missing = {"digest", "published"} - set(rows.fieldnames or ())
            if missing:
                said = f"no column {', '.join(sorted(missing))}"
                problems.append(Problem(str(path), said, expected, "Add it.", row=1))
                return {}
            for number, row in enumerate(rows, start=2):
                try:
                    if row["published"]:
                        found[row["digest"]] = date.fromisoformat(row["published"])
                except ValueError:
                    said = repr(row["published"])
                    problems.append(Problem(str(path), said, expected, "Mend the row.", row=number))
    except (UnicodeDecodeError, csv.Error):
        problems.append(
            Problem(str(path), "text that is no UTF-8 table", expected, "Save it again as UTF-8.")
        )
    return found
