"""The tutorial works as it is written: each file saved, each command run, each answer found."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from foreland.cli import run
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest
from foreland.synthetic import SEED, write

TUTORIAL = Path(__file__).resolve().parents[2] / "docs/tutorial/first-plan.md"
BLOCK = re.compile(
    r"(?:Save this as `(?P<path>[^`]+)`:\n\n)?^```(?P<kind>\w+)(?: exit=(?P<exit>\d))?\n"
    r"(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def obey(line: str) -> int:
    """Run one line of the tutorial; the few that are no command of ours are done by hand."""
    words = shlex.split(line)
    if words[0] == "foreland":
        return run(words[1:])
    if words[0] == "cp":
        shutil.copytree(words[2], words[3])
    elif words[0] == "rm":
        shutil.rmtree(words[2])
    elif words[0] == "mkdir":
        Path(words[1]).mkdir()
    elif line not in ("make demo NO_SERVE=1", ". .venv/bin/activate"):
        raise AssertionError(f"the tutorial says {line!r}, which this test cannot do")
    return 0


def test_the_tutorial_works_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    area = Path("build/demo/area")
    write(area, SEED)
    folder = Folder.open(area)
    ingest(folder, [folder.data])
    capfd.readouterr()
    said = ""
    for found in BLOCK.finditer(TUTORIAL.read_text("utf-8")):
        if found["path"]:
            path = Path(found["path"])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found["text"], "utf-8")
        elif found["kind"] == "sh":
            said = ""
            for line in found["text"].splitlines():
                status = obey(line)
                printed = capfd.readouterr()
                said += printed.out + printed.err
                assert status == int(found["exit"] or 0), f"{line}\n{said}"
        elif found["kind"] == "text":
            for line in found["text"].splitlines():
                assert line in said, f"{line!r} is not in what was printed:\n{said[:4000]}"
    assert Path("first-site/current/index.html").is_file()
