"""What happens in the demo county: where it is ahead, where behind, and which way it goes.

A turn says how far the county stands from the usual level in the newest year, and how much it
moved each year, both in spreads between authorities (so 1 is about the best sixth, upwards,
whatever is good or bad). Indicators that are not named lie a little about the middle.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    """Where the county stands now, and how that changed a year; ``since`` says from when."""

    now: float = 0.05
    a_year: float = 0.0
    since: int = 2016

    def at(self, year: int, last: int) -> float:
        return self.now - self.a_year * (last - max(year, self.since))


STORY: dict[str, Turn] = {}
