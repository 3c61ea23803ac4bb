"""Whether a build would give what is there already: decided by digests, before heavy imports."""

import json
from datetime import date
from pathlib import Path

from foreland.jobs.inputs import digest


def unchanged(
    folder: Path, out: Path, audience: str, as_of: date | None, today: date | None
) -> str | None:
    """The address of the standing build if its inputs are these; None where one is to be made."""
    current = out / "current"
    if not current.is_symlink() or not (current / "index.html").is_file():
        return None
    record = out / "builds" / f"{current.readlink().name}.json"
    try:
        standing = json.loads(record.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    try:
        inputs, _ = digest(folder.resolve(), audience, as_of, today)
    except OSError:
        return None
    return f"{current}/index.html" if standing.get("inputs") == inputs else None
