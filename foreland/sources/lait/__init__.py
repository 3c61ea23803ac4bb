"""DfE's Local Authority Interactive Tool: the long file, its dictionary, its neighbours.

Codes are kept exactly as published, stray blanks included. ``codes.csv`` is the publisher's
own year type of each code (dictionary, April 2026) as a basis for its labels, and its unit;
the true dates of NEET and participation are those of the statistics they come from
(December to February, and March), which LAIT files under "Financial Year".
"""
