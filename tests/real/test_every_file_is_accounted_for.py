"""Every file of the published data is read, or is named as not read with a reason of its own."""

from pathlib import Path

import pytest

from foreland.model.problems import ForelandError
from foreland.sources import registry
from foreland.sources.opening import open_file

pytestmark = pytest.mark.real

#: Lists beside the data, which are no data.
_ASIDE = {"INDEX.md"}


def test_no_file_is_left_without_a_reader_or_a_reason(published: Path) -> None:
    known = registry.readers()
    without, read = [], 0
    for path in sorted(published.parent.rglob("*")):
        if not path.is_file() or path.name in _ASIDE:
            continue
        try:
            opened = open_file(path)
        except ForelandError as fault:
            without.append(f"{path.name}: {fault}")
            continue
        if registry.reader_of(opened, known) is not None:
            read += 1
        elif registry.why_unclaimed(opened) == "no reader knows this layout":
            without.append(path.name)
    assert without == []
    assert read >= 126
