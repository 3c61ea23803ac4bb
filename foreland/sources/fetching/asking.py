"""Ask a server with manners: a rate, a time-out, a back-off, and no more tries than said.

What may pass (429, 500, 502, 503, 504, a cut or slow line) is asked again after a wait that
doubles, or as long as the server's ``Retry-After`` says; a wait beyond ``longest_wait`` is not
waited for. All else is told at once. Redirects are followed a few times, never from ``https`` to
``http``, and a permanent one is told, so that somebody mends the address.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx2
import tenacity

from foreland import __version__
from foreland.model.problems import ForelandError, Problem
from foreland.sources.fetching.sources import is_safe

T = TypeVar("T")

#: Answers after which asking again may help.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_MOST_REDIRECTS = 5
_MOST_JSON = 32 * 1024 * 1024


@dataclass(frozen=True)
class Manners:
    """How politely, how often and how patiently. Times in seconds."""

    tries: int = 5
    interval: float = 1.0
    first_wait: float = 2.0
    longest_wait: float = 120.0
    connect: float = 15.0
    read: float = 60.0
    #: After so long a file must have come at ``least_speed`` (bytes a second) on the whole.
    slow_after: float = 60.0
    least_speed: float = 1000.0
    most_bytes: int = 1024 * 1024 * 1024


class Again(Exception):
    """Something that may pass. ``after`` is how long the server asks to be left alone."""

    def __init__(self, found: str, after: float | None = None) -> None:
        super().__init__(found)
        self.found = found
        self.after = after


class NotThere(ForelandError):
    """The server has nothing at the address."""


@dataclass
class Asker:
    """One run's connections. ``sleep`` and ``clock`` are given by tests."""

    manners: Manners = field(default_factory=Manners)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    #: Addresses that moved for good, and where to.
    moved: dict[str, str] = field(default_factory=dict)
    #: How many requests were made.
    requests: int = 0
    _last: dict[str, float] = field(default_factory=dict)
    _client: httpx2.Client | None = None

    def __enter__(self) -> "Asker":
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()

    def patiently(self, address: str, attempt: Callable[[], T]) -> T:
        """``attempt`` until it succeeds, or has been tried often enough. Raises ForelandError."""
        told = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.manners.tries),
            wait=self._wait,
            retry=tenacity.retry_if_exception_type(Again),
            sleep=self.sleep,
            reraise=True,
        )
        try:
            answer: T = told(self._careful, address, attempt)
        except Again as fault:
            raise _failed(
                address,
                f"{fault.found}, after {self.manners.tries} tries",
                "Run the command again later: what came is kept, and it goes on from there.",
            ) from None
        return answer

    def _careful(self, address: str, attempt: Callable[[], T]) -> T:
        try:
            return attempt()
        except httpx2.TimeoutException:
            raise Again("no answer in time") from None
        except httpx2.TransportError as fault:
            raise Again(f"a connection that failed ({_plain(fault)})") from None
        except httpx2.InvalidURL:
            raise _failed(address, "an address that is none", "Mend the address.") from None

    def _wait(self, state: tenacity.RetryCallState) -> float:
        fault = state.outcome.exception() if state.outcome else None
        doubled = self.manners.first_wait * 2.0 ** (state.attempt_number - 1)
        after = fault.after if isinstance(fault, Again) else None
        return min(max(doubled, after or 0.0), self.manners.longest_wait)

    @contextmanager
    def stream(
        self, address: str, headers: Mapping[str, str] | None = None
    ) -> Iterator[httpx2.Response]:
        """The answer to one request, redirects followed. Raises Again, or ForelandError.

        The body is as sent (no compression was asked for); 200, 206, 304 and 416 are answers.
        """
        here = self.moved.get(address, address)
        for _ in range(_MOST_REDIRECTS + 1):
            self._rest(here)
            self.requests += 1
            with self._connected().stream("GET", here, headers=dict(headers or {})) as answer:
                if answer.status_code in _MOVED:
                    here = self._follow(address, here, answer)
                    continue
                self._judge(address, answer)
                yield answer
                return
        raise _failed(address, f"more than {_MOST_REDIRECTS} redirects", "Mend the address.")

    def json(self, address: str) -> Any:
        """The answer as JSON. Raises ForelandError."""
        return self.patiently(address, lambda: self._json(address))

    def _json(self, address: str) -> Any:
        with self.stream(address, {"Accept": "application/json"}) as answer:
            body = bytearray()
            started = self.clock()
            for piece in answer.iter_raw():
                body += piece
                self.slow(started, len(body))
                if len(body) > _MOST_JSON:
                    raise _failed(address, "an answer without end", "Mend the address.")
            check_length(answer, len(body))
        try:
            return json.loads(body)
        except ValueError:
            raise _failed(
                address, "an answer that is no JSON", "See whether the address has changed."
            ) from None

    def slow(self, started: float, got: int) -> None:
        """Raises Again where a body drips in more slowly than anybody should wait for."""
        spent = self.clock() - started
        if spent > self.manners.slow_after and got < self.manners.least_speed * spent:
            raise Again(f"{got:,} bytes in {spent:.0f} seconds, which is too slow")

    def _connected(self) -> httpx2.Client:
        if self._client is None:
            self._client = httpx2.Client(
                timeout=httpx2.Timeout(self.manners.read, connect=self.manners.connect),
                follow_redirects=False,
                headers={
                    "User-Agent": f"foreland/{__version__} (education strategy software)",
                    # As the publisher keeps it: lengths and digests are of these bytes.
                    "Accept-Encoding": "identity",
                },
            )
        return self._client

    def _rest(self, address: str) -> None:
        """Wait until the host may be asked again."""
        host = urlsplit(address).netloc
        due = self._last.get(host, float("-inf")) + self.manners.interval - self.clock()
        if due > 0:
            self.sleep(due)
        self._last[host] = self.clock()

    def _follow(self, asked: str, here: str, answer: httpx2.Response) -> str:
        there = urljoin(here, answer.headers.get("location", ""))
        downgraded = urlsplit(here).scheme == "https" and urlsplit(there).scheme != "https"
        if there == here or not is_safe(there) or downgraded:
            raise _failed(
                asked,
                f"a redirect to {there or 'nowhere'}",
                "See where the publisher keeps the file now, and mend the address.",
            )
        if answer.status_code in _FOR_GOOD:
            self.moved[asked] = there
        return there

    def _judge(self, address: str, answer: httpx2.Response) -> None:
        status = answer.status_code
        if status in (200, 206, 304, 416):
            return
        if status in _PASSING:
            after = _retry_after(answer.headers.get("retry-after"))
            if after is not None and after > self.manners.longest_wait:
                raise _failed(
                    address,
                    f"{status}, and to be asked again in {after:.0f} seconds",
                    "Run the command again then: what came is kept.",
                )
            raise Again(f"the answer {status}", after)
        if status in (404, 410):
            raise NotThere(
                Problem(
                    address,
                    f"the answer {status}: nothing is there",
                    "the file or answer asked for",
                    "See where the publisher keeps the file now, and mend the address.",
                )
            )
        remedy = "See whether the address needs a permission that you have not."
        raise _failed(address, f"the answer {status}", remedy)


def check_length(answer: httpx2.Response, got: int) -> None:
    """Raises Again where a body is not as long as its header said."""
    said = answer.headers.get("content-length", "")
    if said.isdigit() and int(said) != got:
        raise Again(f"{got:,} bytes, where {int(said):,} were announced")


def _retry_after(text: str | None) -> float | None:
    """Seconds, or a day: by the server's own clock only where it is in the future."""
    if not text:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _plain(fault: Exception) -> str:
    return " ".join(str(fault).split()) or type(fault).__name__


def _failed(address: str, found: str, remedy: str) -> ForelandError:
    return ForelandError(Problem(address, found, "the file or answer asked for", remedy))
