"""Get Information About Schools: lists of schools, links, dates, trusts and rolls as registers.

The service itself is a register of today; these are copies of single days, each kept under the
day that it speaks of. Names of heads and of other people are not read.
"""
