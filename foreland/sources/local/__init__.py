"""An area's own figures: one tidy layout, as CSV, XLSX or ODS.

``layout`` names the columns and symbols, ``sheets`` finds the table and gives its cells as text,
``rows`` reads one row and tells all its faults, ``reader`` makes the reading.
"""
