"""Every fault of a plan is told at once, at its own line. The files in ``bad`` say which.

A line of theirs that ends in ``# error: words`` (or ``# warning: words``) provokes just that.
"""

import re
from pathlib import Path

import pytest

from foreland.indicators.catalogue import Catalogue
from foreland.model.areas import Register
from foreland.plan.files import read_files
from foreland.plan.folder import RULES, check
from foreland.plan.rules import Known

BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))
_EXPECTED = re.compile(r"# (error|warning): (.+)$")


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_each_fault_is_told_at_its_line_and_no_other(path: Path, catalogue: Catalogue) -> None:
    expected = [
        (number, *match.groups())
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if (match := _EXPECTED.search(line))
    ]
    _, problems = check(path, catalogue, Register.load())
    told = [(p.line, p.level, str(p)) for p in problems]
    assert [(line, level) for line, level, _ in told] == [(n, level) for n, level, _ in expected]
    for (_, _, said), (_, _, words) in zip(told, expected, strict=True):
        assert words in said


def test_every_rule_has_a_file_that_provokes_it(catalogue: Catalogue) -> None:
    silent = set(RULES)
    for path in BAD:
        files = read_files(path, [])
        if files is not None:
            known = Known(files.plan, catalogue, Register.load(), files.set_aside)
            silent -= {rule for rule in RULES if any(rule(known))}
    assert not silent
