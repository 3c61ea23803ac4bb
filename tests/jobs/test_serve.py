"""A build is looked at on this machine alone."""

import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from foreland.cli import run


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder as ``foreland build`` leaves it: ``current`` points to a build."""
    site = tmp_path / "out" / "builds" / "one"
    site.mkdir(parents=True)
    (site / "index.html").write_text("<h1>Ashmere</h1>")
    (tmp_path / "out" / "secret.txt").write_text("beside the site")
    (tmp_path / "out" / "current").symlink_to("builds/one")
    return tmp_path / "out"


@contextmanager
def served(out: Path, port: int = 0) -> Iterator[str]:
    """The address at which ``out`` is served; stopped by Ctrl+C at the end."""
    words = [sys.executable, "-m", "foreland", "serve", str(out), "--port", str(port)]
    server = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        line = server.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found, line
        yield found[0]
        server.send_signal(signal.SIGINT)
        assert server.wait(10) == 0
        assert "Stopped." in server.stderr.read()
    finally:
        server.kill()
        server.wait()


def test_the_current_build_is_served_and_nothing_beside_it(built: Path) -> None:
    with served(built) as address:
        with urllib.request.urlopen(address, timeout=10) as page:
            assert page.read() == b"<h1>Ashmere</h1>"
        for path in ("secret.txt", "../secret.txt", "%2e%2e/secret.txt", "../../secret.txt"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(address + path, timeout=10)


def test_a_port_that_is_taken_gives_way_to_a_free_one(built: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with served(built, port) as address:
            assert f":{port}/" not in address


def test_a_folder_without_a_build_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", str(tmp_path)]) == 1
    assert "foreland build" in capfd.readouterr().err


def test_a_port_that_cannot_be_is_told(built: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", str(built), "--port", "99999"]) == 1
    assert "from 0 to 65535" in capfd.readouterr().err
