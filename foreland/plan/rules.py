"""What a rule of the plan is, and what it may look at. Holds no rule itself."""

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from foreland.indicators.catalogue import Catalogue
from foreland.indicators.schema import Indicator
from foreland.model.areas import Register
from foreland.plan.schema import Measure, Plan


@dataclass(frozen=True)
class Fault:
    """A fault at ``path`` inside the plan. ``level`` is ``error`` or ``warning``."""

    path: tuple[str | int, ...]
    found: str
    expected: str
    remedy: str
    level: str = "error"


@dataclass(frozen=True)
class Known:
    """What a rule judges by: the plan, the catalogue, the areas.

    ``set_aside`` are ids of entries that could not be read: to name them is no second fault.
    """

    plan: Plan
    catalogue: Catalogue
    register: Register
    set_aside: frozenset[str] = frozenset()

    def indicator(self, measure: Measure) -> Indicator | None:
        """The catalogue's entry; None for a publisher's code, or a name that is not known."""
        if measure.indicator in self.catalogue:
            return self.catalogue.get(measure.indicator)
        return None

    def polarity(self, measure: Measure) -> str | None:
        """Which way is better: ``lower`` for a gap (how far behind); None where not known here."""
        if measure.gap is not None:
            return "lower"
        indicator = self.indicator(measure)
        return None if indicator is None else indicator.polarity


Rule = Callable[[Known], Iterator[Fault]]


def nearest(text: str, known: Iterable[str], otherwise: str) -> str:
    """A remedy that says what the writer may have meant."""
    near = difflib.get_close_matches(text, sorted(known), n=1, cutoff=0.5)
    return f"Did you mean {near[0]}?" if near else otherwise
