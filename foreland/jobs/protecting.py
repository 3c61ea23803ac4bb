"""Say which columns of a build hold figures and what follows from them; protect all together."""

from foreland.disclosure import Collected, Figure, Protected, protect
from foreland.disclosure.tables import related
from foreland.jobs.gathering import Gathered
from foreland.plan.schema import Plan

_RATED = Figure(
    numerator=None,
    denominator=None,
    symbol=None,
    ids=("observation",),
    derived=(
        "distance", "change", "change_lower", "change_upper", "change_words", "national_change",
        "usual_change", "baseline_now", "note", "direction", "certainty",
    ),
    says={
        "rating": "not-rated",
        "reason": "the figure is withheld: it counts too few people",
    },
)  # fmt: skip

#: By table: its figures. The first is what a row is about.
FIGURES: dict[str, tuple[Figure, ...]] = {
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
    "gaps": (
        Figure(
            "behind",
            None,
            None,
            None,
            "status",
            None,
            ids=("group_id", "comparator_id"),
            by="ids",
            derived=(
                "gap", "group_value", "comparator_value", "change", "group_change",
                "comparator_change", "because",
            ),
        ),
    ),
    "ratings": (_RATED,),
    "targets": (_RATED,),
}  # fmt: skip

_KEPT = frozenset({"ratings", "targets"})
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
            Collected(name, frame, FIGURES[name], keeps_rows=name in _KEPT, ranked=name in _RANKED)
        )
    return protect(
        collected,
        register=gathered.folder.register,
        today=gathered.today,
        indicators=gathered.indicators,
        audience=audience,
        releases={r.id: r.audience for r in gathered.store.manifest.releases},
    )
