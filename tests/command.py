"""What one command said and how it ended."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Told:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


#: ``cli("observations", "--indicator", "lait:InfMort")``, in the area folder.
Cli = Callable[..., Told]
