"""Forty invented authorities with eight school years of figures, and a county's plan."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

HEADER = (
    "time_period,time_identifier,geographic_level,new_la_code,indicator,value,unit,published,"
    "audience\n"
)
OURS = "E10000901"

INDICATORS = """
id: invented
title: Invented
indicators:
  - id: readers
    title: Children who read well
    definition: Out of every 100 children of the place, how many read well.
    unit: percent
    polarity: higher
    gaps:
      - {group: disadvantaged=yes, comparator: disadvantaged=no, name: Disadvantaged and others}
    series:
      - {source: local, code: readers}
      - {source: local, code: readers_dis, group: disadvantaged=yes}
      - {source: local, code: readers_not, group: disadvantaged=no}
    missing:
      - {periods: ["2026/27"], reason: No test is held that year.}
  - id: writers
    title: Children who write well
    definition: Out of every 100 children of the place, how many write well.
    unit: percent
    polarity: higher
    series:
      - {source: local, code: writers}
    breaks:
      - {from: "2021/22", reason: A new test.}
"""
PLAN = """
title: A plan
area: "E10000901"
priorities:
  - {id: P1, title: Reading, owner: Director}
measures:
  - id: readers
    priority: P1
    indicator: readers
    targets:
      - {for: "2024/25", value: 60}
      - {for: "2025/26", value: 30}
  - id: readers_gap
    priority: P1
    indicator: readers
    gap: {group: disadvantaged=yes, comparator: disadvantaged=no}
    targets:
      - {for: "2024/25", value: 5}
  - {id: writers, priority: P1, indicator: writers}
"""


def code(number: int) -> str:
    return OURS if number == 0 else f"E0600{number + 1000:04}"


def level(number: int, year: int) -> float:
    """Area n stands at 40 + n/2 and goes up and down by up to two points, not all alike."""
    return 40 + number / 2 + (number * 7 + year * 5 + number * year) % 5 - 2


def figures(first: int = 2017, last: int = 2024, published: str = "2025-01-15") -> bytes:
    lines = [HEADER]
    for year in range(first, last + 1):
        for number in range(40):
            value = level(number, year)
            for name, figure in (
                ("readers", value),
                ("writers", value),
                ("readers_dis", value - 8 + (number + year) % 2 * 2),
                ("readers_not", value + 2),
            ):
                lines.append(
                    f"{year - 1}{year % 100:02d},Academic year,Local authority,{code(number)},"
                    f"{name},{figure},percent,{published},public\n"
                )
    return "".join(lines).encode()


def ready(area: Path, cli: Callable[..., Any], write: Callable[[str, bytes], Path]) -> Path:
    """A county and 39 unitary authorities with figures from 2016/17 to 2023/24, and a plan."""
    register = (area / "areas.csv").read_text("utf-8").splitlines()
    head = [line for line in register if not line.startswith(("E10", "E06"))]
    rows = [f"{code(n)},Place {n},unitary authority,{200 + n},{200 + n},E12000901,,,,,,"
            for n in range(40)]  # fmt: skip
    (area / "areas.csv").write_text("\n".join([*head, *rows]) + "\n", "utf-8")
    for name, text in (("indicators", INDICATORS), ("plan", PLAN)):
        (area / name).mkdir(exist_ok=True)
        file = "plan.yaml" if name == "plan" else "invented.yaml"
        (area / name / file).write_text(text, "utf-8")
    told = cli("ingest", write("figures.csv", figures()))
    assert told.status == 0, told.err
    return area
