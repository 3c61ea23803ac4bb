"""Say which columns of a build hold figures and what follows from them; protect all together."""

from collections.abc import Mapping
from dataclasses import replace

from foreland.disclosure import Collected, Figure, Protected, protect
from foreland.disclosure.tables import related
from foreland.jobs.expecting import LIMITS
from foreland.jobs.gathering import Gathered
from foreland.jobs.judging_figures import JUDGED
from foreland.plan.schema import Plan

_MOVED = (
    "change_lower", "change_upper", "change_words", "national_change", "usual_change", "direction",
    "certainty", "baseline_now",
)  # fmt: skip

_RATED = Figure(
    numerator=None,
    denominator=None,
    symbol=None,
    ids=("observation",),
    derived=("distance", "change", "note", *_MOVED),
    says={
        "rating": "not-rated",
        "reason": "the figure is withheld: it counts too few people",
    },
    says_beyond={"reason": "the figure is not for this audience"},
)

#: A gap falls with its comparator's figure too; a change with any figure of its series, since the
#: earlier one could be worked out from it.
_RATINGS = (
    _RATED,
    replace(_RATED, group="comparator", ids=()),
    *(
        Figure("change", None, None, None, None, None, group, ids=(), by="series", derived=_MOVED)
        for group in ("group", "comparator")
    ),
)


def _of_series(
    value: str, derived: tuple[str, ...], says: Mapping[str, str] | None = None
) -> tuple[Figure, ...]:
    """What is carried on from a whole series, and of a gap from two: it falls with any of them."""
    one = Figure(value, None, None, None, None, None, ids=(), by="series", derived=derived)
    return tuple(replace(one, group=group, says=says or {}) for group in ("group", "comparator"))


#: By table: its figures. The first is what a row is about.
FIGURES: dict[str, tuple[Figure, ...]] = {
    "facts": (Figure(),),
    "own": (Figure(),),
    "localities": (Figure(),),
    "open_data": (Figure(),),
    "compared": (
        Figure(derived=("rank", "band")),
        related("england", "england_id", status="england_status"),
        related("region", "region_id", status="region_status"),
        related("neighbours_mean", "neighbours_ids", derived=("neighbours_median",)),
    ),
    "others": (Figure(),),
    "ratings": _RATINGS,
    "targets": _RATINGS,
    "expected": _of_series("expected", ("last_value", *LIMITS)),
    "unforeseen": _of_series("reason", ()),
    "scores": _of_series(
        "expected",
        ("value", "error", "error_of_last_value", "inside50", "inside80", "inside95", "made_ahead"),
    ),
    "chances": _of_series(
        "p_met", ("starts", "spans", "reached", "usual_gain", "everyone_gain", "regression"),
        says={"reason": "it would be made from figures that are withheld"},
    ),
} | JUDGED  # fmt: skip

#: The facts of all areas are not shown; they only tell what could be worked out.
_LENT = frozenset({"facts"})
_KEPT = frozenset({"ratings", "targets", "chances"})
_RANKED = frozenset({"others"})


def protected(gathered: Gathered, plan: Plan | None, audience: str) -> Protected:
    """All tables together, for one audience. ``plan`` holds only what the audience may see."""
    shown = {m.id for m in plan.measures} if plan else set()
    collected = []
    for name in sorted(gathered.tables):
        frame = gathered.tables[name]
        if name in _KEPT:
            frame = frame.filter(frame["measure"].is_in(sorted(shown)))
        collected.append(
            Collected(
                name,
                frame,
                FIGURES[name],
                shown=name not in _LENT,
                keeps_rows=name in _KEPT,
                ranked=name in _RANKED,
            )
        )
    return protect(
        collected,
        register=gathered.folder.register,
        today=gathered.today,
        indicators=gathered.indicators,
        audience=audience,
        releases={r.id: r.audience for r in gathered.store.manifest.releases},
    )
