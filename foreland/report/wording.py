"""The words for ratings, directions, groups and reasons: one term for one thing, everywhere."""

from dataclasses import dataclass

from foreland.model.groups import Group
from foreland.model.periods import MONTHS
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


#: Who is meant by a group, where the name alone does not say it.
MEANINGS = {
    "disadvantaged=yes": "Disadvantaged: eligible for free school meals in any of the last six "
    "years, or looked after, or left care by adoption or a court order. Not the same as pupil "
    "premium, which is funding with dates of its own.",
    "fsm=eligible": "Eligible for free school meals, and claiming them, on the day of the January "
    "census.",
    "care=looked-after": "Children looked after without a break for at least 12 months at 31 "
    "March, by the council that is responsible for them, wherever they go to school.",
    "care=in-need": "Children in need at 31 March, those on a protection plan among them.",
    "care=protection-plan": "Children who are the subject of a child protection plan at 31 March.",
    "sen=support": "SEN support: special educational needs, without an EHC plan.",
    "sen=ehc-plan": "An education, health and care plan.",
    "sen=none": "No identified special educational needs.",
    "all": "All pupils, the group itself among them.",
}

_DIMENSIONS = {
    "sen": "special educational needs", "fsm": "free school meals", "care": "social care",
    "disadvantaged": "disadvantage",
}  # fmt: skip


def dimension(name: str) -> str:
    """A dimension of groups in words: ``free school meals``."""
    return _DIMENSIONS.get(name, name.replace("-", " "))


def edition(model: str) -> str:
    """An edition of the neighbours, with its date: ``DfE's model of May 2025``."""
    if model == "chosen":
        return "Peers that the area chose"
    year, _, month = model.partition("-")
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return f"DfE's model of {model}"
    return f"DfE's model of {MONTHS[int(month) - 1]} {year}"


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
