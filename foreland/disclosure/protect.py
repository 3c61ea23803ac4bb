"""``protect``: all the tables of a build together, for one audience.

In this order: what is not for the audience goes; of the area's own figures what cannot be proved
safe goes; small numbers are withheld, then what would give them away; then every table is emptied
of them. Whatever goes is said in ``left_out``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from foreland.disclosure.audiences import check, leaves, may_see
from foreland.disclosure.cells import KEY, KEY_SCHEMA, cells_of, facts_of, holds_facts, keys, places
from foreland.disclosure.relations import Tree
from foreland.disclosure.secondary import withheld
from foreland.disclosure.tables import Collected, LeftOut, Protected, sealed
from foreland.disclosure.withholding import withheld_in, without
from foreland.indicators.schema import Indicator
from foreland.model.areas import Register
from foreland.model.statuses import Status

#: The reasons that are said.
NOT_YET = "not to be published before {day}"
NOT_FOR = "for {meant}, which is beyond {asked}"
UNPROVEN = "the area's own figures without the counts that show whether anybody could be known"
UNPROTECTED = "small numbers that could be worked out from figures printed already"


@dataclass(frozen=True)
class Ruling:
    """What facts are withheld from an audience, and the tables that hold them, emptied.

    It hangs on the facts alone, so it may be kept (``tables``, ``of``) as long as they are the
    same: finding out what could be worked out takes far longer than reading what was found.
    """

    audience: str
    safe: Mapping[str, pl.DataFrame]
    gone: pl.DataFrame
    gone_ids: pl.Series
    hidden: pl.DataFrame
    hidden_ids: pl.Series
    said: tuple[LeftOut, ...]

    def tables(self) -> dict[str, pl.DataFrame]:
        """All of it as tables."""
        return {f"{_SAFE}{name}": frame for name, frame in self.safe.items()} | {
            "gone": self.gone,
            "gone_ids": self.gone_ids.to_frame(),
            "hidden": self.hidden,
            "hidden_ids": self.hidden_ids.to_frame(),
            "said": pl.DataFrame(
                [(one.table, one.reason) for one in self.said],
                schema={"table": pl.String, "reason": pl.String},
                orient="row",
            ),
        }

    @classmethod
    def of(cls, tables: Mapping[str, pl.DataFrame], audience: str) -> "Ruling":
        """Read back from ``tables``, of the same audience."""
        return cls(
            audience,
            {
                name.removeprefix(_SAFE): frame
                for name, frame in tables.items()
                if name.startswith(_SAFE)
            },
            tables["gone"],
            tables["gone_ids"].to_series(),
            tables["hidden"],
            tables["hidden_ids"].to_series(),
            tuple(LeftOut(*row) for row in tables["said"].iter_rows()),
        )


_SAFE = "safe-"


def protect(
    collected: Iterable[Collected],
    *,
    register: Register,
    today: date,
    indicators: Iterable[Indicator] = (),
    audience: str = "public",
    releases: Mapping[str, str] | None = None,
    ruling: Ruling | None = None,
) -> Protected:
    """The tables that ``audience`` may see, safe to leave.

    ``indicators`` name what has no disclosure rule (``disclosure: none``); ``releases`` gives each
    release's audience. With a ``ruling`` its tables are among them, and ``collected`` are others,
    that hold no facts. Raises ForelandError for an audience that is none.
    """
    check(audience)
    known = tuple(indicators)
    tables, said = _for_audience(list(collected), audience, today)
    if not leaves(audience):
        return sealed({t.name: t.frame for t in tables if t.shown}, audience, said, 0)
    if ruling is None:
        ruling = rule(
            [t for t in tables if holds_facts(t)],
            register=register,
            indicators=known,
            audience=audience,
            releases=releases,
        )
        others = [t for t in tables if not holds_facts(t)]
    elif ruling.audience != audience or any(holds_facts(t) for t in tables):
        raise ValueError("a ruling holds for its audience, and for all tables of facts together")
    else:
        others = tables
    emptied = _emptied(others, ruling, _exempt(known))
    return sealed({**ruling.safe, **emptied}, audience, (*said, *ruling.said), ruling.hidden.height)


def rule(
    tables: Sequence[Collected],
    *,
    register: Register,
    indicators: Iterable[Indicator] = (),
    audience: str = "public",
    releases: Mapping[str, str] | None = None,
) -> Ruling:
    """What ``audience``, which is outside the area, may not see of ``tables``: all that hold facts.

    Others may be among them, whose figures hang on nothing but those facts.
    """
    known = tuple(indicators)
    beyond = _beyond(tables, releases or {}, audience)
    said = tuple(LeftOut(f"{n} of the area's own figures", why) for why, n in _counted(beyond))
    exempt = _exempt(known)
    facts = facts_of(tables).filter(~pl.col("indicator").is_in(exempt))
    unproven = _unproven(facts, beyond)
    hidden, unsafe = _hidden(facts.join(unproven, on=KEY, how="anti"), Tree(register))
    lost = facts.filter(pl.col("indicator").is_in(unsafe) & ~pl.col("printed"))
    titles = {i.id: i.title for i in known}
    said += tuple(
        LeftOut(titles.get(name, name), why)
        for frame, why in ((unproven, UNPROVEN), (lost, UNPROTECTED))
        for name in sorted(frame["indicator"].unique())
    )
    gone = (
        pl.concat([beyond.select(KEY), unproven.select(KEY), lost.select(KEY)]).unique().sort(KEY)
    )
    found = Ruling(
        audience,
        {},
        gone,
        _ids(tables, gone),
        hidden,
        _ids(tables, hidden),
        tuple(dict.fromkeys(said)),
    )
    return replace(found, safe=_emptied(tables, found, exempt))


def _emptied(
    tables: Iterable[Collected], ruling: Ruling, exempt: Sequence[str]
) -> dict[str, pl.DataFrame]:
    safe = {}
    for table in tables:
        if table.shown:
            frame = without(table, ruling.gone, ruling.gone_ids)
            safe[table.name] = withheld_in(
                replace(table, frame=frame), ruling.hidden, ruling.hidden_ids, exempt
            )
    return safe


def _exempt(known: Iterable[Indicator]) -> list[str]:
    return [i.id for i in known if i.disclosure == "none"]


def _for_audience(
    tables: list[Collected], audience: str, today: date
) -> tuple[list[Collected], tuple[LeftOut, ...]]:
    """Tables that are kept back are not shown, but still lend their facts to be protected."""
    kept, said = [], []
    for table in tables:
        reason = None
        if not may_see(audience, table.audience):
            reason = NOT_FOR.format(meant=table.audience, asked=audience)
        elif leaves(audience) and table.publish_from and table.publish_from > today:
            reason = NOT_YET.format(day=table.publish_from.isoformat())
        if table.shown and reason:
            said.append(LeftOut(table.name, reason))
        kept.append(replace(table, shown=table.shown and reason is None))
    return kept, tuple(said)


def _beyond(
    tables: Sequence[Collected], releases: Mapping[str, str], audience: str
) -> pl.DataFrame:
    """Facts of releases that this audience may not see; what the area printed may be seen."""
    meant = {name: of for name, of in sorted(releases.items()) if not may_see(audience, of)}
    found = [pl.DataFrame(schema={**KEY_SCHEMA, "why": pl.String})]
    for table in tables:
        if meant and holds_facts(table) and "release" in table.frame.columns:
            of = pl.col("release").replace_strict(meant, default=None, return_dtype=pl.String)
            found.append(
                table.frame.filter(
                    pl.col("release").is_in(list(meant)) & (pl.col("status") != Status.QUOTED.value)
                ).select(
                    *KEY, pl.format(NOT_FOR.format(meant="{}", asked=audience), of).alias("why")
                )
            )
    return pl.concat(found).unique()


def _counted(beyond: pl.DataFrame) -> list[tuple[str, int]]:
    return sorted(beyond.group_by("why").len().iter_rows())


def _unproven(facts: pl.DataFrame, beyond: pl.DataFrame) -> pl.DataFrame:
    """All of the area's own facts of an indicator, where one cannot be proved safe."""
    own = facts.filter(pl.col("local") & ~pl.col("printed")).join(beyond, on=KEY, how="anti")
    names = own.filter("unproven")["indicator"].unique().to_list()
    return own.filter(pl.col("indicator").is_in(names))


