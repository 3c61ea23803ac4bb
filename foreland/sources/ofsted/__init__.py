"""Ofsted's inspections of state-funded schools: the official file, and the older history.

No inspector and no head is named in what is read.
"""
