"""Who may see what: the audiences, and whether one may see what is meant for another."""

import re

from foreland.model.problems import ForelandError, Problem

PUBLIC = "public"
INTERNAL = "internal"


def check(audience: str) -> None:
    """Raise ForelandError for an audience that is none."""
    if audience not in (PUBLIC, INTERNAL) and not re.fullmatch(r"partner:[a-z0-9-]+", audience):
        raise ForelandError(
            Problem(
                "",
                f"the audience {audience!r}",
                "public, internal, or partner:ID with small letters, digits and hyphens",
                "Name one of these after --audience.",
            )
        )


def may_see(asked: str, meant_for: str) -> bool:
    """The area itself sees all; a partner what is public or its own; the public what is public."""
    return asked == INTERNAL or meant_for in (PUBLIC, asked)


def leaves(asked: str) -> bool:
    """Whether what this audience sees leaves the area, so that small numbers are withheld."""
    return asked != INTERNAL
