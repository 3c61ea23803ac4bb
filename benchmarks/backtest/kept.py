"""Write what the site shows of the back-test into the package, with its date and its data.

The day on which it was made changes only when a figure does, so that another run of the same data
writes the same bytes.
"""

import json
from datetime import date
from pathlib import Path

from benchmarks.backtest.run import SINCE, Found
from foreland.report import backtested

#: What is shown; the rest is for the terminal.
SHOWN = ("recent", "held_out", "all_origins", "methods", "themes", "dated", "rules", "alarms")


def keep(found: Found, file: Path | None = None, today: date | None = None) -> str:
    """Write the file if a figure differs from what it holds; what was done, in a line."""
    path = file or Path(backtested.__file__).parent / "assets" / backtested.FILE
    about = {
        "method": found.method,
        "data": found.data,
        "newest": found.newest,
        "since": SINCE,
        "tables": {name: found.tables[name] for name in SHOWN},
    }
    before = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    made = before.pop("made", None)
    if before == about:
        return f"The site's record of it is as it was ({path.name}, made on {made})."
    day = (today or date.today()).isoformat()
    text = json.dumps({"made": day, **about}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", "utf-8")
    return f"Written for the site: {path.name}."
