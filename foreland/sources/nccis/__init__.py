"""DfE's scorecards of NEET and participation at 16 and 17, from the local authorities' records.

One wide file a year; what each column holds is said in ``columns.csv``.
"""
