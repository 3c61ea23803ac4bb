"""One file from a server that misbehaves: whole or not at all, and never over another."""

import csv
import hashlib
from datetime import date
from pathlib import Path

import pytest
from misbehaving import CUT, DRIP, FORGET, LONG, SHORT, Server

from foreland.model.problems import ForelandError
from foreland.sources.fetching.asking import Asker, Manners
from foreland.sources.fetching.download import Fetched, Wanted, download
from foreland.sources.fetching.kept import LISTING, alone, list_release

BODY = b"time_period,geographic_level,value\n" + b"202425,National,81.4\n" * 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "fetched"


def bring(asker: Asker, server: Server, folder: Path, path: str = "/absence.csv") -> Fetched:
    wanted = Wanted(server.address + path, "absence.csv", "Absence", date(2025, 3, 20))
    return download(asker, wanted, folder)


def seen(folder: Path) -> dict[str, bytes]:
    """The files that ``foreland ingest`` would read: none that begins with a dot."""
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if not path.name.startswith(".") and path.name != LISTING
    }


def listed(folder: Path) -> list[dict[str, str]]:
    with (folder / LISTING).open(newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_file_is_kept_with_its_digest_and_listed_with_its_day(
    asker: Asker, server: Server, folder: Path
) -> None:
    server.files["/absence.csv"] = BODY
    came = bring(asker, server, folder)
    assert (came.outcome, came.size) == ("new", len(BODY))
    assert came.digest == hashlib.sha256(BODY).hexdigest()
    assert seen(folder) == {"absence.csv": BODY}
    assert listed(folder) == [
        {
            "digest": came.digest,
            "published": "2025-03-20",
            "title": "Absence",
            "address": f"{server.address}/absence.csv",
        }
    ]


def test_a_file_that_has_not_changed_is_not_sent_again(
    asker: Asker, server: Server, folder: Path
) -> None:
    server.files["/absence.csv"] = BODY
    bring(asker, server, folder)
    assert bring(asker, server, folder).outcome == "unchanged"
    assert "if-none-match" in server.asked[1].headers
    assert "if-modified-since" in server.asked[1].headers
    assert seen(folder) == {"absence.csv": BODY}


def test_without_marks_the_same_bytes_are_the_same_file(
    asker: Asker, server: Server, folder: Path
) -> None:
    server.files["/absence.csv"], server.validators = BODY, False
    bring(asker, server, folder)
    assert bring(asker, server, folder).outcome == "unchanged"
    assert len(seen(folder)) == len(listed(folder)) == 1


def test_a_changed_file_stands_beside_the_old_one(
    asker: Asker, server: Server, folder: Path
) -> None:
    server.files["/absence.csv"] = BODY
    bring(asker, server, folder)
    server.files["/absence.csv"] = BODY + b"202526,National,80.0\n"
    came = bring(asker, server, folder)
    assert came.outcome == "new"
    assert came.path.name == f"absence-{came.digest[:8]}.csv"
    assert seen(folder)["absence.csv"] == BODY
    assert len(listed(folder)) == 2


def test_a_file_that_a_person_put_there_is_never_written_over(
    asker: Asker, server: Server, folder: Path
) -> None:
    folder.mkdir()
    (folder / "absence.csv").write_bytes(b"somebody's own")
    server.files["/absence.csv"] = BODY
    came = bring(asker, server, folder)
    assert seen(folder) == {"absence.csv": b"somebody's own", came.path.name: BODY}


def test_a_deleted_file_is_brought_again(asker: Asker, server: Server, folder: Path) -> None:
    server.files["/absence.csv"] = BODY
    bring(asker, server, folder).path.unlink()
    assert bring(asker, server, folder).outcome == "new"
    assert seen(folder) == {"absence.csv": BODY}


# -- a server that misbehaves --------------------------------------------------------------------


def test_429_waits_as_long_as_the_server_asks(
    asker: Asker, server: Server, folder: Path, waits: list[float]
) -> None:
    server.files["/absence.csv"], server.retry_after = BODY, "7"
    server.does("/absence.csv", 429, 429)
    assert bring(asker, server, folder).outcome == "new"
    assert [wait for wait in waits if wait] == [7, 7]


def test_a_wait_that_is_too_long_is_told_and_not_waited_for(
    asker: Asker, server: Server, folder: Path, waits: list[float]
) -> None:
    server.files["/absence.csv"], server.retry_after = BODY, "3600"
    server.does("/absence.csv", 429)
    with pytest.raises(ForelandError, match="asked again in 3600 seconds"):
        bring(asker, server, folder)
    assert len(server.asked) == 1
    assert sum(waits) == 0


def test_500_is_asked_again_after_waits_that_double(
    asker: Asker, server: Server, folder: Path, waits: list[float]
) -> None:
    server.files["/absence.csv"] = BODY
    server.does("/absence.csv", 500, 502, 503)
    assert bring(asker, server, folder).outcome == "new"
    assert [wait for wait in waits if wait] == [2, 4, 8]


def test_a_server_that_never_recovers_is_given_up(
    asker: Asker, server: Server, folder: Path
) -> None:
    server.files["/absence.csv"] = BODY
    server.does("/absence.csv", *[500] * 20)
    with pytest.raises(ForelandError, match="the answer 500, after 4 tries"):
        bring(asker, server, folder)
    assert len(server.asked) == 4
    assert seen(folder) == {}


def test_a_cut_connection_goes_on_from_where_it_was_cut(
    asker: Asker, server: Server, folder: Path
) -> None:
    server.files["/absence.csv"] = BODY
    server.does("/absence.csv", CUT, CUT)
    assert bring(asker, server, folder).outcome == "new"
    assert seen(folder) == {"absence.csv": BODY}
    ranges = [one.headers.get("range") for one in server.asked]
    half = len(BODY) // 2
    assert ranges == [None, f"bytes={half}-", f"bytes={half + (len(BODY) - half) // 2}-"]


def test_half_a_file_is_never_read_and_the_next_run_goes_on(
    asker: Asker, server: Server, folder: Path, waits: list[float]
) -> None:
    server.files["/absence.csv"] = BODY
    server.does("/absence.csv", CUT, 500, 500, 500)
    with pytest.raises(ForelandError, match="what came is kept"):
        bring(asker, server, folder)
    assert seen(folder) == {}
    with Asker(asker.manners, sleep=waits.append) as later:
        assert bring(later, server, folder).outcome == "new"
    assert server.asked[-1].headers["range"] == f"bytes={len(BODY) // 2}-"
    assert seen(folder) == {"absence.csv": BODY}
    assert [p.name for p in folder.iterdir() if p.name.startswith(".part-")] == []


def test_a_file_that_changed_meanwhile_is_begun_anew(
    asker: Asker, server: Server, folder: Path
) -> None:
    server.files["/absence.csv"] = BODY
    server.does("/absence.csv", CUT, 500, 500, 500)
    with pytest.raises(ForelandError):
        bring(asker, server, folder)
    other = BODY.replace(b"81.4", b"79.9")
    server.files["/absence.csv"] = other
    bring(asker, server, folder)
    assert seen(folder) == {"absence.csv": other}


def test_a_server_without_ranges_is_begun_anew(asker: Asker, server: Server, folder: Path) -> None:
    server.files["/absence.csv"] = BODY
    server.does("/absence.csv", CUT, FORGET)
    bring(asker, server, folder)
    assert seen(folder) == {"absence.csv": BODY}


def test_without_a_mark_a_part_is_never_gone_on_with(
    asker: Asker, server: Server, folder: Path
) -> None:
    server.files["/absence.csv"], server.validators = BODY, False
    server.does("/absence.csv", CUT)
    bring(asker, server, folder)
    assert [one.headers.get("range") for one in server.asked] == [None, None]
    assert seen(folder) == {"absence.csv": BODY}


def test_a_length_that_is_never_true_is_given_up(
    asker: Asker, server: Server, folder: Path
) -> None:
    server.files["/absence.csv"] = BODY
    server.does("/absence.csv", *[SHORT] * 20)
    with pytest.raises(ForelandError, match="after 4 tries"):
        bring(asker, server, folder)
    assert seen(folder) == {}


def test_a_resumed_file_longer_than_it_said_is_not_kept(
    asker: Asker, server: Server, folder: Path
) -> None:
    server.files["/absence.csv"] = BODY
    server.does("/absence.csv", CUT, LONG)
    bring(asker, server, folder)
    assert seen(folder) == {"absence.csv": BODY}


def test_a_slow_drip_is_given_up(asker: Asker, server: Server, folder: Path) -> None:
    server.files["/absence.csv"] = BODY
    server.does("/absence.csv", *[DRIP] * 20)
    with pytest.raises(ForelandError, match=r"too slow|failed"):
        bring(asker, server, folder)
    assert len(server.asked) == 4
    assert seen(folder) == {}


def test_a_file_that_moved_for_good_is_brought_and_told(
    asker: Asker, server: Server, folder: Path
) -> None:
    server.files["/new/absence.csv"] = BODY
    server.moved["/absence.csv"] = (301, "/new/absence.csv")
    came = bring(asker, server, folder)
    assert came.outcome == "new"
    assert came.remark == f"moved for good to {server.address}/new/absence.csv: mend the address"


def test_a_file_that_moved_for_now_is_brought_without_a_word(
    asker: Asker, server: Server, folder: Path
) -> None:
    server.files["/new/absence.csv"] = BODY
    server.moved["/absence.csv"] = (302, "/new/absence.csv")
    assert bring(asker, server, folder).remark is None


def test_redirects_in_a_circle_end(asker: Asker, server: Server, folder: Path) -> None:
    server.moved |= {"/absence.csv": (302, "/b"), "/b": (302, "/absence.csv")}
    with pytest.raises(ForelandError, match="more than 5 redirects"):
        bring(asker, server, folder)


@pytest.mark.parametrize("where", ["http://example.org/x.csv", "file:///etc/hostname", ""])
def test_a_redirect_to_where_nobody_should_ask_is_refused(
    asker: Asker, server: Server, folder: Path, where: str
) -> None:
    server.moved["/absence.csv"] = (302, where)
    with pytest.raises(ForelandError, match="a redirect to"):
        bring(asker, server, folder)


def test_a_page_of_words_in_the_place_of_a_file_is_refused(
    asker: Asker, server: Server, folder: Path
) -> None:
    server.files["/absence.csv"] = b"\r\n<!DOCTYPE html><html><title>Sign in</title>"
    with pytest.raises(ForelandError, match="a web page"):
        bring(asker, server, folder)
    assert seen(folder) == {}


def test_an_empty_file_is_refused(asker: Asker, server: Server, folder: Path) -> None:
    server.files["/absence.csv"] = b""
    with pytest.raises(ForelandError, match="an empty file"):
        bring(asker, server, folder)
    assert seen(folder) == {}


def test_a_file_without_end_is_refused(server: Server, folder: Path) -> None:
    server.files["/absence.csv"] = BODY
    with (
        Asker(Manners(tries=1, interval=0, most_bytes=100)) as asker,
        pytest.raises(ForelandError, match=r"a file of \d+ bytes"),
    ):
        bring(asker, server, folder)
    assert seen(folder) == {}


def test_columns_that_came_and_went_are_told(asker: Asker, server: Server, folder: Path) -> None:
    server.files["/absence.csv"] = BODY
    bring(asker, server, folder)
    server.files["/absence.csv"] = BODY.replace(b"geographic_level", b"level")
    remark = bring(asker, server, folder).remark
    assert remark == (
        "columns gone since absence.csv: geographic_level; columns new since absence.csv: level"
    )


def test_a_missing_file_is_told_at_once(asker: Asker, server: Server, folder: Path) -> None:
    with pytest.raises(ForelandError, match="the answer 404"):
        bring(asker, server, folder)
    assert len(server.asked) == 1


def test_a_host_is_asked_no_oftener_than_its_interval(server: Server, folder: Path) -> None:
    server.files["/absence.csv"] = BODY
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    with Asker(Manners(interval=1.5), sleep=sleep, clock=lambda: now[0]) as asker:
        for _ in range(3):
            bring(asker, server, folder)
    assert slept == [1.5, 1.5]


def test_nobody_listens(asker: Asker, folder: Path) -> None:
    wanted = Wanted("http://127.0.0.1:9/x.csv", "x.csv", "X")
    with pytest.raises(ForelandError, match="a connection that failed"):
        download(asker, wanted, folder)


# -- what the folder remembers -------------------------------------------------------------------


def test_a_row_that_a_person_wrote_stays(folder: Path) -> None:
    folder.mkdir()
    (folder / LISTING).write_text("digest,published,note\nabc,2024-01-01,by hand\n")
    list_release(folder, "abc", date(2025, 1, 1), "X", "https://example.org/x")
    list_release(folder, "def", date(2025, 1, 1), "X", "https://example.org/x")
    rows = listed(folder)
    assert [(row["digest"], row["published"], row["note"]) for row in rows] == [
        ("abc", "2024-01-01", "by hand"),
        ("def", "2025-01-01", ""),
    ]


def test_a_memory_that_cannot_be_read_is_none(asker: Asker, server: Server, folder: Path) -> None:
    server.files["/absence.csv"] = BODY
    bring(asker, server, folder)
    (folder / ".fetched.json").write_text("{broken")
    assert bring(asker, server, folder).outcome == "unchanged"
    assert seen(folder) == {"absence.csv": BODY}


def test_one_fetches_into_a_folder_at_a_time(folder: Path) -> None:
    with alone(folder), pytest.raises(ForelandError, match="another foreland"), alone(folder):
        pass


@pytest.mark.parametrize("step", ["list_release", "place", "remember", "_digest", "_sync"])
def test_stopped_at_any_step_no_part_is_read_and_the_next_run_completes(
    asker: Asker, server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    server.files["/absence.csv"] = BODY

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as once:
        once.setattr(f"foreland.sources.fetching.download.{step}", stop)
        with pytest.raises(KeyboardInterrupt):
            bring(asker, server, folder)
    assert set(seen(folder).values()) <= {BODY}
    bring(asker, server, folder)
    assert seen(folder) == {"absence.csv": BODY}
    assert [row["published"] for row in listed(folder)] == ["2025-03-20"]
