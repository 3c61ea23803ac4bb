"""Pages, charts, workbook and open data, drawn from protected tables.

Computes no figure.
"""
