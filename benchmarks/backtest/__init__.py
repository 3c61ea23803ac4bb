"""How good the outlook is on published figures: rolling origins, and dated versions.

No forecast sees a figure later than its origin. Rivals that cannot be fitted are counted, never
replaced in silence.
"""