def _hidden(facts: pl.DataFrame, tree: Tree) -> tuple[pl.DataFrame, list[str]]:
    """The facts to withhold, and the indicators that withholding cannot protect."""
    needed = facts.filter(pl.col("small") | pl.col("unknown"))
    found, unsafe = [], []
    for indicator in sorted(needed["indicator"].unique()):
        own = facts.filter(pl.col("indicator") == indicator)
        primary = places(own.filter(pl.col("small") | pl.col("unknown")))
        lengths = (own["period_end"] - own["period_start"]).dt.total_days() // 27
        if lengths.n_unique() == 1:  # one kind of period: those without small numbers are safe
            own = own.join(
                own.filter(pl.col("small") | pl.col("unknown")),
                on=["period_start", "period_end"],
                how="semi",
            )
        hidden = withheld(cells_of(own), primary, tree)
        if hidden is None:
            unsafe.append(indicator)
        else:
            found += [(indicator, place) for place in hidden]
    return keys(found), unsafe


def _ids(tables: Sequence[Collected], gone: pl.DataFrame) -> pl.Series:
    """The ids under which other tables name the facts that are withheld."""
    found = [pl.Series("id", [], dtype=pl.String)]
    for table in tables:
        if gone.height and holds_facts(table) and "id" in table.frame.columns:
            printed = pl.col("status") == Status.QUOTED.value
            rows = table.frame.filter(~printed).join(gone, on=KEY, how="semi")
            found.append(rows["id"].drop_nulls())
    return pl.concat(found).unique().sort()
