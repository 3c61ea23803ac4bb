"""``foreland serve``: a build on a loopback address, for looking at."""

from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from foreland.model.problems import ForelandError, Problem


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Requests are nobody's business."""


def serve(directory: Path, port: int, say: Callable[[str], None]) -> None:
    """Serve ``directory/current`` until interrupted; only this machine can reach it."""
    current = directory / "current"
    site = current if current.is_dir() else directory
    if not (site / "index.html").is_file():
        raise ForelandError(
            Problem(
                str(directory),
                "no build",
                "a folder that foreland build has written",
                "Build first: foreland build --out DIR",
            )
        )
    if not 0 <= port <= 65535:
        raise ForelandError(
            Problem("", f"port {port}", "a number from 0 to 65535", "Choose another; 0 takes any.")
        )
    handler = partial(_Quiet, directory=str(site))
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError:
        # The usual port is taken: any free one will do.
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    with server:
        try:
            say(f"Look at http://127.0.0.1:{server.server_address[1]}/ (Ctrl+C stops it)")
            say("First: the ratings on the home page; then a priority; then an indicator, and at")
            say("its foot where each number comes from.")
            server.serve_forever()
        except KeyboardInterrupt:
            say("Stopped.")
