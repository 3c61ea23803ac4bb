"""Which files a source has: asked of its catalogue, or told by its address.

Each kind of source is one function that gives files to be fetched. ``questions`` says what would be
asked first, without asking: what comes after hangs on the answers.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, ConfigDict, Field

from foreland.model.periods import MONTHS
from foreland.model.problems import ForelandError, Problem
from foreland.sources.ees.api import newest_versions, parsed, publications_address
from foreland.sources.fetching.asking import Asker
from foreland.sources.fetching.download import Wanted
from foreland.sources.fetching.sources import Source, is_safe

_DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")

Warn = Callable[[Problem], None]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Committer(_Answer):
    date: datetime


class _CommitAbout(_Answer):
    committer: _Committer


class _Commit(_Answer):
    sha: str = Field(pattern=r"^[0-9a-f]{7,64}$")
    commit: _CommitAbout


class _Attachment(_Answer):
    url: str
    title: str | None = None
    filename: str | None = None


class _Details(_Answer):
    attachments: tuple[_Attachment, ...]


class _Page(_Answer):
    title: str
    public_updated_at: datetime | None = None
    details: _Details


def wanted(source: Source, asker: Asker, today: date, warn: Warn) -> Iterator[tuple[Wanted, ...]]:
    """Each file, as the addresses to try in turn: the first that is there is the file."""
    if source.kind == "ees":
        yield from ((one,) for one in _ees(source, asker, warn))
    elif source.kind == "github":
        yield from ((one,) for one in _github(source, asker))
    elif source.kind == "gov-uk":
        yield from ((one,) for one in _gov_uk(source, asker))
    else:
        yield from _dated(source, today)


def questions(source: Source, today: date) -> Iterator[tuple[str, str]]:
    """What would be asked first: address, and what for."""
    if source.kind == "ees":
        titles = ", ".join(source.publications)
        yield publications_address(source.address), f"the catalogue; then the data sets of {titles}"
    elif source.kind == "github":
        for name in source.files:
            yield _commits(source, name), f"the newest commit of {name}; then the file"
    elif source.kind == "gov-uk":
        yield source.address, f"the page; then its attachment like {', '.join(source.files)}"
    else:
        for tries in _dated(source, today):
            yield tries[0].address, f"the file; if it is not there, of up to {source.days} days ago"


def _ees(source: Source, asker: Asker, warn: Warn) -> Iterator[Wanted]:
    for version in newest_versions(
        asker.json, source.address, source.publications, source.data_sets, warn
    ):
        name = f"{file_name(version.publication)}-{file_name(version.title)}"
        yield Wanted(
            version.address,
            f"{name[:120].strip('-')}-v{version.number}.csv",
            f"{version.publication}: {version.title}, version {version.number}",
            version.published,
        )


def _commits(source: Source, name: str) -> str:
    return f"{source.address}/commits?path={quote(name, safe='/')}&per_page=1"


def _github(source: Source, asker: Asker) -> Iterator[Wanted]:
    for name in source.files:
        address = _commits(source, name)
        answer: Any = asker.json(address)
        if not isinstance(answer, list) or not answer:
            raise _nothing(address, f"no commit of {name}")
        commit = parsed(answer[0], _Commit, address)
        yield Wanted(
            f"{source.raw}/{commit.sha}/{quote(name, safe='/')}",
            name.rsplit("/", 1)[-1],
            f"{source.title}: {name.rsplit('/', 1)[-1]}",
            commit.commit.committer.date.date(),
        )


def _gov_uk(source: Source, asker: Asker) -> Iterator[Wanted]:
    page = parsed(asker.json(source.address), _Page, source.address)
    for pattern in source.files:
        alike = [
            one
            for one in page.details.attachments
            if re.search(pattern, f"{one.title or ''} {one.url}", re.IGNORECASE)
        ]
        found = max(alike, key=lambda one: _as_at(one.title), default=None)
        if found is None or not is_safe(found.url):
            raise _nothing(source.address, f"no attachment like {pattern!r}")
        name = found.filename or urlsplit(found.url).path.rsplit("/", 1)[-1]
        stem, dot, kind = name.rpartition(".")
        day = page.public_updated_at.date() if page.public_updated_at else None
        yield Wanted(
            found.url,
            f"{file_name(stem or name)}{dot}{kind.lower()}" if stem else file_name(name),
            f"{page.title}: {found.title or name}",
            day,
        )


def _as_at(title: str | None) -> date:
    """The last day that a title names, as "as at 31 August 2025"; the earliest of all for none."""
    days = [date.min]
    for number, month, year in _DAY.findall(title or ""):
        with suppress(ValueError):
            days.append(date(int(year), MONTHS.index(month) + 1, int(number)))
    return days[-1]


def _dated(source: Source, today: date) -> Iterator[tuple[Wanted, ...]]:
    for name in source.files:
        days = [today - timedelta(days=back) for back in range(source.days)]
        yield tuple(
            Wanted(
                f"{source.address}/{(dated := name.replace('DATE', f'{day:%Y%m%d}'))}",
                dated,
                f"{source.title}, {day.isoformat()}",
                day,
            )
            for day in days
        )


def file_name(text: str) -> str:
    """Words as a file's name: letters, digits and hyphens, so that no name leaves its folder."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "file"


def _nothing(address: str, found: str) -> ForelandError:
    return ForelandError(
        Problem(
            address,
            found,
            "the publisher's file",
            "See where the publisher keeps it now, and mend the source in fetch.yaml.",
        )
    )
