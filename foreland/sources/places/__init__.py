"""DfE's scorecards of school places: enough of them, forecast well, offered as preferred.

One row an authority and year; what each column holds is said in ``columns.csv``.
"""
