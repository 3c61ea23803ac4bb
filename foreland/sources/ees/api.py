"""The public API of Explore Education Statistics: which data sets there are, and which version.

Publications by title, their data sets, the newest published version of each, as CSV. Identifiers
are opaque and belong to a version, so none is kept: all is asked by title. Only what is needed of
an answer is looked at; where that is missing the answer is refused, with its address and the field.
"""

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from foreland.model.problems import ForelandError, Problem

#: How many entries a page of a list may have, and how many pages are asked for at most.
PAGE_SIZE = 20
MOST_PAGES = 100

M = TypeVar("M", bound=BaseModel)
#: Gives the JSON of an address.
Ask = Callable[[str], Any]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Paging(_Answer):
    total_pages: int = Field(alias="totalPages", ge=0)


class _Publication(_Answer):
    id: str
    title: str


class _DataSet(_Answer):
    id: str
    title: str


class _Version(_Answer):
    number: str = Field(alias="version")
    status: str | None = None
    published: datetime | None = None


class _Publications(_Answer):
    paging: _Paging
    results: tuple[_Publication, ...]


class _DataSets(_Answer):
    paging: _Paging
    results: tuple[_DataSet, ...]


class _Versions(_Answer):
    paging: _Paging
    results: tuple[_Version, ...]


@dataclass(frozen=True)
class Version:
    """One data set's newest published version."""

    data_set: str
    title: str
    publication: str
    number: str
    published: date | None
    address: str


def publications_address(base: str, page: int = 1) -> str:
    return f"{base}/publications?page={page}&pageSize={PAGE_SIZE}"


def newest_versions(
    ask: Ask,
    base: str,
    publications: Iterable[str],
    titles: Iterable[str] = (),
    warn: Callable[[Problem], None] = lambda _: None,
) -> Iterator[Version]:
    """The newest version of each data set of the named publications.

    ``titles``: only data sets of these titles. A publication that the API has not is told through
    ``warn``, with the nearest. Raises ForelandError for an answer of another shape.
    """
    known: dict[str, _Publication] = {}
    for answer in _pages(ask, lambda page: publications_address(base, page), _Publications):
        known |= {one.title.casefold().strip(): one for one in answer.results}
    only = {title.casefold().strip() for title in titles}
    for name in publications:
        found = known.get(name.casefold().strip())
        if found is None:
            near = difflib.get_close_matches(name.casefold(), list(known), n=1, cutoff=0.6)
            hint = f"Did you mean {known[near[0]].title!r}?" if near else "Mend its title."
            said = f"no publication {name!r}"
            warn(Problem(base, said, "the title of one that the API has", hint, level="warning"))
            continue
        sets = f"{base}/publications/{quote(found.id, safe='')}/data-sets"
        for page in _pages(ask, _listed(sets), _DataSets):
            for one in page.results:
                if not only or one.title.casefold().strip() in only:
                    yield from _newest(ask, base, found, one)


def _newest(
    ask: Ask, base: str, publication: _Publication, data_set: _DataSet
) -> Iterator[Version]:
    address = f"{base}/data-sets/{quote(data_set.id, safe='')}"
    versions = [
        version
        for page in _pages(ask, _listed(f"{address}/versions"), _Versions)
        for version in page.results
        if version.status in (None, "Published")
    ]
    if not versions:
        return
    newest = max(versions, key=lambda version: _order(version.number))
    yield Version(
        data_set=data_set.id,
        title=data_set.title,
        publication=publication.title,
        number=newest.number,
        published=newest.published.date() if newest.published else None,
        address=f"{address}/csv?dataSetVersion={quote(newest.number, safe='')}",
    )


def _order(number: str) -> tuple[int, ...]:
    """1.10 comes after 1.9."""
    return tuple(int(part) for part in number.split(".") if part.isdigit())


def _listed(address: str) -> Callable[[int], str]:
    return lambda page: f"{address}?page={page}&pageSize={PAGE_SIZE}"


def _pages(ask: Ask, address: Callable[[int], str], shape: type[M]) -> Iterator[M]:
    last, page = 1, 1
    while page <= min(last, MOST_PAGES):
        answer = parsed(ask(address(page)), shape, address(page))
        yield answer
        last = answer.paging.total_pages  # type: ignore[attr-defined]
        page += 1


def parsed(answer: Any, shape: type[M], address: str) -> M:
    """An answer as ``shape``. Raises ForelandError with the fields that are not as they were."""
    try:
        return shape.model_validate(answer)
    except ValidationError as fault:
        problems = [
            Problem(
                address,
                f"{'.'.join(str(part) for part in error['loc']) or 'the answer'}: "
                f"{error['msg'][:1].lower()}{error['msg'][1:]}",
                "an answer of the shape that foreland knows",
                "The publisher may have changed it: fetch the file by hand meanwhile, and tell "
                "foreland's makers.",
            )
            for error in fault.errors()[:5]
        ]
    raise ForelandError(problems)
