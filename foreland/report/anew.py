"""How a file of the site comes about: made of its contents, or taken from where it was made of
the same. Decides nothing of what it shows."""

from collections.abc import Callable
from typing import Protocol


class Maker(Protocol):
    """``of`` is all that the bytes of ``path`` are made of, besides the program itself."""

    def __call__(self, path: str, of: object, make: Callable[[], bytes]) -> bytes: ...


def anew(path: str, of: object, make: Callable[[], bytes]) -> bytes:  # noqa: ARG001
    """Made, whatever there may be."""
    return make()
