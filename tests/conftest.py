"""What all tests share: an invented area's folder, and the command line as a user meets it."""

from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
from command import Cli, Told
from hypothesis import settings

from foreland.cli import run

# A machine that is busy with other things makes no test wrong.
settings.register_profile("foreland", deadline=None)
settings.load_profile("foreland")


@pytest.fixture
def area(tmp_path: Path) -> Path:
    """The folder of Ashmere, an invented county, without evidence."""
    return tiny.folder(tmp_path / "ashmere")


@pytest.fixture
def cli(area: Path, capfd: pytest.CaptureFixture[str]) -> Cli:
    """Run the command line on Ashmere's folder. A traceback fails the test whatever it asks."""

    def call(*arguments: object, folder: Path | None = None) -> Told:
        words = [str(argument) for argument in arguments]
        if "--folder" not in words and words and words[0] not in ("new", "serve", "demo"):
            words += ["--folder", str(folder or area)]
        capfd.readouterr()
        status = run(words)
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return Told(status, out, err)

    return call


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Write a file to be ingested; its path."""

    def put(name: str, data: bytes) -> Path:
        path = tmp_path / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return put
