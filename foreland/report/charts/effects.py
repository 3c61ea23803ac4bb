"""What each part gives to a change: a bar a part, to the right what adds, to the left what takes.

The table beside it holds the same figures, and each bar has its own in words.
"""

from dataclasses import dataclass

from markupsafe import escape

from foreland.report.charts.svg import inline, px, text

_ROW = 30
#: A bar may take so much of the room on its side: its figure stands beyond it.
_REACH = 0.72


@dataclass(frozen=True)
class Effects:
    """``bars``: a name, its effect, and the effect as printed. Drawn when the page is."""

    bars: tuple[tuple[str, float, str], ...]
    ident: str
    title: str

    def __html__(self) -> str:
        most = max((abs(effect) for _, effect, _ in self.bars), default=0.0)
        if not most:
            return ""
        takes = any(effect < 0 for _, effect, _ in self.bars)
        adds = any(effect > 0 for _, effect, _ in self.bars)
        zero = 50.0 if takes and adds else 100.0 if takes else 0.0
        room = 50.0 if takes and adds else 100.0
        parts = []
        for n, (name, effect, words) in enumerate(self.bars):
            top = n * 2 * _ROW
            width = abs(effect) / most * room * _REACH
            left = zero - width if effect < 0 else zero
            css = "takes" if effect < 0 else "adds"
            parts.append(text("0", top + 18, name, "effect-name"))
            parts.append(
                f'<rect class="{css}" x="{px(left)}%" y="{top + 26}" width="{px(width)}%" '
                f'height="20"/>'
            )
            end = left if effect < 0 else left + width
            anchor, dx = ("end", -6) if effect < 0 else ("start", 6)
            parts.append(text(f"{px(end)}%", top + 41, words, "axis", dx=dx, anchor=anchor))
        height = len(self.bars) * 2 * _ROW
        parts.append(
            f'<line class="g zero" x1="{px(zero)}%" x2="{px(zero)}%" y1="22" y2="{height}"/>'
        )
        said = "; ".join(f"{escape(name)} {words}" for name, _, words in self.bars)
        return inline(self.ident, self.title, said + ".", height, "".join(parts), "chart effects")
