"""Groups of children or schools: sorted ``dimension=member`` pairs; ``all`` is the empty group."""

from dataclasses import dataclass

ALL = "all"


@dataclass(frozen=True, order=True)
class Group:
    """A group, e.g. ``fsm=eligible`` or ``sen=support;sex=girls``.

    Dimensions are unique and sorted, so that equal groups print alike.
    Raises ValueError for an empty name, a repeated dimension, or ``=``/``;`` inside a name.
    """

    pairs: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        names = [name for name, _ in self.pairs]
        if len(set(names)) != len(names):
            raise ValueError(f"a dimension is given twice in {self.pairs!r}")
        for pair in self.pairs:
            for part in pair:
                if not part.strip() or part != part.strip() or any(c in part for c in "=;"):
                    raise ValueError(f"{part!r} cannot name a dimension or a member")
        object.__setattr__(self, "pairs", tuple(sorted(self.pairs)))

    @classmethod
    def parse(cls, text: str) -> "Group":
        """Read ``all`` or ``a=b;c=d``. Raises ValueError saying what was expected."""
        if text.strip() in ("", ALL):
            return cls()
        pairs = []
        for part in text.split(";"):
            name, equals, member = part.partition("=")
            if not equals:
                raise ValueError(f"{text!r} is not a group: expected all, or dimension=member;…")
            pairs.append((name.strip(), member.strip()))
        return cls(tuple(pairs))

    def __str__(self) -> str:
        return ";".join(f"{name}={member}" for name, member in self.pairs) or ALL
