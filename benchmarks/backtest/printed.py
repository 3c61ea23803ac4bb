"""The figures of a back-test as lines. ``!`` marks what falls short of what is to be reached."""

from collections.abc import Iterator

from benchmarks.backtest import dated
from benchmarks.backtest.flags import ABOVE_ANY, CONFIRMED, FALSE_ALARMS
from benchmarks.backtest.measured import Row
from benchmarks.backtest.run import SINCE, Found

#: What is to be reached, for origins from ``SINCE``, at one, two and three years.
REACH = {
    "median": (0.97, 0.97, 0.98),
    "ninth_decile": (1.10, 1.10, 1.15),
    "better": (0.70, 0.70, 0.60),
    "interval_score": (0.92, 0.92, 0.92),
    "skill": (0.08, 0.05, 0.0),
}
_MORE = ("better", "skill")
COVERED = (0.74, 0.87)

_HEAD = (
    "years  indicators   series  median  9th decile  better   50 %   80 %   95 %  interval score"
    "  targets  Brier skill  by kind  calibration  slope"
)


def lines(found: Found) -> Iterator[str]:
    """All of it, a line at a time."""
    yield f"{found.data}, newest version {found.newest}; method {found.method}."
    yield from found.words
    for name, title in (
        ("recent", f"Origins from {SINCE}, all indicators"),
        ("held_out", f"Origins from {SINCE}, the held-out quarter (sha1 of the code mod 4 is 3)"),
        ("chosen_on", f"Origins from {SINCE}, the rest, on which choices were made"),
        ("all_origins", "All origins, the pandemic's too"),
    ):
        yield f"\n{title}"
        yield from _table(found.tables[name])
    yield f"\nBeside others, origins from {SINCE}: error over that of the last value"
    yield from _methods(found.tables["methods"])
    yield f"\nBy theme, origins from {SINCE}"
    yield from _table(found.tables["themes"], "theme")
    yield f"\nBy theme, origins from {SINCE}: error over that of the last value, in the median"
    yield from _rivals(found.tables["themes"])
    yield f"\nTargets not yet met, origins from {SINCE}: told and come true"
    yield "  years  told        came true  targets"
    for row in found.tables["calibration"]:
        yield f"{row['years']:7}{row['told']:6.0%}{row['came_true']:17.0%}{row['targets']:9,}"
    yield f"\nRegions and England, origins from {SINCE}: inside their 80 % interval"
    for row in found.tables["regions"]:
        yield f"{row['years']:7}{_part(row, 'inside80')} of {row['forecasts']:,}"
    yield "\nFrom what was published on a day, scored on what was published later"
    yield f"as of {', '.join(day.isoformat() for day in dated.DAYS)}"
    yield from _table(found.tables["dated"])
    yield from _methods(found.tables["dated_methods"])
    yield "\nThe change flag: told of the year before, confirmed by the years on either side"
    yield from _flags(found)


def _table(rows: list[Row], first: str = "") -> Iterator[str]:
    wide = 28 if first else 0
    yield f"  {first:{wide}}{_HEAD}"
    for row in rows:
        number = row["years"] - 1
        covered = row["inside80"]
        line = (
            f"  {str(row.get(first, ''))[: wide - 1]:{wide}}{row['years']:5}{row['indicators']:12}"
            f"{row['series']:9,}{_mark(row, 'median', number):>8}"
            f"{_mark(row, 'ninth_decile', number):>12}{_mark(row, 'better', number, '.0%'):>8}"
            f"{_part(row, 'inside50')}{_part(row, 'inside80')}"
            f"{'' if COVERED[0] <= covered <= COVERED[1] else '!'}{_part(row, 'inside95')}"
            f"{_mark(row, 'interval_score', number):>16}"
        )
        if row.get("skill") is not None:
            line += (
                f"{row['asked']:9,}{_mark(row, 'skill', number):>13}{row['by_target']:9.3f}"
                f"{row['calibration_error']:13.3f}{row['slope']:7.2f}"
            )
        yield line


def _part(row: Row, name: str) -> str:
    return f"{'–':>7}" if row[name] is None else f"{row[name]:7.1%}"


def _mark(row: Row, name: str, number: int, form: str = ".3f") -> str:
    """The figure, with ! where it falls short of what is to be reached."""
    value, reach = row[name], REACH[name][number]
    if value is None:
        return "–"
    short = value < reach if name in _MORE else value > reach
    return f"{value:{form}}{'!' if short else ''}"


def _methods(rows: list[Row]) -> Iterator[str]:
    yield "  method                 years  indicators  median  9th decile  better  not to be fitted"
    for row in rows:
        if row["median"] is None:
            yield f"  {row['method']:21}{row['years']:7}  too few that could be fitted"
            continue
        yield (
            f"  {row['method']:21}{row['years']:7}{row['indicators']:12}{row['median']:8.3f}"
            f"{row['ninth_decile']:12.2f}{row['better']:8.0%}{row['failed']:13,} of "
            f"{row['forecasts']:,}"
        )


def _rivals(rows: list[Row]) -> Iterator[str]:
    known = {"theme", "years", "forecasts", "indicators", "series", "median", "ninth_decile",
             "better", "failed", "inside50", "inside80", "inside95", "interval_score", "asked",
             "met", "skill", "by_target", "calibration_error", "slope"}  # fmt: skip
    names = [name for name in rows[0] if name not in known]
    yield f"  {'theme':28}years  foreland" + "".join(f"{name:>23}" for name in names)
    for row in rows:
        values = ("–" if row[n] is None else f"{row[n]:.3f}" for n in names)
        yield (
            f"  {row['theme'][:27]:28}{row['years']:5}{row['median']:10.3f}"
            + "".join(f"{value:>23}" for value in values)
        )


def _flags(found: Found) -> Iterator[str]:
    rules, alarms = found.tables["rules"], found.tables["alarms"]
    anything = next(r["confirmed"] for r in rules if r["rule"] == "any change")
    least = max(CONFIRMED, anything + ABOVE_ANY)
    yield "  rule                                               changes  flagged  confirmed      of"
    for row in rules:
        short = row["rule"] == "the flag" and row["confirmed"] < least
        yield (
            f"  {row['rule']:49}{row['judged']:10,}{row['share']:9.1%}{row['confirmed']:11.1%}"
            f"{'!' if short else ' '}{row['asked']:8,}"
        )
    yield "  false alarms, where nothing changes                        changes  flagged"
    for row in alarms:
        mark = "!" if row["share"] > FALSE_ALARMS else ""
        yield f"  {row['how']:57}{row['judged']:10,}{row['share']:9.1%}{mark}"
