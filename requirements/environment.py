"""Make the virtual environment and follow a lock file, with pip alone. Run by make.

Uses only the standard library, since it runs before anything is installed.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path


def fail(*lines: str) -> None:
    print("\n".join(lines), file=sys.stderr)
    raise SystemExit(1)


def main(folder: Path, lock: Path) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  (this runs on whatever Python there is)
        fail(f"foreland needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    python = folder / "bin" / "python"
    if not python.exists():
        try:
            import ensurepip  # noqa: F401
        except ImportError:
            fail(
                "This Python cannot make virtual environments: Debian keeps that part apart.",
                f"Install it: apt install python{sys.version_info.major}."
                f"{sys.version_info.minor}-venv (or python3-venv), then run make again.",
            )
        print(f"Setting up {folder}/ (once) ...", flush=True)
        venv.create(folder, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    environment = {**os.environ, "PIP_NO_INPUT": "1"}
    steps = (
        ["--require-hashes", "-r", str(lock)],
        # The package itself, from this folder; its build tools came with the lock.
        ["--no-deps", "--no-build-isolation", "-e", "."],
    )
    for step in steps:
        done = subprocess.run([*pip, *step], env=environment, check=False)
        if done.returncode:
            fail(
                f"pip could not install from {lock}.",
                "If the network was cut, run make again; what was done is kept.",
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
