"""Secondary suppression: withhold more cells until no withheld one can be worked out.

Greedy: of each relation with a single withheld cell the next smallest goes too, until stable; then
the audit attacks what is withheld, and what it recovers is mended in the same way. Where nothing
more can be withheld (the rest is printed already), the whole indicator must stay out.
"""

from collections.abc import Sequence

from foreland.disclosure.audit import recoverable
from foreland.disclosure.cells import Cell, Place
from foreland.disclosure.relations import Relation, Tree, relations


def withheld(cells: Sequence[Cell], primary: set[Place], tree: Tree) -> set[Place] | None:
    """The places to withhold, the primary ones among them; None where that cannot protect them."""
    rules = relations(cells, tree)
    hidden = set(primary)
    while True:
        if not _paired(cells, rules, hidden):
            return None
        numbers = [n for n, cell in enumerate(cells) if cell.place in hidden and not cell.printed]
        weak = recoverable(cells, rules, numbers)
        if not weak:
            return hidden
        for number in weak:
            around = [r for r in rules if number in r.members]
            if any(_widened(cells, relation, hidden) for relation in around):
                break
        else:
            if not any(_widened(cells, r, hidden) for r in _linked(rules, cells, hidden)):
                return None


def _paired(cells: Sequence[Cell], rules: Sequence[Relation], hidden: set[Place]) -> bool:
    """Leave no relation with one withheld cell; False where one cannot be given company."""
    stable = False
    while not stable:
        stable = True
        for relation in rules:
            inside = {n for n in relation.members if _is_hidden(cells[n], hidden)}
            if len(inside) == 1:
                if not _widened(cells, relation, hidden):
                    return False
                stable = False
    return True


def _is_hidden(cell: Cell, hidden: set[Place]) -> bool:
    return cell.place in hidden and not cell.printed


def _widened(cells: Sequence[Cell], relation: Relation, hidden: set[Place]) -> bool:
    """Withhold the smallest cell still shown in a relation: a part before the total."""
    free = [n for n in relation.members if cells[n].place not in hidden and not cells[n].printed]
    if not free:
        return False
    chosen = min(free, key=lambda n: _cost(cells[n], n == relation.total))
    hidden.add(cells[chosen].place)
    return True


def _cost(cell: Cell, is_total: bool) -> tuple[bool, bool, float, Place]:
    """True noughts are shown where possible; then the fewest people are withheld."""
    return is_total, cell.people == 0, cell.people, cell.place


def _linked(rules: Sequence[Relation], cells: Sequence[Cell], hidden: set[Place]) -> list[Relation]:
    """Relations that touch what is withheld and still show something."""
    return [r for r in rules if any(_is_hidden(cells[n], hidden) for n in r.members)]
