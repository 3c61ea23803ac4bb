"""A server on this machine that speaks the publishers' shapes, and misbehaves when it is told to.

``Server.does(path, behaviour, …)`` says what is done with the first requests of a path; after
them it behaves. Every request is noted. It serves loopback only and ends with the test.
"""

import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

#: What a handler may do instead of answering. Numbers are statuses.
CUT, SHORT, LONG, DRIP, FORGET = "cut", "short", "long", "drip", "no-ranges"


@dataclass
class Asked:
    path: str
    headers: dict[str, str]


@dataclass
class Server:
    files: dict[str, bytes] = field(default_factory=dict)
    moved: dict[str, tuple[int, str]] = field(default_factory=dict)
    retry_after: str | None = None
    validators: bool = True
    modified: str = "Wed, 08 Apr 2026 09:30:00 GMT"
    asked: list[Asked] = field(default_factory=list)
    script: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def does(self, path: str, *behaviours: Any) -> None:
        self.script[path] += behaviours

    def says(self, path: str, answer: Any) -> None:
        self.files[path] = json.dumps(answer).encode()

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5
    server: "_Http"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        told = self.server.told
        told.asked.append(Asked(self.path, {k.lower(): v for k, v in self.headers.items()}))
        plain = urlsplit(self.path).path
        todo = told.script.get(self.path) or told.script.get(plain) or []
        behaviour = todo.pop(0) if todo else None
        if isinstance(behaviour, int):
            return self._status(behaviour)
        if plain in told.moved:
            status, where = told.moved[plain]
            return self._status(status, where)
        body = told.files.get(self.path, told.files.get(plain))
        if body is None:
            return self._status(404)
        return self._file(body, behaviour)

    def _status(self, status: int, where: str | None = None) -> None:
        self.send_response(status)
        if where:
            self.send_header("Location", where)
        if self.server.told.retry_after and status in (429, 503):
            self.send_header("Retry-After", self.server.told.retry_after)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _file(self, body: bytes, behaviour: Any) -> None:
        told = self.server.told
        etag = f'"{sha256(body).hexdigest()[:12]}"'
        if told.validators and self.headers.get("If-None-Match") == etag:
            return self._status(304)
        start, wanted = 0, self.headers.get("Range")
        same = self.headers.get("If-Range") in (None, etag)
        if wanted and same and behaviour != FORGET:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(body):
                return self._status(416)
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        else:
            self.send_response(200)
        if told.validators:
            self.send_header("ETag", etag)
            self.send_header("Last-Modified", told.modified)
        rest = body[start:]
        announced = len(rest) + (7 if behaviour == SHORT else -3 if behaviour == LONG else 0)
        self.send_header("Content-Length", str(announced))
        self.end_headers()
        if behaviour == CUT:
            self.wfile.write(rest[: len(rest) // 2])
            self.close_connection = True
        elif behaviour == DRIP:
            for place in range(min(len(rest), 60)):
                self.wfile.write(rest[place : place + 1])
                self.wfile.flush()
                time.sleep(0.01)
            self.close_connection = True
        else:
            self.wfile.write(rest)
            self.close_connection = behaviour in (SHORT, LONG)
        return None


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    told: Server

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no fault of the test."""


@contextmanager
def serving() -> Iterator[Server]:
    told = Server()
    http = _Http(("127.0.0.1", 0), _Handler)
    http.told = told
    told.port = http.server_address[1]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        http.shutdown()
        http.server_close()
        thread.join(timeout=5)
