"""The nouns: areas, periods, groups, statuses, units, observations, problems.

Immutable and checked when built; an illegal one cannot be made. Knows no
publisher, no file but its own register of authorities, and no page.
"""
