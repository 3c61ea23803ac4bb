"""What schools are matched on: a table of secondary schools, their KS4 cohorts, DfE's own groups.

Heads' names, addresses and telephone numbers in these files are not read.
"""
