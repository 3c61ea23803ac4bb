"""Vision, priorities, measures, targets, actions and commentary as data; rating; what changed.

Draws nothing.
"""
