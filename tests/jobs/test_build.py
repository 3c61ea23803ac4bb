"""``foreland build`` on a tiny area: nothing changed, nothing done; the same inputs, same bytes."""

import hashlib
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny

LONG = [
    ("PriTotAbs", "2022/23", 801, "5.1"),
    ("PriTotAbs", "2023/24", 801, "5.2"),
    ("PriTotAbs", "2023/24", 970, "5.0"),
]


@pytest.fixture
def filled(area: Path, cli: Callable[..., object], tmp_path: Path) -> Path:
    """Ashmere's folder with a few figures."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "long.csv").write_bytes(tiny.long_csv(LONG))
    cli("ingest", inbox, "--published", "2025-03-01")
    return area


def bytes_of(out: Path) -> dict[str, str]:
    current = out / "current"
    return {
        p.relative_to(current).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in current.rglob("*")
        if p.is_file()
    }


def test_a_folder_without_a_plan_gets_a_site_of_indicators(filled: Path, cli, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (filled / "plan" / "plan.yaml").unlink(missing_ok=True)
    told = cli("build", "--out", tmp_path / "out")
    assert told.status == 0
    page = (tmp_path / "out" / "current" / "indicators" / "primary_absence.html").read_text()
    assert "5.2%" in page
    assert "2023/24" in page
    assert (tmp_path / "out" / "current" / "indicators" / "primary_absence.csv").is_file()


def test_a_second_build_says_that_nothing_has_changed(filled: Path, cli, tmp_path) -> None:  # type: ignore[no-untyped-def]
    cli("build", "--out", tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    assert "Nothing has changed" in cli("build", "--out", tmp_path / "out").err
    (filled / "area.yaml").write_text((filled / "area.yaml").read_text() + "\n")
    assert "Nothing has changed" not in cli("build", "--out", tmp_path / "out").err
    assert bytes_of(tmp_path / "out") == before


def test_whether_anything_changed_is_decided_before_heavy_imports(filled: Path, tmp_path) -> None:  # type: ignore[no-untyped-def]
    code = (
        "import sys; from foreland.cli import run; "
        f"words = ['build', '--folder', {str(filled)!r}, '--out', {str(tmp_path / 'out')!r}]; "
        "status = run(words); print(status, 'polars' in sys.modules)"
    )
    said = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        said.append(done.stdout.split())
    assert said == [["0", "True"], ["0", "False"]]


@pytest.mark.slow
def test_threads_time_zone_language_and_hash_seed_change_no_byte(tmp_path: Path) -> None:
    machines = (
        {"POLARS_MAX_THREADS": "1", "TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
        {"POLARS_MAX_THREADS": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7"},
    )
    seen = []
    for number, machine in enumerate(machines):
        out = tmp_path / f"out{number}"
        subprocess.run(
            [sys.executable, "-m", "foreland", "demo", "--no-serve", "--out", out],
            env={**os.environ, **machine},
            check=True,
            capture_output=True,
        )
        store = {
            p.relative_to(out).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in (out / "area" / "store").rglob("*")
            if p.is_file()
        }
        seen.append((bytes_of(out / "site"), store))
    assert seen[0] == seen[1]
    assert len(seen[0][0]) > 400


@pytest.mark.slow
def test_killed_from_outside_the_last_site_stands_and_the_next_build_completes(
    tmp_path: Path,
) -> None:
    out = tmp_path / "demo"
    words = [sys.executable, "-m", "foreland"]
    subprocess.run([*words, "demo", "--no-serve", "--out", out], check=True, capture_output=True)
    site, settings = out / "site", out / "area" / "area.yaml"
    build = [*words, "build", "--folder", out / "area", "--out", site]
    known = [bytes_of(site)]
    settings.write_text(settings.read_text().replace("Forelandshire education", "Our education"))
    started = time.monotonic()
    subprocess.run([*build, "--audience", "internal"], check=True, capture_output=True)
    usual = time.monotonic() - started
    known.append(bytes_of(site))
    chance = random.Random(20261124)
    for number in range(4):
        settings.write_text(settings.read_text() + f"# {number}\n")
        audience = ("public", "internal")[number % 2]
        running = subprocess.Popen(
            [*build, "--audience", audience], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.3, 1.0) * usual)
        running.kill()
        running.wait()
        standing = bytes_of(site)
        record = json.loads(
            (site / "builds" / f"{(site / 'current').readlink().name}.json").read_text()
        )
        assert standing == record["files"]
        subprocess.run([*build, "--audience", audience], check=True, capture_output=True)
        assert not list((site / "builds").glob(".part-*"))
        assert bytes_of(site) != known[0] or audience == "public"


def test_a_measure_by_a_publishers_code_has_a_page_in_the_publishers_words(
    filled: Path, cli, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    (filled / "plan").mkdir(exist_ok=True)
    (filled / "plan" / "plan.yaml").write_text(
        'title: "Ours"\narea: "E10000901"\n'
        "priorities:\n  - {id: P1, title: Attendance}\n"
        'measures:\n  - {id: absence, priority: P1, indicator: "lait:PriTotAbs",\n'
        '     targets: [{for: "2023/24", value: 5.3}]}\n',
        encoding="utf-8",
    )
    assert cli("build", "--out", tmp_path / "out").status == 0
    page = (tmp_path / "out" / "current" / "indicators" / "lait-PriTotAbs.html").read_text()
    assert "5.2%" in page
    assert "PriTotAbs" in page
