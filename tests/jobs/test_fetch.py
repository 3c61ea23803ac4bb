"""``foreland fetch`` from a server on this machine that speaks the publishers' shapes."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from misbehaving import CUT, Server, serving

from foreland.jobs.fetch import FETCH_SCHEMA, fetch, would_ask
from foreland.jobs.folder import Folder
from foreland.jobs.ingest import ingest
from foreland.model.problems import ForelandError, Problem
from foreland.sources.fetching.asking import Asker, Manners
from foreland.sources.fetching.sources import known

TODAY = date(2026, 11, 24)
EES = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code,la_name,value\n"
)
OWN = (
    "time_period,time_identifier,geographic_level,new_la_code,indicator,value,unit\n"
    "202425,Academic year,Local authority,E10000901,open_cases,12,count\n"
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
def folder(area: Path, server: Server) -> Folder:
    """Ashmere, whose fetch.yaml asks the server in the place of each publisher."""
    here = server.address
    (area / "fetch.yaml").write_text(
        f"""\
sources:
  - {{id: ees, kind: ees, title: EES, address: "{here}/api/v1", publications: [Pupil absence]}}
  - {{id: lait, kind: github, title: LAIT, address: "{here}/repos/lait", raw: "{here}/raw",
      files: [01_data/long.csv]}}
  - {{id: register, kind: dated, title: Register, address: "{here}/downloads",
      files: [edubasealldataDATE.csv]}}
  - {{id: ofsted, kind: gov-uk, title: Ofsted, address: "{here}/content/ofsted",
      files: ["latest.*csv"]}}
