"""Say which columns of a build hold figures and what follows from them; protect all together."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from foreland.disclosure import Collected, Figure, Protected, Ruling, protect, rule
from foreland.disclosure.audiences import leaves, may_see
from foreland.disclosure.cells import holds_facts
from foreland.disclosure.tables import related
from foreland.jobs import school_site, soundness
from foreland.jobs.expecting import LIMITS
from foreland.jobs.gathering import Gathered
from foreland.jobs.judging_figures import JUDGED
from foreland.jobs.kept import kept
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
    **soundness.FIGURES,
    **school_site.FIGURES,
} | JUDGED  # fmt: skip

#: The facts of all areas are not shown; they only tell what could be worked out.
_LENT = frozenset({"facts"})
_KEPT = frozenset({"ratings", "targets", "chances"})
_RANKED = frozenset({"others"})
#: Another publication's figures of a fact that has its own: another state of it.
_VINTAGES = {"beside": "beside"}


def protected(gathered: Gathered, plan: Plan | None, audience: str) -> Protected:
    """All tables together, for one audience. ``plan`` holds only what the audience may see."""
    shown = {m.id for m in plan.measures} if plan else set()
    tables = []
    for name in sorted(gathered.tables):
        frame = gathered.tables[name]
        if name in _KEPT:
            frame = frame.filter(frame["measure"].is_in(sorted(shown)))
        if "audience" in frame.columns:
            meant = [one for one in frame["audience"].unique() if may_see(audience, one)]
            frame = frame.filter(frame["audience"].is_in(sorted(meant)))
        tables.append(_collected(name, frame))
    ruling = None
    if leaves(audience):
        ruling = _ruling(gathered, [t for t in tables if holds_facts(t)], audience)
        tables = [t for t in tables if not holds_facts(t)]
    else:
        evidence = gathered.evidence
        tables += [_collected(name, evidence.table(name)) for name in evidence.SHOWN]
    return protect(
        tables,
        register=gathered.folder.register,
        today=gathered.today,
        indicators=gathered.indicators,
        audience=audience,
        ruling=ruling,
    )


def _collected(name: str, frame: pl.DataFrame) -> Collected:
    return Collected(
        name,
        frame,
        FIGURES[name],
        shown=name not in _LENT,
        keeps_rows=name in _KEPT,
        ranked=name in _RANKED,
        vintage=_VINTAGES.get(name, ""),
    )


def _ruling(gathered: Gathered, others: list[Collected], audience: str) -> Ruling:
    """What is withheld of the facts, those of the evidence and ``others``: kept as they are.

    Of others, which hang on the plan, all that they hold counts.
    """
    evidence = gathered.evidence

    def make() -> dict[str, pl.DataFrame]:
        tables = {"facts": evidence.facts()} | {n: evidence.table(n) for n in evidence.SHOWN}
        return rule(
            [*(_collected(name, frame) for name, frame in tables.items()), *others],
            register=gathered.folder.register,
            indicators=gathered.indicators,
            audience=audience,
            releases={r.id: r.audience for r in gathered.store.manifest.releases},
        ).tables()

    found = kept(
        gathered.folder,
        "withheld",
        {**evidence.inputs, "audience": audience, "others": [_content(t) for t in others]},
        make,
        store=gathered.store,
        catalogue=gathered.catalogue,
    )
    return Ruling.of({name: found.frame(name) for name in found.names}, audience)


def _content(table: Collected) -> list[str]:
    """A table's name, and the digest of all that it holds."""
    out = io.BytesIO()
    table.frame.rechunk().write_ipc(out)
    return [table.name, hashlib.sha256(out.getvalue()).hexdigest()]
