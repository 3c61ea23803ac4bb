"""What of the tables of judgement are figures, and what falls with each: for ``protecting``."""

from dataclasses import replace

from foreland.disclosure import Figure
from foreland.disclosure.tables import related

#: What is said of a change: it falls with any figure of its series, since the earlier one could
#: be worked out from it.
_MOVED = (
    "before", "change_lower", "change_upper", "national_change", "usual_change", "direction",
    "certainty",
)  # fmt: skip
_CHANGE = tuple(
    Figure("change", None, None, None, None, None, group, ids=(), by="series", derived=_MOVED)
    for group in ("group", "comparator")
)
_LOOK = Figure(
    "value", None, None, "unit", "status", None, ids=("id",), derived=("change", *_MOVED)
)
_LOOKS = (_LOOK, replace(_LOOK, group="comparator", ids=()), *_CHANGE)

_GAP_MOVED = ("group_change", "comparator_change", "because", "direction", "certainty")
_GAPS = (
    Figure(
        "behind", None, None, None, "status", None,
        ids=("group_id", "comparator_id"),
        by="ids",
        derived=("gap", "group_value", "comparator_value", "change", *_GAP_MOVED),
    ),
    *(
        Figure("change", None, None, None, None, None, group, ids=(), by="series",
               derived=_GAP_MOVED)
        for group in ("group", "comparator")
    ),
    related(
        "england_behind", "england_ids",
        derived=("england_group", "england_comparator", "england_gap", "england_because"),
    ),
    related(
        "neighbours_behind", "neighbours_ids",
        derived=(
            "neighbours_group", "neighbours_comparator", "neighbours_behind_median",
            "neighbours_gap", "neighbours_gap_median",
        ),
    ),
)  # fmt: skip

#: Of the parts of one split none may be worked out from the others: where one is emptied, its
#: split goes whole (``telling.whole_splits``).
_EFFECTS = ("before", "size_before", "effect", "rate_effect", "mix_effect", "sentence")
_EXPLAINED = (
    Figure("value", None, "size", "unit", None, None, ids=("id",), by="ids", derived=_EFFECTS),
    related("effect", "before_id", derived=tuple(n for n in _EFFECTS if n != "effect")),
)

#: By table, as ``protecting.FIGURES``. The first is what a row is about.
JUDGED: dict[str, tuple[Figure, ...]] = {
    "gaps": _GAPS,
    "looks": _LOOKS,
    "peers": _LOOKS,
    "standing": (
        Figure(
            "to_median", None, None, None, None, None, ids=(),
            derived=(
                "rank_best", "rank_worst", "median", "best_tenth", "to_best_tenth",
                "children_to_median", "children_to_best_tenth", "people_of",
            ),
        ),
    ),
    "editions": (related("mean", "ids", derived=("median",)),),
    "explained": _EXPLAINED,
    "sizes": (Figure("count", None, None, None, "status", None, ids=("id",)),),
}  # fmt: skip
