"""A misbehaving server, and somebody who asks it without really waiting."""

from collections.abc import Iterator

import pytest
from misbehaving import Server, serving

from foreland.sources.fetching.asking import Asker, Manners

#: Waits are counted, not waited.
MANNERS = Manners(
    tries=4, interval=0, first_wait=2, connect=2, read=2, slow_after=0.1, least_speed=100_000
)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in (
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "http_proxy",
        "https_proxy",
        "all_proxy",
    ):
        monkeypatch.delenv(name, raising=False)
    with serving() as told:
        yield told


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def asker(waits: list[float]) -> Iterator[Asker]:
    with Asker(MANNERS, sleep=waits.append) as one:
        yield one
