"""Commands that publish: build, serve, demo."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from foreland.commands.shared import (
    HERE,
    AsOf,
    FolderOption,
    Today,
    app,
    say,
)


@app.command
def build(
    *,
    out: Annotated[Path, Parameter(help="Where the site goes; it is switched in whole.")],
    audience: Annotated[str, Parameter(help="public, internal, or partner:ID.")] = "public",
    as_of: AsOf = None,
    today: Today = None,
    folder: FolderOption = HERE,
) -> None:
    """Build everything to be published: disclosure-checked, switched in atomically."""
    from foreland.jobs.unchanged import unchanged

    same = unchanged(folder, out, audience, as_of, today)
    if same is not None:
        say(f"Nothing has changed since the last build: {same}")
        return
    from foreland.jobs.build import build as run

    result = run(folder, out, audience, as_of, today)
    for line in result.lines:
        say(line)


@app.command
def serve(
    directory: Annotated[Path, Parameter(help="A build's folder.")],
    /,
    *,
    port: Annotated[int, Parameter(help="0 takes any free port.")] = 8642,
) -> None:
    """Look at a build: serve it on this machine only."""
    from foreland.jobs.serve import serve as run

    run(directory, port, say)


@app.command
def demo(
    *,
    out: Annotated[Path, Parameter(help="Where the demo goes.")] = Path("build/demo"),
    no_serve: Annotated[bool, Parameter(name="--no-serve", negative=())] = False,
    port: Annotated[int, Parameter(help="0 takes any free port.")] = 8642,
) -> None:
    """A labelled synthetic area, built and served, offline."""
    from foreland.jobs.demo import demo as run
    from foreland.jobs.progress import progress

    with progress() as tell:
        site = run(out, progress=tell)
    say(f"The demo is built: {site}/current/index.html")
    if not no_serve:
        from foreland.jobs.serve import serve as look

        look(site, port, say)
