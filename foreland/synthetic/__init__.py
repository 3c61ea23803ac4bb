"""The demo county and the synthetic England, written as files in publishers' layouts.

Invented from a seed and labelled so on every page. Imported by nothing but ``jobs``. Refuses to
use a real place's name or code, and to write any figure that somebody published.
"""

from foreland.synthetic.folder import write
from foreland.synthetic.places import SEED

__all__ = ["SEED", "write"]
