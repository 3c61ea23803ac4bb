"""The words for ratings, directions, groups and reasons: one term for one thing, everywhere."""

from dataclasses import dataclass

from foreland.model.groups import Group
from foreland.model.statuses import MEANING, Status


@dataclass(frozen=True)
class RatingWords:
    """How a rating is said: a name, a sentence, a mark that is not colour, a CSS name."""

    name: str
    meaning: str
    mark: str
    style: str


#: In the order in which a reader is shown them.
RATINGS: dict[str, RatingWords] = {
    "met": RatingWords("Target met", "the target is reached", "✓", "met"),
    "floor-met": RatingWords(
        "Floor met", "the target is not reached, the floor below it is", "◐", "floor"
    ),
    "floor-missed": RatingWords(
        "Floor missed", "neither the target nor its floor is reached", "✕", "missed"
    ),
    "missed": RatingWords(
        "Target missed", "the target is not reached, and it has no floor", "✕", "missed"
    ),
    "not-due": RatingWords("Not due yet", "the target's date has not come", "○", "due"),
    "not-rated": RatingWords(
        "Not rated", "no figure can be held to a target; the reason is given", "–", "none"
    ),
}

POLARITY = {
    "higher": "Higher is better",
    "lower": "Lower is better",
    "band": "Best inside its band",
    "none": "Neither higher nor lower is better",
}

DIRECTIONS = {
    "better": ("Better", "▲"),
    "worse": ("Worse", "▼"),
    "no clear change": ("No clear change", "●"),
    "same": ("The same", "●"),
    "not comparable": ("Not comparable", "–"),
    "no earlier figure": ("No earlier figure", "–"),
}

BANDS = {
    "A": "in the best quarter of authorities",
    "B": "in the second best quarter of authorities",
    "C": "in the third quarter of authorities",
    "D": "in the last quarter of authorities",
}

_MEMBERS = {
    "fsm=eligible": "Eligible for free school meals",
    "fsm=not-eligible": "Not eligible for free school meals",
    "disadvantaged=yes": "Disadvantaged pupils",
    "disadvantaged=no": "Pupils who are not disadvantaged",
    "sen=none": "No special educational needs",
    "sen=support": "SEN support",
    "sen=ehc-plan": "With an EHC plan",
    "sen=all": "Any special educational needs",
    "care=looked-after": "Children looked after",
    "care=in-need": "Children in need",
    "care=protection-plan": "Children on a protection plan",
    "sex=girls": "Girls",
    "sex=boys": "Boys",
}


def group(text: str) -> str:
    """A group in words: ``All``, ``Girls``, ``Ethnicity: Asian``."""
    if text == "all":
        return "All"
    said = []
    for dimension, member in Group.parse(text).pairs:
        pair = f"{dimension}={member}"
        words = member.replace("-", " ")
        said.append(
            _MEMBERS.get(pair)
            or f"{dimension.replace('-', ' ').capitalize()}: {words[:1].upper()}{words[1:]}"
        )
    return ", ".join(said)


def missing(status: str) -> str:
    """Why there is no figure, short enough for a table's cell."""
    return {
        Status.SUPPRESSED: "withheld: small numbers",
        Status.LOW: "more than 0, rounds to 0",
        Status.NOT_APPLICABLE: "does not apply",
        Status.NOT_AVAILABLE: "not available",
        Status.NOT_COLLECTED: "not collected",
    }.get(Status(status), MEANING[Status(status)])


def standing(status: str) -> str:
    """A remark on a figure that is there: provisional, revised, quoted; empty when final."""
    return {
        Status.REVISED: "revised",
        Status.PROVISIONAL: "provisional",
        Status.ESTIMATED: "estimated",
        Status.UNRELIABLE: "few cases",
        Status.QUOTED: "printed by the area",
    }.get(Status(status), "")
