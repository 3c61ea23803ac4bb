"""Rules of a plan's names: every id stands once, and whatever is named is there."""

from collections.abc import Iterable, Iterator

from foreland.plan.rules import Fault, Known, Rule, nearest
from foreland.plan.schema import Plan
from foreland.sources.lait.long import codes

#: The first word of a publisher's code.
SOURCES = ("lait", "nccis", "ees", "local")

Path = tuple[str | int, ...]


def ids_stand_once(known: Known) -> Iterator[Fault]:
    plan = known.plan
    sentences = plan.vision.sentences if plan.vision else ()
    lists: tuple[tuple[Path, tuple[str, ...]], ...] = (
        (("vision", "sentences"), tuple(s.id for s in sentences)),
        (("ambitions",), tuple(a.id for a in plan.ambitions)),
        (("priorities",), tuple(p.id for p in plan.priorities)),
        (("measures",), tuple(m.id for m in plan.measures)),
        (("actions",), tuple(a.id for a in plan.actions)),
    )
    for path, ids in lists:
        for place, name in enumerate(ids):
            if name in ids[:place]:
                yield Fault(
                    (*path, place, "id"),
                    f"the id {name!r} a second time",
                    f"an id of its own among the {path[-1]}",
                    "Rename one of the two.",
                )


def named_entries_exist(known: Known) -> Iterator[Fault]:
    """Priorities, ambitions and measures that are named are those of the plan."""
    plan = known.plan
    priorities = {p.id for p in plan.priorities}
    ambitions = {a.id for a in plan.ambitions}
    measures = {m.id for m in plan.measures}
    for n, priority in enumerate(plan.priorities):
        yield from _named(
            known, ("priorities", n, "serves"), priority.serves, "ambition", ambitions
        )
    for n, measure in enumerate(plan.measures):
        at: Path = ("measures", n, "priority")
        yield from _named(known, at, (measure.priority,), "priority", priorities)
    for n, sentence in enumerate(plan.vision.sentences if plan.vision else ()):
        at = ("vision", "sentences", n)
        yield from _named(known, (*at, "priorities"), sentence.priorities, "priority", priorities)
        yield from _named(known, (*at, "measures"), sentence.measures, "measure", measures)
    for n, action in enumerate(plan.actions):
        at = ("actions", n)
        yield from _named(known, (*at, "priority"), (action.priority,), "priority", priorities)
        yield from _named(known, (*at, "measures"), action.measures, "measure", measures)


def _named(
    known: Known, path: Path, names: Iterable[str], kind: str, there: set[str]
) -> Iterator[Fault]:
    for name in names:
        if name not in there and name not in known.set_aside:
            yield Fault(
                path,
                f"the {kind} {name!r}, which the plan does not have",
                f"one of {', '.join(sorted(there)) or f'the {kind} ids, of which there are none'}",
                nearest(name, there, f"Add the {kind}, or name another."),
            )


def sources_exist(known: Known) -> Iterator[Fault]:
    there = set(known.plan.sources)
    for path, name in _cited(known.plan):
        if name not in there:
            yield Fault(
                path,
                f"the source {name!r}, which is not listed under sources",
                f"one of {', '.join(sorted(there)) or 'the sources, of which there are none'}",
                nearest(name, there, "List the document under sources."),
            )


def _cited(plan: Plan) -> Iterator[tuple[Path, str]]:
    every: list[tuple[Path, str | None]] = []
    if plan.vision:
        every.append((("vision", "source"), plan.vision.source))
        for n, sentence in enumerate(plan.vision.sentences):
            every.append((("vision", "sentences", n, "source"), sentence.source))
    for n, ambition in enumerate(plan.ambitions):
        every.append((("ambitions", n, "source"), ambition.source))
    for n, priority in enumerate(plan.priorities):
        for k, theme in enumerate(priority.themes):
            every.append((("priorities", n, "themes", k, "source"), theme.source))
    for n, measure in enumerate(plan.measures):
        if measure.baseline:
            every.append((("measures", n, "baseline", "source"), measure.baseline.source))
        if measure.cohort:
            every.append((("measures", n, "cohort", "source"), measure.cohort.source))
        for k, target in enumerate(measure.targets):
            every.append((("measures", n, "targets", k, "source"), target.source))
    for n, action in enumerate(plan.actions):
        every.append((("actions", n, "source"), action.source))
    yield from ((path, name) for path, name in every if name is not None)


def indicators_exist(known: Known) -> Iterator[Fault]:
    """A measure's indicator is in the catalogue, or is a publisher's code that may be."""
    for n, measure in enumerate(known.plan.measures):
        if ":" in measure.indicator:
            yield from _published(("measures", n, "indicator"), measure.indicator)
        elif measure.indicator not in known.catalogue:
            yield Fault(
                ("measures", n, "indicator"),
                f"no indicator {measure.indicator!r}",
                "an indicator of the catalogue, or a publisher's code such as lait:PriTotAbs",
                known.catalogue.suggestion(measure.indicator),
            )
        for code in measure.beside:
            yield from _published(("measures", n, "beside"), code)


