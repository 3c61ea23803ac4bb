"""What identifies a series of figures, and one figure in it."""

SERIES = ["indicator", "group", "area"]
DATES = ["period_start", "period_end"]
