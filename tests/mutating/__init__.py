"""Damage done to published files on purpose, and an oracle that knows what must come of it."""
