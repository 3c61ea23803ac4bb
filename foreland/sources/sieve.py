"""Set rows aside one fault at a time; what is left can be read. Used by readers of wide files."""

import polars as pl

from foreland.model.areas import Register
from foreland.sources.reading import quarantined


class Sieve:
    """``rows`` that are still good, and ``faults``, quarantine's rows for the others."""

    def __init__(self, rows: pl.DataFrame) -> None:
        self.rows = rows
        self.faults: list[pl.DataFrame] = []

    def aside(self, bad: pl.Expr, column: str, found: pl.Expr, expected: str) -> None:
        """Take out the rows for which ``bad`` is true. Rows need their number in ``row``."""
        bad = bad.fill_null(False)
        self.faults.append(quarantined(self.rows.filter(bad), column, found, expected))
        self.rows = self.rows.filter(~bad)

    def place(self, code: pl.Expr, areas: dict[str, str]) -> None:
        """Add ``area``: what ``areas`` says of a row's ``code``; null where it says nothing."""
        table = pl.DataFrame(
            {"code": list(areas), "area": list(areas.values())},
            schema={"code": pl.String, "area": pl.String},
        )
        self.rows = self.rows.with_columns(code.alias("code")).join(
            table, on="code", how="left", maintain_order="left"
        )


def by_dfe_number(register: Register) -> dict[str, str]:
    """Area codes by DfE number."""
    return {area.dfe_number: area.code for area in register if area.dfe_number}