"""
    )
    return Folder.open(area)


def paging(pages: int = 1) -> dict[str, int]:
    return {"page": 1, "pageSize": 20, "totalResults": pages * 20, "totalPages": pages}


def api(server: Server) -> None:
    """Two pages of publications; a data set with three versions, the newest not yet out."""
    server.says(
        "/api/v1/publications?page=1&pageSize=20",
        {"paging": paging(2), "results": [{"id": "p0", "title": "Another", "slug": "another"}]},
    )
    server.says(
        "/api/v1/publications?page=2&pageSize=20",
        {"paging": paging(2), "results": [{"id": "p1", "title": "Pupil absence"}]},
    )
    server.says(
        "/api/v1/publications/p1/data-sets",
        {"paging": paging(), "results": [{"id": "d1", "title": "Absence by area"}]},
    )
    versions = [
        {"version": "1.9", "status": "Published", "published": "2025-03-20T09:30:00Z"},
        {"version": "1.10", "status": "Published", "published": "2026-03-19T09:30:00+00:00"},
        {"version": "2.0", "status": "Draft", "published": None},
    ]
    server.says("/api/v1/data-sets/d1/versions", {"paging": paging(), "results": versions})
    server.files["/api/v1/data-sets/d1/csv?dataSetVersion=1.10"] = EES.encode()


def run(
    folder: Folder, *names: str, warned: list[Problem] | None = None
) -> list[dict[str, object]]:
    def warn(problem: Problem) -> None:
        if warned is not None:
            warned.append(problem)

    manners = Manners(tries=3, interval=0, connect=2, read=2)
    asker = Asker(manners, sleep=lambda _: None)
    return fetch(folder, list(names), TODAY, warn=warn, asker=asker).rows(named=True)


# -- the Explore Education Statistics API --------------------------------------------------------


def test_the_newest_published_version_of_a_data_set_is_fetched(
    folder: Folder, server: Server
) -> None:
    api(server)
    (row,) = run(folder, "ees")
    assert (row["outcome"], row["file"]) == ("new", "pupil-absence-absence-by-area-v1.10.csv")
    assert (row["published"], row["bytes"]) == (date(2026, 3, 19), len(EES))
    path = folder.data / "fetched" / "ees" / str(row["file"])
    assert path.read_bytes() == EES.encode()


def test_a_title_that_the_api_has_not_is_told_with_the_nearest(
    folder: Folder, server: Server
) -> None:
    api(server)
    text = (folder.path / "fetch.yaml").read_text().replace("[Pupil absence]", "[Pupil absense]")
    (folder.path / "fetch.yaml").write_text(text)
    warned: list[Problem] = []
    assert run(folder, "ees", warned=warned) == []
    assert ["Did you mean 'Pupil absence'?" in problem.remedy for problem in warned] == [True]


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"data": []}, "paging: field required"),
        ({"paging": {"totalPages": 1}, "results": [{"id": 7, "title": "X"}]}, "results.0.id"),
        (["a list"], "the answer"),
    ],
)
def test_an_answer_of_another_shape_is_told_by_its_field(
    folder: Folder, server: Server, answer: object, found: str
) -> None:
    server.says("/api/v1/publications", answer)
    (row,) = run(folder, "ees")
    assert row["outcome"] == "failed"
    assert found in str(row["reason"])
    assert "the shape that foreland knows" in str(row["reason"])


def test_an_answer_that_is_no_json_is_told(folder: Folder, server: Server) -> None:
    server.files["/api/v1/publications"] = b"<html>maintenance</html>"
    (row,) = run(folder, "ees")
    assert "no JSON" in str(row["reason"])


def test_the_catalogue_is_asked_again_when_it_is_cut(folder: Folder, server: Server) -> None:
    api(server)
    server.does("/api/v1/publications", 429, CUT)
    assert [row["outcome"] for row in run(folder, "ees")] == ["new"]


def test_a_catalogue_without_end_is_left(
    folder: Folder, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foreland.sources.ees.api.MOST_PAGES", 3)
    server.says(
        "/api/v1/publications",
        {"paging": paging(1_000_000), "results": [{"id": "p", "title": "Another"}]},
    )
    assert run(folder, "ees") == []
    assert len(server.asked) == 3


# -- the other kinds -----------------------------------------------------------------------------


def test_a_repositorys_file_is_fetched_at_its_newest_commit_with_that_day(
    folder: Folder, server: Server
) -> None:
    sha = "2e30e3959a6a" + "0" * 28
    commit = {"sha": sha, "commit": {"committer": {"date": "2026-04-08T10:00:00Z"}}}
    server.says("/repos/lait/commits?path=01_data/long.csv&per_page=1", [commit])
    server.files[f"/raw/{sha}/01_data/long.csv"] = b"Short Desc,Years\n"
    (row,) = run(folder, "lait")
    assert (row["outcome"], row["file"], row["published"]) == ("new", "long.csv", date(2026, 4, 8))


def test_the_register_of_yesterday_will_do_where_todays_is_not_out(
    folder: Folder, server: Server
) -> None:
    server.files["/downloads/edubasealldata20261123.csv"] = b"URN,LA (code)\n"
    (row,) = run(folder, "register")
    assert row["file"] == "edubasealldata20261123.csv"
    assert row["published"] == date(2026, 11, 23)
    assert server.paths() == [f"/downloads/edubasealldata202611{day}.csv" for day in (24, 23)]


def test_a_register_that_fails_is_not_looked_for_in_older_days(
    folder: Folder, server: Server
) -> None:
    server.does("/downloads/edubasealldata20261124.csv", 403)
    (row,) = run(folder, "register")
    assert (row["outcome"], len(server.asked)) == ("failed", 1)
    assert "the answer 403" in str(row["reason"])


def test_the_newest_attachment_of_a_page_is_fetched(folder: Folder, server: Server) -> None:
    files = [
        ("Latest inspections as at 31 October 2026", "x.ods"),
        ("Latest inspections as at 30 September 2026", "Latest_Sept.csv"),
        ("Latest inspections as at 31 October 2026", "Latest_2026.csv"),
        ("Latest inspections", "Latest_undated.csv"),
    ]
    attachments = [{"title": t, "url": f"{server.address}/media/{n}"} for t, n in files]
    server.says(
        "/content/ofsted",
        {
            "title": "Monthly management information",
            "public_updated_at": "2026-11-10T09:30:00+00:00",
            "details": {"attachments": attachments},
        },
    )
    server.files["/media/Latest_2026.csv"] = b"URN,Outcome\n"
    (row,) = run(folder, "ofsted")
    assert (row["outcome"], row["file"]) == ("new", "latest-2026.csv")
    assert row["published"] == date(2026, 11, 10)


def test_one_publishers_failure_ends_no_other(folder: Folder, server: Server) -> None:
    api(server)
    rows = run(folder, "lait", "ees", "ofsted")
    assert [(row["source"], row["outcome"]) for row in rows] == [
        ("lait", "failed"),
        ("ees", "new"),
        ("ofsted", "failed"),
    ]


# -- what is done with what came -----------------------------------------------------------------


def test_ingest_reads_what_was_fetched_with_its_day_and_no_part_of_a_file(
    folder: Folder, server: Server
) -> None:
    api(server)
    server.files["/api/v1/data-sets/d1/csv?dataSetVersion=1.10"] = OWN.encode()
    run(folder, "ees")
    (folder.data / "fetched" / "ees" / ".part-0123").write_bytes(OWN.encode()[:40])
    told = ingest(folder, [folder.data]).rows(named=True)
    assert [(row["source"], row["published"]) for row in told] == [("local", date(2026, 3, 19))]


# -- the command ---------------------------------------------------------------------------------


def test_a_dry_run_says_what_it_would_ask_and_asks_nothing(folder: Folder, server: Server) -> None:
    told = would_ask(folder, None, TODAY).rows(named=True)
    assert {row["outcome"] for row in told} == {"would-ask"}
    by_source = {row["source"]: row["address"] for row in told}
    assert by_source["ees"] == f"{server.address}/api/v1/publications?page=1&pageSize=20"
    assert by_source["register"] == f"{server.address}/downloads/edubasealldata20261124.csv"
    assert server.asked == []


def test_the_packaged_sources_are_all_public_hosts_and_asked_by_https() -> None:
    assert {one.id for one in known()} >= {"lait", "ees", "register", "ofsted-schools"}
    assert all(one.address.startswith("https://") for one in known())


@pytest.mark.usefixtures("folder")
def test_the_command(server: Server, cli) -> None:  # type: ignore[no-untyped-def]
    api(server)
    dry = cli("fetch", "ees", "--dry-run", "--format", "json")
    assert (dry.status, len(dry.json), server.asked) == (0, 1, [])
    done = cli("fetch", "register", "--today", "2026-11-24", "--format", "json")
    assert (done.status, done.json[0]["outcome"]) == (1, "failed")
    assert list(done.json[0]) == list(FETCH_SCHEMA)
    wrong = cli("fetch", "eees")
    assert wrong.status == 1
    assert "Did you mean ees?" in wrong.err


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{id: x, kind: dated, title: X, address: 'http://example.org', files: [aDATE]}", "https"),
        ("{id: x, kind: dated, title: X, address: 'https://a.org', files: [a.csv]}", "hold DATE"),
        ("{id: x, kind: ees, title: X, address: 'https://a.org'}", "publications"),
        ("{id: x, kind: ftp, title: X, address: 'https://a.org'}", "'ees'"),
        ("{id: x, kind: gov-uk, title: X, address: 'https://a.org', files: ['(']}", "a pattern"),
        ("{id: x, kind: gov-uk, title: X, address: 'https://u:p@a.org', files: [a]}", "https"),
    ],
)
def test_a_fault_of_fetch_yaml_is_told_with_its_line(area: Path, text: str, found: str) -> None:
    (area / "fetch.yaml").write_text(f"sources:\n  - {text}\n")
    with pytest.raises(ForelandError) as told:
        known(area / "fetch.yaml")
    (problem,) = told.value.problems
    assert problem.line == 2
    assert found in problem.expected
