"""A hand-made site of two pages on which every check passes, to plant faults in."""

from pathlib import Path

from site_pages import SiteFiles

TINY = Path(__file__).parents[1] / "fixtures/site/tiny.html"
STYLE = """
*{box-sizing:border-box}body{margin:0;font:16px Arial,sans-serif}
a:focus,.scroll:focus{outline:3px solid #fd0;background:#fd0;color:#000}
.govuk-skip-link:not(:focus){position:absolute;left:-999px}
.scroll{overflow-x:auto}td,th{padding:4px 12px;text-align:left}.tag{border:2px solid}
path{fill:none;stroke:#135}
@media (forced-colors:active){path{stroke:CanvasText}}
@media print{nav,.govuk-skip-link{display:none}}
"""


def tiny_site(root: Path, old: str = "", new: str = "", style: str = STYLE) -> SiteFiles:
    """The tiny site, with ``old`` replaced by ``new`` on its first page."""
    text = TINY.read_text("utf-8")
    if old and text.count(old) != 1:
        raise ValueError(f"{old!r} stands {text.count(old)} times on the tiny page")
    (root / "other").mkdir(parents=True)
    first = text.replace(old, new) if old else text
    (root / "index.html").write_text(first, "utf-8")
    second = text.replace("Tiny – Anyshire", "Other – Anyshire").replace('"other/', '"')
    second = second.replace('"index.html"', '"../index.html"').replace('"style', '"../style')
    second = second.replace('"index.html#', '"#')
    (root / "other/index.html").write_text(second, "utf-8")
    (root / "style.css").write_text(style, "utf-8")
    return SiteFiles(root)
