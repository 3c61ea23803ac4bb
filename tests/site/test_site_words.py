"""Every sentence of a built site that tells a change, a gap or a distance keeps the grammar.

The size of a change is the difference itself and is never in per cent; up, down, better and worse
are said once each and never against each other; narrower and wider agree with their reason.
"""

import re
from collections.abc import Iterator

import pytest
from site_pages import SiteFiles, words

SIZE = r"(?:less than )?£?[\d,]+(?:\.\d+)?"
#: Not to be found anywhere, and what is wrong with it.
NEVER = {
    rf"\b(?:up|down|rose|fell|went up|went down)(?: by)? {SIZE}\s?(?:%|per cent\b)": "per cent "
    "of a difference",
    rf"\b{SIZE}\s?(?:%|per cent) (?:narrower|wider|behind|ahead|better than|worse than)\b": "per "
    "cent of a difference",
    rf"\b(?:up|down|rose|fell|risen|fallen) to {SIZE}[^.]*\b(?:up|down)\b": "a change told as "
    "the figure that was reached",
    r"\bup [^.:;]*\bdown\b[^.:;]*\bsince\b": "up and down of one change",
    r"which is better[^.]*which is worse|which is worse[^.]*which is better": "both directions",
    r"\bnarrower\b[^.;:]*: (?:the others improved|both improved, the others more"
    r"|the group got worse|both got worse, the group more)": "narrower for a reason that widens",
    r"\bwider\b[^.;:]*: (?:the group improved|both improved, the group more"
    r"|the others got worse|both got worse, the others more)": "wider for a reason that narrows",
    r"(?<![\d.,])1 percentage points\b": "1 in the plural",
    r"−0(?:\.0+)?(?!\d|\.\d)": "a minus before zero",
}
CHANGE = re.compile(
    rf"(?P<no>[Nn]o clear change since [^:.;]+: )?\b(?P<way>[Uu]p|[Dd]own) (?P<size>{SIZE})"
    r"(?P<unit>(?: percentage points?| per [\d,]+| FTE| days?)?)"
    r"(?: since (?P<since>[^,:.;]+))?(?:, which is (?P<which>better|worse))?"
)


#: What holds a sentence and no other of these.
_BLOCKS = ("p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "title", "desc", "summary")


def sentences(site: SiteFiles) -> Iterator[tuple[str, str]]:
    for page in site.pages:
        for element in page.main.iter():
            if element.tag in _BLOCKS:
                yield page.path, words(element)


@pytest.mark.parametrize("pattern", list(NEVER))
def test_no_sentence_breaks_the_grammar(demo_site: SiteFiles, pattern: str) -> None:
    wrong = re.compile(pattern)
    faults = [
        f"{path}: {NEVER[pattern]}: …{found[0]}…"
        for path, said in sentences(demo_site)
        if (found := wrong.search(said))
    ]
    assert not faults, "\n".join(faults[:20])


def test_a_direction_is_told_only_of_what_is_not_called_unclear(demo_site: SiteFiles) -> None:
    seen = 0
    for path, said in sentences(demo_site):
        for found in CHANGE.finditer(said):
            seen += 1
            assert not (found["no"] and found["which"]), f"{path}: {found[0]}"
    assert seen > 100


@pytest.mark.parametrize(
    "said",
    [
        "It rose to 818 which is down by 116.",
        "Absence: up 2.8% since 2023/24.",
        "3 per cent behind the others.",
        "2.0 percentage points narrower since 2022/23: the others improved.",
        "1 percentage points wider.",
        "It is −0.0.",
    ],
)
def test_the_check_finds_what_it_looks_for(said: str) -> None:
    assert any(re.search(pattern, said) for pattern in NEVER)


@pytest.mark.parametrize(
    "said",
    [
        "up 2.8 percentage points since 2023/24, which is worse: more than usual movement",
        "no clear change since 2022/23: 1.0 percentage points wider, usual movement",
        "The figure is up; others went down.",
        "10.0 percentage points narrower since 2023/24: both got worse, the others more",
        "−0.31 and −0.05",
    ],
)
def test_the_check_lets_good_sentences_be(said: str) -> None:
    assert not [pattern for pattern in NEVER if re.search(pattern, said)]
