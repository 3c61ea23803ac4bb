"""The few pieces that every chart is written with, and the frame of a chart to take away."""

from markupsafe import escape

#: The look of a chart that has left its page: the page's own stylesheet is not there.
STYLE = (
    "svg{font-family:Arial,Helvetica,sans-serif;font-size:14px;fill:#1b2733}"
    "path{fill:none;stroke-width:2;stroke-linejoin:round;vector-effect:non-scaling-stroke}"
    ".g{stroke:#d5dbe1;stroke-width:1}.zero{stroke:#7a8794}.own{stroke:#0b5c7a;stroke-width:4}"
    ".england{stroke:#4a5560;stroke-dasharray:7 4}.neighbours{stroke:#a4460b;stroke-dasharray:2 4}"
    ".region{stroke:#7b8a99}.comparator{stroke:#7a3b86;stroke-width:3;stroke-dasharray:10 3}"
    "circle{stroke-width:2}.o-own{fill:#0b5c7a;stroke:#0b5c7a}.o-open{fill:#fff}"
    ".o-comparator{fill:#7a3b86;stroke:#7a3b86}"
    ".target{fill:#fff;stroke:#0b6b3a;stroke-width:2.5}.floor{stroke:#8a5a00;stroke-width:3}"
    ".band{stroke:#0b5c7a;stroke-width:1}.b95{fill:#e3eef2;stroke-dasharray:1 3}"
    ".b80{fill:#c3dbe4;stroke-dasharray:5 3}.b50{fill:#92bfce}.now{stroke:#7a8794}"
    ".expected{stroke:#0b5c7a;stroke-width:3;stroke-dasharray:3 4}"
    ".break{stroke:#7a8794;stroke-width:1;stroke-dasharray:4 4}.void{fill:#eef1f4}"
    ".axis,.note{fill:#4a5560;font-size:13px}.t-own{font-weight:bold;fill:#0b5c7a}"
    ".t-england{fill:#4a5560}.t-neighbours{fill:#a4460b}.t-region{fill:#56636f}"
    ".t-comparator{fill:#7a3b86;font-weight:bold}.head{font-size:18px;font-weight:bold}"
)


def px(value: float) -> str:
    """A coordinate with at most one decimal, as short as it can be."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def text(x: str, y: float, words: str, css: str, *, dx: float = 0, anchor: str = "") -> str:
    shift = f' dx="{px(dx)}"' if dx else ""
    place = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{css}" x="{x}" y="{px(y)}"{shift}{place}>{escape(words)}</text>'


def inline(ident: str, title: str, description: str, height: int, inner: str, css: str) -> str:
    """A chart inside a page. ``ident`` is unique on the page."""
    return (
        f'<svg class="{css}" role="img" aria-labelledby="{ident}-t {ident}-d" width="100%" '
        f'height="{height}"><title id="{ident}-t">{escape(title)}</title>'
        f'<desc id="{ident}-d">{escape(description)}</desc>{inner}</svg>'
    )


def alone(
    title: str,
    subtitle: str,
    description: str,
    height: int,
    inner: str,
    source: list[str],
    right: int = 190,
) -> str:
    """A whole SVG file: title, chart, where it is from. 860 units wide."""
    width, left, top = 860, 64, 84
    foot = top + height + 34
    lines = "".join(text("20", foot + 18 * (n + 1), line, "note") for n, line in enumerate(source))
    total = foot + 18 * (len(source) + 1) + 6
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d" lang="en" '
        f'width="{width}" height="{total}" viewBox="0 0 {width} {total}">'
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(description)}</desc>'
        f"<style>{STYLE}</style>"
        f'<rect width="{width}" height="{total}" fill="#fff"/>'
        f"{text('20', 34, title, 'head')}{text('20', 58, subtitle, 'note')}"
        f'<svg x="{left}" y="{top}" width="{width - left - right}" height="{height}" '
        f'overflow="visible">{inner}</svg>{lines}</svg>\n'
    )
