"""``python -m foreland``."""

from foreland.cli import main

main()
