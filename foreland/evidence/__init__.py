"""Keep what was read: raw bytes, immutable releases, vintages, lineage, quarantine.

Loses nothing and overwrites nothing. Knows no indicator's meaning.
"""
