"""Try to work out every withheld cell from all relations together, as an attacker would.

A cell is safe only when another solution is found in which it has another value: whole numbers,
none below nothing, all relations kept. What cannot be shown safe in the given number of steps
counts as recoverable. The attacker is taken to know every denominator.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from foreland.disclosure.cells import Cell
from foreland.disclosure.relations import Relation

STEPS = 2_000


def recoverable(
    cells: Sequence[Cell], relations: Sequence[Relation], hidden: Iterable[int]
) -> list[int]:
    """The withheld cells (places in the list) that are not shown to be safe."""
    unknown = sorted(set(hidden))
    system = _System(cells, relations, frozenset(unknown))
    return [number for number in unknown if not system.may_differ(number)]


class _System:
    """The relations among withheld cells; the truth is one solution of them."""

    def __init__(
        self, cells: Sequence[Cell], relations: Sequence[Relation], hidden: frozenset[int]
    ) -> None:
        self.cells = cells
        self.rows: list[dict[int, int]] = []
        self.of_cell: dict[int, list[int]] = defaultdict(list)
        for relation in relations:
            if not relation.exact:
                continue
            row = {n: 1 for n in relation.parts if n in hidden}
            if relation.total in hidden:
                row[relation.total] = -1
            if row:
                for number in row:
                    self.of_cell[number].append(len(self.rows))
                self.rows.append(row)
        self.safe: set[int] = set()
        self.steps = 0

    def may_differ(self, number: int) -> bool:
        """Whether some solution has one more, or one less, in this cell."""
        if number in self.safe:
            return True
        for step in (1, -1):
            if self._allowed(number, step):
                changes = {number: step}
                self.steps = 0
                if self._repaired(changes):
                    self.safe |= changes.keys()  # the same solution shows all of these safe
                    return True
        return False

    def _allowed(self, number: int, step: int) -> bool:
        """A withheld count is of one or more, since nought is shown; a numerator has its bounds."""
        cell = self.cells[number]
        lowest = 0.0 if cell.of is not None else min(1.0, cell.people)
        highest = float("inf") if cell.of is None or cell.unknown else max(cell.of, cell.people)
        return lowest <= cell.people + step <= highest

    def _repaired(self, changes: dict[int, int]) -> bool:
        """Mend the relations that ``changes`` broke by changing others, each at most once."""
        self.steps += 1
        if self.steps > STEPS:
            return False
        broken = self._broken(changes)
        if broken is None:
            return True
        row, off = broken
        for number, sign in sorted(row.items(), key=lambda r: len(self.of_cell[r[0]])):
            if number in changes or not self._allowed(number, -off * sign):
                continue
            changes[number] = -off * sign
            if self._repaired(changes):
                return True
            del changes[number]
        return False

    def _broken(self, changes: dict[int, int]) -> tuple[dict[int, int], int] | None:
        for number in changes:
            for place in self.of_cell[number]:
                row = self.rows[place]
                off = sum(sign * changes.get(n, 0) for n, sign in row.items())
                if off:
                    return row, off
        return None
