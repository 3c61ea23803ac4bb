"""Timed work: what foreland does beside the least that could be done, in one run and one process.

Nothing here is asserted by a test: a ratio says something, a number of seconds only of a machine.
"""
