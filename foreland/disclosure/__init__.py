"""Small-number protection: the collected tables of a build become ``Protected`` ones.

Renderers accept no other type. Decides what may be shown of a number, never what a page shows.
"""

from foreland.disclosure.protect import Ruling, protect, rule
from foreland.disclosure.tables import Collected, Figure, LeftOut, Protected

__all__ = ["Collected", "Figure", "LeftOut", "Protected", "Ruling", "protect", "rule"]
