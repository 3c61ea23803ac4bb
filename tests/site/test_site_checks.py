"""The checks themselves: each passes a good site, and each catches a fault planted in it."""

from pathlib import Path

import pytest
import site_checks as checks
from site_tiny import tiny_site

TABLE_ROW = '<tr><th scope="row">2024/25</th><td>92</td></tr>'

PLANTED = [
    ("a stray end tag", "<h1>Tiny</h1>", "<h1>Tiny</h1></div>", checks.valid_html, "end-tag"),
    ("a block in a paragraph", "<h1>Tiny</h1>", "<h1><div>Tiny</div></h1>", checks.valid_html, "<"),
    ("an id twice", '<h2 id="figures">', '<h2 id="c-t">', checks.valid_html, "2 times"),
    ("a lost label", "c-t c-d", "c-t c-x", checks.valid_html, "'c-x'"),
    ("no language", '<html lang="en">', "<html>", checks.outline, "no language"),
    ("no title", "<title>Tiny – Anyshire (synthetic)</title>", "", checks.outline, "no title"),
    ("no kind", "foreland:kind", "kind", checks.outline, "kind"),
    ("no h1", "<h1>Tiny</h1>", "<h2>Tiny</h2>", checks.outline, "0 h1"),
    ("two h1", "<h1>Tiny</h1>", "<h1>Tiny</h1><h1>b</h1>", checks.outline, "2 h1"),
    ("a level skipped", '<h2 id="figures">Figures</h2>', "<h3>F</h3>", checks.outline, "h3"),
    ("no zoom", "initial-scale=1", "maximum-scale=1", checks.outline, "zoom"),
    ("one title twice", "Tiny – Any", "Other – Any", checks.unique_titles, "another page"),
    ("a broken link", '"index.html"', '"gone.html"', checks.links, "gone.html leads nowhere"),
    ("a link out of the site", '"index.html"', '"../x.html"', checks.links, "nowhere"),
    ("a link from the root", '"index.html"', '"/index.html"', checks.links, "/index.html"),
    ("a broken anchor", "#figures", "#lost", checks.links, "no such place"),
    ("a link without words", ">Home</a>", "></a>", checks.links, "without words"),
    ("an empty phrase", ">Home</a>", ">Click here</a>", checks.links, "say nothing"),
    ("an orphan", "other/index.html#figures", "index.html", checks.reachable, "other/index.html"),
    ("a font from afar", "style.css", "https://a.example/s.css", checks.offline, "a.example"),
    ("a lost style", "style.css", "gone.css", checks.offline, "not there"),
    ("a big page", "<h1>Tiny</h1>", f"<h1>{'tiny ' * 20_000}</h1>", checks.sizes, "of HTML"),
    ("a handler", "<h1>", '<h1 onclick="x()">', checks.strict_policy, "onclick"),
    ("a style", "<h1>", '<h1 style="color:red">', checks.strict_policy, "style of its own"),
    ("a script", "<h1>", "<script>x()</script><h1>", checks.strict_policy, "script"),
    ("a chart unsaid", 'role="img" ', "", checks.charts, "neither hidden"),
    ("a chart untitled", '<title id="c-t">Attendance</title>', "", checks.charts, "title"),
    (
        "a chart undescribed",
        '<desc id="c-d">It rises from 90% to 92%.</desc>',
        "",
        checks.charts,
        "description",
    ),
    ("a rating by colour", " Target met<", "<", checks.colour_alone, "tag--met"),
    ("a table unnamed", "<caption>Attendance by year</caption>", "", checks.tables, "caption"),
    ("a head of nothing", '<th scope="row">', "<th>", checks.tables, "without scope"),
    ("a row too long", TABLE_ROW, f"{TABLE_ROW[:-5]}<td>3</td></tr>", checks.tables, "[2, 3]"),
    ("a scroll for mice", 'tabindex="0" ', "", checks.tables, "keyboard"),
    ("a program's word", "<td>92</td>", "<td>nan</td>", checks.clean_text, "'nan'"),
    ("synthetic unsaid", "Synthetic: an", "An", checks.says_synthetic, "at its head"),
    ("a title unsaid", " (synthetic)", "", checks.says_synthetic, "the title"),
]


@pytest.mark.parametrize("check", [*checks.CHECKS, checks.says_synthetic])
def test_a_good_site_passes(check: checks.Check, tmp_path: Path) -> None:
    assert check(tiny_site(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "check", "said"), [p[1:] for p in PLANTED], ids=[p[0] for p in PLANTED]
)
def test_a_planted_fault_is_caught(
    old: str, new: str, check: checks.Check, said: str, tmp_path: Path
) -> None:
    faults = check(tiny_site(tmp_path, old, new))
    assert faults
    assert any(said in fault for fault in faults), faults
    assert all(fault.startswith(("index.html", "other/index.html")) for fault in faults)


def test_every_check_has_a_planted_fault() -> None:
    assert {p[3] for p in PLANTED} == {*checks.CHECKS, checks.says_synthetic}


def test_a_chart_without_a_table_is_caught(tmp_path: Path) -> None:
    site = tiny_site(tmp_path)
    page = site.page["index.html"]
    start, end = page.text.index("<table>"), page.text.index("</table>")
    page.text = page.text[:start] + page.text[end:].removeprefix("</table>")
    assert any("no table beside it" in fault for fault in checks.charts(site))


def test_a_stylesheet_that_loads_from_afar_is_caught(tmp_path: Path) -> None:
    site = tiny_site(tmp_path, style="a{background:url(https://a.example/b.png)}@font-face{}")
    assert checks.offline(site) == [
        "style.css: loads https://a.example/b.png",
        "style.css: brings a font of its own",
    ]


def test_the_kinds_of_a_site_give_the_longest_page_of_each(tmp_path: Path) -> None:
    site = tiny_site(tmp_path, "<h1>Tiny</h1>", "<h1>Tiny, but longer than the other</h1>")
    assert [(page.kind, page.path) for page in site.kinds()] == [("tiny", "index.html")]
    assert len(site.kinds(each=2)) == 2