def cohorts_are_known(known: Known) -> Iterator[Fault]:
    """A cohort is a number, or an indicator that there is."""
    for n, measure in enumerate(known.plan.measures):
        cohort = measure.cohort
        if cohort is None:
            continue
        if (cohort.count is None) == (cohort.indicator is None):
            yield Fault(
                ("measures", n, "cohort"),
                "a cohort with both a count and an indicator"
                if cohort.indicator
                else "a cohort without a number",
                "count: a number of children, or indicator: whose figure is that number",
                "Give one of the two.",
            )
        elif cohort.indicator is not None and ":" in cohort.indicator:
            yield from _published(("measures", n, "cohort", "indicator"), cohort.indicator)
        elif cohort.indicator is not None and cohort.indicator not in known.catalogue:
            yield Fault(
                ("measures", n, "cohort", "indicator"),
                f"no indicator {cohort.indicator!r}",
                "an indicator of the catalogue, or a publisher's code such as lait:PriTotAbs",
                known.catalogue.suggestion(cohort.indicator),
            )


def _published(path: Path, name: str) -> Iterator[Fault]:
    source, colon, code = name.partition(":")
    if not colon or source not in SOURCES:
        yield Fault(
            path,
            f"the source {source!r} of {name!r}",
            f"SOURCE:CODE, the source being one of {', '.join(SOURCES)}",
            nearest(source, SOURCES, "Correct the source."),
        )
    elif source == "lait":
        there = set(codes()["code"].to_list())
        if code not in there:
            yield Fault(
                path,
                f"no code {code!r} of LAIT",
                "a code as LAIT prints it, capitals and spaces too",
                nearest(code, there, "Look the code up in LAIT's dictionary."),
            )


def groups_exist(known: Known) -> Iterator[Fault]:
    """The indicator has the group, and both sides of a gap, where the catalogue knows it."""
    for n, measure in enumerate(known.plan.measures):
        indicator = known.indicator(measure)
        if indicator is None:
            continue
        asked: list[tuple[Path, str]] = [(("group",), measure.group)]
        if measure.gap:
            asked = [
                (("gap", "group"), measure.gap.group),
                (("gap", "comparator"), measure.gap.comparator),
            ]
        for path, group in asked:
            if group not in indicator.groups:
                yield Fault(
                    ("measures", n, *path),
                    f"the group {group!r}, which {indicator.id} does not have",
                    f"one of {', '.join(indicator.groups)}",
                    nearest(group, indicator.groups, "Choose another, or add it to the catalogue."),
                )


def gaps_have_a_direction(known: Known) -> Iterator[Fault]:
    """Behind is behind by polarity; a gap is not of a group with itself."""
    for n, measure in enumerate(known.plan.measures):
        if measure.gap is None:
            continue
        indicator = known.indicator(measure)
        if indicator is not None and indicator.polarity not in ("higher", "lower"):
            yield Fault(
                ("measures", n, "gap"),
                f"a gap of {indicator.id}, of which neither more nor less is better",
                "an indicator whose polarity is higher or lower",
                "Choose another indicator, or measure the group itself.",
            )
        if measure.gap.group == measure.gap.comparator and measure.gap.of == "area":
            yield Fault(
                ("measures", n, "gap"),
                "a gap of a group with itself",
                "two groups, or of: england",
                "Correct the comparator.",
            )
        if measure.group != "all":
            yield Fault(
                ("measures", n, "group"),
                f"the group {measure.group!r} beside a gap",
                "the group inside gap: alone",
                "Take group: out.",
            )


def areas_exist(known: Known) -> Iterator[Fault]:
    asked: list[tuple[Path, str]] = [(("area",), known.plan.area)]
    asked += [
        (("measures", n, "area"), m.area)
        for n, m in enumerate(known.plan.measures)
        if m.area is not None
    ]
    for path, code in asked:
        if known.register.code(code) is None:
            named = known.register.named(code)
            remedy = (
                f'Write {named.name}\'s code: "{named.code}".'
                if named
                else nearest(
                    code,
                    (a.code for a in known.register),
                    "Look the code up; districts stand in localities.csv.",
                )
            )
            yield Fault(path, f"the area {code!r}", 'a code such as "E10000016", quoted', remedy)


RULES: tuple[Rule, ...] = (
    ids_stand_once,
    named_entries_exist,
    sources_exist,
    indicators_exist,
    cohorts_are_known,
    groups_exist,
    gaps_have_a_direction,
    areas_exist,
)
