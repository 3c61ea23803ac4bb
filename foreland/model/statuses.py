"""Why a figure is as it is, or why there is none. A missing value keeps its reason."""

from enum import StrEnum


class Status(StrEnum):
    """The state of one observation.

    ``final``, ``revised``, ``provisional``, ``estimated``, ``unreliable`` and ``quoted``
    carry a value; the others say why there is none. ``quoted`` is a figure printed by the
    area itself: it is never ranked, trended or forecast.
    """

    FINAL = "final"
    REVISED = "revised"
    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"
    UNRELIABLE = "unreliable"
    QUOTED = "quoted"
    SUPPRESSED = "suppressed"
    LOW = "low"
    NOT_APPLICABLE = "not-applicable"
    NOT_AVAILABLE = "not-available"
    NOT_COLLECTED = "not-collected"

    @property
    def has_value(self) -> bool:
        return self in VALUED


VALUED = frozenset(
    {
        Status.FINAL,
        Status.REVISED,
        Status.PROVISIONAL,
        Status.ESTIMATED,
        Status.UNRELIABLE,
        Status.QUOTED,
    }
)

MEANING: dict[Status, str] = {
    Status.FINAL: "published and not expected to change",
    Status.REVISED: "published again after checking",
    Status.PROVISIONAL: "published before checking was complete; expect a revision",
    Status.ESTIMATED: "estimated by the publisher",
    Status.UNRELIABLE: "published, but too few cases to rely on",
    Status.QUOTED: "printed by the area itself, not an official statistic",
    Status.SUPPRESSED: "withheld by the publisher because the numbers are small",
    Status.LOW: "more than zero, but rounds to zero",
    Status.NOT_APPLICABLE: "does not apply to this area or period",
    Status.NOT_AVAILABLE: "the publisher gives no figure",
    Status.NOT_COLLECTED: "nothing was collected for this period",
}
